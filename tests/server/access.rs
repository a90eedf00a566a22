//! Who may do what on the listener of the team: every role at every page, and what those try who have none.

use std::net::SocketAddr;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::driver::{Answer, Folder, Server, get, program, request, said};
use crate::person::{Person, cookie_of, link_in, send_form};
use crate::staff::site;

fn command(folder: &Folder) -> Command {
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join("data"));
    command
}

fn serve(name: &str) -> (Folder, Server) {
    let folder = Folder::new(name);
    site(&folder);
    let server = Server::start(&mut command(&folder));
    (folder, server)
}

fn user(folder: &Folder, arguments: &[&str]) -> (bool, String) {
    let mut command = program("disan-server");
    command.args(["user", arguments[0], "--data"]).arg(folder.join("data")).args(&arguments[1..]);
    let output = command.output().unwrap();
    (output.status.success(), said(&output))
}

#[test]
fn the_first_account_is_made_once_by_whoever_may_read_the_servers_files() {
    let (folder, server) = serve("set-up");
    let file = folder.join("data/set-up-link.txt");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let link = std::fs::read_to_string(&file).unwrap().trim().to_owned();
    assert!(link.starts_with(&format!("http://{}/vao/moi?ma=", server.admin)), "{link}");
    let path = link.split_once(&server.admin.to_string()).unwrap().1;
    // Until then the statistics can be read and nothing can be changed.
    assert_eq!(get(server.admin, "/thong-ke", &[]).status, 200);
    // Under `no-referrer` a browser would send its own forms with `Origin: null`.
    assert_eq!(get(server.admin, path, &[]).header("referrer-policy"), Some("same-origin"));
    assert_eq!(send_form(server.admin, "/thong-ke/may-cua-doi", &[], &[]).status, 401);
    assert!(get(server.admin, "/vao", &[]).text().contains("set-up-link.txt"));
    // A preview of the link does no harm, and a wrong password none either.
    assert_eq!(get(server.admin, path, &[]).status, 200);
    let code = path.split_once("?ma=").unwrap().1;
    let with = |ten: &str, one: &str, two: &str| {
        let fields = [("ma", code), ("ten", ten), ("mat_khau", one), ("lap_lai", two)];
        send_form(server.admin, "/vao/moi", &[], &fields).status
    };
    for (ten, one, two) in [
        ("an", "short", "short"),
        ("an", "aaaaaaaaaaaa", "aaaaaaaaaaaa"),
        ("an", "long enough", "long enougH"),
        ("Ấn", "long enough", "long enough"),
    ] {
        assert_eq!(with(ten, one, two), 422, "{ten} {one} {two}");
    }
    let admin = Person::first(server.admin, &folder.join("data"));
    assert_eq!(admin.get("/nguoi-dung").status, 200);
    assert_eq!(with("second", "sông núi nước Nam", "sông núi nước Nam"), 410, "it works once");
    assert_eq!(get(server.admin, path, &[]).status, 410);
    let away = get(server.admin, "/thong-ke?ky=2026-03", &[]);
    assert_eq!((away.status, away.header("location")), (303, Some("/vao?tiep=/thong-ke%3Fky%3D2026-03")));
    server.stop();
    assert!(!file.exists(), "a link dies with the server that made it");
    let server = Server::start(&mut command(&folder));
    assert!(!file.exists(), "and none is made where there is an account");
    assert_eq!(get(server.admin, "/en/statistics", &[]).status, 303);
    server.stop();
    // Damage to the office opens no door.
    std::fs::write(folder.join("data/office.sqlite"), "no database".repeat(500)).unwrap();
    let server = Server::start(&mut command(&folder));
    let page = get(server.admin, "/en/statistics", &[]);
    assert!(page.status == 503 && page.text().contains("office.sqlite"), "{}", page.text());
}

