//! What a reader does in a real browser: scans, loses the signal, keeps a trail, searches, types a number, prints.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use crate::driver::{Folder, browse, copy, files, get, root, run};
use crate::site::{self, Served};

/// The code of Côn Sơn's sign, and its page.
const CODE: &str = "/23816";
const PAGE: &str = "/vi/di-tich/con-son/";

fn content(name: &str) -> Served {
    Served::new(name, &root().join("content"))
}

/// What is seen under `name`: its path and its text.
fn text<'a>(seen: &'a Value, name: &str) -> (&'a str, &'a str) {
    let part = |key: &str| seen[name][key].as_str().unwrap_or_else(|| panic!("{name} has no {key} in {seen}"));
    (part("path"), part("text"))
}

/// The whole promise of design: scan, lose the signal, load again, and the text is there; and whatever workers do, a
/// scan is one request.
fn scan_and_lose_the_signal(name: &str, options: &[&str]) {
    let served = content(name);
    let steps = json!([
        ["open", CODE],
        ["see", "scanned"],
        ["kept", PAGE],
        ["asked", "first"],
        ["offline"],
        ["reload"],
        ["see", "reloaded"],
        ["open", CODE],
        ["see", "again"],
        ["open", "/en/relics/kiep-bac/"],
        ["see", "unknown"],
        ["online"],
        ["open", CODE],
        ["see", "back"],
        ["kept", PAGE],
        ["open", "/19462"],
        ["open", CODE],
        ["asked", "last"]
    ]);
    let seen = served.journey(options, &steps);
    assert_eq!(seen["complaints"], json!([]));
    let story = "Nguồn gốc ra đời";
    for name in ["scanned", "reloaded", "again", "back"] {
        let (path, words) = text(&seen, name);
        assert!(path == PAGE && words.contains(story), "{name}: {path}: {words}");
        assert!(seen[name]["images"][0].as_u64() > Some(0), "{name}: no picture: {}", seen[name]["images"]);
    }
    let (_, unknown) = text(&seen, "unknown");
    assert!(unknown.contains("Côn Sơn"), "what was read is offered instead: {unknown}");
    assert_eq!(seen["first"][CODE], 1, "{}", seen["first"]);
    assert_eq!(seen["last"][CODE], 3, "three scans with signal: {}", seen["last"]);
}

#[test]
fn what_was_scanned_is_there_without_signal() {
    scan_and_lose_the_signal("reading-offline", &[]);
}

#[test]
fn what_was_scanned_is_there_without_signal_on_older_phones() {
    scan_and_lose_the_signal("reading-offline-older", &["--no-preload"]);
}

/// Browsers fetch what they guess will be opened next. That is no scan; the visit that follows is, once.
#[test]
fn a_code_fetched_ahead_counts_when_it_is_opened() {
    let served = content("reading-ahead");
    let phone = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/146.0.0.0 Mobile Safari/537.36";
    let steps = json!([["ahead", CODE], ["asked", "ahead"], ["open", CODE], ["see", "opened"], ["asked", "asked"]]);
    let seen = served.journey(&["--agent", phone], &steps);
    assert_eq!(text(&seen, "opened").0, PAGE, "{seen}");
    assert_eq!((&seen["ahead"][CODE], &seen["asked"][CODE]), (&json!(1), &json!(2)), "what was refused is not kept");
    let metrics = get(served.server.admin, "/metrics", &[]).text();
    let value = |name: &str| metrics.lines().find_map(|line| line.strip_prefix(name)?.trim().parse::<u64>().ok());
    assert_eq!(value("disan_prefetches_total"), Some(1), "{metrics}");
    assert_eq!(value("disan_scans_total{class=\"person\"}"), Some(1), "{metrics}");
    let all = metrics.lines().filter(|line| line.starts_with("disan_scans_total{"));
    assert_eq!(all.filter_map(|line| line.rsplit(' ').next()?.parse::<u64>().ok()).sum::<u64>(), 1, "{metrics}");
}

/// What is offered without signal is read out in the language it is written in.
#[test]
fn titles_of_what_was_read_keep_their_language() {
    let folder = Folder::new("reading-kept-content");
    copy(&root().join("content"), folder.path());
    fs::remove_file(folder.join("huong-dan/vneid/en.md")).unwrap();
    let served = Served::new("reading-kept", folder.path());
    let seen = served.journey(
        &[],
        &json!([
            ["open", "/en/relics/con-son/"],
            ["kept", "/en/relics/con-son/"],
            ["open", "/en/guides/vneid/"],
            ["kept", "/en/guides/vneid/"],
            ["offline"],
            ["open", "/en/relics/kiep-bac/"],
            ["wait", ".kept a"],
            [
                "js",
                "kept",
                "[...document.querySelectorAll('.kept a')].map((a) => [a.pathname, a.closest('[lang]').lang])"
            ]
        ]),
    );
    assert_eq!(seen["kept"], json!([["/en/guides/vneid/", "vi"], ["/en/relics/con-son/", "en"]]), "{seen}");
}

