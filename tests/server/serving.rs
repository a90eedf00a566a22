//! The server as its clients meet it: pages, codes, languages, files, starts and stops.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::Output;
use std::time::Duration;

use crate::dist::{Dist, code, page};
use crate::driver::{Answer, Folder, Server, eventually, get, parse, program, request, said, send};

const PHONE: (&str, &str) = (
    "User-Agent",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
);

fn site(folder: &Folder) -> Dist {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821), ("cong-sau", 4822)]);
    dist.entry("kiep-bac", &[("main", 7310)]);
    dist.issue("main", 9001, None);
    dist.finish();
    dist
}

fn serve(folder: &Folder) -> Server {
    Server::start(&mut command(&folder.join("dist"), &folder.join("data"), "127.0.0.1:0"))
}

fn command(dist: &Path, data: &Path, listen: &str) -> std::process::Command {
    let mut command = program("disan-server");
    command.args(["--admin-listen", "127.0.0.1:0", "--listen", listen, "--dist"]).arg(dist).arg("--data").arg(data);
    command
}

fn refused(command: &mut std::process::Command) -> String {
    let output: Output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    said(&output)
}

fn unzip(answer: &Answer) -> String {
    let mut text = String::new();
    flate2::read::GzDecoder::new(answer.body.as_slice()).read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_code_is_answered_with_the_page_in_the_readers_language() {
    let folder = Folder::new("code");
    site(&folder);
    let server = serve(&folder);
    let path = format!("/{}", code(4821));
    let zalo = |lang: &str| format!("Mozilla/5.0 (Linux; Android 11) Safari/537.36 Zalo android/1 ZaloLanguage/{lang}");
    let (vn, en) = (zalo("vn"), zalo("en"));
    for (headers, lang) in [
        (vec![PHONE, ("Accept-Language", "vi-VN,vi;q=0.9,en;q=0.8")], "vi"),
        (vec![PHONE, ("Accept-Language", "en-GB,en;q=0.9")], "en"),
        (vec![PHONE, ("Accept-Language", "ko-KR,ko;q=0.9")], "en"),
        (vec![PHONE, ("Accept-Language", "tyz")], "vi"),
        (vec![PHONE, ("Accept-Language", "*;q=nonsense,,")], "vi"),
        (vec![PHONE], "vi"),
        (vec![("User-Agent", vn.as_str())], "vi"),
        (vec![("User-Agent", en.as_str())], "en"),
    ] {
        for path in [path.clone(), format!("{path}/"), format!("{path}?fbclid=x"), path.replace("/4", "/%34")] {
            let answer = get(server.public, &path, &headers);
            assert_eq!((answer.status, answer.header("content-language")), (200, Some(lang)), "{path} {headers:?}");
            assert_eq!(answer.text(), page("con-son", lang));
            assert_eq!(answer.header("cache-control"), Some("private, no-store, no-transform"));
            assert_eq!(answer.header("cdn-cache-control"), Some("no-store"));
            assert_eq!(answer.header("vary"), Some("Accept-Language, User-Agent"));
            assert_eq!(answer.header("content-type"), Some("text/html; charset=utf-8"));
            assert_eq!((answer.header("etag"), answer.header("last-modified")), (None, None));
        }
    }
    let packed = get(server.public, &path, &[PHONE, ("Accept-Encoding", "br, gzip;q=0.5")]);
    assert_eq!((packed.header("content-encoding"), unzip(&packed)), (Some("gzip"), page("con-son", "vi")));
    let plain = get(server.public, &path, &[PHONE, ("Accept-Encoding", "gzip;q=0")]);
    assert_eq!(plain.header("content-encoding"), None);
    for ignored in
        [("If-None-Match", "*"), ("If-Modified-Since", "Fri, 01 Jan 2038 00:00:00 GMT"), ("Range", "bytes=0-9")]
    {
        let answer = get(server.public, &path, &[PHONE, ignored]);
        assert_eq!((answer.status, answer.text()), (200, page("con-son", "vi")), "{ignored:?}");
    }
    let head = request(server.public, "HEAD", &path, &[PHONE]);
    let length = page("con-son", "vi").len().to_string();
    assert_eq!((head.status, head.header("content-length"), head.body.len()), (200, Some(length.as_str()), 0));
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"] {
        let answer = request(server.public, method, &path, &[PHONE]);
        assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method}");
        assert_eq!(request(server.public, method, "/vi/", &[PHONE]).status, 405, "{method}");
    }
}

