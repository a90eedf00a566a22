//! Faults of `disan.toml` that need more than the file itself.

use disan_server::catalog::Kind;

use super::place::at;
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Project, anchor};
use crate::parse::{SETTINGS_FILE, Step};

/// Faults of the settings.
pub fn settings(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if project.entries.is_empty() {
        faults.push(Diagnostic::error("empty-project").at(SETTINGS_FILE));
    }
    faults.extend(languages(project, content));
    faults.extend(kind_words(project, content));
    faults
}

/// Languages that are named but that the project does not have.
fn languages(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let settings = &project.settings;
    let has = |lang| settings.languages.contains(lang);
    let mut faults = Vec::new();
    if !has(&settings.international) {
        let fault = Diagnostic::error("unknown-language").with("language", settings.international.as_str());
        faults.extend(at(content, SETTINGS_FILE, &[Step::Key("international")], fault.with("key", "international")));
    }
    for (lang, chain) in settings.fallback.iter() {
        for missing in std::iter::once(lang).chain(chain).filter(|lang| !has(lang)) {
            let fault = Diagnostic::error("unknown-language").with("language", missing.as_str());
            let steps = [Step::Key("fallback"), Step::Key(lang.as_str())];
            faults.extend(at(content, SETTINGS_FILE, &steps, fault.with("key", "fallback")));
        }
    }
    faults
}

/// Words for kinds that make no address, or the address of two kinds.
fn kind_words(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for lang in &project.settings.languages {
        let mut seen: Vec<&str> = Vec::new();
        for kind in Kind::ALL {
            let word = project.kind_word(kind, lang);
            let clean = anchor(word);
            let steps = [Step::Key("kinds"), Step::Key(kind.id()), Step::Key(lang.as_str())];
            if word != clean || !word.is_ascii() {
                let fault = Diagnostic::error("bad-kind-word").with("value", word).with("suggestion", clean);
                faults.extend(at(content, SETTINGS_FILE, &steps, fault));
            } else if seen.contains(&word) {
                let fault = Diagnostic::error("kind-word-twice").with("value", word);
                faults.extend(at(content, SETTINGS_FILE, &steps, fault.with("language", lang.as_str())));
            }
            seen.push(word);
        }
    }
    faults
}
