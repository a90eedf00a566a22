//! Where a fault of the whole project stands: the model has no places, so the file is read again for it.

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Entry, ancestors};
use crate::parse::{FOLDER_FILE, Found, SETTINGS_FILE, Step, is_swallowed, locate};

/// `fault` at a value of the file at `path`, or at the file when the value is not there. None when the file cannot
/// be read, which has been said already.
pub fn at(content: &Content, path: &str, steps: &[Step], fault: Diagnostic) -> Option<Diagnostic> {
    let fault = fault.at(path);
    match locate(content.text(path)?, steps) {
        Found::Here(span) => Some(fault.span(span)),
        Found::Absent => Some(fault),
        Found::Unreadable => None,
    }
}

/// `fault` at the file at `path` which lacks `key`. None when the key is there: what is wrong with it has been said
/// already.
pub fn lacking(content: &Content, path: &str, key: &str, fault: Diagnostic) -> Option<Diagnostic> {
    let text = content.text(path)?;
    match locate(text, &[Step::Key(key)]) {
        Found::Absent if !is_swallowed(text, key) => Some(fault.at(path)),
        Found::Absent | Found::Here(_) | Found::Unreadable => None,
    }
}

/// The file that gives an entry `key`: its own, the nearest `folder.toml` above that has it, or the settings.
pub fn giver(content: &Content, entry: &Entry, key: &str) -> String {
    let has =
        |path: &str| content.text(path).is_some_and(|text| !matches!(locate(text, &[Step::Key(key)]), Found::Absent));
    if has(&entry.facts_path) {
        return entry.facts_path.clone();
    }
    let folder_file =
        |folder: &str| if folder.is_empty() { FOLDER_FILE.into() } else { format!("{folder}/{FOLDER_FILE}") };
    let above = ancestors(&entry.folder).map(folder_file).find(|path| has(path));
    above.unwrap_or_else(|| if has(SETTINGS_FILE) { SETTINGS_FILE.into() } else { entry.facts_path.clone() })
}