#[test]
fn numbers_no_sign_carries_are_helped_along() {
    let folder = Folder::new("numbers");
    site(&folder);
    let server = serve(&folder);
    let right = code(4821).to_string();
    let mut wrong = right.clone();
    wrong.replace_range(0..1, "5");
    for lang in ["vi", "en"] {
        let answer = get(server.public, &format!("/{wrong}"), &[PHONE, ("Accept-Language", lang)]);
        assert_eq!((answer.status, answer.header("content-language")), (404, Some(lang)));
        assert_eq!(answer.header("cache-control"), Some("private, no-store, no-transform"));
        let text = answer.text();
        assert!(text.contains(&format!("<html lang=\"{lang}\">")) && text.contains(&wrong), "{text}");
        assert!(text.contains(&format!("href=\"/{right}\"")), "{text}");
        assert!(text.contains(&format!("con-son &lt;{lang}&gt;")), "titles are escaped: {text}");
    }
    let far = get(server.public, "/11111", &[PHONE]);
    assert_eq!((far.status, far.text().contains("href=")), (404, false));
    let gone = get(server.public, &format!("/{}", code(9001)), &[PHONE]);
    assert_eq!(gone.status, 410);
    assert!(gone.text().contains("thu hồi"), "{}", gone.text());

    let grouped = format!("{}+{}", &right[..2], &right[2..]);
    let found = get(server.public, &format!("/tra-cuu?code={grouped}"), &[PHONE]);
    assert_eq!((found.status, found.header("location")), (303, Some(format!("/{right}").as_str())));
    let typed = get(server.public, &format!("/tra-cuu?code={wrong}"), &[PHONE]);
    assert_eq!(typed.status, 404);
    assert!(typed.text().contains(&right));
    for hostile in
        ["/tra-cuu?code=<script>", "/tra-cuu?code=%3Cscript%3E48", "/tra-cuu", "/tra-cuu?code=//evil.example"]
    {
        let answer =
            send(server.public, format!("GET {hostile} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").as_bytes());
        let answer = parse(&answer);
        assert!(answer.status == 404 || answer.status == 400, "{hostile}: {}", answer.status);
        assert!(!answer.text().contains("<script"), "{hostile}");
    }
}