/// Who asks, and what each page answers to them.
const PAGES: &[(&str, &str, [u16; 6])] = &[
    // nobody, viewer, editor, approver, admin of the unit; admin of another unit
    ("GET", "/thong-ke", [303, 200, 200, 200, 200, 200]),
    ("GET", "/en/statistics", [303, 200, 200, 200, 200, 200]),
    ("GET", "/thong-ke/bao-cao", [303, 200, 200, 200, 200, 200]),
    ("GET", "/thong-ke/bao-cao.csv", [303, 200, 200, 200, 200, 200]),
    ("GET", "/thong-ke/may-cua-doi", [303, 200, 200, 200, 200, 200]),
    ("GET", "/tai-khoan", [303, 200, 200, 200, 200, 200]),
    ("GET", "/en/account", [303, 200, 200, 200, 200, 200]),
    ("GET", "/nguoi-dung", [303, 403, 403, 403, 200, 200]),
    ("GET", "/en/users", [303, 403, 403, 403, 200, 200]),
    ("GET", "/nguoi-dung/nhat-ky", [303, 403, 403, 403, 200, 200]),
    ("GET", "/hoat-dong", [303, 200, 200, 200, 200, 200]),
    ("GET", "/en/activities", [303, 200, 200, 200, 200, 200]),
    ("GET", "/hoat-dong/moi", [303, 403, 200, 200, 200, 200]),
    ("GET", "/hoat-dong/muc/0", [303, 404, 404, 404, 404, 404]),
    ("GET", "/hoat-dong/nhap", [303, 403, 200, 200, 200, 200]),
    ("GET", "/hoat-dong/mau.csv", [303, 200, 200, 200, 200, 200]),
    ("GET", "/hoat-dong/mau.xlsx", [303, 200, 200, 200, 200, 200]),
    ("GET", "/to-doi", [303, 200, 200, 200, 200, 200]),
    ("GET", "/chi-tieu", [303, 200, 200, 200, 200, 200]),
    ("GET", "/ke-hoach", [303, 200, 200, 200, 200, 200]),
    ("GET", "/dot-ra-quan", [303, 200, 200, 200, 200, 200]),
    ("POST", "/hoat-dong", [405, 405, 405, 405, 405, 405]),
    ("POST", "/hoat-dong/moi", [401, 403, 403, 403, 403, 403]),
    ("POST", "/hoat-dong/muc/0", [401, 403, 404, 404, 404, 404]),
    ("POST", "/hoat-dong/nhap", [401, 403, 422, 422, 422, 422]),
    ("POST", "/to-doi", [401, 403, 403, 403, 403, 403]),
    ("POST", "/chi-tieu", [401, 403, 403, 403, 403, 403]),
    ("POST", "/ke-hoach", [401, 403, 403, 403, 403, 403]),
    ("POST", "/dot-ra-quan", [401, 403, 403, 403, 403, 403]),
    ("POST", "/nguoi-dung", [401, 403, 403, 403, 404, 404]),
    ("POST", "/thong-ke/may-cua-doi", [401, 403, 403, 403, 403, 403]),
    ("POST", "/nguoi-dung/nhat-ky", [405, 405, 405, 405, 405, 405]),
    ("POST", "/thong-ke", [401, 403, 405, 405, 405, 405]),
    ("GET", "/ra", [405, 405, 405, 405, 405, 405]),
    ("GET", "/nirgends", [404, 404, 404, 404, 404, 404]),
    ("GET", "/healthz", [200, 200, 200, 200, 200, 200]),
];

