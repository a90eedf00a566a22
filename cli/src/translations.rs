//! Which source text each translation was last in step with: `translations.csv`.
//!
//! A row pairs the fingerprints of a translation and of its source as somebody compared them. A source edited since
//! then makes the translation stale; a translation without a row was never compared: a draft, not stale.

use disan_server::catalog::Lang;

use crate::diagnostic::Diagnostic;
use crate::model::{Entry, Status};
use crate::table::{self, Record, TableError};

/// File name of the table in the content folder.
pub const TRANSLATIONS_FILE: &str = "translations.csv";

const COLUMNS: [&str; 6] =
    ["entry", "lang", "source_lang", "source_fingerprint", "translation_fingerprint", table::CHECKSUM];

/// A translation and its source, as they were when somebody said that they are in step.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pairing {
    /// Slug of the entry.
    pub entry: String,
    /// Language of the translation.
    pub lang: Lang,
    /// Language of the source.
    pub source_lang: Lang,
    /// Fingerprint of the source.
    pub source: String,
    /// Fingerprint of the translation.
    pub translation: String,
}

/// All pairings, by entry and language.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Translations {
    rows: Vec<Pairing>,
    /// Whether the file holds rows that could not be read; such a table is never written.
    pub damaged: bool,
}

impl Pairing {
    fn key(&self) -> (&str, &Lang) {
        (&self.entry, &self.lang)
    }

    fn fields(&self) -> Vec<String> {
        let (lang, source_lang) = (self.lang.to_string(), self.source_lang.to_string());
        vec![self.entry.clone(), lang, source_lang, self.source.clone(), self.translation.clone()]
    }

    fn read(record: &Record) -> Option<Pairing> {
        let [entry, lang, source_lang, source, translation, sum] = record.fields.as_slice() else { return None };
        (table::checksum(&record.fields[..COLUMNS.len() - 1]) == *sum).then_some(())?;
        Some(Pairing {
            entry: entry.clone(),
            lang: lang.parse().ok()?,
            source_lang: source_lang.parse().ok()?,
            source: source.clone(),
            translation: translation.clone(),
        })
    }
}

impl Translations {
    /// Reads the table from the text of its file, which stands at `path` under the content folder. Every row that
    /// cannot be trusted is an error of its own and left out.
    pub fn parse(text: &str, path: &str) -> (Translations, Vec<Diagnostic>) {
        let records = match table::read(text, &COLUMNS) {
            Ok(records) => records,
            Err(TableError::Header(found)) => {
                let fault = Diagnostic::error("translations-header").at(path).with("found", found);
                let table = Translations { damaged: true, ..Translations::default() };
                return (table, vec![fault.with("expected", COLUMNS.join(","))]);
            }
        };
        let mut table = Translations::default();
        let mut faults = Vec::new();
        for record in records {
            match Pairing::read(&record) {
                // Of two rows the later one holds: at worst a translation is compared once more.
                Some(pairing) => table.set(pairing),
                None => {
                    let entry = record.fields.first().cloned().unwrap_or_default();
                    let fault = Diagnostic::error("translations-row").at(path).span(record.span);
                    faults.push(fault.with("entry", entry));
                }
            }
        }
        table.damaged = !faults.is_empty();
        (table, faults)
    }

    /// The bytes of the file: the same for the same rows.
    pub fn to_csv(&self) -> String {
        table::write(&COLUMNS, self.rows.iter().map(Pairing::fields))
    }

    /// The pairing of an entry's translation.
    pub fn get(&self, entry: &str, lang: &Lang) -> Option<&Pairing> {
        self.rows.binary_search_by(|row| row.key().cmp(&(entry, lang))).ok().map(|i| &self.rows[i])
    }

    /// Adds a pairing, or replaces the one of the same entry and language.
    pub fn set(&mut self, pairing: Pairing) {
        match self.rows.binary_search_by(|row| row.key().cmp(&pairing.key())) {
            Ok(i) => self.rows[i] = pairing,
            Err(i) => self.rows.insert(i, pairing),
        }
    }

    /// The pairing of `entry` under its slug or a former one.
    pub fn of(&self, entry: &Entry, lang: &Lang) -> Option<&Pairing> {
        let slugs = std::iter::once(&entry.slug).chain(&entry.facts.formerly);
        slugs.into_iter().find_map(|slug| self.get(slug, lang))
    }

