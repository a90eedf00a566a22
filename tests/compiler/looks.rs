//! What stands where on a page: the order a reader needs it in, numbers to call, links to every shop, recordings.

use std::fs;
use std::path::Path;

use crate::driver::{Folder, copy, files, root};
use crate::site;
use disan::diagnostic::Severity;
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{load, model, parse};

/// A built microsite.
struct Built {
    files: std::collections::BTreeMap<String, Vec<u8>>,
    _folder: Folder,
}

impl Built {
    fn page(&self, path: &str) -> &str {
        let path = format!("{path}index.html");
        std::str::from_utf8(self.files.get(&path).unwrap_or_else(|| panic!("{path} is not there"))).unwrap()
    }
}

/// Builds a copy of the folder after `change` has had its way with it.
fn build(name: &str, content: &Path, change: impl Fn(&Path)) -> Built {
    let folder = Folder::new(name);
    let (source, out) = (folder.join("content"), folder.join("dist"));
    copy(content, &source);
    change(&source);
    fs::create_dir_all(&out).unwrap();
    let content = load::load(&source).unwrap();
    let (parsed, faults) = parse::parse(&content);
    assert_eq!(faults.iter().filter(|fault| fault.severity == Severity::Error).count(), 0, "{faults:?}");
    let project = model::build(parsed, &content).0.unwrap();
    let stage = Stage::open(&out).unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let options = Options { today, compress: false, static_host: false, pictures: true, cache: site::pictures() };
    microsite::render(&project, &content, &options, &stage).unwrap();
    stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
    Built { files: files(&out.join("site")), _folder: folder }
}

fn small() -> std::path::PathBuf {
    root().join("tests/fixtures/small")
}

fn append(file: &Path, text: &str) {
    fs::write(file, fs::read_to_string(file).unwrap() + text).unwrap();
}

fn replace(file: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(file).unwrap();
    assert!(text.contains(from), "{} in {}", from, file.display());
    fs::write(file, text.replace(from, to)).unwrap();
}

/// Asserts that the parts stand in `html` one after the other.
fn in_order(html: &str, parts: &[&str]) {
    let mut rest = html;
    for part in parts {
        let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("“{part}” is missing or too early in\n{html}"));
        rest = after;
    }
}

#[test]
fn the_first_screen_says_where_and_why_and_then_shows_it() {
    let built = build("looks-first", &root().join("content"), |_| {});
    let pages =
        ["vi/di-tich/con-son/", "vi/huong-dan/vneid/", "vi/dich-vu/cong-dich-vu-cong/", "vi/su-kien/thang-thanh-nien/"];
    for path in pages.into_iter().chain(["vi/tuyen/con-son-thanh-mai/", "en/relics/con-son/"]) {
        let html = built.page(path);
        in_order(
            html,
            &[
                "<nav class=\"crumbs\"",
                "<h1",
                "<div class=\"summary\"",
                "<figure class=\"cover\"",
                "fetchpriority=\"high\"",
                "<figcaption>",
                "class=\"meta\"",
                "<h2",
                "class=\"fraud\"",
            ],
        );
        assert_eq!(html.matches("fetchpriority").count(), 1, "{path}: one picture comes first");
    }
}

#[test]
fn a_guide_numbers_its_steps_and_names_who_to_call() {
    let content = root().join("content");
    let unchecked = build("looks-guide", &content, |_| {});
    let html = unchecked.page("vi/huong-dan/vneid/");
    in_order(
        html,
        &[
            "class=\"warning\"",
            "<section class=\"bring\">",
            "<section class=\"steps\">",
            "<ol>",
            "<li>",
            "<section class=\"hotlines\">",
        ],
    );
    in_order(html, &["href=\"tel:156\"", "chưa kiểm tra lại", "href=\"tel:5656\"", "chưa kiểm tra lại"]);
    assert!(!html.contains("kiểm tra ngày"), "nobody has checked a number");
    let checked = build("looks-guide-checked", &content, |root| {
        replace(&root.join("hotlines.toml"), "number = \"156\"", "number = \"156\"\nchecked_on = 2026-11-02");
    });
    in_order(
        checked.page("vi/huong-dan/vneid/"),
        &["href=\"tel:156\"", "kiểm tra ngày 02/11/2026", "href=\"tel:5656\""],
    );
}

#[test]
fn every_way_to_a_service_is_in_sight() {
    let built = build("looks-service", &small(), |root| {
        let links = "[links]\nandroid = \"https://play.google.com/store/apps/details?id=vn.example\"\nios = \"https://apps.apple.com/vn/app/x/id1\"";
        replace(&root.join("dich-vu/trung-tam/service.toml"), "[links]", links);
    });
    let html = built.page("vi/dich-vu/trung-tam/");
    in_order(
        html,
        &[
            "<div class=\"summary\"",
            "<ul class=\"links\"",
            "href=\"https://play.google.com/store/apps/details?id=vn.example\"",
            "Điện thoại Android</b> <span>play.google.com</span>",
            "href=\"https://apps.apple.com/vn/app/x/id1\"",
            "<span>apps.apple.com</span>",
            "href=\"https://dichvucong.gov.vn\"",
            "<span>dichvucong.gov.vn</span>",
            "Giờ mở cửa",
            "7 giờ 30",
            "kiểm tra ngày 01/11/2026",
        ],
    );
}