#[test]
fn each_role_reaches_its_pages_and_no_others() {
    let (folder, server) = serve("matrix");
    let admin = Person::first(server.admin, &folder.join("data"));
    let roles = ["viewer", "editor", "approver", "admin"];
    let mut people: Vec<Option<Person>> = vec![None];
    people.extend(roles.map(|role| Some(admin.invite(&format!("{role}-a"), "a", role))));
    people.push(Some(admin.invite("admin-b", "b", "admin")));
    for (method, path, expected) in PAGES {
        for (person, status) in people.iter().zip(expected) {
            let answer = match (person, *method) {
                (Some(person), "GET") => person.get(path),
                (None, "GET") => get(server.admin, path, &[]),
                // An account of nobody's unit, and none at all.
                (Some(person), _) => person.post(path, &[("viec", "khoa"), ("ten", "quan-tri")]),
                (None, _) => send_form(server.admin, path, &[], &[("viec", "khoa"), ("ten", "quan-tri")]),
            };
            let who = person.as_ref().map(|person| person.get("/tai-khoan").text().len());
            assert_eq!(answer.status, *status, "{method} {path} {who:?}: {}", answer.text());
        }
    }
    // Whoever is an admin of a unit sees and changes its people, and nobody else's.
    let [a, b] = [people[4].as_ref().unwrap(), people[5].as_ref().unwrap()];
    let page = a.get("/nguoi-dung").text();
    assert!(page.contains("viewer-a") && !page.contains("admin-b") && !page.contains("quan-tri"), "{page}");
    assert!(!page.contains("value=\"b\"") && !page.contains("value=\"phuong\""), "{page}");
    for (fields, status) in [
        (vec![("viec", "lien-ket"), ("ten", "viewer-a")], 404),
        (vec![("viec", "khoa"), ("ten", "viewer-a")], 404),
        (vec![("viec", "bo-quyen"), ("ten", "viewer-a"), ("don_vi", "a")], 404),
        (vec![("viec", "lien-ket"), ("ten", "quan-tri")], 404),
        (vec![("viec", "lien-ket"), ("ten", "nobody")], 404),
        (vec![("viec", "them"), ("ten", "x1"), ("don_vi", "a"), ("quyen", "viewer")], 403),
        (vec![("viec", "them"), ("ten", "x1"), ("don_vi", "phuong"), ("quyen", "viewer")], 403),
        (vec![("viec", "them"), ("ten", "x1"), ("don_vi", "nirgends"), ("quyen", "viewer")], 403),
        (vec![("viec", "them"), ("ten", "x1"), ("don_vi", "b"), ("quyen", "king")], 400),
        (vec![("viec", "?"), ("ten", "admin-b")], 400),
    ] {
        assert_eq!(b.post("/nguoi-dung", &fields).status, status, "{fields:?}");
    }
    // Nor does a role at one's own unit make the people of another one's own.
    let taken = [("viec", "them"), ("ten", "quan-tri"), ("don_vi", "b"), ("quyen", "viewer")];
    assert_eq!(b.post("/nguoi-dung", &taken).status, 303);
    for doing in ["lien-ket", "khoa"] {
        let answer = b.post("/nguoi-dung", &[("viec", doing), ("ten", "quan-tri")]);
        assert_eq!(answer.status, 403, "{doing}: {}", answer.text());
    }
    assert_eq!(admin.get("/nguoi-dung").status, 200);
    let log = admin.get("/nguoi-dung/nhat-ky").text();
    assert!(log.contains("Quyền của viewer-a: Chỉ xem") && log.contains("admin-b"), "{log}");
    assert!(!b.get("/nguoi-dung/nhat-ky").text().contains("viewer-a"));
}

