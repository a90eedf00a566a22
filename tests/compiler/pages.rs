//! The microsite as `disan build` writes it: every page, looked at as a browser, a search engine and a reader would.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::driver::{Folder, copy, files, program, root, said};
use crate::site;
use disan::diagnostic::Severity;
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{load, model, parse};
use disan_server::catalog::PRIVACY_NOTES;
use flate2::read::GzDecoder;
use sha2::{Digest, Sha256};

/// A built microsite: files by path, `vi/di-tich/con-son/index.html`.
struct Built {
    folder: Folder,
    files: BTreeMap<String, Vec<u8>>,
}

impl Built {
    fn page(&self, path: &str) -> &str {
        let bytes = self.files.get(path).unwrap_or_else(|| panic!("{path} is not there"));
        std::str::from_utf8(bytes).unwrap()
    }

    fn pages(&self) -> impl Iterator<Item = (&str, &str)> {
        let pages = self.files.keys().filter(|path| path.ends_with(".html"));
        pages.map(|path| (path.as_str(), self.page(path)))
    }

    /// Whether something answers at a root-absolute address.
    fn answers(&self, address: &str) -> bool {
        let path = address.split('#').next().unwrap().trim_start_matches('/');
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        self.files.contains_key(&file)
    }
}

fn fixture() -> PathBuf {
    root().join("tests/fixtures/small")
}

/// Renders the pages alone: signs and their proof belong to other tests.
fn build(name: &str, folder: &Path) -> Built {
    build_with(name, folder, false, site::pictures())
}

fn build_with(name: &str, content_folder: &Path, static_host: bool, cache: Option<PathBuf>) -> Built {
    let folder = Folder::new(name);
    let out = folder.join("dist");
    fs::create_dir_all(&out).unwrap();
    let content = load::load(content_folder).unwrap();
    let (parsed, faults) = parse::parse(&content);
    assert_eq!(faults.iter().filter(|fault| fault.severity == Severity::Error).count(), 0, "{faults:?}");
    let project = model::build(parsed, &content).0.unwrap();
    let stage = Stage::open(&out).unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let options = Options { today, compress: true, static_host, pictures: true, cache };
    let rendered = microsite::render(&project, &content, &options, &stage).unwrap();
    stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
    let built = Built { files: files(&out.join("site")), folder };
    assert!(rendered.pages <= built.pages().count());
    built
}

/// The values of an attribute, in the order of the page.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    html.split(&open).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

/// What stands between two marks, the first time.
fn between<'a>(html: &'a str, open: &str, close: &str) -> &'a str {
    html.split_once(open).and_then(|(_, rest)| rest.split_once(close)).map_or("", |(inner, _)| inner)
}

