//! From texts to facts and words. Every fault is collected; nothing here touches a disk.

mod coordinates;
mod facts;
mod folder;
mod kinds;
mod locate;
mod paper;
mod recordings;
mod scan;
mod settings;
mod suggest;
mod table;
mod toml_fault;
mod units;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

use disan_server::catalog::{Lang, Locale, Units};
use rayon::prelude::*;

pub use crate::facts_file::MAIN;
pub use folder::{FACTS_FILES, facts_file};
pub use locate::{Found, Step, is_swallowed, locate};
pub use suggest::suggest;
pub use toml_fault::toml_fault;
pub use units::FolderFacts;
pub use words::words;

use crate::diagnostic::Diagnostic;
use crate::ledger::{LEDGER_FILE, Ledger};
use crate::load::Content;
use crate::model::{Contact, Entry, Headings, Hotline, Settings};
use crate::translations::{TRANSLATIONS_FILE, Translations};
use folder::{ReadFolder, read_folder};
use table::File;

/// Name of the settings file.
pub const SETTINGS_FILE: &str = "disan.toml";
/// Name of the file of units.
pub const UNITS_FILE: &str = "units.toml";
/// Name of the file of public numbers.
pub const HOTLINES_FILE: &str = "hotlines.toml";
/// Name of the file that sets facts for a folder and all below.
pub const FOLDER_FILE: &str = "folder.toml";

/// Files that may stand in the content folder itself.
const ROOT_FILES: [&str; 6] = [SETTINGS_FILE, UNITS_FILE, HOTLINES_FILE, FOLDER_FILE, LEDGER_FILE, TRANSLATIONS_FILE];

/// The units of a text as `units.toml` holds them, and what is wrong with it.
pub fn units_of(text: &str, languages: &[Lang]) -> (Units, Vec<Diagnostic>) {
    let mut file = File::new(UNITS_FILE, languages);
    let units = units::units(text, &mut file).units;
    (Units::new(units), file.faults)
}

/// A content folder, each file understood by itself.
#[derive(Debug)]
pub struct Parsed {
    /// `disan.toml`; none when it is missing or cannot be read.
    pub settings: Option<Settings>,
    /// `units.toml`.
    pub units: Units,
    /// How to reach a unit or team, by its id; from `units.toml` too.
    pub unit_contacts: BTreeMap<String, Arc<Contact>>,
    /// `hotlines.toml`.
    pub hotlines: Vec<Hotline>,
    /// Each `folder.toml`, by its folder.
    pub folders: BTreeMap<Box<str>, FolderFacts>,
    /// Every entry, by folder; nothing inherited yet.
    pub entries: Vec<Entry>,
    /// `codes.csv`.
    pub ledger: Ledger,
    /// `translations.csv`.
    pub translations: Translations,
    /// The headings that open each section.
    pub headings: Headings,
}

/// What the entries are read with.
struct Project<'a> {
    languages: &'a [Lang],
    headings: &'a Headings,
    code_digits: u8,
    templates: Option<&'a str>,
}

/// Reads every file of the content.
pub fn parse(content: &Content) -> (Parsed, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let settings = read_settings(content, &mut faults);
    let languages = settings.as_ref().map_or_else(|| vec![Lang::vi(), Lang::en()], |s| s.languages.clone());
    let headings = headings(content, settings.as_ref());
    let project = Project {
        headings: &headings,
        code_digits: settings.as_ref().map_or(5, |s| s.code_digits),
        templates: settings.as_ref().and_then(|s| s.templates.as_deref()),
        languages: &languages,
    };
    let units = read_root(content, UNITS_FILE, &languages, &mut faults, units::units).unwrap_or_default();
    let hotlines = read_root(content, HOTLINES_FILE, &languages, &mut faults, units::hotlines).unwrap_or_default();
    let (ledger, damage) = content.text(LEDGER_FILE).map(|t| Ledger::parse(t, LEDGER_FILE)).unwrap_or_default();
    faults.extend(damage);
    let translations = content.text(TRANSLATIONS_FILE).map(|t| Translations::parse(t, TRANSLATIONS_FILE));
    let (translations, damage) = translations.unwrap_or_default();
    faults.extend(damage);
    let read: Vec<ReadFolder> = content.folders.par_iter().map(|folder| read_folder(folder, &project)).collect();
    let unit_contacts = units.contacts;
    let (folders, entries, units) = (BTreeMap::new(), Vec::with_capacity(read.len()), Units::new(units.units));
    let mut parsed =
        Parsed { settings, units, unit_contacts, hotlines, folders, entries, ledger, translations, headings };
    for (folder, mut read) in content.folders.iter().zip(read) {
        faults.append(&mut read.faults);
        if let Some(facts) = read.facts {
            parsed.folders.insert(folder.path.clone(), facts);
        }
        parsed.entries.extend(read.entry);
    }
    (parsed, faults)
}

/// The headings of the built-in languages and of the project's own locale files.
fn headings(content: &Content, settings: Option<&Settings>) -> Headings {
    let mut headings = Headings::embedded();
    let Some(settings) = settings else { return headings };
    let Some(folder) = &settings.templates else { return headings };
    for lang in &settings.languages {
        let own = content.text(&format!("{folder}/locales/{lang}.toml"));
        // A file that is no locale file is named where pages are made.
        if let Some(own) = own.and_then(|text| Locale::parse(lang.clone(), text).ok()) {
            headings.add(lang, &own);
        }
    }
    headings
}

fn read_settings(content: &Content, faults: &mut Vec<Diagnostic>) -> Option<Settings> {
    let Some(text) = content.text(SETTINGS_FILE) else {
        // A file that is not UTF-8 is named where the folders are read.
        if !content.has(SETTINGS_FILE) {
            faults.push(Diagnostic::error("settings-missing").at(SETTINGS_FILE));
        }
        return None;
    };
    let mut file = File::new(SETTINGS_FILE, &[]);
    let languages = settings::languages(text, &mut file);
    faults.append(&mut file.faults);
    let mut languages = languages?;
    if languages.is_empty() {
        languages = vec![Lang::vi(), Lang::en()];
    }
    let named = languages.clone();
    let mut file = File::new(SETTINGS_FILE, &named);
    let settings = settings::settings(text, languages, &mut file);
    faults.append(&mut file.faults);
    settings
}

fn read_root<T>(
    content: &Content,
    name: &str,
    languages: &[Lang],
    faults: &mut Vec<Diagnostic>,
    read: impl Fn(&str, &mut File) -> T,
) -> Option<T> {
    let text = content.text(name)?;
    let mut file = File::new(name, languages);
    let value = read(text, &mut file);
    faults.append(&mut file.faults);
    Some(value)
}