#[test]
fn a_closed_account_is_out_at_once_and_a_token_does_no_more_than_it_says() {
    let (folder, server) = serve("closed");
    let admin = Person::first(server.admin, &folder.join("data"));
    let editor = admin.invite("bien-tap", "a", "editor");
    let made = editor
        .post("/tai-khoan", &[("viec", "khoa-moi"), ("viec_gi", "máy tính"), ("quyen", "viewer"), ("ngay", "30")]);
    let token = link_in(&made);
    assert!(token.starts_with("disan_") && token.len() == 70, "{token}");
    let bearer = format!("Bearer {token}");
    let by_token = |method: &str, path: &str| request(server.admin, method, path, &[("Authorization", &bearer)]).status;
    assert_eq!(by_token("GET", "/thong-ke/bao-cao.csv"), 200);
    assert_eq!(by_token("GET", "/nguoi-dung"), 403);
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let write = send_form(server.admin, "/tai-khoan", &[kind, ("Authorization", &bearer)], &[("viec", "khoa-moi")]);
    assert_eq!(write.status, 403, "a token makes no tokens");
    assert_eq!(
        editor.post("/tai-khoan", &[("viec", "khoa-moi"), ("viec_gi", "x"), ("quyen", "admin"), ("ngay", "30")]).status,
        400
    );
    let forged = format!("Bearer {}", token.replace(&token[10..14], "0000"));
    assert_eq!(get(server.admin, "/thong-ke", &[("Authorization", &forged)]).status, 401);

    // The token of the machine's own command, for somebody whose link lies in a file.
    let link = folder.join("link.txt");
    let arguments = ["add", "Chi.Bo", "--unit", "b", "--role", "approver", "--to", link.to_str().unwrap()];
    let (done, told) = user(&folder, &arguments);
    assert!(done && told.contains("chi.bo"), "{told}");
    assert_eq!(std::fs::metadata(&link).unwrap().permissions().mode() & 0o777, 0o600);
    let text = std::fs::read_to_string(&link).unwrap().replace("127.0.0.1:8081", &server.admin.to_string());
    let approver = Person::accept(server.admin, text.trim(), &[]);
    assert!(approver.get("/tai-khoan").text().contains("chi.bo"));
    assert!(!user(&folder, &arguments).0, "a file that is there is not written over");
    let (done, told) = user(&folder, &["add", "x1", "--unit", "b"]);
    assert!(!done && told.contains("--to"), "{told}");
    assert!(!user(&folder, &["disable", "nobody"]).0);
    let (_, told) = user(&folder, &["list"]);
    assert!(
        told.contains("chi.bo\tDuyệt b") && told.contains("bien-tap\tNhập số liệu a") && !told.contains("x1"),
        "{told}"
    );
    let file = folder.join("token.txt");
    assert!(user(&folder, &["token", "chi.bo", "--role", "viewer", "--to", file.to_str().unwrap()]).0);
    let bearer = format!("Bearer {}", std::fs::read_to_string(&file).unwrap().trim());
    assert_eq!(get(server.admin, "/en/statistics", &[("Authorization", &bearer)]).status, 200);
    assert!(user(&folder, &["disable", "chi.bo"]).0);
    assert_eq!(approver.get("/tai-khoan").status, 303);
    assert_eq!(get(server.admin, "/en/statistics", &[("Authorization", &bearer)]).status, 401);

    let token_id = editor.get("/tai-khoan").text().split("name=\"khoa\" value=\"").nth(1).unwrap()[..16].to_owned();
    assert_eq!(admin.post("/tai-khoan", &[("viec", "khoa-bo"), ("khoa", &token_id)]).status, 404, "not one's own");
    assert_eq!(editor.post("/tai-khoan", &[("viec", "khoa-bo"), ("khoa", &token_id)]).status, 303);
    assert_eq!(by_token("GET", "/thong-ke"), 401);
    assert_eq!(admin.post("/nguoi-dung", &[("viec", "khoa"), ("ten", "bien-tap")]).status, 303);
    assert_eq!(editor.get("/tai-khoan").status, 303);
    assert_eq!(admin.post("/nguoi-dung", &[("viec", "khoa"), ("ten", "quan-tri")]).status, 400, "not oneself");
    let out = admin.post("/ra", &[]);
    assert_eq!((out.status, cookie_of(&out).as_deref()), (303, Some("disan_phien=")));
    assert_eq!(admin.get("/tai-khoan").status, 303, "the session is over on the server too");
    // Nothing that opens a door lies in the office.
    server.stop();
    let secret = admin.cookie.split_once('=').unwrap().1.to_owned();
    for (name, bytes) in crate::driver::files(&folder.join("data")) {
        for word in [secret.as_str(), &token[6..], "sông núi"] {
            assert!(!bytes.windows(word.len()).any(|w| w == word.as_bytes()), "{name} holds {word}");
        }
    }
}