/// The text of a piece of HTML.
fn text(html: &str) -> String {
    let mut out = String::new();
    for piece in html.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_link_picture_and_file_of_every_page_is_there() {
    for content in [fixture(), root().join("content")] {
        let built = build("pages-links", &content);
        let mut seen = 0;
        for (path, html) in built.pages() {
            let sets =
                values(html, "srcset").into_iter().flat_map(|set| set.split(',')).filter_map(|s| s.split(' ').next());
            let addresses = values(html, "href").into_iter().chain(values(html, "src")).chain(sets);
            // The server itself answers with its privacy note.
            let addresses = addresses.filter(|a| !PRIVACY_NOTES.contains(a));
            for address in addresses.filter(|a| !a.starts_with('#') && !a.contains(':')) {
                assert!(address.starts_with('/'), "{path}: {address} is not root-absolute");
                assert!(built.answers(address), "{path}: nothing at {address}");
                seen += 1;
            }
        }
        assert!(seen > 100);
    }
}

#[test]
fn pages_hold_to_the_policy_they_carry() {
    let built = build("pages-policy", &fixture());
    for (path, html) in built.pages() {
        let style = between(html, "<style>", "</style>");
        let hash = Sha256::digest(style.as_bytes());
        let policy = between(html, "http-equiv=\"Content-Security-Policy\" content=\"", "\"");
        let named = between(policy, "style-src 'sha256-", "'");
        assert_eq!(named, base64(&hash), "{path}");
        assert_eq!(html.matches("<style>").count(), 1, "{path}");
        assert!(
            !html.contains(" style=\"") && values(html, "onclick").is_empty() && !html.contains("javascript:"),
            "{path}"
        );
        let scripts: Vec<&str> = html.split("<script").skip(1).collect();
        let own = ["disan.js", "keep.js", "search.js"].map(|name| format!(" src=\"/{name}\" defer></script>"));
        let known = [&own[..], &[" type=\"application/ld+json\">".to_owned()]].concat();
        assert!(scripts.iter().all(|s| known.iter().any(|known| s.starts_with(known))), "{path}");
    }
    assert!(built.files["disan.js"].len() <= 1280);
    assert!(built.files["search.js.gz"].len() <= 4096);
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bits: String = bytes.iter().map(|byte| format!("{byte:08b}")).collect();
    let letters = bits.as_bytes().chunks(6).map(|six| {
        let six = format!("{:0<6}", std::str::from_utf8(six).unwrap());
        ALPHABET[usize::from_str_radix(&six, 2).unwrap()] as char
    });
    let mut text: String = letters.collect();
    while !text.len().is_multiple_of(4) {
        text.push('=');
    }
    text
}

#[test]
fn pages_are_built_for_those_who_listen_to_them() {
    let built = build("pages-heard", &root().join("content"));
    for (path, html) in built.pages() {
        let lang = between(html, "<html lang=\"", "\"");
        let folder = path.split('/').next().unwrap();
        assert!(lang == folder || !["vi", "en"].contains(&folder), "{path} is in {lang}");
        assert_eq!(html.matches("<h1").count(), 1, "{path}");
        assert_eq!(html.matches("<main id=\"main\">").count(), 1, "{path}");
        let mut level = 1;
        for heading in html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)) {
            assert!(heading <= level + 1, "{path}: h{heading} under h{level}");
            level = heading;
        }
        for image in html.split("<img ").skip(1) {
            let image = image.split('>').next().unwrap();
            assert!(["alt=\"", "width=\"", "height=\""].iter().all(|a| image.contains(a)), "{path}: <img {image}>");
        }
        let ids = values(html, "id");
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id stands twice: {ids:?}");
        assert!(html.starts_with("<!doctype html>"), "{path}");
    }
}

#[test]
fn every_page_leads_to_itself_in_the_other_language() {
    let built = build("pages-switch", &root().join("content"));
    let listed = built.pages().filter(|(path, html)| path.contains('/') && html.contains("hreflang=\"vi\" href"));
    let mut seen = 0;
    for (path, html) in listed {
        let own = between(html, "<link rel=\"canonical\" href=\"https://disan.example", "\"");
        let other = between(html, "<nav class=\"languages\"", "</nav>");
        let other = values(other, "href")[0];
        let back = built.page(&format!("{}index.html", other.trim_start_matches('/')));
        assert!(
            between(back, "<nav class=\"languages\"", "</nav>").contains(&format!("href=\"{own}\"")),
            "{path} → {other}"
        );
        for address in [own, other] {
            let alternate = format!("href=\"https://disan.example{address}\"");
            assert!(html.contains(&alternate) && back.contains(&alternate), "{path}: {alternate}");
        }
        assert!(html.contains("hreflang=\"x-default\""), "{path}");
        seen += 1;
    }
    assert!(seen >= 60, "{seen}");
    let map = built.page("sitemap.xml.gz".trim_end_matches(".gz"));
    assert!(map.contains("<loc>https://disan.example/vi/di-tich/con-son/</loc>"));
}

