//! What keeps a sign from being printed, as diagnostics that name the sheet, the cause and the way to mend it.

use super::board::Fault;
use super::gate::Problem;
use super::{Job, POSTER, Sign};
use crate::diagnostic::Diagnostic;
use crate::ledger::Claimed;
use crate::model::{Entry, Project};

/// A fault of setting as a diagnostic, at the place in the words or facts where the text stands.
pub fn diagnose(entry: &Entry, fault: &Fault) -> Diagnostic {
    let (rule, text) = match fault {
        Fault::Glyph { text, .. } => ("print-missing-glyph", text),
        Fault::Overflow { text } => ("print-overflow", text),
    };
    let found = entry.words.iter().map(|(_, words)| words).find_map(|words| {
        let needle = match fault {
            Fault::Glyph { character, .. } => character.to_string(),
            Fault::Overflow { text } => text.clone(),
        };
        words.source.find(needle.as_str()).map(|at| (words, at..at + needle.len()))
    });
    let diagnostic = match found {
        Some((words, span)) => Diagnostic::error(rule).at(&words.path).span(span),
        None => Diagnostic::error(rule).at(&entry.facts_path),
    };
    let diagnostic =
        diagnostic.with("entry", &entry.slug).with("format", POSTER.id.to_uppercase()).with("text", start(text));
    match fault {
        Fault::Glyph { character, .. } => diagnostic
            .with("character", character.to_string())
            .with("number", format!("U+{:04X}", u32::from(*character))),
        Fault::Overflow { .. } => diagnostic,
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
    let issued = |job: &Job<'_>| {
        let row = project.ledger.claimed(job.placement.host.as_deref(), job.code, &project.settings.host);
        matches!(row, Claimed::Row(_))
    };
    let unissued = signs.iter().filter(|sign| !issued(&sign.job));
    unissued.map(|sign| about("print-not-in-ledger", sign, "codes.csv").with("url", &sign.url)).collect()
}

/// A diagnostic that names the sheet: entry, placement and file.
fn about(rule: &'static str, sign: &Sign<'_>, file: &str) -> Diagnostic {
    Diagnostic::error(rule)
        .at(&sign.job.entry.facts_path)
        .with("entry", &sign.job.entry.slug)
        .with("placement", &sign.job.placement.key)
        .with("code", sign.job.code.to_string())
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