fn sign_in(at: SocketAddr, name: &str, password: &str) -> Answer {
    send_form(at, "/vao", &[], &[("ten", name), ("mat_khau", password)])
}

#[test]
fn guessing_is_slow_tells_no_names_and_closes_only_the_name_it_is_about() {
    let (folder, server) = serve("guessing");
    drop(Person::first(server.admin, &folder.join("data")));
    let timed = |name: &str| {
        let begun = Instant::now();
        let answer = sign_in(server.admin, name, "wrong password");
        (begun.elapsed(), answer)
    };
    let mut times: [Vec<Duration>; 2] = Default::default();
    let mut pages: [Vec<String>; 2] = Default::default();
    for _ in 0..8 {
        for (i, name) in ["quan-tri", "khong-co-ai"].into_iter().enumerate() {
            let (time, answer) = timed(name);
            assert_eq!(answer.status, 401);
            times[i].push(time);
            pages[i].push(answer.text().replace(name, "NAME"));
        }
    }
    assert_eq!(pages[0], pages[1], "a name that is and one that is not are answered alike");
    // What disturbs a measurement makes it longer, never shorter.
    let shortest = times.map(|times| times.into_iter().min().unwrap());
    let [short, long] = [shortest[0].min(shortest[1]), shortest[0].max(shortest[1])];
    assert!(long < short * 2, "the time tells who there is: {shortest:?}");
    // Now neither the right password nor a name nobody has is looked at.
    for (name, password) in
        [("quan-tri", "sông núi nước Nam"), ("Quan-Tri ", "sông núi nước Nam"), ("khong-co-ai", "x")]
    {
        let answer = sign_in(server.admin, name, password);
        assert!(answer.status == 429 && answer.header("set-cookie").is_none(), "{name}: {}", answer.text());
    }
    assert_eq!(sign_in(server.admin, "another", "x").status, 401);
    for long in ["x".repeat(30_000), "\u{0}".repeat(3), "'; DROP TABLE account; --".to_owned()] {
        assert_eq!(sign_in(server.admin, &long[..long.len().min(20_000)], &long).status, 401);
    }
    assert_eq!(sign_in(server.admin, "a", &"x".repeat(70_000)).status, 413);
}

