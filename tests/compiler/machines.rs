//! What pages say to other programs, how heavy they are, and how they come out of a printer.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::driver::{Folder, copy, files, root};
use crate::site;
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{load, model, parse};
use serde_json::Value;

const HOST: &str = "https://disan.example";

/// A built microsite by path, without signs.
fn build(name: &str, content: &Path, pictures: bool) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::new(name);
    let out = folder.join("dist");
    fs::create_dir_all(&out).unwrap();
    let content = load::load(content).unwrap();
    let project = model::build(parse::parse(&content).0, &content).0.unwrap();
    let stage = Stage::open(&out).unwrap();
    let today = jiff::civil::date(2026, 11, 22);
    let options = Options { today, compress: false, static_host: false, pictures, cache: site::pictures() };
    microsite::render(&project, &content, &options, &stage).unwrap();
    stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
    files(&out.join("site"))
}

/// A project of the fixtures, changed; the build of it.
fn changed(name: &str, change: impl Fn(&Path)) -> BTreeMap<String, Vec<u8>> {
    let folder = Folder::new(&format!("{name}-content"));
    let content = folder.join("content");
    copy(&root().join("tests/fixtures/small"), &content);
    change(&content);
    build(name, &content, true)
}

fn append(file: &Path, text: &str) {
    fs::write(file, fs::read_to_string(file).unwrap() + text).unwrap();
}

fn text<'a>(files: &'a BTreeMap<String, Vec<u8>>, path: &str) -> &'a str {
    std::str::from_utf8(files.get(path).unwrap_or_else(|| panic!("{path} is not there"))).unwrap()
}

fn pages(files: &BTreeMap<String, Vec<u8>>) -> impl Iterator<Item = (&str, &str)> {
    files.keys().filter(|path| path.ends_with(".html")).map(|path| (path.as_str(), text(files, path)))
}

/// The values of an attribute within `html`.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let open = format!(" {attribute}=\"");
    html.split(&open).skip(1).filter_map(|rest| rest.split_once('"')).map(|(value, _)| value).collect()
}

/// What a page says under a name: `og:image`, `DC.title`.
fn meta<'a>(html: &'a str, name: &str) -> Option<&'a str> {
    let tag = html.split("<meta ").find(|tag| tag.contains(&format!("=\"{name}\" ")))?;
    values(&format!(" {}", tag.split('>').next()?), "content").first().map(|_| {
        let (_, rest) = tag.split_once("content=\"").unwrap();
        rest.split_once('"').unwrap().0
    })
}

