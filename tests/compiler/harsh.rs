//! What people might put into a project that pages must bear: titles without end, markup in every field, forty
//! pictures, none, thirty stops, emoji, scripts that run leftwards or pile up, and a language nobody had heard of.

use std::fs;

use serde_json::{Value, json};

use crate::audit::{every_page, faults};
use crate::driver::{Folder, copy, files, program, root, said};
use crate::site::{self, Served};

/// The fixture with a trail of thirty stops and a number for every sign.
fn project(name: &str) -> Folder {
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

#[test]
fn whatever_is_written_no_reader_is_kept_out() {
    let project = project("harsh-readers");
    let served = Served::new("harsh-readers-site", project.path());
    let seen = served.look("audit.mjs", if every_page() { &["--every"] } else { &[] });
    assert!(seen["pages"].as_array().unwrap().len() >= 20, "{}", seen["pages"]);
    assert_eq!(faults(&seen), "");
}

#[test]
fn nothing_a_text_or_fact_says_becomes_part_of_the_page() {
    let project = project("harsh-markup");
    let out = Folder::new("harsh-markup-site");
    site::build(project.path(), out.path(), true);
    let mut seen = 0;
    for (path, bytes) in files(&out.join("site")) {
        let Ok(text) = std::str::from_utf8(&bytes) else { continue };
        if path.ends_with(".html") {
            assert!(!text.contains("<script>") && !text.contains("<iframe") && !text.contains("<img src=x"), "{path}");
            assert!(!text.contains("<b onclick") && !text.contains(" style="), "{path}");
            assert_eq!(text.matches("</title>").count(), 1, "{path}");
            assert_eq!(text.matches("<!--").count(), usize::from(path.ends_with("404.html")), "{path}");
            assert!(!text.contains("href=\"javascript"), "{path}");
            seen += text.matches("&lt;script&gt;").count();
        }
        if path.ends_with(".json") || path.ends_with(".webmanifest") {
            serde_json::from_str::<Value>(text).unwrap_or_else(|error| panic!("{path}: {error}"));
        }
    }
    assert!(seen > 200, "{seen}");
}

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
            ["js", "found", "document.querySelector('.results').innerHTML"]
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
}

/// A words file in the project's own templates is all a new language takes: no line of the programs knows of it.
#[test]
fn a_language_the_programs_have_never_heard_of_has_pages_of_its_own() {
    let project = project("harsh-language");
    let out = Folder::new("harsh-language-site");
    site::build(project.path(), out.path(), false);
    let site = files(&out.join("site"));
    let page = |path: &str| std::str::from_utf8(&site[&format!("{path}index.html")]).unwrap();
    let html = page("qaa/di-tich/ten-rat-dai/");
    for part in [
        "<html lang=\"qaa\"",
        "<link rel=\"alternate\" hreflang=\"qaa\" href=\"https://disan.example/qaa/di-tich/ten-rat-dai/\">",
        "<a class=\"skip\" href=\"#main\">Salto</a>",
        "<span aria-current=\"true\" lang=\"qaa\">Qaalo</span>",
        "<h1>Templo apud la rivero</h1>",
        "<section class=\"origin\">\n<h2 id=\"origo\">Origo</h2>",
        "Faktoj",
    ] {
        assert!(html.contains(part), "{part} in\n{html}");
    }
    // What nobody has translated stands in the next language, and says so.
    let other = page("qaa/di-tich/bon-muoi-anh/");
    assert!(other.contains("<p class=\"fallback\" role=\"note\">Mankas Qaalo; jen vieta.</p>"), "{other}");
    assert!(other.contains("<div class=\"text\" lang=\"vi\">"));
    let from = page("vi/di-tich/ten-rat-dai/");
    assert!(from.contains("hreflang=\"qaa\" lang=\"qaa\" rel=\"alternate\">Qaalo</a>"), "{from}");
}

#[test]
fn a_page_that_runs_leftwards_says_so_and_its_vietnamese_parts_do_not() {
    let project = project("harsh-leftwards");
    let served = Served::new("harsh-leftwards-site", project.path());
    let seen = served.journey(
        &["--lang", "ar"],
        &json!([
            ["open", "/ar/di-tich/ten-rat-dai/"],
            ["see", "own"],
            ["js", "direction", "getComputedStyle(document.querySelector('h1')).direction"],
            ["js", "start", "document.querySelector('.text li').getBoundingClientRect().right > innerWidth / 2"],
            ["open", "/ar/di-tich/bon-muoi-anh/"],
            ["js", "fallback", "getComputedStyle(document.querySelector('.text')).direction"]
        ]),
    );
    assert_eq!((seen["direction"].as_str(), seen["start"].as_bool()), (Some("rtl"), Some(true)), "{seen}");
    assert_eq!(seen["fallback"], "ltr", "{seen}");
}
