//! How far each text has come: missing, stale, draft, reviewed.

use disan_server::catalog::{Lang, Locale};

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Entry, Project, Status};
use crate::translations::{TRANSLATIONS_FILE, Translations};

/// A warning for each translation whose source has changed since the two were last in step.
pub fn translations(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let text = content.text(TRANSLATIONS_FILE).map_or("", |text| &**text);
    let (table, _) = Translations::parse(text, TRANSLATIONS_FILE);
    let stale = |entry: &Entry, lang: &Lang| {
        let words = entry.words.get(lang).filter(|words| words.status == Status::Stale)?;
        let source = entry.words.get(&table.of(entry, lang)?.source_lang)?;
        let fault = Diagnostic::warning("stale-translation").at(&*words.path).with("source", &*source.path);
        let edited = table.of(entry, lang).is_some_and(|pairing| *pairing.translation != *words.fingerprint());
        let fault = fault.with("path", &*words.path).with("entry", &entry.slug).with("lang", lang.as_str());
        Some(fault.with("cause", if edited { "edited" } else { "unchanged" }))
    };
    let texts = project.entries.iter().flat_map(|entry| entry.words.iter().map(move |(lang, _)| (entry, lang)));
    texts.filter_map(|(entry, lang)| stale(entry, lang)).collect()
}

/// How many texts of each language have come how far, as a table for people; a line a language of the project.
pub fn status_table(project: &Project, locale: &Locale) -> String {
    let column = |name: &str| locale.text(&format!("cli.check.status.{name}")).to_owned();
    let mut lines = vec![["language", "missing", "stale", "draft", "reviewed"].map(column)];
    for lang in &project.settings.languages {
        let count = |status: Option<Status>| {
            let texts = project.entries.iter().map(|entry| entry.words.get(lang).map(|words| words.status));
            locale.number(texts.filter(|s| *s == status).count() as i64)
        };
        let counts = [None, Some(Status::Stale), Some(Status::Draft), Some(Status::Reviewed)].map(count);
        let key = format!("language.{lang}");
        let name = if locale.has(&key) { locale.text(&key).to_owned() } else { lang.to_string() };
        let [missing, stale, draft, reviewed] = counts;
        lines.push([name, missing, stale, draft, reviewed]);
    }
    let widths: Vec<usize> =
        (0..lines[0].len()).map(|i| lines.iter().map(|l| l[i].chars().count()).max().unwrap_or_default()).collect();
    let mut table = String::new();
    for line in &lines {
        // Names to the left, numbers to the right.
        table.push_str(&format!("{:<width$}", line[0], width = widths[0]));
        for (cell, &width) in line.iter().zip(&widths).skip(1) {
            table.push_str(&format!("  {cell:>width$}"));
        }
        table.push('\n');
    }
    table
}