/// The block of data of a page.
fn data(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect("a block of data");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[test]
fn every_kind_says_what_it_is_in_the_words_of_schema_org() {
    let built = build("machines-data", &root().join("content"), true);
    let of = |path: &str| data(text(&built, path));
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    // Pages that are listed say in which languages they are; the others are for nobody to find. Above the home page there
    // is none.
    let is_below = |path: &str| path.matches('/').count() > 1;
    let is_listed = |html: &str| html.contains("<link rel=\"alternate\" hreflang=");
    for (path, html) in pages(&built).filter(|(path, html)| is_below(path) && is_listed(html)) {
        let data = data(html);
        let canonical = values(html.split_once("rel=\"canonical\"").unwrap().1, "href")[0];
        assert_eq!(
            (data["@context"].as_str(), data["url"].as_str()),
            (Some("https://schema.org"), Some(canonical)),
            "{path}"
        );
        assert_eq!(data["inLanguage"], path.split('/').next().unwrap(), "{path}");
        let trail = data["breadcrumb"]["itemListElement"].as_array().unwrap_or_else(|| panic!("{path}: {data}"));
        for (i, item) in trail.iter().enumerate() {
            let last = i + 1 == trail.len();
            assert_eq!(item["position"], i + 1, "{path}");
            assert!(!item["name"].as_str().unwrap().is_empty() && item["item"].is_null() == last, "{path}: {item}");
            let address = item["item"].as_str().unwrap_or(HOST);
            assert!(
                last || built.contains_key(&format!("{}index.html", &address[HOST.len() + 1..])),
                "{path}: {address}"
            );
        }
        *kinds.entry(data["mainEntity"]["@type"].as_str().unwrap_or("none").to_owned()).or_default() += 1;
    }
    let named = ["Event", "GovernmentService", "HowTo", "LandmarksOrHistoricalBuildings", "TouristTrip"];
    assert!(named.iter().all(|kind| kinds.contains_key(*kind)), "{kinds:?}");

    let relic = of("vi/di-tich/con-son/index.html");
    let relic = &relic["mainEntity"];
    assert_eq!(relic["address"]["addressLocality"], "Phường Trần Hưng Đạo");
    assert_eq!(relic["address"]["addressCountry"], "VN");
    assert!(relic["image"].as_str().unwrap().starts_with(&format!("{HOST}/media/con-son/share-vi-")));
    assert!(relic.get("geo").is_none(), "coordinates are never guessed");
    let guide = of("en/guides/vneid/index.html");
    let steps = guide["mainEntity"]["step"].as_array().unwrap();
    assert!(steps.len() >= 4 && steps.iter().all(|step| step["text"].as_str().unwrap().len() > 10), "{steps:?}");
    let trail = of("vi/tuyen/con-son-thanh-mai/index.html");
    let stops = trail["mainEntity"]["itinerary"]["itemListElement"].as_array().unwrap();
    assert_eq!((stops.len(), stops[0]["item"].as_str()), (4, Some("https://disan.example/vi/di-tich/con-son/")));
    let event = of("vi/su-kien/thang-thanh-nien/index.html");
    assert_eq!(event["mainEntity"]["startDate"], "2027-03-01");
    let home = of("vi/index.html");
    assert_eq!((home["@type"].as_str(), home["name"].as_str()), (Some("WebSite"), Some("Di sản quanh ta")));
}

#[test]
fn facts_that_are_known_are_told_to_machines() {
    let built = changed("machines-facts", |content| {
        let relic = content.join("di-tich/den-suot/relic.toml");
        let facts = fs::read_to_string(&relic).unwrap();
        fs::write(&relic, format!("coordinates = \"20.9373, 106.3146\"\n{facts}")).unwrap();
        let words = content.join("di-tich/den-suot/vi.md");
        let title = fs::read_to_string(&words).unwrap();
        let (_, rest) = title.split_once('\n').unwrap();
        fs::write(&words, format!("# Đền \"</script><b>Sượt\n{rest}")).unwrap();
    });
    let html = text(&built, "vi/di-tich/den-suot/index.html");
    let data = data(html);
    assert_eq!(data["mainEntity"]["name"], "Đền \"</script><b>Sượt", "nothing in a text can end the block");
    assert_eq!(data["mainEntity"]["geo"]["latitude"], 20.9373);
    assert_eq!(meta(html, "DC.title"), Some("Đền &quot;&lt;/script&gt;&lt;b&gt;Sượt"));
    assert_eq!(meta(html, "DC.language"), Some("vi"));
    assert_eq!(meta(html, "DC.date"), None, "nobody has answered for the text");
    let html = text(&built, "en/relics/chua-con-son/index.html");
    assert!(meta(html, "DC.identifier").unwrap().starts_with(HOST), "{:?}", meta(html, "DC.identifier"));
    assert!(meta(html, "DC.creator").is_some() && meta(html, "DC.source").is_some());
}

#[test]
fn every_page_has_a_picture_of_its_own_for_links_to_it() {
    let built = build("machines-share", &root().join("content"), true);
    let mut seen = BTreeMap::new();
    for (path, html) in
        pages(&built).filter(|(_, html)| html.contains("rel=\"canonical\"") && !html.contains("http-equiv=\"refresh\""))
    {
        let address = meta(html, "og:image").unwrap_or_else(|| panic!("{path} has no picture"));
        let file = address.strip_prefix(&format!("{HOST}/")).unwrap();
        let bytes = built.get(file).unwrap_or_else(|| panic!("{path}: no {file}"));
        let picture = image::load_from_memory(bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1200, 630), "{file}");
        assert_eq!((meta(html, "og:image:width"), meta(html, "og:image:height")), (Some("1200"), Some("630")));
        assert!(meta(html, "og:image:alt").is_some_and(|alt| alt.len() > 8), "{path}");
        assert_eq!(meta(html, "twitter:card"), Some("summary_large_image"));
        assert!(bytes.len() <= 120_000, "{file}: {} bytes", bytes.len());
        seen.insert(file.to_owned(), bytes.len());
    }
    // 20 entries and the project, in two languages.
    assert_eq!(seen.len(), 42, "{seen:?}");
    let average = seen.values().sum::<usize>() / seen.len();
    assert!(average <= 80_000, "{average} bytes on average");
    let without = build("machines-share-none", &root().join("tests/fixtures/small"), false);
    assert!(pages(&without).all(|(_, html)| meta(html, "og:image").is_none()));
    assert!(!without.keys().any(|path| path.starts_with("media/")));
}