#[test]
fn a_trail_can_be_kept_and_walked_without_signal() {
    let served = content("reading-keep");
    let seen = served.journey(
        &[],
        &json!([
            ["open", "/vi/tuyen/con-son-thanh-mai/"],
            ["wait", ".keep:not([hidden]) button"],
            ["js", "offer", "document.querySelector('.keep p').textContent"],
            ["click", ".keep button"],
            ["js", "done", "new Promise((done) => { const box = document.querySelector('.keep'), at = setInterval(() => { if (!/^Đang/.test(box.querySelector('p').textContent)) { clearInterval(at); done(box.textContent); } }, 100); })"],
            ["asked", "asked"],
            ["offline"],
            ["open", "/vi/di-tich/thanh-mai/"],
            ["see", "stop"],
            ["open", CODE],
            ["see", "sign"],
            ["open", "/vi/tuyen/con-son-thanh-mai/"],
            ["see", "trail"],
            ["click", ".keep button"],
            ["open", "/vi/di-tich/thanh-mai/"],
            ["see", "gone"]
        ]),
    );
    assert_eq!(seen["complaints"], json!([]));
    let offer = seen["offer"].as_str().unwrap();
    assert!(offer.contains('5') && offer.contains("kB"), "five pages, and how much that is: {offer}");
    for (name, path, words) in [
        ("stop", "/vi/di-tich/thanh-mai/", "Nguồn gốc ra đời"),
        ("sign", PAGE, "Nguồn gốc ra đời"),
        ("trail", "/vi/tuyen/con-son-thanh-mai/", "4 chặng"),
    ] {
        let (at, said) = text(&seen, name);
        assert!(at == path && said.contains(words), "{name}: {at}: {said}");
    }
    assert!(seen["stop"]["images"][0].as_u64() > Some(0), "{}", seen["stop"]);
    let codes = seen["asked"].as_object().unwrap().keys().filter(|path| path[1..].parse::<u32>().is_ok());
    assert_eq!(codes.count(), 0, "keeping a trail is no scan: {}", seen["asked"]);
    assert!(!text(&seen, "gone").1.contains("Nguồn gốc ra đời"), "what was removed is gone");
}

/// Communes with one spelling and two tones, hamlets with numbers.
fn namesakes() -> Folder {
    let folder = Folder::new("reading-search-content");
    copy(&root().join("tests/fixtures/small"), folder.path());
    for (slug, title) in [
        ("cam-giang-1", "Nhà văn hóa Cẩm Giàng"),
        ("cam-giang-2", "Nhà văn hóa Cẩm Giang"),
        ("to-12", "Tổ 12"),
        ("to-2", "Tổ 2"),
        ("to-1", "Tổ 1"),
    ] {
        let entry = folder.join("dich-vu").join(slug);
        fs::create_dir_all(&entry).unwrap();
        fs::write(entry.join("service.toml"), "category = \"place\"\n").unwrap();
        fs::write(entry.join("vi.md"), format!("# {title}\n\nMột nơi.\n")).unwrap();
    }
    folder
}

