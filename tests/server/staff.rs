//! The team's own devices: marked by a button, counted apart, at the signs of their unit, for a day at most.

use std::collections::BTreeMap;
use std::process::Command;

use crate::dist::{Dist, code};
use crate::driver::{Answer, Folder, Server, eventually, files, get, program, request, send_body};
use crate::person::{Person, send_form};
use disan_server::catalog::{Lang, Level, Localized, Unit, UnitFrom, Units};
use disan_server::store::{Dim, SqliteStore, Store};

const ALL: std::ops::RangeInclusive<i64> = 0..=99_999;
const PHONE: (&str, &str) =
    ("User-Agent", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36");

fn unit(id: &str, parent: Option<&str>) -> Unit {
    let name: Localized<String> =
        [(Lang::vi(), format!("Tổ {id}")), (Lang::en(), format!("Team {id}"))].into_iter().collect();
    Unit {
        id: id.into(),
        code: None,
        level: Level::Team,
        kind: "to".into(),
        name,
        parent: parent.map(str::to_owned),
        valid_from: None,
        valid_to: None,
        succession: Vec::new(),
    }
}

pub fn site(folder: &Folder) {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.catalog.units = Units::new(vec![unit("phuong", None), unit("a", Some("phuong")), unit("b", Some("phuong"))]);
    for (i, (slug, stem, of)) in [("den-a", 4821, "a"), ("den-b", 7310, "b")].into_iter().enumerate() {
        dist.entry(slug, &[("main", stem)]);
        dist.catalog.entries[i].unit = [UnitFrom { from: None, id: of.into() }].into();
    }
    dist.finish();
}

fn serve(folder: &Folder) -> Server {
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    Server::start(command.arg("--data").arg(folder.join("data")))
}

/// The passes on the team's page, by the name of their unit.
fn links(server: &Server) -> BTreeMap<String, String> {
    let page = get(server.admin, "/thong-ke/may-cua-doi", &[]).text();
    let labels = page.split("<label>").skip(1);
    let pair = |label: &str| {
        let link = label.split("value=\"").nth(1)?.split('"').next()?.replace("&#x2F;", "/");
        Some((label.split('<').next()?.to_owned(), link.split("?ve=").nth(1)?.to_owned()))
    };
    labels.filter_map(pair).collect()
}

fn press(server: &Server, form: &str, headers: &[(&str, &str)]) -> Answer {
    let kind = ("Content-Type", "application/x-www-form-urlencoded");
    send_body(server.public, "POST", "/_disan/to", &[&[PHONE, kind], headers].concat(), form.as_bytes())
}

fn classes(folder: &Folder) -> Vec<(String, String, i64)> {
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    store.units(ALL, Dim::Total).unwrap().into_iter().map(|row| (row.unit, row.class, row.sum.n)).collect()
}

#[test]
fn a_marked_device_counts_apart_at_its_units_signs_until_the_mark_is_revoked() {
    let folder = Folder::new("staff");
    site(&folder);
    let server = serve(&folder);
    let passes = links(&server);
    assert_eq!(passes.keys().collect::<Vec<_>>(), ["Tổ a", "Tổ b", "Tổ phuong"], "{passes:?}");
    assert_eq!(passes, links(&server), "one value for the whole team");
    let pass = passes["Tổ a"].clone();

    // What a preview does: it opens the page, and nothing more.
    let shown = get(server.public, &format!("/_disan/to?ve={pass}"), &[PHONE, ("Accept-Language", "vi")]);
    assert_eq!((shown.status, shown.header("set-cookie")), (200, None));
    assert_eq!(shown.header("cache-control"), Some("no-store"));
    assert!(shown.text().contains("Đây là máy của đội") && shown.text().contains("Tổ a"), "{}", shown.text());
    assert_eq!(shown.text().matches("<button>").count(), 1);
    let english = get(server.public, &format!("/_disan/to?ve={pass}"), &[PHONE, ("Accept-Language", "en")]);
    assert!(english.text().contains("This is a device of the team"), "{}", english.text());

    let pressed = press(&server, &format!("ve={pass}&lang=vi"), &[("Sec-Fetch-Site", "same-origin")]);
    assert_eq!(pressed.status, 200);
    let cookie = pressed.header("set-cookie").unwrap().to_owned();
    let (value, attributes) = cookie.split_once("; ").unwrap();
    assert_eq!(value, format!("disan_to={pass}"), "the cookie holds what the link held");
    let parts: Vec<&str> = pass.split('.').collect();
    assert!(parts.len() == 3 && parts[0] == "a" && parts[1].parse::<i64>().is_ok() && parts[2].len() == 32, "{pass}");
    assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax") && attributes.contains("Path=/"));
    let age: i64 = attributes.split("Max-Age=").nth(1).unwrap().split(';').next().unwrap().parse().unwrap();
    assert!((1..=86_400).contains(&age), "{age}");

    // Nobody else's page, no other form, no forged pass marks anything.
    assert_eq!(press(&server, &format!("ve={pass}"), &[("Sec-Fetch-Site", "cross-site")]).status, 403);
    let forged = format!("ve={}", pass.replacen("a.", "b.", 1));
    assert_eq!(press(&server, &forged, &[]).status, 410);
    assert_eq!(send_body(server.public, "POST", "/_disan/to", &[PHONE], b"ve=x").status, 403);
    assert_eq!(press(&server, &"x".repeat(10_000), &[]).status, 413);

    let scan = |stem: u32, cookie: &str| {
        let answer = get(server.public, &format!("/{}", code(stem)), &[PHONE, ("Cookie", cookie)]);
        assert_eq!((answer.status, answer.header("set-cookie")), (200, None));
    };
    scan(4821, value);
    scan(4821, &format!("x=1; {value}; y=2"));
    scan(7310, value);
    scan(4821, &value.replacen("=a.", "=b.", 1));
    let counted = |unit: &str, class: &str, n: i64| (unit.to_owned(), class.to_owned(), n);
    let expected = [counted("a", "person", 1), counted("a", "staff", 2), counted("b", "person", 1)];
    eventually("the scans by unit and class", || {
        let mut found = classes(&folder);
        found.sort();
        (found == expected).then_some(())
    });
    let page = get(server.admin, "/en/statistics/devices", &[]).text();
    assert_eq!(page.matches("This month: 2 scans by the team").count(), 1, "{page}");
    assert_eq!(page.matches("This month: 0 scans by the team").count(), 2, "{page}");

    let unmarked = press(&server, "thoi=1&lang=vi", &[]);
    assert!(unmarked.header("set-cookie").unwrap().starts_with("disan_to=; Path=/; Max-Age=0"));

    // Nobody without an account presses the team's button, and no page elsewhere through somebody's browser.
    let path = "/thong-ke/may-cua-doi";
    for headers in [vec![], vec![("Origin", "https://evil.example")], vec![("Sec-Fetch-Site", "cross-site")]] {
        assert_eq!(request(server.admin, "POST", path, &headers).status, 403, "{headers:?}");
    }
    assert_eq!(send_form(server.admin, path, &[], &[]).status, 401);
    let admin = Person::first(server.admin, &folder.join("data"));
    let cookie = ("Cookie", admin.cookie.as_str());
    for headers in [vec![cookie], vec![cookie, ("Origin", "https://evil.example")]] {
        assert_eq!(request(server.admin, "POST", path, &headers).status, 403, "{headers:?}");
    }
    assert_eq!(get(server.public, &format!("/_disan/to?ve={pass}"), &[PHONE]).status, 200);
    let revoked = admin.post(path, &[]);
    assert_eq!((revoked.status, revoked.header("location")), (303, Some(path)));
    assert_eq!(get(server.public, &format!("/_disan/to?ve={pass}"), &[PHONE]).status, 410);
    scan(4821, value);
    server.stop();
    assert!(classes(&folder).contains(&counted("a", "staff", 2)), "a revoked mark is none: {:?}", classes(&folder));

    for (name, bytes) in files(&folder.join("data")) {
        assert!(!bytes.windows(32).any(|w| w == parts[2].as_bytes()), "{name} holds a pass");
    }
}