#[test]
fn a_unit_shows_what_it_has_who_looks_after_it_and_what_it_was() {
    let built = build("looks-unit", &small(), |root| {
        let contact = "valid_from = 2025-07-01\n[unit.contact]\noffice.vi = \"Văn phòng phường\"\nphone = \"0220 3 822 616\"\nzalo_group = \"https://zalo.me/g/abc123\"\n";
        replace(&root.join("units.toml"), "valid_from = 2025-07-01\n", contact);
    });
    let html = built.page("vi/dia-phuong/phuong-tran-hung-dao/");
    in_order(
        html,
        &[
            "Thành phố Hải Phòng</a>",
            "<h1>Phường Trần Hưng Đạo</h1>",
            "Phường Trần Hưng Đạo có ",
            "di tích",
            "<section class=\"kind relic\">",
            "chua-con-son",
            "Văn phòng phường",
            "href=\"tel:+842203822616\"",
            "href=\"https://zalo.me/g/abc123\"",
            "Nhóm Zalo",
            "Tổ, đội phụ trách",
            "Đoàn phường Trần Hưng Đạo",
            "Trước ngày 01/7/2025",
            "Một phần phường Cộng Hòa",
            "Nghị quyết 202/2025/QH15",
        ],
    );
}

#[test]
fn a_recording_is_offered_with_its_length_and_size_and_nothing_is_fetched_unasked() {
    let built = build("looks-audio", &small(), |_| {});
    let html = built.page("vi/di-tich/chua-con-son/");
    let player = html.split_once("<p class=\"audio\">").unwrap().1.split_once("</p>").unwrap().0;
    assert!(player.contains(">Nghe bài này: 5 giây, 11 kB</a>"), "{player}");
    assert!(player.contains("<audio controls preload=\"none\"") && player.contains("type=\"audio/mpeg\""), "{player}");
    let path = player.split_once("href=\"/").unwrap().1.split_once('"').unwrap().0;
    assert!(path.starts_with("media/chua-con-son/vi-") && path.ends_with(".mp3"), "{path}");
    assert_eq!(built.files[path], fs::read(small().join("di-tich/chua-con-son/vi.mp3")).unwrap());
    assert!(!built.page("en/relics/chua-con-son/").contains("<audio"), "nobody recorded it in English");
}

#[test]
fn a_language_that_is_only_heard_has_a_page_of_its_own() {
    let built = build("looks-heard", &small(), |root| {
        replace(&root.join("disan.toml"), "languages = [\"vi\", \"en\"]", "languages = [\"vi\", \"en\", \"blt\"]");
        let folder = root.join("di-tich/chua-con-son");
        fs::rename(folder.join("vi.mp3"), folder.join("blt.mp3")).unwrap();
    });
    let path = built.files.keys().find(|path| path.starts_with("blt/") && path.contains("/chua-con-son/")).unwrap();
    let html = built.page(path.strip_suffix("index.html").unwrap());
    in_order(
        html,
        &[
            &format!(
                "<link rel=\"canonical\" href=\"https://disan.example/{}",
                path.strip_suffix("index.html").unwrap()
            ),
            "hreflang=\"blt\"",
            "chưa có bản chữ tiếng Thái Đen, nhưng có bản nghe",
            "hreflang=\"blt\">Nghe bằng tiếng Thái Đen: 5 giây, 11 kB</a>",
        ],
    );
    let other = built.files.keys().find(|path| path.starts_with("blt/") && path.contains("/den-suot/")).unwrap();
    let other = built.page(other.strip_suffix("index.html").unwrap());
    assert!(other.contains("chưa có bản tiếng Thái Đen") && !other.contains("<audio"));
}

#[test]
fn forty_pictures_wait_until_they_are_scrolled_to() {
    let built = build("looks-gallery", &small(), |root| {
        let picture = |n: usize| {
            format!(
                "\n[[picture]]\nfile = \"giếng-ngọc.jpg\"\nalt.vi = \"Giếng Ngọc, lần {n}\"\nalt.en = \"The well, {n}\"\ncaption.vi = \"Lần {n}\"\ncredit = \"Lan\"\nlicence = \"CC BY 4.0\"\n"
            )
        };
        let facts = root.join("di-tich/chua-con-son/relic.toml");
        append(&facts, &(1..=40).map(picture).collect::<String>());
    });
    let html = built.page("vi/di-tich/chua-con-son/");
    let gallery = html.split_once("<section class=\"gallery\">").unwrap().1.split_once("</section>").unwrap().0;
    assert_eq!(gallery.matches("<figure>").count(), 40);
    assert_eq!(gallery.matches("loading=\"lazy\"").count(), 40);
    for image in gallery.split("<img ").skip(1) {
        let image = image.split('>').next().unwrap();
        assert!(["width=\"", "height=\"", "class=\"p"].iter().all(|part| image.contains(part)), "{image}");
    }
    in_order(gallery, &["<a href=\"/media/", "Lần 1", "<span class=\"credit\">Ảnh: Lan · CC BY 4.0</span>", "Lần 40"]);
    let tint = gallery.split_once("class=\"p").unwrap().1.split_once('"').unwrap().0;
    assert!(html.contains(&format!(".p{tint}{{background:#")), "the style knows the colour that holds the place");
}