#[test]
fn no_page_elsewhere_can_act_through_a_browser_and_no_session_can_be_planted() {
    let (folder, server) = serve("forged");
    let admin = Person::first(server.admin, &folder.join("data"));
    let own = format!("http://{}", server.admin);
    let (secret, cookie) = (admin.secret(), ("Cookie", admin.cookie.as_str()));
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    let body = |secret: &str| format!("viec=them&ten=evil&don_vi=phuong&quyen=admin&bi_mat={secret}").into_bytes();
    let send = |headers: &[(&str, &str)], secret: &str| {
        crate::driver::send_body(server.admin, "POST", "/nguoi-dung", headers, &body(secret)).status
    };
    let origin = ("Origin", own.as_str());
    for headers in [
        vec![cookie, kind],
        vec![cookie, kind, ("Origin", "http://evil.example")],
        vec![cookie, kind, ("Origin", "null")],
        vec![cookie, kind, origin, ("Sec-Fetch-Site", "cross-site")],
        vec![cookie, kind, origin, ("Sec-Fetch-Site", "same-site")],
    ] {
        assert_eq!(send(&headers, &secret), 403, "{headers:?}");
    }
    for wrong in ["", "0", &secret[1..], &admin.cookie[12..]] {
        assert_eq!(send(&[cookie, kind, origin], wrong), 403, "{wrong}");
    }
    assert_eq!(send(&[cookie, ("Content-Type", "text/plain"), origin], &secret), 400);
    assert_eq!(send(&[cookie, ("Content-Type", "application/json"), origin], &secret), 400);
    assert!(!admin.get("/nguoi-dung").text().contains("evil"));
    // The secret of one session opens no form of another.
    let other = admin.invite("nguoi-khac", "phuong", "admin");
    assert_eq!(send(&[("Cookie", &other.cookie), kind, origin], &secret), 403);

    // A session that somebody planted is not the one that is signed in with.
    let planted = format!("disan_phien={}", "a".repeat(64));
    let fields = [("ten", "nguoi-khac"), ("mat_khau", "sông núi nước Nam")];
    let answer = send_form(server.admin, "/vao", &[("Cookie", &planted)], &fields);
    let fresh = cookie_of(&answer).unwrap();
    assert!(answer.status == 303 && fresh != planted && fresh != other.cookie, "{fresh}");
    assert_eq!(get(server.admin, "/tai-khoan", &[("Cookie", &planted)]).status, 303);
    let attributes = answer.header("set-cookie").unwrap();
    for attribute in ["; HttpOnly", "; SameSite=Lax", "; Path=/", "; Max-Age=43200"] {
        assert!(attributes.contains(attribute), "{attributes}");
    }
    // Signing in leads to pages of our own only.
    for (to, leads) in [
        ("/thong-ke?ky=2026-03", "/thong-ke?ky=2026-03"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/a\r\nSet-Cookie: x=y", "/"),
    ] {
        let answer = send_form(server.admin, "/vao", &[], &[&fields[..], &[("tiep", to)]].concat());
        assert_eq!((answer.status, answer.header("location")), (303, Some(leads)), "{to:?}");
    }
    // A new password ends all sessions but the one it was chosen in.
    let second = Person { at: server.admin, cookie: fresh };
    let changed = second.post(
        "/tai-khoan",
        &[
            ("viec", "mat-khau"),
            ("mat_khau_cu", "sông núi nước Nam"),
            ("mat_khau", "vua Nam ở đất Nam"),
            ("lap_lai", "vua Nam ở đất Nam"),
        ],
    );
    let third = Person { at: server.admin, cookie: cookie_of(&changed).unwrap() };
    assert_eq!((second.get("/tai-khoan").status, other.get("/tai-khoan").status), (303, 303));
    assert_eq!(third.get("/tai-khoan").status, 200);
}

#[test]
fn markup_in_any_field_is_shown_as_it_was_written() {
    let (folder, server) = serve("markup");
    let admin = Person::first(server.admin, &folder.join("data"));
    let markup = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ form }}";
    let fields = [("viec", "them"), ("ten", "nguoi-moi"), ("ho_ten", markup), ("don_vi", "a"), ("quyen", "viewer")];
    let made = admin.post("/nguoi-dung", &fields);
    let token =
        admin.post("/tai-khoan", &[("viec", "khoa-moi"), ("viec_gi", markup), ("quyen", "viewer"), ("ngay", "30")]);
    let reflected = send_form(server.admin, "/vao", &[], &[("ten", markup), ("mat_khau", "x"), ("tiep", markup)]);
    let asked = crate::person::encoded(markup);
    let mut pages = vec![made, token, reflected];
    pages.extend(["/nguoi-dung", "/en/users", "/tai-khoan", "/nguoi-dung/nhat-ky"].map(|path| admin.get(path)));
    pages.push(get(server.admin, &format!("/vao?ten={asked}&tiep={asked}"), &[]));
    pages.push(admin.get(&format!("/nguoi-dung?don_vi={asked}")));
    pages.push(admin.get(&format!("/{asked}")));
    for page in pages {
        let text = page.text();
        assert!(!text.contains("<script") && !text.contains("<img"), "{text}");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; style-src 'sha256-"), "{policy}");
    }
}
