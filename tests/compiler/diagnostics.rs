//! Every rule has a tiny project that breaks it, and the exact words in both languages:
//! `fixtures/invalid/<rule>/expected.<lang>.txt`. `UPDATE_GOLDEN=1` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use disan::diagnostic::{Diagnostic, render};
use disan::load::{self, Content, Source};
use disan::microsite::{self, Options};
use disan::write::Stage;
use disan::{check, model, parse, print};
use disan_server::catalog::{Code, Lang, Locale};
use jiff::civil::{Date, date};
use rayon::prelude::*;

use crate::driver::{Folder, copy, program, said};

const TODAY: Date = date(2026, 11, 22);

/// Rules of pages over the budget, which only rendering shows.
const WEIGHT_RULES: [&str; 3] = ["heavy-first-view", "heavy-list", "heavy-page"];

/// Rules that only content about to be published can break.
const RELEASE_RULES: [&str; 6] = [
    "hotline-unchecked",
    "illustration-only",
    "placeholder-host",
    "placeholder-phone",
    "placeholder-text",
    "unreviewed-text",
];

/// Tables under `diagnostic` that are no rules.
const NO_RULES: [&str; 5] = ["count", "found", "language", "level", "type"];

/// Rules of signs that no content breaks, only a fault of this program: the tests of the print stage break them.
const LAYOUT_RULES: [&str; 12] = [
    "print-address-too-long",
    "print-gate-contrast",
    "print-gate-covered",
    "print-gate-inverted",
    "print-gate-missing",
    "print-gate-payload",
    "print-gate-quiet-zone",
    "print-gate-small",
    "print-gate-trial",
    "print-gate-unasked",
    "print-gate-unreadable",
    "print-not-in-ledger",
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/invalid")
}

fn locales() -> [Locale; 2] {
    [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang))
}

fn faults(content: &Content, release: bool) -> Vec<Diagnostic> {
    let (parsed, mut faults) = parse::parse(content);
    let (project, more) = model::build(parsed, content);
    faults.extend(more);
    if let Some(project) = project {
        faults.extend(check::check(&project, content, TODAY, release));
    }
    faults
}

/// What is said of the weight of the pages of a sound project.
fn weights(content: &Content, release: bool) -> Vec<Diagnostic> {
    let project = model::build(parse::parse(content).0, content).0.unwrap();
    let options = Options { today: TODAY, compress: true, static_host: false, pictures: true, cache: None };
    let heavy = microsite::weigh(&project, content, &options).unwrap();
    check::weights(&heavy, &project, content, release)
}

/// What is said of the signs of a project whose pages need not be sound, when those are chosen that break `rule`.
fn signs(rule: &str, content: &Content) -> Vec<Diagnostic> {
    let project = model::build(parse::parse(content).0, content).0.unwrap();
    let mut options = print::Options::new(&project, TODAY);
    let selection = &mut options.selection;
    match rule {
        "print-unknown-entry" => selection.entries = ["den-suut".to_owned()].into(),
        "print-unknown-unit" => selection.unit = Some("dooi".into()),
        "print-unknown-code" => selection.code = Code::from_stem(1000).ok(),
        "print-nothing" => selection.unit = Some("doi".into()),
        _ => {}
    }
    let (material, mut faults) = print::Material::read(&project, content, false);
    options.material = material;
    let out = std::env::temp_dir().join(format!("disan-{rule}-{}", std::process::id()));
    match print::render(&project, &options, &Stage::open(&out).unwrap()) {
        Ok(_) => {}
        Err(print::Error::Faults(found)) => faults.extend(found),
        Err(error) => panic!("{rule}: {error}"),
    }
    fs::remove_dir_all(out).unwrap();
    faults
}

/// Names of the folders in `fixtures/invalid`.
fn fixture_names() -> Vec<String> {
    let names = fs::read_dir(fixtures()).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    names
}

/// What is wrong with the words of one fixture.
fn complaints(rule: &str, locales: &[Locale; 2]) -> Vec<String> {
    let root = fixtures().join(rule);
    let content = load::load(&root).unwrap();
    let mut faults = match rule.starts_with("print-") {
        true => signs(rule, &content),
        false => faults(&content, RELEASE_RULES.contains(&rule)),
    };
    if WEIGHT_RULES.contains(&rule) {
        faults.extend(weights(&content, false));
    }
    let mut wrong = Vec::new();
    if !faults.iter().any(|fault| fault.rule == rule) {
        wrong.push(format!("{rule} is not broken by its fixture: {faults:?}"));
    }
    for locale in locales {
        for fault in &faults {
            let keys = fault.value("cause").into_iter().chain(["message"]);
            let keys = keys.map(|name| format!("diagnostic.{}.{name}", fault.rule));
            wrong.extend(keys.filter(|key| !locale.has(key)).map(|key| format!("{} has no {key}", locale.lang())));
        }
        let said = render(&faults, &content, locale, false);
        wrong.extend(unfilled(&said).map(|name| format!("{rule}: {{{name}}} is not filled in")));
        let golden = root.join(format!("expected.{}.txt", locale.lang()));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &said).unwrap();
        } else if fs::read_to_string(&golden).unwrap_or_default() != said {
            wrong.push(format!("{} differs; UPDATE_GOLDEN=1 writes:\n{said}", golden.display()));
        }
    }
    wrong
}