#[test]
fn what_is_typed_without_marks_is_found_and_what_is_typed_with_them_comes_first() {
    let served = Served::new("reading-search", namesakes().path());
    let typed = |words: &str, name: &str| {
        json!([
            ["open", format!("/vi/tim-kiem/?q={words}")],
            ["wait", ".results a"],
            ["js", name, "[...document.querySelectorAll('.results a')].map((a) => a.textContent)"]
        ])
    };
    let mut steps: Vec<Value> = Vec::new();
    for (words, name) in [
        ("Cẩm Giang", "exact"),
        ("Cẩm Giàng", "other"),
        ("cam giang", "bare"),
        ("chua con son", "relic"),
        ("tổ", "numbers"),
        ("dinh suot", "former"),
    ] {
        steps.extend(typed(words, name).as_array().unwrap().clone());
    }
    let moves = json!([
        ["open", "/vi/tim-kiem/"],
        ["type", "#q", "giang"],
        ["wait", ".results a"],
        ["js", "said", "document.querySelector('.found').textContent"],
        ["press", "ArrowDown"],
        ["js", "focus", "document.activeElement.textContent"],
        ["press", "Enter"],
        ["wait", "article"],
        ["see", "opened"]
    ]);
    steps.extend(moves.as_array().unwrap().clone());
    let seen = served.journey(&[], &Value::Array(steps));
    assert_eq!(seen["complaints"], json!([]));
    let found = |name: &str| -> Vec<String> { serde_json::from_value(seen[name].clone()).unwrap() };
    let (giang, giang_low) = ("Nhà văn hóa Cẩm Giang", "Nhà văn hóa Cẩm Giàng");
    assert_eq!(found("exact")[..2], [giang, giang_low]);
    assert_eq!(found("other")[..2], [giang_low, giang]);
    assert_eq!(found("bare").len(), 2);
    assert_eq!(found("relic")[0], "Chùa Côn Sơn");
    assert_eq!(found("numbers")[..3], ["Tổ 1", "Tổ 2", "Tổ 12"]);
    assert!(found("former").iter().any(|title| title == "Đền Sượt"), "{seen}");
    assert!(seen["said"].as_str().unwrap().contains('2') && seen["focus"] == giang, "{seen}");
    assert_eq!(text(&seen, "opened").0, "/vi/dich-vu/cam-giang-2/");
}

#[test]
fn lists_are_in_the_order_people_count_and_spell() {
    let folder = Folder::new("reading-order");
    site::build(namesakes().path(), folder.path(), false);
    let site = files(&folder.join("site"));
    for path in ["vi/a-z/index.html", "vi/dich-vu/index.html"] {
        let html = std::str::from_utf8(&site[path]).unwrap();
        let at = |title: &str| html.find(&format!(">{title}<")).unwrap_or_else(|| panic!("{title} in {path}"));
        assert!(at("Tổ 1") < at("Tổ 2") && at("Tổ 2") < at("Tổ 12"), "{path}");
        assert!(at("Nhà văn hóa Cẩm Giang") < at("Nhà văn hóa Cẩm Giàng"), "{path}");
    }
}

/// A thousand entries with names and places as long as real ones.
#[test]
fn the_index_of_a_thousand_entries_is_one_small_file() {
    let folder = Folder::new("reading-thousand");
    let content = folder.join("content");
    copy(&root().join("tests/fixtures/small"), &content);
    let first = ["Đình", "Chùa", "Đền", "Nghè", "Miếu", "Lăng mộ", "Nhà thờ họ", "Từ đường"];
    let names = ["Nguyễn", "Trần Hưng Đạo", "Phượng Hoàng", "Bạch Đằng", "Kim Ngọc", "Thanh Hà", "Quỳnh Khê"];
    for i in 0..1000 {
        let title = format!("{} {} {}", first[i % 8], names[(i / 8) % 7], i / 56 + 1);
        let entry = content.join(format!("dich-vu/{}", disan::model::anchor(&title)));
        fs::create_dir_all(&entry).unwrap();
        fs::write(entry.join("service.toml"), "code = false\ncategory = \"place\"\n").unwrap();
        fs::write(entry.join("vi.md"), format!("# {title}\n\nMột nơi.\n")).unwrap();
    }
    build_bare(&content, &folder.join("dist"));
    let site = files(&folder.join("dist/site"));
    let sizes: Vec<(&String, usize)> = site
        .iter()
        .filter(|(path, _)| path.starts_with("vi/tim-kiem/") && path.ends_with(".txt"))
        .map(|(path, bytes)| (path, bytes.len()))
        .collect();
    assert!(sizes.len() == 1 && sizes[0].1 <= 60_000, "{sizes:?}");
}

/// Pages alone, as `disan build --only pages` makes them.
fn build_bare(content: &Path, out: &Path) {
    let mut command = crate::driver::program("disan");
    let output = command.args(["build", "--only", "pages", "--out"]).arg(out).arg(content).output().unwrap();
    assert!(output.status.success(), "{}", crate::driver::said(&output));
}

