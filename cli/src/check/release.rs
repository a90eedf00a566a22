//! What must not be published: `--release` makes these errors, without it they make a trial.

use disan_server::catalog::Kind;

use super::place::{at, giver};
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Contact, Entry, Project, ReferenceTarget, Status};
use crate::parse::{HOTLINES_FILE, SETTINGS_FILE, Step, UNITS_FILE};

/// Faults of the project as a whole.
pub fn project(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let settings = &project.settings;
    if settings.host_is_placeholder() && !settings.host.is_empty() {
        let fault = Diagnostic::error("placeholder-host").with("host", &settings.host);
        faults.extend(at(content, SETTINGS_FILE, &[Step::Key("host")], fault));
    }
    faults.extend(phones(&settings.contact, SETTINGS_FILE, &[], content));
    for (n, unit) in project.units.iter().enumerate() {
        if let Some(contact) = project.unit_contacts.get(&unit.id) {
            faults.extend(phones(contact, UNITS_FILE, &[Step::Key("unit"), Step::Nth(n)], content));
        }
    }
    for (n, hotline) in project.hotlines.iter().enumerate() {
        let row = [Step::Key("hotline"), Step::Nth(n)];
        if is_placeholder(&hotline.number) {
            let fault = Diagnostic::error("placeholder-phone").with("value", &hotline.number);
            faults.extend(at(content, HOTLINES_FILE, &[row[0], row[1], Step::Key("number")], fault));
        }
        if hotline.checked_on.is_none() {
            let fault = Diagnostic::error("hotline-unchecked").with("id", &hotline.id);
            faults.extend(at(content, HOTLINES_FILE, &[row[0], row[1], Step::Key("id")], fault));
        }
    }
    faults
}

/// Faults of one entry.
pub fn entry(entry: &Entry, project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (lang, words) in entry.words.iter().filter(|(_, words)| !words.title.is_empty()) {
        if words.status == Status::Reviewed {
            continue;
        }
        let cause = match entry.facts.review(lang) {
            Some(review) if review.fingerprint == *words.fingerprint() => "stale",
            Some(_) => "edited",
            // TOML takes no [reviewed.vi] below a reviewed.en = { … }.
            None if has_inline_review(entry, content) => "beside",
            None => "never",
        };
        let fault = Diagnostic::error("unreviewed-text").at(&*words.path).with("facts", &entry.facts_path);
        let fault = fault.with("lang", lang.as_str()).with("fingerprint", words.fingerprint());
        faults.push(fault.with("entry", &entry.slug).with("cause", cause));
    }
    if entry.facts.contact != project.settings.contact {
        let path = giver(content, entry, "contact");
        faults.extend(phones(&entry.facts.contact, &path, &[], content));
    }
    if entry.kind() == Kind::Relic && is_only_drawn(entry) {
        let steps = [Step::Key("cover"), Step::Key("illustration")];
        faults.extend(at(content, &entry.facts_path, &steps, Diagnostic::error("illustration-only")));
    }
    faults
}

/// Whether the facts have a review of another text that is no `[reviewed.…]` of its own.
fn has_inline_review(entry: &Entry, content: &Content) -> bool {
    let text = content.text(&entry.facts_path).map_or("", |text| &**text);
    !entry.facts.reviewed.is_empty() && !text.lines().any(|line| line.trim_start().starts_with("[reviewed."))
}

/// Whether an entry has pictures, and all of them are drawn.
fn is_only_drawn(entry: &Entry) -> bool {
    let facts = &entry.facts;
    let Some(cover) = &facts.cover else { return false };
    let mut references = entry.words.iter().flat_map(|(_, words)| words.references.iter());
    cover.illustration
        && facts.pictures.iter().all(|picture| picture.illustration)
        && !references.any(|r| r.target == ReferenceTarget::Picture && !r.address.ends_with(".svg"))
}

/// Placeholders among the numbers of a contact that the file at `path` gives in the table at `table`.
fn phones(contact: &Contact, path: &str, table: &[Step], content: &Content) -> Vec<Diagnostic> {
    let numbers = [("phone", &contact.phone), ("personal_phone", &contact.personal_phone), ("zalo", &contact.zalo)];
    let placeholders = numbers.into_iter().filter_map(|(key, number)| Some((key, number.as_deref()?)));
    placeholders
        .filter(|(_, number)| is_placeholder(number))
        .filter_map(|(key, number)| {
            let fault = Diagnostic::error("placeholder-phone").with("value", number);
            let steps: Vec<Step> = table.iter().copied().chain([Step::Key("contact"), Step::Key(key)]).collect();
            at(content, path, &steps, fault)
        })
        .collect()
}

/// Whether a number is one like `09xx xxx xxx`.
fn is_placeholder(number: &str) -> bool {
    let digits =
        number.chars().all(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X' | ' ' | '.' | '-' | '+' | '(' | ')'));
    digits && number.contains(['x', 'X'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_told_from_numbers_and_links() {
        assert!(is_placeholder("09xx xxx xxx") && is_placeholder("0220.XXX.XXX"));
        assert!(!is_placeholder("0912 345 678") && !is_placeholder("https://zalo.me/0912345678"));
    }
}
