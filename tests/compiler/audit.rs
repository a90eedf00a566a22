//! What keeps a reader out of a page, as independent checkers see it: the Nu HTML checker, axe-core and Lighthouse, on
//! the real build behind the real server. With `DISAN_EVERY_PAGE` set (tests/run --long) every page is looked at,
//! otherwise so few that still everything a page can hold is seen in each language.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::driver::{Folder, copy, files, root, run};
use crate::harsh;
use crate::site::{self, Served};
use disan::ledger::LedgerFile;
use disan::{load, model, parse};

/// A host that looks like a real one, so that pages are no trial.
const HOST: &str = "di-san.vn";

/// Whether a message of the Nu checker tells of no fault of a page. It reads the pages from files, where the policy's
/// 'self' is no host; and it takes data for machines for a script, which no browser runs and no policy forbids.
fn is_no_fault(message: &Value) -> bool {
    const OWN: [&str; 2] = [
        "Resource violates Content Security Policy (meta tag): external script “/",
        "Resource violates Content Security Policy (meta tag): image “/",
    ];
    const INLINE: &str = "Inline script violates Content Security Policy (meta tag): ";
    let (said, extract) = (message["message"].as_str().unwrap_or_default(), message["extract"].as_str());
    let is_data = extract.is_some_and(|extract| extract.contains("<script type=\"application/ld+json\">"));
    OWN.iter().any(|own| said.starts_with(own)) || said.starts_with(INLINE) && is_data
}

/// Whether every page is to be looked at.
pub fn every_page() -> bool {
    std::env::var_os("DISAN_EVERY_PAGE").is_some()
}

/// The faults of an audit, each once, with the pages and ways it was met in.
pub fn faults(seen: &Value) -> String {
    let word = |fault: &Value, key: &str| fault[key].as_str().unwrap_or_default().to_owned();
    let mut lines: Vec<String> = Vec::new();
    for fault in seen["faults"].as_array().unwrap() {
        let [page, way, what, place, detail] = ["page", "way", "what", "where", "detail"].map(|key| word(fault, key));
        lines.push(format!("{page} ({way}): {what}: {place}: {detail}"));
    }
    lines.join("\n")
}

#[test]
pub fn every_page_is_html_and_css_as_the_standards_have_them() {
    let folder = Folder::new("audit-markup");
    let harsh = harsh::project("audit-markup-harsh");
    let projects = [root().join("content"), root().join("content"), root().join("cli/guide"), harsh.path().to_owned()];
    let mut known = BTreeSet::new();
    for (n, project) in projects.into_iter().enumerate() {
        let out = folder.join(&format!("{n}"));
        site::build(&project, &out, n == 1);
        // A page that another build has too is looked at once, and so is the halt that a long trail has thirty times.
        for (path, bytes) in files(&out.join("site")) {
            let is_again = path.contains("/diem-") && !path.contains("/diem-01");
            if path.ends_with(".html") && (is_again || !known.insert(bytes)) {
                fs::remove_file(out.join("site").join(path)).unwrap();
            }
        }
    }
    assert!(known.len() > 100, "{}", known.len());
    let jar = root().join("target/node/node_modules/vnu-jar/build/dist/vnu.jar");
    let checker = ["-jar", jar.to_str().unwrap(), "--format", "json", "--stdout", "--exit-zero-always"];
    let said = run("java", &[&checker[..], &["--skip-non-html", folder.path().to_str().unwrap()]].concat());
    let said: Value = serde_json::from_str(&said).unwrap();
    let messages = said["messages"].as_array().unwrap();
    let wrong: Vec<&Value> = messages.iter().filter(|message| !is_no_fault(message)).collect();
    let shown: Vec<String> = wrong.iter().take(10).map(ToString::to_string).collect();
    assert!(wrong.is_empty(), "{} messages:\n{}", wrong.len(), shown.join("\n"));
    assert!(!messages.is_empty(), "the checker says nothing at all: it has read nothing");
}

#[test]
fn no_page_keeps_a_reader_out() {
    let served = Served::new("audit-readers", &root().join("content"));
    let seen = served.look("audit.mjs", if every_page() { &["--every"] } else { &[] });
    assert!(seen["pages"].as_array().unwrap().len() >= 14, "{}", seen["pages"]);
    assert_eq!(faults(&seen), "");
}

#[test]
fn lighthouse_finds_nothing_to_better() {
    let folder = Folder::new("audit-lighthouse-content");
    let content = folder.join("content");
    copy(&root().join("content"), &content);
    appraise(&content);
    let served = Served::new("audit-lighthouse", &content);
    let rounds = if every_page() { "3" } else { "1" };
    let figures = served.look("lighthouse.mjs", &["--host", HOST, "--rounds", rounds]);
    let figures = figures.as_array().unwrap();
    assert!(figures.len() >= 7, "{figures:?}");
    for page in figures {
        let scores = page["scores"].as_object().unwrap();
        assert!(scores.len() == 3 && scores.values().all(|score| *score == 1), "{page}");
        assert_eq!(page["cls"].as_f64(), Some(0.0), "{page}");
        // Times are what this machine has left for a browser beside the other tests: they are asserted where nothing
        // else runs.
        if every_page() {
            println!("{} {} TBT {} ms, LCP {} ms", page["kind"], page["path"], page["tbt"], page["lcp"]);
            assert!(page["tbt"] == 0 && page["lcp"].as_f64() <= Some(2000.0), "{page}");
        }
    }
}

/// Makes the sample what a project is when it goes public: a host of its own, numbers, every text reviewed. A trial asks
/// search engines to stay away, which Lighthouse rightly calls a fault.
fn appraise(folder: &Path) {
    let settings = folder.join("disan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("disan.example", HOST).replace("09xx xxx xxx", "0220 385 3333")).unwrap();
    let (mut file, _) = LedgerFile::open(folder).unwrap();
    file.ledger.leave_placeholder_hosts(HOST);
    file.save().unwrap();
    let content = load::load(folder).unwrap();
    let project = model::build(parse::parse(&content).0, &content).0.unwrap();
    for entry in &project.entries {
        let path = folder.join(&entry.facts_path);
        let mut facts = fs::read_to_string(&path).unwrap();
        for (lang, words) in entry.words.iter() {
            let review = "office = \"Phòng Văn hóa\"\nby = \"Nguyễn Văn A\"\non = 2026-11-20\n";
            facts += &format!("\n[reviewed.{lang}]\n{review}fingerprint = \"{}\"\n", words.fingerprint());
        }
        fs::write(path, facts).unwrap();
    }
}