#[test]
fn a_relic_tells_its_story_before_its_facts() {
    let built = build("pages-relic", &fixture());
    let html = built.page("vi/di-tich/chua-con-son/index.html");
    let main = text(between(html, "<main id=\"main\">", "</main>"));
    let order = [
        "Chùa Côn Sơn",
        "Di tích quốc gia đặc biệt 2012",
        "Di tích quốc gia 1962",
        "Bạn đang ở chùa Côn Sơn",
        "Cổng chùa",
        "Ảnh: disan",
        "Nguồn gốc ra đời",
        "Quá trình phát triển",
        "Hồ sơ di tích",
        "chùa Hun",
        "Chân núi Côn Sơn, phường Trần Hưng Đạo",
        "Trước 01/7/2025: phường Cộng Hòa, thành phố Chí Linh, tỉnh Hải Dương",
        "Liên hệ",
        "09xx xxx xxx",
        "Lễ hội",
        "Tháng Giêng âm lịch",
        "Ngày 16 đến ngày 20 tháng 8 âm lịch (chính hội ngày 20 tháng 8)",
        "Chặng 1 trên 2",
        "Danh sách Di sản thế giới, số 1732",
        "Mã này không yêu cầu thanh toán hay đăng nhập.",
        "Chưa thẩm định",
    ];
    let mut rest = main.as_str();
    for part in order {
        let (_, after) = rest.split_once(part).unwrap_or_else(|| panic!("“{part}” is missing or too early in {main}"));
        rest = after;
    }
    assert!(!html.contains("href=\"tel:09"), "a placeholder must not be dialled");
    assert!(html.contains("class=\"trial\"") && html.contains("name=\"robots\" content=\"noindex\""));
    assert!(html.contains("href=\"/vi/di-tich/den-suot/#nguon-goc-ra-doi\""));
    assert_eq!(values(html, "data-path"), ["/vi/di-tich/chua-con-son/"]);
}

#[test]
fn photos_come_in_two_forms_and_drawings_as_they_are() {
    let built = build_with("pages-photos", &fixture(), false, None);
    let html = built.page("vi/di-tich/den-suot/index.html");
    let drawing = values(html, "src").into_iter().find(|src| src.ends_with(".svg")).unwrap();
    assert!(drawing.starts_with("/media/den-suot/cover-"), "{drawing}");
    let webp = values(html, "srcset").into_iter().find(|set| set.contains(".webp")).unwrap();
    assert!(webp.contains("/gieng-ngoc-"), "{webp}");
    for (path, bytes) in built.files.iter().filter(|(path, _)| path.starts_with("media/")) {
        for block in [&b"Exif"[..], b"EXIF", b"http://ns.adobe.com"] {
            assert!(!bytes.windows(block.len()).any(|window| window == block), "{path} keeps metadata");
        }
    }
}

#[test]
fn a_missing_language_falls_back_and_says_so() {
    let folder = Folder::new("pages-fallback-content");
    let content = folder.join("content");
    copy(&fixture(), &content);
    fs::remove_file(content.join("huong-dan/vneid/en.md")).unwrap();
    let built = build("pages-fallback", &content);
    let html = built.page("en/guides/vneid/index.html");
    assert!(html.contains("You are reading the Vietnamese one."), "{html}");
    assert!(html.contains("<h1 lang=\"vi\">") && html.contains("<div class=\"text\" lang=\"vi\">"));
    assert!(html.contains("<link rel=\"canonical\" href=\"https://disan.example/vi/"));
}

#[test]
fn html_in_a_text_is_text_and_a_quotation_is_a_warning() {
    let folder = Folder::new("pages-markdown-content");
    let content = folder.join("content");
    copy(&fixture(), &content);
    let file = content.join("huong-dan/vneid/vi.md");
    let words = fs::read_to_string(&file).unwrap()
        + "\n## Thêm\n\n<b onclick=\"x()\">đậm</b>\n\n> Không đọc mã OTP.\n\n### Nhỏ\n\n| Giờ | Việc |\n|:-:|---|\n| 7 | Đón |\n";
    fs::write(&file, words).unwrap();
    let built = build("pages-markdown", &content);
    let html = built.page("vi/huong-dan/vneid/index.html");
    let added = between(html, "<h2 id=\"them\">Thêm</h2>", "</section>");
    assert!(added.contains("&lt;b onclick=\"x()\"&gt;đậm&lt;/b&gt;"), "{added}");
    assert!(
        added.contains(
            "<div class=\"warning\" role=\"note\">\n<p class=\"label\">Lưu ý</p>\n<p>Không đọc mã OTP.</p>\n</div>"
        ),
        "{added}"
    );
    assert!(added.contains("<h3>Nhỏ</h3>"), "{added}");
    let table = between(added, "<table tabindex=\"0\">", "</table>");
    assert_eq!(text(table), "GiờViệc 7Đón", "{added}");
    assert!(!table.contains("style="), "{table}");
    assert!(html.contains("<section class=\"steps\">") && html.contains("href=\"tel:113\""), "{html}");
    assert!(html.contains("Trang này chỉ hướng dẫn, không bao giờ hỏi OTP, mật khẩu, số thẻ."));
}