#[test]
fn a_title_no_font_can_set_gives_way_to_one_it_can() {
    let picture = |built: &BTreeMap<String, Vec<u8>>, lang: &str| {
        let name =
            built.keys().find(|path| path.starts_with(&format!("media/den-suot/share-{lang}-"))).unwrap().clone();
        built[&name].clone()
    };
    let retitle = |content: &Path, lang: &str, title: &str| {
        let words = content.join(format!("di-tich/den-suot/{lang}.md"));
        let text = fs::read_to_string(&words).unwrap();
        fs::write(&words, format!("# {title}\n{}", text.split_once('\n').unwrap().1)).unwrap();
    };
    let plain = changed("machines-font-plain", |content| retitle(content, "en", "Đền Sượt"));
    let foreign = changed("machines-font-foreign", |content| {
        retitle(content, "vi", "Đền Sượt");
        retitle(content, "en", "劫泊祠");
    });
    assert!(picture(&plain, "en") == picture(&foreign, "en"), "the title in the first language stands in");
    let nowhere = |content: &Path| ["vi", "en"].iter().for_each(|lang| retitle(content, lang, "劫泊祠"));
    let kind = changed("machines-font-nowhere", nowhere);
    let named = changed("machines-font-kind", |content| retitle(content, "en", "Relic"));
    assert!(picture(&kind, "en") != picture(&foreign, "en"));
    assert!(picture(&kind, "en").len() > 10_000 && picture(&named, "en").len() > 10_000);
}

#[test]
fn pictures_for_links_are_the_same_with_one_thread_or_many() {
    let on = |threads: usize, name: &str| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let content = load::load(&root().join("tests/fixtures/small")).unwrap();
        let project = model::build(parse::parse(&content).0, &content).0.unwrap();
        let folder = Folder::new(name);
        let options = Options {
            today: jiff::civil::date(2026, 11, 22),
            compress: false,
            static_host: false,
            pictures: true,
            cache: None,
        };
        let stage = Stage::open(folder.path()).unwrap();
        pool.install(|| microsite::render(&project, &content, &options, &stage)).unwrap();
        stage.commit(&["site"], "catalog.json", |_| Vec::new()).unwrap();
        files(&folder.join("site/media"))
    };
    let (one, many) = (on(1, "machines-one-thread"), on(4, "machines-four-threads"));
    assert!(one.keys().any(|path| path.contains("/share-")) && one == many);
}

