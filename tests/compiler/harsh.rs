//! What people might put into a project that pages must bear: titles without end, markup in every field, forty
//! pictures, none, thirty stops, emoji, scripts that run leftwards or pile up, and a language nobody had heard of.

use std::fs;

use serde_json::json;

use crate::audit::{every_page, faults};
use crate::driver::{Folder, copy, get, program, root, said};
use crate::site::Served;

/// The fixture with a trail of thirty stops and a number for every sign.
pub fn project(name: &str) -> Folder {
    let folder = Folder::new(name);
    copy(&root().join("tests/fixtures/harsh"), folder.path());
    let mut stops = String::new();
    for i in 1..=30 {
        let entry = folder.join(&format!("di-tich/diem-{i:02}"));
        fs::create_dir_all(&entry).unwrap();
        let (north, east) = (21.0 + 0.004 * f64::from(i % 6), 106.4 + 0.003 * f64::from(i / 6));
        let cover = "[cover]\nfile = \"../ten-rat-dai/cover.svg\"\nillustration = true\nalt.vi = \"Một mái đình bên sông\"\nalt.en = \"A communal house by a river\"\n";
        fs::write(entry.join("relic.toml"), format!("coordinates = \"{north:.5}, {east:.5}\"\n{cover}")).unwrap();
        let vi = format!(
            "# Điểm dừng chân thứ {i}\n\nMột điểm.\n\n## Nguồn gốc ra đời\n\nXưa.\n\n## Quá trình phát triển\n\nNay.\n"
        );
        fs::write(entry.join("vi.md"), vi).unwrap();
        let en = format!("# Halt number {i}\n\nA halt.\n\n## Origin\n\nThen.\n\n## Development\n\nNow.\n");
        fs::write(entry.join("en.md"), en).unwrap();
        stops.push_str(&format!("[[stop]]\nentry = \"diem-{i:02}\"\ndistance_km = 0.4\nminutes = 10\n\n"));
    }
    let trail = folder.join("tuyen/ba-muoi-chang");
    fs::create_dir_all(&trail).unwrap();
    fs::write(trail.join("trail.toml"), stops).unwrap();
    fs::write(trail.join("vi.md"), "# Tuyến ba mươi chặng\n\nĐi hết một ngày.\n").unwrap();
    let allotted = program("disan").args(["codes", "allot"]).arg(folder.path()).output().unwrap();
    assert!(allotted.status.success(), "{}", said(&allotted));
    let checked = program("disan").arg("check").arg(folder.path()).output().unwrap();
    assert!(checked.status.success(), "{}", said(&checked));
    folder
}

/// Whether the table of a page is a stop of the keyboard once the page is so wide.
const TABLE: &str = "((width) => new Promise((done) => {
    document.querySelector('main').style.maxWidth = width;
    setTimeout(() => done(document.querySelector('table').tabIndex === 0), 300);
}))";

/// The pages as Chromium understands them, not as a search of their text does.
#[test]
fn a_browser_runs_none_of_it_and_shows_all_of_it() {
    let project = project("harsh-shown");
    let served = Served::new("harsh-shown-site", project.path());
    let mark = "<script>alert(1)</script> & </title></style> \"nháy\" {{ t.home }} {% if %} <!--";
    let seen = served.journey(
        &[],
        &json!([
            ["open", "/vi/di-tich/the-trong-moi-o/"],
            ["see", "relic"],
            ["js", "scripts", "[...document.scripts].map((s) => s.getAttribute('src') || s.type)"],
            ["js", "alt", "document.querySelector('.cover img').alt"],
            ["open", "/vi/su-kien/dot-co-the/"],
            ["see", "event"],
            ["open", "/vi/tim-kiem/?q=the"],
            ["wait", ".results a"],
            ["js", "found", "document.querySelector('.results').innerHTML"],
            ["open", "/qaa/tim-kiem/?q=script"],
            ["wait", ".results a"],
            ["js", "borrowed", "[...document.querySelectorAll('.results span')].map((part) => [part.lang, part.textContent])"],
            ["js", "count", "document.querySelector('.found').lang"],
            ["open", "/qaa/tim-kiem/?q=lang+vong"],
            ["wait", ".results a"],
            ["js", "before", "[...document.querySelectorAll('.results p:last-child span')].map((part) => [part.lang, part.textContent])"],
            ["open", "/ar/relics/ten-rat-dai/"],
            ["js", "ways", "['html', 'h1', '.summary', '.text', '.text .meta', '.text ul'].map((part) => getComputedStyle(document.querySelector(part)).direction)"],
            ["js", "label", "document.querySelector('.warning .label').lang"],
            ["open", "/vi/di-tich/ten-rat-dai/"],
            ["js", "wide", format!("{TABLE}('')")],
            ["js", "narrow", format!("{TABLE}('9rem')")]
        ]),
    );
    assert_eq!(seen["complaints"], json!([]));
    let relic = seen["relic"]["text"].as_str().unwrap();
    for fact in ["Thời Trần", "Thần", "Ban", "Bộ", "Tên", "Hội", "Cổng", "Sách", "Tường", "Văn phòng"]
    {
        assert!(relic.contains(&format!("{fact} {mark}")), "{fact} in {relic}");
    }
    assert_eq!(seen["scripts"], json!(["/disan.js", "application/ld+json"]));
    assert_eq!(seen["alt"], json!(format!("Mái đình {mark}")));
    assert!(seen["event"]["text"].as_str().unwrap().contains(&format!("Nhà văn hóa {mark}")));
    assert!(!seen["found"].as_str().unwrap().contains("<script"), "{}", seen["found"]);
    // What a script puts there of words the language has borrowed says whose they are.
    let borrowed = seen["borrowed"].as_array().unwrap();
    for told in [json!(["qaa", "Relo"]), json!(["vi", "Dịch vụ"])] {
        assert!(borrowed.contains(&told), "no {told} in {borrowed:?}");
    }
    assert_eq!(seen["count"], json!("vi"));
    assert_eq!(seen["before"], json!([["vi", "làng Vọng, tổng Cũ"]]));
    // The page's own words are English, for there are none in Arabic; what is written in Arabic runs leftwards.
    assert_eq!(seen["ways"], json!(["ltr", "rtl", "rtl", "rtl", "ltr", "rtl"]));
    assert_eq!(seen["label"], json!("en"));
    assert_eq!((&seen["wide"], &seen["narrow"]), (&json!(false), &json!(true)), "only what must be scrolled is a stop");
}