#[test]
fn vietnamese_words_in_another_language_say_what_they_are() {
    let built = build("pages-parts", &root().join("content"));
    let html = built.page("en/relics/den-suot/index.html");
    assert!(html.contains("in the style called <em lang=\"vi\">chồng diêm cổ các</em>"), "{html}");
    assert!(built.page("en/relics/thanh-mai/index.html").contains("<em>phong</em>"), "no letter tells its language");
    assert!(!built.page("vi/di-tich/den-suot/index.html").contains("<em lang"));
    let act = "<small><span lang=\"vi\" dir=\"auto\">Nghị quyết 202/2025/QH15</span></small>";
    let unit = built.page("en/places/thanh-pho-hai-phong/index.html");
    assert!(unit.contains(act), "{unit}");
}

#[test]
fn a_project_can_bring_its_own_templates_colours_and_words() {
    let folder = Folder::new("pages-theme-content");
    let content = folder.join("content");
    copy(&fixture(), &content);
    let settings = fs::read_to_string(content.join("disan.toml")).unwrap();
    let own = "templates = \"giao-dien\"\n".to_owned() + &settings + "\n[colours]\nprimary = \"#123456\"\n";
    fs::write(content.join("disan.toml"), own).unwrap();
    let theme = content.join("giao-dien");
    fs::create_dir_all(theme.join("microsite")).unwrap();
    fs::create_dir_all(theme.join("locales")).unwrap();
    fs::write(theme.join("microsite/foot.html"), "<footer class=\"foot\">{{ shell.host }}: chân trang riêng</footer>")
        .unwrap();
    fs::write(theme.join("locales/vi.toml"), "[reader]\nwarning = \"Chú ý\"\n").unwrap();
    let built = build("pages-theme", &content);
    let html = built.page("vi/huong-dan/vneid/index.html");
    assert!(html.contains("<footer class=\"foot\">disan.example: chân trang riêng</footer>"), "{html}");
    assert!(html.contains("--primary:#123456"));
    assert!(built.pages().all(|(_, html)| !html.contains(">Lưu ý<")));
}

#[test]
fn the_server_is_handed_the_project_s_own_templates() {
    let folder = Folder::new("pages-handed");
    let (content, out) = (folder.join("content"), folder.join("dist"));
    copy(&fixture(), &content);
    let settings = fs::read_to_string(content.join("disan.toml")).unwrap();
    fs::write(content.join("disan.toml"), "templates = \"giao-dien\"\n".to_owned() + &settings).unwrap();
    let theme = content.join("giao-dien");
    for (name, text) in [
        ("dashboard/fault.html", "<p>{{ message }}</p>"),
        ("report/report.html", "{{ report.title }}"),
        ("style/report.css", "td { color: red }"),
        ("microsite/foot.html", "<footer></footer>"),
        ("dashboard/notes.txt", "not a template"),
    ] {
        fs::create_dir_all(theme.join(name).parent().unwrap()).unwrap();
        fs::write(theme.join(name), text).unwrap();
    }
    let handed = || -> Vec<String> {
        let output = program("disan").args(["build", "--only", "pages"]).arg(&content).arg("--out").arg(&out).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{}", said(&output));
        files(&out).into_keys().filter_map(|path| Some(path.strip_prefix("templates/")?.to_owned())).collect()
    };
    assert_eq!(handed(), ["dashboard/fault.html", "report/report.html", "style/report.css"]);
    assert_eq!(fs::read(out.join("templates/style/report.css")).unwrap(), b"td { color: red }");
    fs::remove_file(theme.join("report/report.html")).unwrap();
    assert_eq!(handed(), ["dashboard/fault.html", "style/report.css"], "what the project no longer has is gone");
}

#[test]
fn a_former_address_leads_to_the_present_one() {
    let built = build("pages-moved", &fixture());
    let html = built.page("vi/di-tich/dinh-suot/index.html");
    assert!(html.contains("content=\"0;url=/vi/di-tich/den-suot/\""), "{html}");
    assert!(html.contains("<link rel=\"canonical\" href=\"https://disan.example/vi/di-tich/den-suot/\">"));
}