#[test]
fn a_phone_can_keep_the_pages_on_its_home_screen() {
    let built = build("machines-manifest", &root().join("tests/fixtures/small"), false);
    for lang in ["vi", "en"] {
        let html = text(&built, &format!("{lang}/index.html"));
        assert!(html.contains(&format!("<link rel=\"manifest\" href=\"/{lang}/manifest.webmanifest\">")));
        let manifest: Value = serde_json::from_str(text(&built, &format!("{lang}/manifest.webmanifest"))).unwrap();
        assert_eq!(
            (manifest["start_url"].as_str(), manifest["lang"].as_str()),
            (Some(&*format!("/{lang}/")), Some(lang))
        );
        assert_eq!(manifest["scope"], "/");
        let icons = manifest["icons"].as_array().unwrap();
        assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
        for icon in icons.iter().filter(|icon| icon["type"] == "image/png") {
            let picture = image::load_from_memory(&built[&icon["src"].as_str().unwrap()[1..]]).unwrap();
            assert_eq!(icon["sizes"], format!("{0}x{0}", picture.width()), "{icon}");
        }
    }
    let touch = image::load_from_memory(&built["apple-touch-icon.png"]).unwrap().into_rgba8();
    assert_eq!((touch.width(), touch.get_pixel(0, 0).0[3]), (180, 255), "iPhones show black where nothing is");
    assert_eq!(&built["favicon.ico"][..6], [0, 0, 1, 0, 1, 0]);
    assert!(image::load_from_memory(&built["favicon.ico"][22..]).is_ok());
}

#[test]
fn whom_to_tell_of_a_hole_is_told_while_somebody_answers() {
    let security = |name: &str, lines: &str| {
        let built = changed(name, |content| append(&content.join("disan.toml"), lines));
        built.get(".well-known/security.txt").map(|bytes| String::from_utf8(bytes.clone()).unwrap())
    };
    assert_eq!(security("machines-security-none", ""), None);
    let lines = "\n[security]\ncontact = \"an-toan@disan.example\"\nexpires = 2027-06-30\n";
    let expected = "Contact: mailto:an-toan@disan.example\nExpires: 2027-06-30T00:00:00Z\nPreferred-Languages: vi, en\n\
                    Canonical: https://disan.example/.well-known/security.txt\n";
    assert_eq!(security("machines-security", lines).as_deref(), Some(expected));
    assert_eq!(security("machines-security-late", &lines.replace("2027", "2026")), None, "run out");
}

/// Nothing a page loads comes from elsewhere, runs in the page or is styled in the page.
#[test]
fn pages_load_nothing_from_others_and_hold_no_script_or_style_of_their_own() {
    for (name, content) in [("small", "tests/fixtures/small"), ("places", "tests/fixtures/places"), ("own", "content")]
    {
        let built = build(&format!("machines-strict-{name}"), &root().join(content), true);
        for (path, html) in pages(&built) {
            assert!(!html.contains(" style="), "{path} has a style attribute");
            assert_eq!(html.matches("<style").count(), 1, "{path}");
            for tag in html.split('<').filter(|tag| !tag.starts_with('/')) {
                let (name, _) = tag.split_once([' ', '>']).unwrap_or((tag, ""));
                let tag = tag.split('>').next().unwrap();
                let is_data = tag.contains(" type=\"application/ld+json\"");
                assert!(name != "script" || is_data || tag.contains(" src=\"/"), "{path}: <{tag}>");
                assert!(
                    !["iframe", "object", "embed", "base", "link rel=\"preconnect\""].contains(&name),
                    "{path}: <{tag}>"
                );
                assert!(!tag.split(' ').any(|a| a.starts_with("on") && a.contains('=')), "{path}: <{tag}>");
                let loads =
                    ["src", "srcset", "poster", "data", "action"].iter().flat_map(|attribute| values(tag, attribute));
                let loads =
                    loads.chain(if name == "link" && is_loaded(tag) { values(tag, "href") } else { Vec::new() });
                for address in loads {
                    assert!(address.starts_with('/') && !address.starts_with("//"), "{path} loads {address}");
                }
            }
        }
    }
}

/// Whether a browser fetches what a link element names.
fn is_loaded(tag: &str) -> bool {
    let fetched = ["icon", "apple-touch-icon", "manifest", "stylesheet", "preload", "prefetch", "modulepreload"];
    values(tag, "rel").iter().flat_map(|rel| rel.split(' ')).any(|rel| fetched.contains(&rel))
}
