//! From single files to a project: what folders hand down, the order of entries, how far each text has come.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Contact, Entry, Project, Status};
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::parse::{FolderFacts, Parsed};

/// Assembles the project; none when the settings could not be read.
///
/// Two entries of one slug stay both, beside each other, for the check to name.
pub fn build(parsed: Parsed, content: &Content) -> (Option<Project>, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let Some(settings) = parsed.settings else { return (None, faults) };
    let mut entries = parsed.entries;
    for entry in &mut entries {
        inherit(entry, &parsed.folders, &settings.contact);
        review(entry);
    }
    parsed.translations.mark_stale(&mut entries);
    entries.sort_by(|a, b| (&a.slug, &a.folder).cmp(&(&b.slug, &b.folder)));
    for pair in entries.windows(2).filter(|pair| pair[0].slug == pair[1].slug) {
        let fault = Diagnostic::error("duplicate-slug").at(&pair[1].facts_path);
        faults.push(fault.with("slug", &pair[0].slug).with("other", &pair[0].folder));
    }
    let root = content.root.clone();
    let project = Project {
        root,
        settings,
        units: parsed.units,
        unit_contacts: parsed.unit_contacts,
        hotlines: parsed.hotlines,
        entries,
        ledger: parsed.ledger,
        headings: parsed.headings,
    };
    (Some(project), faults)
}

/// What the nearest `folder.toml` above sets and the entry leaves out; the project's own contact last.
fn inherit(entry: &mut Entry, folders: &BTreeMap<Box<str>, FolderFacts>, contact: &Arc<Contact>) {
    let facts = &mut entry.facts;
    for above in ancestors(&entry.folder).filter_map(|path| folders.get(path)) {
        if facts.unit.is_empty() {
            facts.unit = above.unit.clone();
        }
        if facts.team.is_none() {
            facts.team = above.team.clone();
        }
        if facts.contact.is_empty() {
            facts.contact = Arc::clone(&above.contact);
        }
    }
    if facts.contact.is_empty() {
        facts.contact = Arc::clone(contact);
    }
}

/// The folder itself and each above it, the content folder (empty path) last.
pub fn ancestors(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |path| match path.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None if path.is_empty() => None,
        None => Some(""),
    })
}

/// A text is reviewed as long as it is the text that was reviewed.
fn review(entry: &mut Entry) {
    let reviews = &entry.facts.reviewed;
    for (lang, words) in entry.words.iter_mut() {
        if reviews.get(lang).is_some_and(|review| review.fingerprint == *words.fingerprint()) {
            words.status = Status::Reviewed;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_hand_down_from_near_to_far() {
        assert_eq!(ancestors("a/b").collect::<Vec<_>>(), ["a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
    }
}