#[test]
fn a_page_fits_into_the_first_packets() {
    let built = build("pages-weight", &root().join("content"));
    let mut heaviest = (0, String::new());
    for (path, packed) in built.files.iter().filter(|(path, _)| path.ends_with("index.html.gz")) {
        let mut plain = Vec::new();
        GzDecoder::new(packed.as_slice()).read_to_end(&mut plain).unwrap();
        assert!(plain == built.files[path.trim_end_matches(".gz")], "{path} is not the page beside it");
        heaviest = heaviest.max((packed.len(), path.clone()));
    }
    assert!(heaviest.0 <= 12 * 1024, "{heaviest:?}");
}

#[test]
fn the_same_content_gives_the_same_bytes_with_one_thread_or_many() {
    let on = |threads: usize, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| build(name, &fixture())).files
    };
    let (a, b) = (on(1, "pages-one-thread"), on(4, "pages-four-threads"));
    assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
    for (path, bytes) in &a {
        assert!(*bytes == b[path], "{path} differs");
    }
}

#[test]
fn a_static_host_answers_codes_by_files() {
    let built = build_with("pages-static", &root().join("content"), true, site::pictures());
    let page = built.page("vi/di-tich/con-son/index.html");
    let typed = between(page, "<span>disan.example/", "</span>");
    assert_eq!(built.page(&format!("{typed}.html")), page);
    let numbers = built.page("vi/ma-so/index.html");
    assert!(numbers.contains("<a href=\"/vi/di-tich/con-son/\">"), "{numbers}");
    assert!(built.files.contains_key("_redirects") && !built.files.contains_key("_redirects.gz"));
    assert!(built.files.contains_key("vi/ma-so/index.html.gz") && built.files.contains_key("disan.js.gz"));
}

#[test]
fn rules_for_hosts_name_the_projects_own_host() {
    let content = Folder::new("pages-hosting-content");
    copy(&fixture(), content.path());
    let file = content.join("disan.toml");
    let settings = fs::read_to_string(&file).unwrap();
    fs::write(&file, settings.replace("disan.example", "disan.vn")).unwrap();
    let built = build_with("pages-hosting", content.path(), true, site::pictures());
    let rules = files(&built.folder.join("dist/hosting"));
    assert_eq!(rules.keys().collect::<Vec<_>>(), ["Caddyfile", "nginx.conf"]);
    let caddy = String::from_utf8(rules["Caddyfile"].clone()).unwrap();
    assert!(caddy.contains("\ndisan.vn {\n") && !caddy.contains("disan.example"), "{caddy}");
}

#[test]
fn a_photo_once_made_is_not_made_again() {
    let folder = Folder::new("pages-cache");
    let cache = folder.join("cache");
    let content = load::load(&fixture()).unwrap();
    let project = model::build(parse::parse(&content).0, &content).0.unwrap();
    let render = |out: &str| {
        fs::create_dir_all(folder.join(out)).unwrap();
        let stage = Stage::open(&folder.join(out)).unwrap();
        let today = jiff::civil::date(2026, 11, 22);
        let options =
            Options { today, compress: false, static_host: false, pictures: true, cache: Some(cache.clone()) };
        microsite::render(&project, &content, &options, &stage).unwrap();
        stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
        files(&folder.join(out).join("site"))
    };
    let first = render("first");
    // What the cache holds is what is published: a mark in it shows that it was used.
    let kept = files(&cache);
    let (name, _) = kept.iter().find(|(name, _)| name.ends_with(".webp")).unwrap();
    fs::write(cache.join(name), b"from the cache").unwrap();
    let second = render("second");
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    assert_eq!(second.values().filter(|bytes| bytes.as_slice() == b"from the cache").count(), 1);
}

#[test]
fn the_not_found_page_has_a_place_for_near_numbers() {
    let built = build("pages-missing", &fixture());
    for path in ["404.html", "vi/404.html", "en/404.html"] {
        let html = built.page(path);
        assert_eq!(html.matches("\n<!--near-->\n").count(), 1, "{path}");
        assert!(html.contains("<form class=\"number\" action=\"/tra-cuu\" method=\"get\""), "{path}");
        assert!(values(html, "data-path").is_empty(), "{path}: the address of a mistyped number must stay");
    }
    assert!(built.folder.path().exists());
}