/// Where each of it is met.
const HARSH: [&str; 10] = [
    "/vi/di-tich/ten-rat-dai/",
    "/ar/relics/ten-rat-dai/",
    "/bo/relics/ten-rat-dai/",
    "/vi/di-tich/the-trong-moi-o/",
    "/vi/di-tich/bon-muoi-anh/",
    "/en/trails/ba-muoi-chang/",
    "/en/guides/khong-anh-khong-dich/",
    "/qaa/services/the/",
    "/qaa/",
    "/qaa/relics/ten-rat-dai/",
];

/// A language of a project's own: a file of words is all it takes, and where that says nothing the fallback speaks.
#[test]
fn a_new_language_is_a_file_of_words() {
    let folder = Folder::new("harsh-language");
    copy(&root().join("tests/fixtures/harsh"), folder.path());
    let allotted = program("disan").args(["codes", "allot"]).arg(folder.path()).output().unwrap();
    assert!(allotted.status.success(), "{}", said(&allotted));
    let served = Served::new("harsh-language-site", folder.path());
    let page = |path: &str, headers: &[(&str, &str)]| {
        let answer = get(served.server.public, path, headers);
        assert_eq!(answer.status, 200, "{path}");
        answer
    };
    let own = page("/qaa/relics/ten-rat-dai/", &[]).text();
    let said_in = |html: &str, parts: &[&str]| {
        for part in parts {
            assert!(html.contains(part), "no {part} in {html}");
        }
    };
    said_in(&own, &["<html lang=\"qaa\"", "<span aria-current=\"true\" lang=\"qaa\">Qaalo</span>"]);
    said_in(&own, &[">Salto</a>", ">Hejmo</a>", ">Reloj</a>", "<h2>Faktoj</h2>", ">1 minuto</p>", "/qaa/lokoj/xa/"]);
    said_in(&own, &["<section class=\"origin\">\n<h2 id=\"origo\">Origo</h2>", "<h2 id=\"evoluo\">Evoluo</h2>"]);
    // What it does not say is borrowed, and told to be.
    said_in(&own, &["<h2 lang=\"vi\">Liên hệ</h2>", "aria-label=\"Ngôn ngữ\" lang=\"vi\"><ul lang=\"qaa\">"]);
    said_in(&own, &["hreflang=\"qaa\" href=\"https://disan.example/qaa/relics/ten-rat-dai/\""]);
    let vietnamese = page("/vi/di-tich/ten-rat-dai/", &[]).text();
    said_in(&vietnamese, &["href=\"https://disan.example/qaa/relics/ten-rat-dai/\"", "hreflang=\"x-default\""]);
    said_in(
        &vietnamese,
        &["<a href=\"/qaa/relics/ten-rat-dai/\" hreflang=\"qaa\" lang=\"qaa\" rel=\"alternate\">Qaalo</a>"],
    );
    // What nobody has written in it stands in Vietnamese, says so in it, and is told to be Vietnamese.
    let instead = page("/qaa/services/the/", &[]).text();
    said_in(
        &instead,
        &["<p class=\"fallback\" role=\"note\">Mankas Qaalo; jen Vieta.</p>", "<h1 class=\"long\" lang=\"vi\">"],
    );
    said_in(&instead, &["rel=\"canonical\" href=\"https://disan.example/vi/dich-vu/the/\""]);
    let ledger = fs::read_to_string(folder.join("codes.csv")).unwrap();
    let code = ledger.lines().find(|row| row.contains(",ten-rat-dai,")).and_then(|row| row.split(',').nth(1)).unwrap();
    let answer = page(&format!("/{code}"), &[("Accept-Language", "qaa, vi;q=0.5")]);
    assert_eq!(answer.header("content-language"), Some("qaa"));
    said_in(&answer.text(), &["data-path=\"/qaa/relics/ten-rat-dai/\""]);
}

#[test]
fn nobody_is_kept_out_by_any_of_it() {
    let project = project("harsh-audit");
    let served = Served::new("harsh-audit-site", project.path());
    let few = HARSH.join(",");
    let seen = served.look("audit.mjs", &if every_page() { vec![] } else { vec!["--brief", "--path", &few] });
    assert!(seen["pages"].as_array().unwrap().len() >= HARSH.len(), "{}", seen["pages"]);
    assert_eq!(faults(&seen), "");
}