#[test]
fn files_have_types_validators_and_lives() {
    let folder = Folder::new("files");
    let mut dist = site(&folder);
    let style = "body { color: #1b3b73 }\n".repeat(100);
    dist.put("a/style.3f2a9c1b.css", &style);
    dist.put("a/cover.svg", "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>");
    dist.put("a/vi.mp3", [7; 5_000]);
    dist.put("a/long.mp3", vec![9; 2 << 20]);
    dist.catalog.entries[0].pages = dist.catalog.entries[0]
        .pages
        .iter()
        .map(|(lang, page)| {
            let mut page = page.clone();
            page.formerly = vec![format!("/{lang}/di-tich/chua-hun/")];
            (lang.clone(), page)
        })
        .collect();
    dist.finish();
    let server = serve(&folder);
    let at = |path: &str, headers: &[(&str, &str)]| get(server.public, path, headers);

    let home = at("/vi/", &[]);
    assert_eq!((home.status, home.text()), (200, page("home", "vi")));
    assert_eq!((home.header("content-language"), home.header("cache-control")), (Some("vi"), Some("no-cache")));
    assert_eq!(home.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(home.header("referrer-policy"), Some("no-referrer"));
    let tag = home.header("etag").unwrap().to_owned();
    let packed = at("/vi/", &[("Accept-Encoding", "gzip")]);
    assert_eq!((packed.header("vary"), unzip(&packed)), (Some("Accept-Encoding"), page("home", "vi")));
    assert_ne!(packed.header("etag"), Some(tag.as_str()), "other bytes, another validator");
    for tags in [tag.clone(), format!("W/{tag}, \"x\""), packed.header("etag").unwrap().to_owned(), "*".into()] {
        let again = at("/vi/", &[("If-None-Match", &tags)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{tags}");
    }
    assert_eq!(at("/vi/", &[("If-None-Match", "\"0\"")]).status, 200);

    let any = at("/", &[("Accept-Language", "en")]);
    assert_eq!((any.status, any.text(), any.header("content-language")), (200, page("home", "en"), Some("en")));
    assert!(any.header("vary").unwrap().contains("Accept-Language"));

    let css = at("/a/style.3f2a9c1b.css", &[]);
    assert_eq!(css.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert_eq!((css.header("content-type"), css.text()), (Some("text/css; charset=utf-8"), style));
    assert!(at("/a/cover.svg", &[]).header("content-security-policy").unwrap().contains("sandbox"));

    let part = at("/a/vi.mp3", &[("Range", "bytes=10-19")]);
    assert_eq!((part.status, part.header("content-range"), part.body.len()), (206, Some("bytes 10-19/5000"), 10));
    let tail = at("/a/long.mp3", &[("Range", "bytes=-100")]);
    assert_eq!((tail.status, tail.header("content-range")), (206, Some("bytes 2097052-2097151/2097152")));
    assert_eq!((tail.body.len(), tail.body[0]), (100, 9));
    assert_eq!(at("/a/long.mp3", &[]).body, vec![9; 2 << 20]);
    assert_eq!(request(server.public, "HEAD", "/a/long.mp3", &[]).header("content-length"), Some("2097152"));
    assert_eq!(at("/a/vi.mp3", &[("Range", "bytes=5000-")]).status, 416);
    assert_eq!(at("/a/vi.mp3", &[("Range", "bytes=0-1,3-4")]).status, 200);

    let former = at("/vi/di-tich/chua-hun/", &[]);
    assert_eq!((former.status, former.header("location")), (301, Some("/vi/di-tich/con-son/")));
    assert_eq!(at("/en/di-tich/chua-hun", &[]).header("location"), Some("/en/relics/con-son/"));
    let slash = at("/vi/di-tich/con-son", &[]);
    assert_eq!((slash.status, slash.header("location")), (301, Some("/vi/di-tich/con-son/")));

    for (path, lang) in [
        ("/vi/không-có/", "vi"),
        ("/en/none", "en"),
        ("/none", "vi"),
        ("/../catalog.json", "vi"),
        ("//evil.example/", "vi"),
    ] {
        let encoded = path.replace("không-có", "kh%C3%B4ng-c%C3%B3");
        let answer = at(&encoded, &[("Accept-Language", "ko")]);
        assert_eq!((answer.status, answer.header("content-language")), (404, Some(lang)), "{path}");
        assert!(answer.text().contains("<h1>404</h1>"));
    }
    assert_eq!((at("/healthz", &[]).status, at("/healthz", &[]).text().trim()), (200, "ok"));
    let advice = at("/.well-known/traffic-advice", &[]);
    assert_eq!(advice.header("content-type"), Some("application/trafficadvice+json"));
    assert!(advice.text().contains("\"disallow\":true"));
    assert_eq!(at("/_disan/events", &[]).status, 404, "only while somebody writes");

    assert_eq!(get(server.admin, "/healthz", &[]).status, 200);
    assert_eq!(get(server.admin, "/healthz", &[("Host", "evil.example")]).status, 421);
    let long =
        send(server.public, format!("GET / HTTP/1.1\r\nHost: x\r\nA: {}\r\n\r\n", "a".repeat(70_000)).as_bytes());
    assert_eq!(parse(&long).status, 431);
    assert_eq!(parse(&send(server.public, b"nonsense\r\n\r\n")).status, 400);
}

#[test]
fn a_new_build_takes_the_place_of_the_old_one() {
    let folder = Folder::new("reload");
    let mut dist = site(&folder);
    let server = serve(&folder);
    let old = get(server.public, &format!("/{}", code(4821)), &[PHONE]);
    assert_eq!(old.text(), page("con-son", "vi"));

    dist.put("vi/di-tich/con-son/index.html", "<p>Bản mới</p>");
    dist.entry("thanh-mai", &[("den-thuong", 5500)]);
    dist.finish();
    eventually("the new page", || {
        (get(server.public, &format!("/{}", code(4821)), &[PHONE]).text() == "<p>Bản mới</p>").then_some(())
    });
    assert_eq!(get(server.public, &format!("/{}", code(5500)), &[PHONE]).text(), page("thanh-mai", "vi"));

    // The whole folder may be another one, too; and a catalog that cannot be read changes nothing.
    fs::write(folder.join("dist/catalog.json"), "{").unwrap();
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(get(server.public, &format!("/{}", code(5500)), &[PHONE]).status, 200);
    fs::rename(folder.join("dist"), folder.join("before")).unwrap();
    let mut other = Dist::new(&folder.join("dist"));
    other.entry("mao-dien", &[("main", 6600)]);
    other.catalog.revision = "900".into();
    other.finish();
    eventually("the other site", || {
        (get(server.public, &format!("/{}", code(6600)), &[PHONE]).status == 200).then_some(())
    });
    assert_eq!(get(server.public, &format!("/{}", code(4821)), &[PHONE]).status, 404);
    server.stop();
}

#[test]
fn open_pages_load_anew_while_somebody_writes() {
    let folder = Folder::new("trial");
    let mut dist = site(&folder);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut settings = disan_server::Settings::new(folder.join("dist"), folder.join("data"));
    settings.listen = "127.0.0.1:0".parse().unwrap();
    settings.admin_listen = None;
    settings.trial = true;
    let running = runtime.block_on(disan_server::start(settings)).unwrap();
    let public = running.public().tcp().unwrap();
    let script = "<script src=\"/_disan/reload.js\"></script></body>";
    for path in [format!("/{}", code(4821)), "/vi/di-tich/con-son/".into(), "/".into()] {
        assert!(get(public, &path, &[PHONE, ("Accept-Encoding", "gzip")]).text().contains(script), "{path}");
    }
    assert!(get(public, "/_disan/reload.js", &[]).text().contains("EventSource"));

    let mut events = TcpStream::connect(public).unwrap();
    events.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    events.write_all(b"GET /_disan/events HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
    let mut told = String::new();
    let mut read_until = |what: &str| {
        let mut buffer = [0; 1024];
        while !told.contains(what) {
            let n = events.read(&mut buffer).unwrap();
            assert!(n > 0, "the stream ended before {what}: {told}");
            told.push_str(&String::from_utf8_lossy(&buffer[..n]));
        }
    };
    read_until("data: 2\n");
    dist.finish();
    running.reload();
    read_until("data: 3\n");
    runtime.block_on(running.shutdown());
    let mut store = disan_server::store::SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let classes = disan_server::store::Store::classes(&mut store, 0..=99_999).unwrap();
    assert_eq!((classes.len(), classes[0].class.as_str(), classes[0].sum.n), (1, "trial", 1));
}

#[test]
fn a_start_that_cannot_be_says_what_to_do() {
    let folder = Folder::new("starts");
    let dist = folder.join("dist");
    let nothing = refused(&mut command(&folder.join("none"), &folder.join("data"), "127.0.0.1:0"));
    assert!(nothing.contains("none") && nothing.contains("disan build"), "{nothing}");
    site(&folder);
    let server = serve(&folder);
    let second = refused(&mut command(&dist, &folder.join("data"), "127.0.0.1:0"));
    assert!(second.contains("đang được một máy chủ disan khác dùng"), "{second}");
    let english = refused(command(&dist, &folder.join("data"), "127.0.0.1:0").env("LANG", "en_US.UTF-8"));
    assert!(english.contains("Another disan server is using the data folder"), "{english}");
    let rebuild = refused(program("disan-server").args(["rebuild", "--data"]).arg(folder.join("data")));
    assert!(rebuild.contains("disan khác dùng"), "{rebuild}");
    let port = refused(&mut command(&dist, &folder.join("data2"), &server.public.to_string()));
    assert!(port.contains(&server.public.to_string()) && port.contains("--listen"), "{port}");
    fs::write(folder.join("file"), "").unwrap();
    let data = refused(&mut command(&dist, &folder.join("file"), "127.0.0.1:0"));
    assert!(data.contains("Không ghi được vào thư mục số liệu"), "{data}");
    fs::write(dist.join("catalog.json"), "{\"format\": 99}").unwrap();
    let newer = refused(&mut command(&dist, &folder.join("data3"), "127.0.0.1:0"));
    assert!(newer.contains("disan build"), "{newer}");
    assert_eq!(program("disan-server").output().unwrap().status.code(), Some(2));
}

#[test]
fn downloads_that_stall_keep_no_page_waiting() {
    let folder = Folder::new("stalled");
    let dist = site(&folder);
    dist.put("a/long.mp3", vec![9; 8 << 20]);
    for i in 0..20 {
        dist.put(&format!("vi/trang-{i}/index.html"), page("trang", "vi"));
    }
    let server = serve(&folder);
    // More than the runtime has threads for blocking work (512). Each takes a little and then reads no further.
    let stalled: Vec<TcpStream> = (0..600)
        .map(|_| {
            let mut stream = TcpStream::connect(server.public).unwrap();
            stream.write_all(b"GET /a/long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n").unwrap();
            stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            stream.read_exact(&mut [0; 64]).unwrap();
            stream
        })
        .collect();
    let begun = std::time::Instant::now();
    for i in 0..20 {
        assert_eq!(get(server.public, &format!("/vi/trang-{i}/"), &[PHONE]).status, 200);
    }
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?} for twenty pages", begun.elapsed());
    drop(stalled);
    server.stop();
}

#[test]
fn a_project_s_own_templates_are_used_and_renewed() {
    let folder = Folder::new("templates");
    let mut dist = site(&folder);
    let own = |path: &str, text: &str| {
        let file = folder.join("dist/templates").join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    };
    own("dashboard/fault.html", "<p>{{ message }} (phường ta)</p>");
    own("locales/vi.toml", "[stats]\ntitle = \"Số liệu phường ta\"\n");
    own("style/dashboard.css", "body { color: #123456 }");
    let server = serve(&folder);
    assert!(get(server.admin, "/khong-co", &[]).text().contains("(phường ta)"));
    let page = get(server.admin, "/thong-ke", &[]).text();
    assert!(page.contains("<h1>Số liệu phường ta</h1>") && page.contains("body { color: #123456 }"), "{page}");
    assert!(get(server.admin, "/en/statistics", &[]).text().contains("<h1>Scan statistics</h1>"));
    assert_eq!(get(server.public, "/templates/dashboard/fault.html", &[]).status, 404, "nothing of it is public");

    // A build with a faulty template changes nothing; the next sound one does.
    own("dashboard/fault.html", "{% if %}");
    dist.finish();
    std::thread::sleep(Duration::from_millis(1500));
    assert!(get(server.admin, "/khong-co", &[]).text().contains("(phường ta)"));
    fs::remove_dir_all(folder.join("dist/templates")).unwrap();
    dist.finish();
    eventually("the built-in templates", || {
        (!get(server.admin, "/khong-co", &[]).text().contains("(phường ta)")).then_some(())
    });
    server.stop();

    own("dashboard/fault.html", "{% if %}");
    let told = refused(&mut command(&folder.join("dist"), &folder.join("data"), "127.0.0.1:0"));
    assert!(told.contains("Mẫu trang riêng") && told.contains("fault.html"), "{told}");
}
