//! What keeps a sign from being printed, as diagnostics that name the sheet, the cause and the way to mend it.

use super::board::Fault;
use super::gate::Problem;
use super::options::Options;
use super::sign::Sign;
use crate::diagnostic::Diagnostic;
use crate::ledger::Claimed;
use crate::model::{Entry, Project, SignFormat};
use crate::parse::suggest;

/// A fault of setting as a diagnostic, at the place in the words or facts where the text stands.
pub fn diagnose(entry: &Entry, format: SignFormat, fault: &Fault) -> Diagnostic {
    let (rule, needle) = match fault {
        Fault::Glyph { character, .. } => ("print-missing-glyph", character.to_string()),
        Fault::Overflow { text } => ("print-overflow", text.clone()),
        Fault::NoPhone => {
            let fault = Diagnostic::error("print-card-without-phone").at(&entry.facts_path);
            return fault.with("entry", &entry.slug);
        }
    };
    let found = entry
        .words
        .iter()
        .map(|(_, words)| words)
        .find_map(|words| words.source.find(needle.as_str()).map(|at| (words, at..at + needle.len())));
    let diagnostic = match (found, fault) {
        (Some((words, span)), _) => Diagnostic::error(rule).at(&words.path).span(span),
        // A name of the owner or of a placement: advice about titles would lead astray.
        (None, Fault::Overflow { .. }) => Diagnostic::error("print-overflow-name").at(&entry.facts_path),
        (None, _) => Diagnostic::error(rule).at(&entry.facts_path),
    };
    let diagnostic = diagnostic
        .with("entry", &entry.slug)
        .with("format", format.id().to_uppercase())
        .with("text", start(fault.text()));
    match fault {
        Fault::Glyph { character, .. } => diagnostic
            .with("character", character.to_string())
            .with("number", format!("U+{:04X}", u32::from(*character))),
        Fault::Overflow { .. } | Fault::NoPhone => diagnostic,
    }
}

/// The start of a text, enough to find it by.
fn start(text: &str) -> String {
    match text.char_indices().nth(75) {
        Some((end, _)) => format!("{}…", text[..end].trim_end()),
        None => text.to_owned(),
    }
}

/// An address that no symbol holds.
pub fn too_long(entry: &Entry, url: &str) -> Diagnostic {
    Diagnostic::error("print-address-too-long").at(&entry.facts_path).with("entry", &entry.slug).with("url", url)
}

/// Codes that are printed but not in the ledger: nothing would keep them from being given away again. A code keeps the
/// host it was issued under when the project's host changes.
pub fn unissued(project: &Project, signs: &[Sign<'_>]) -> Vec<Diagnostic> {
    let issued = |sign: &Sign<'_>| {
        let row = project.ledger.claimed(sign.placement.host.as_deref(), sign.code, &project.settings.host);
        matches!(row, Claimed::Row(_))
    };
    let unissued = signs.iter().filter(|sign| !issued(sign));
    unissued.map(|sign| about("print-not-in-ledger", sign, "codes.csv").with("url", &sign.url)).collect()
}

/// What is chosen and is not there: an entry, a unit, a code.
pub fn unknown_choice(project: &Project, options: &Options) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let mut unknown = |rule, value: &str, near: Option<String>| {
        let fault = Diagnostic::error(rule).with("value", value);
        faults.push(match near {
            Some(near) => fault.with("suggestion", near),
            None => fault,
        });
    };
    let selection = &options.selection;
    for slug in selection.entries.iter().filter(|slug| project.entry(slug).is_none()) {
        let near = suggest(slug, project.entries.iter().map(|entry| entry.slug.as_str()));
        unknown("print-unknown-entry", slug, near.map(str::to_owned));
    }
    if let Some(id) = selection.unit.as_deref().filter(|id| project.units.get(id).is_none()) {
        let near = suggest(id, project.units.iter().map(|unit| unit.id.as_str()));
        unknown("print-unknown-unit", id, near.map(str::to_owned));
    }
    let has = |code| project.entries.iter().flat_map(|entry| &entry.placements).any(|p| p.code == Some(code));
    if let Some(code) = selection.code.filter(|code| !has(*code)) {
        unknown("print-unknown-code", &code.to_string(), None);
    }
    faults
}

/// Symbols in a file that nobody asked for: what they lead to is not in the ledger.
pub fn unasked(file: &str, count: usize) -> Diagnostic {
    Diagnostic::error("print-gate-unasked").with("file", file).with("count", count.to_string())
}

/// A diagnostic that names the sheet: entry, placement and file.
fn about(rule: &'static str, sign: &Sign<'_>, file: &str) -> Diagnostic {
    Diagnostic::error(rule)
        .at(&sign.entry.facts_path)
        .with("entry", &sign.entry.slug)
        .with("placement", &sign.placement.key)
        .with("code", sign.code.to_string())
        .with("file", file)
}

/// What the gate found wrong with a sign, as a diagnostic.
pub fn refuse(sign: &Sign<'_>, file: &str, problem: &Problem) -> Diagnostic {
    match problem {
        Problem::Missing => about("print-gate-missing", sign, file),
        Problem::Inverted => about("print-gate-inverted", sign, file),
        Problem::Payload { found } => {
            about("print-gate-payload", sign, file).with("expected", &sign.url).with("found", found)
        }
        Problem::Small { module, least } => about("print-gate-small", sign, file)
            .with("hundredths", format!("{:.0}", module * 100.0))
            .with("least", format!("{:.0}", least * 100.0)),
        Problem::QuietZone => about("print-gate-quiet-zone", sign, file),
        Problem::Contrast { contrast } => {
            about("print-gate-contrast", sign, file).with("contrast", format!("{:.0}", contrast * 100.0))
        }
        Problem::Covered { modules } => about("print-gate-covered", sign, file).with("modules", modules.to_string()),
        Problem::Unreadable => about("print-gate-unreadable", sign, file),
        Problem::Trial { trial } => about("print-gate-trial", sign, file).with("trial", *trial),
    }
}
