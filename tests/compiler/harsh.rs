//! What people might put into a project that pages must bear: titles without end, markup in every field, forty
//! pictures, none, thirty stops, emoji, scripts that run leftwards or pile up, and a language nobody had heard of.

use std::fs;

use serde_json::json;

use crate::audit::{every_page, faults};
use crate::driver::{Folder, copy, program, root, said};
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
            ["open", "/ar/relics/ten-rat-dai/"],
            ["js", "ways", "['html', 'h1', '.summary', '.text', '.text .meta', '.text ul'].map((part) => getComputedStyle(document.querySelector(part)).direction)"]
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
    // The page's own words are English, for there are none in Arabic; what is written in Arabic runs leftwards.
    assert_eq!(seen["ways"], json!(["ltr", "rtl", "rtl", "rtl", "ltr", "rtl"]));
}

/// Where each of it is met.
const HARSH: [&str; 9] = [
    "/vi/di-tich/ten-rat-dai/",
    "/ar/relics/ten-rat-dai/",
    "/bo/relics/ten-rat-dai/",
    "/vi/di-tich/the-trong-moi-o/",
    "/vi/di-tich/bon-muoi-anh/",
    "/en/trails/ba-muoi-chang/",
    "/en/guides/khong-anh-khong-dich/",
    "/qaa/services/the/",
    "/qaa/",
];

#[test]
fn nobody_is_kept_out_by_any_of_it() {
    let project = project("harsh-audit");
    let served = Served::new("harsh-audit-site", project.path());
    let few = HARSH.join(",");
    let seen = served.look("audit.mjs", &if every_page() { vec![] } else { vec!["--brief", "--path", &few] });
    assert!(seen["pages"].as_array().unwrap().len() >= HARSH.len(), "{}", seen["pages"]);
    assert_eq!(faults(&seen), "");
}