    /// Marks each text whose source has changed since the two were last in step.
    pub fn mark_stale(&self, entries: &mut [Entry]) {
        if self.rows.is_empty() {
            return;
        }
        for entry in entries {
            let stale: Vec<Lang> =
                entry.words.iter().map(|(lang, _)| lang).filter(|lang| self.is_stale(entry, lang)).cloned().collect();
            for lang in stale {
                if let Some(words) = entry.words.get_mut(&lang) {
                    words.status = Status::Stale;
                }
            }
        }
    }

    fn is_stale(&self, entry: &Entry, lang: &Lang) -> bool {
        self.of(entry, lang).is_some_and(|pairing| {
            let source = entry.words.get(&pairing.source_lang);
            source.is_some_and(|source| *source.fingerprint() != *pairing.source)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Facts, GuideFacts, KindFacts, Words, fingerprint};

    fn pairing(entry: &str, source: &str) -> Pairing {
        Pairing {
            entry: entry.into(),
            lang: Lang::en(),
            source_lang: Lang::vi(),
            source: fingerprint(source).into(),
            translation: fingerprint("t1").into(),
        }
    }

    fn words(source: &str) -> Words {
        Words {
            path: "con-son/vi.md".into(),
            source: source.into(),
            title: "Chùa".into(),
            summary: "".into(),
            summary_markdown: 0..0,
            lead: 0..0,
            sections: vec![],
            references: Box::default(),
            status: Status::Draft,
        }
    }

    fn entry(slug: &str, formerly: &[&str], source: &str) -> Entry {
        Entry {
            slug: slug.into(),
            folder: slug.into(),
            facts_path: format!("{slug}/guide.toml"),
            facts: Facts { formerly: formerly.iter().map(|s| (*s).to_owned()).collect(), ..Facts::default() },
            kind: KindFacts::Guide(GuideFacts::default()),
            words: [(Lang::vi(), words(source)), (Lang::en(), words("t1"))].into_iter().collect(),
            recordings: Default::default(),
            placements: vec![],
        }
    }

    fn statuses(translations: &Translations, entry: Entry) -> Vec<Status> {
        let mut entries = [entry];
        translations.mark_stale(&mut entries);
        entries[0].words.iter().map(|(_, words)| words.status).collect()
    }

    #[test]
    fn an_edited_source_makes_its_translation_stale_until_it_is_accepted() {
        let mut translations = Translations::default();
        // In the order of the tags: en, vi.
        assert_eq!(statuses(&translations, entry("con-son", &[], "s2")), [Status::Draft, Status::Draft]);
        translations.set(pairing("con-son", "s1"));
        assert_eq!(statuses(&translations, entry("con-son", &[], "s1")), [Status::Draft, Status::Draft]);
        assert_eq!(statuses(&translations, entry("con-son", &[], "s2")), [Status::Stale, Status::Draft]);
        assert_eq!(statuses(&translations, entry("chua-hun", &["con-son"], "s2")), [Status::Stale, Status::Draft]);
        translations.set(pairing("con-son", "s2"));
        assert_eq!(statuses(&translations, entry("con-son", &[], "s2")), [Status::Draft, Status::Draft]);
    }

    #[test]
    fn what_is_written_reads_back_and_a_changed_row_is_named() {
        let mut translations = Translations::default();
        translations.set(pairing("kiep-bac", "s1"));
        translations.set(pairing("con-son", "s1"));
        let text = translations.to_csv();
        assert!(
            text.starts_with("entry,lang,source_lang,source_fingerprint,translation_fingerprint,checksum\ncon-son,")
        );
        let semicolons = text.replace(',', ";");
        for text in [&text, &semicolons] {
            assert_eq!(Translations::parse(text, "translations.csv"), (translations.clone(), vec![]));
        }
        let (rest, faults) = Translations::parse(&text.replace("con-son,", "con-son-2,"), "translations.csv");
        assert!(rest.damaged && rest.get("kiep-bac", &Lang::en()).is_some());
        assert_eq!((faults.len(), faults[0].rule), (1, "translations-row"));
        assert_eq!(faults[0].values, [("entry", "con-son-2".to_owned())]);
    }
}