#[test]
fn a_number_leads_to_its_page_with_scripts_and_without() {
    let served = content("reading-number");
    let steps = json!([
        ["open", "/vi/"],
        ["type", "#code", "23 816"],
        ["press", "Enter"],
        ["wait", "article"],
        ["see", "opened"],
        ["open", "/vi/"],
        ["type", "#code", "23 861"],
        ["press", "Enter"],
        ["wait", "body.missing"],
        ["see", "mistyped"],
        ["asked", "asked"]
    ]);
    for (options, heading) in [(&[][..], "with scripts"), (&["--no-scripts"], "without")] {
        let seen = served.journey(options, &steps);
        let (path, words) = text(&seen, "opened");
        let own = if options.is_empty() { PAGE } else { CODE };
        assert!(path == own && words.contains("Nguồn gốc ra đời"), "{heading}: {path}");
        assert!(text(&seen, "mistyped").1.contains("23 816"), "{heading}: the near number is named: {seen}");
        let asked_server = seen["asked"].as_object().unwrap().keys().any(|path| path.starts_with("/tra-cuu"));
        assert_eq!(asked_server, !options.is_empty(), "{heading}: {}", seen["asked"]);
    }
}

#[test]
fn each_phone_gets_the_page_in_a_language_its_reader_knows() {
    let folder = Folder::new("reading-languages-content");
    copy(&root().join("content"), folder.path());
    let settings = fs::read_to_string(folder.join("disan.toml")).unwrap();
    let settings = settings.replace("languages = [\"vi\", \"en\"]", "languages = [\"vi\", \"en\", \"blt\"]");
    fs::write(folder.join("disan.toml"), settings.replace("en = [\"vi\"]", "en = [\"vi\"]\nblt = [\"vi\"]")).unwrap();
    let two = content("reading-languages-two");
    let three = Served::new("reading-languages-three", folder.path());
    for (served, header, lang, path) in [
        (&two, Some("ko-KR,ko;q=0.9"), "en", "/en/relics/con-son/"),
        (&two, Some("blt,tyz;q=0.8"), "vi", PAGE),
        (&two, None, "vi", PAGE),
        (&two, Some("fr-FR,vi;q=0.3"), "vi", PAGE),
        (&three, Some("blt"), "blt", "/blt/relics/con-son/"),
        (&three, Some("ko"), "en", "/en/relics/con-son/"),
        (&three, None, "vi", PAGE),
    ] {
        let headers: Vec<(&str, &str)> = header.map(|value| ("Accept-Language", value)).into_iter().collect();
        let answer = get(served.server.public, CODE, &headers);
        assert_eq!((answer.status, answer.header("content-language")), (200, Some(lang)), "{header:?}");
        assert!(answer.text().contains(&format!(" data-path=\"{path}\"")), "{header:?} is not led to {path}");
        assert!(answer.header("location").is_none() && answer.header("set-cookie").is_none());
    }
    let html = get(three.server.public, "/blt/relics/con-son/", &[]).text();
    assert!(
        html.contains("<p class=\"fallback\" role=\"note\">"),
        "a Thái reader is told why it is Vietnamese: {html}"
    );
}

/// What a teacher takes to class: an A4 page with the address to type and a symbol that leads back.
#[test]
fn a_page_on_paper_leads_back_to_itself() {
    let served = content("reading-paper");
    for (path, most) in [(PAGE, 4), ("/en/guides/vneid/", 4), ("/vi/", 8)] {
        let pdf = served.place("page.pdf");
        browse(&format!("{}{path}", served.origin()), &["--pdf", pdf.to_str().unwrap()]);
        let name = pdf.to_str().unwrap();
        let info = run("pdfinfo", &[name]);
        let line = |key: &str| info.lines().find_map(|line| line.strip_prefix(key)).unwrap_or_default().trim();
        assert!(line("Page size:").contains("(A4)"), "{info}");
        assert!(line("Pages:").parse::<u32>().unwrap() <= most, "{path}: {info}");
        let words = run("pdftotext", &["-layout", name, "-"]);
        let address = format!("disan.example{path}");
        assert!(words.contains(&address), "{path}: {words}");
        assert!(!words.contains("Mở bài này trên"), "{words}");
        let raster = served.place("page");
        run("pdftoppm", &["-r", "150", "-gray", name, raster.to_str().unwrap()]);
        let scanned = scan(&raster);
        assert_eq!(scanned, format!("https://{address}"), "{path}");
    }
}

/// What a reader of symbols finds on the pages `raster-1.pgm`, …
fn scan(raster: &Path) -> String {
    let folder = raster.parent().unwrap();
    let mut found = String::new();
    for item in
        fs::read_dir(folder).unwrap().flatten().filter(|item| item.path().extension().is_some_and(|e| e == "pgm"))
    {
        let output = Command::new("zbarimg").args(["-q", "--raw"]).arg(item.path()).output().unwrap();
        found.push_str(String::from_utf8_lossy(&output.stdout).trim());
        fs::remove_file(item.path()).unwrap();
    }
    found
}