/// Names in braces that stayed in a text.
fn unfilled(said: &str) -> impl Iterator<Item = &str> {
    let names = said.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name);
    names.filter(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'))
}

#[test]
fn every_rule_says_exactly_what_its_fixture_expects() {
    let locales = locales();
    let wrong: Vec<String> = fixture_names().par_iter().flat_map_iter(|rule| complaints(rule, &locales)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A page over the budget is built all the same, with a warning; content with such a page is not to be published.
#[test]
fn heavy_pages_are_built_but_not_published() {
    WEIGHT_RULES.par_iter().for_each(|rule| {
        let folder = Folder::new(&format!("weight-{rule}"));
        let content = folder.join("content");
        copy(&fixtures().join(rule), &content);
        let told = |command: &str, options: &[&str]| {
            let mut command_line = program("disan");
            command_line.env("LC_ALL", "en_US.UTF-8").arg(command).arg(&content).args(options);
            command_line.output().unwrap()
        };
        let out = folder.join("dist");
        let built = told("build", &["--out", out.to_str().unwrap()]);
        assert!(built.status.success() && said(&built).contains(&format!("warning[{rule}]")), "{}", said(&built));
        assert!(out.join("site/en/relics/den-suot/index.html").is_file());
        let checked = told("check", &["--release"]);
        assert!(!checked.status.success() && said(&checked).contains(&format!("error[{rule}]")), "{}", said(&checked));
    });
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let [locale, _] = locales();
    let rules: BTreeSet<&str> = locale
        .keys()
        .filter_map(|key| key.strip_prefix("diagnostic.")?.split_once('.'))
        .map(|(rule, _)| rule)
        .filter(|rule| !NO_RULES.contains(rule) && !LAYOUT_RULES.contains(rule))
        .collect();
    assert_eq!(rules.into_iter().collect::<Vec<_>>(), fixture_names());
}

/// Whatever people type, the program answers with words, never with a crash: every text of the small project is
/// damaged in many ways.
#[test]
fn damaged_content_is_answered_with_words() {
    let [locale, _] = locales();
    (0..120_u64).into_par_iter().for_each(|round| {
        let mut seed = 0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(round + 1);
        let mut content = load::load(&fixtures().join("../small")).unwrap();
        let files: Vec<(usize, usize)> = content
            .folders
            .iter()
            .enumerate()
            .flat_map(|(f, folder)| (0..folder.texts.len()).map(move |t| (f, t)))
            .collect();
        let (f, t) = files[round as usize % files.len()];
        let file = &mut content.folders[f].texts[t];
        let mut bytes = file.source.text().unwrap().as_bytes().to_vec();
        damage(&mut bytes, &mut seed);
        file.source = Source::new(&bytes);
        let faults = faults(&content, true);
        assert!(!render(&faults, &content, &locale, false).contains("diagnostic."), "{}", file_name(&content, f, t));
    });
}

fn file_name(content: &Content, folder: usize, text: usize) -> String {
    content.folders[folder].join(&content.folders[folder].texts[text].name)
}

/// Removes, repeats or replaces a few pieces.
fn damage(bytes: &mut Vec<u8>, seed: &mut u64) {
    const PIECES: [&[u8]; 12] =
        [b"\"", b"[", b"]]", b"\n# ", b"=", b"\xc3", b"\xe2\x80\xae", b"![](", b"`", b"\n\n", b"{", "ệ".as_bytes()];
    let mut draw = |below: usize| {
        *seed ^= *seed << 13;
        *seed ^= *seed >> 7;
        *seed ^= *seed << 17;
        (*seed % below.max(1) as u64) as usize
    };
    for _ in 0..=draw(4) {
        let at = draw(bytes.len());
        let end = (at + draw(12)).min(bytes.len());
        match draw(3) {
            0 => drop(bytes.drain(at..end)),
            1 => drop(bytes.splice(at..at, PIECES[draw(PIECES.len())].iter().copied()).collect::<Vec<_>>()),
            _ => {
                let piece = bytes[at..end].to_vec();
                drop(bytes.splice(at..at, piece).collect::<Vec<_>>());
            }
        }
    }
}
