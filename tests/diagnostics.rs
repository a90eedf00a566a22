//! Every rule has a tiny project that breaks it, and the exact words in both languages:
//! `fixtures/invalid/<rule>/expected.<lang>.txt`. `UPDATE_GOLDEN=1` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use disan::diagnostic::{Diagnostic, render};
use disan::load::{self, Content};
use disan::{check, model, parse};
use disan_server::catalog::{Lang, Locale};
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 22);

/// Rules that only content about to be published can break.
const RELEASE_RULES: [&str; 5] =
    ["hotline-unchecked", "illustration-only", "placeholder-host", "placeholder-phone", "unreviewed-text"];

/// Tables under `diagnostic` that are no rules.
const NO_RULES: [&str; 5] = ["count", "found", "language", "level", "type"];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/fixtures/invalid")
}

fn faults(root: &Path, release: bool) -> (Content, Vec<Diagnostic>) {
    let content = load::load(root).unwrap();
    let (parsed, mut faults) = parse::parse(&content);
    let (project, more) = model::build(parsed, &content);
    faults.extend(more);
    if let Some(project) = project {
        faults.extend(check::check(&project, &content, TODAY, release));
    }
    (content, faults)
}

/// Names of the folders in `fixtures/invalid`.
fn fixture_names() -> BTreeSet<String> {
    let names = fs::read_dir(fixtures()).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap());
    names.filter(|name| !name.starts_with('.')).collect()
}

#[test]
fn every_rule_says_exactly_what_its_fixture_expects() {
    let update = std::env::var_os("UPDATE_GOLDEN").is_some();
    let mut wrong = Vec::new();
    for rule in fixture_names() {
        let root = fixtures().join(&rule);
        let (content, faults) = faults(&root, RELEASE_RULES.contains(&rule.as_str()));
        assert!(faults.iter().any(|fault| fault.rule == rule), "{rule} is not broken by its fixture: {faults:?}");
        for lang in [Lang::vi(), Lang::en()] {
            let said = render(&faults, &content, &Locale::embedded(&lang), false);
            let golden = root.join(format!("expected.{lang}.txt"));
            if update {
                fs::write(&golden, &said).unwrap();
            } else if fs::read_to_string(&golden).unwrap_or_default() != said {
                wrong.push(format!("{}\n{said}", golden.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE_GOLDEN=1 writes what is said now:\n{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_fixture_and_every_fixture_a_rule() {
    let locale = Locale::embedded(&Lang::vi());
    let rules: BTreeSet<String> = locale
        .keys()
        .filter_map(|key| key.strip_prefix("diagnostic.")?.split_once('.'))
        .map(|(rule, _)| rule.to_owned())
        .filter(|rule| !NO_RULES.contains(&rule.as_str()))
        .collect();
    assert_eq!(rules, fixture_names());
}

#[test]
fn what_the_fixtures_break_has_words_in_both_languages() {
    let locales = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
    for name in fixture_names() {
        for fault in faults(&fixtures().join(&name), true).1 {
            let key = format!("diagnostic.{}.message", fault.rule);
            assert!(locales.iter().all(|locale| locale.has(&key)), "{key}");
            let cause = fault.value("cause").map(|cause| format!("diagnostic.{}.{cause}", fault.rule));
            assert!(cause.iter().all(|key| locales.iter().all(|locale| locale.has(key))), "{cause:?}");
        }
    }
}

#[test]
fn no_value_stays_unfilled() {
    for name in fixture_names() {
        let (content, faults) = faults(&fixtures().join(&name), true);
        for lang in [Lang::vi(), Lang::en()] {
            for fault in &faults {
                let said = render(std::slice::from_ref(fault), &content, &Locale::embedded(&lang), false);
                let words =
                    said.lines().filter(|line| line.contains("[") && !line.contains('|') || line.contains(" = "));
                for line in words {
                    let name = line.split('{').nth(1).and_then(|rest| rest.split_once('}')).map(|(name, _)| name);
                    let plain =
                        |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
                    assert!(!name.is_some_and(plain), "{line}");
                }
            }
        }
    }
}
