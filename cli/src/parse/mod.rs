//! From texts to facts and words. Every fault is collected; nothing here touches a disk.

mod coordinates;
mod facts;
mod headings;
mod kinds;
mod locate;
mod scan;
mod settings;
mod suggest;
mod table;
mod toml_fault;
mod units;
mod words;

use std::collections::BTreeMap;

use disan_server::catalog::{Kind, Lang, Localized, Units};
use rayon::prelude::*;

pub use crate::facts_file::MAIN;
pub use headings::Headings;
pub use locate::{Found, Step, locate};
pub use suggest::{fold, suggest};
pub use toml_fault::toml_fault;
pub use units::FolderFacts;
pub use words::words;

use crate::diagnostic::Diagnostic;
use crate::ledger::{LEDGER_FILE, Ledger};
use crate::load::{Content, Folder, Source, TextFile};
use crate::model::{Entry, Hotline, Settings};
use crate::translations::{TRANSLATIONS_FILE, Translations};
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

/// A content folder, each file understood by itself.
#[derive(Debug)]
pub struct Parsed {
    /// `disan.toml`; none when it is missing or cannot be read.
    pub settings: Option<Settings>,
    /// `units.toml`.
    pub units: Units,
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
}

/// What the entries are read with.
struct Project<'a> {
    languages: &'a [Lang],
    headings: BTreeMap<Lang, Headings>,
    code_digits: u8,
    templates: Option<&'a str>,
}

/// Reads every file of the content.
pub fn parse(content: &Content) -> (Parsed, Vec<Diagnostic>) {
    let mut faults = Vec::new();
    let settings = read_settings(content, &mut faults);
    let languages = settings.as_ref().map_or_else(|| vec![Lang::vi(), Lang::en()], |s| s.languages.clone());
    let project = Project {
        headings: languages.iter().map(|lang| (lang.clone(), Headings::of(lang))).collect(),
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
    let (folders, entries) = Default::default();
    let mut parsed = Parsed { settings, units: Units::new(units), hotlines, folders, entries, ledger, translations };
    for (folder, mut read) in content.folders.iter().zip(read) {
        faults.append(&mut read.faults);
        if let Some(facts) = read.facts {
            parsed.folders.insert(folder.path.clone(), facts);
        }
        parsed.entries.extend(read.entry);
    }
    (parsed, faults)
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

/// What one folder holds.
#[derive(Default)]
struct ReadFolder {
    facts: Option<FolderFacts>,
    entry: Option<Entry>,
    faults: Vec<Diagnostic>,
}

fn read_folder(folder: &Folder, project: &Project) -> ReadFolder {
    let mut read = ReadFolder::default();
    // Overriding templates and locales are no content.
    if project
        .templates
        .is_some_and(|t| folder.path.strip_prefix(t).is_some_and(|r| r.is_empty() || r.starts_with('/')))
    {
        return read;
    }
    for file in &folder.texts {
        scan_file(&folder.join(&file.name), file, &mut read.faults);
    }
    if let Some(text) = folder.text(FOLDER_FILE).and_then(|f| f.source.text()) {
        let path = folder.join(FOLDER_FILE);
        let mut file = File::new(&path, project.languages);
        read.facts = Some(units::folder(text, &mut file));
        read.faults.append(&mut file.faults);
    }
    let kinds: Vec<(Kind, &TextFile)> =
        Kind::ALL.into_iter().filter_map(|kind| Some((kind, folder.text(&facts_file(kind))?))).collect();
    match kinds.as_slice() {
        [] => {}
        [(kind, facts)] => read.entry = Some(read_entry(folder, *kind, facts, project, &mut read.faults)),
        [first, rest @ ..] => {
            for (_, other) in rest {
                let fault = Diagnostic::error("two-facts-files").at(folder.join(&other.name));
                read.faults.push(fault.with("first", &*first.1.name).with("second", &*other.name));
            }
            read.entry = Some(read_entry(folder, first.0, first.1, project, &mut read.faults));
        }
    }
    stray_files(folder, read.entry.is_some(), project, &mut read.faults);
    read
}

/// Name of the facts file of a kind.
pub fn facts_file(kind: Kind) -> String {
    format!("{}.toml", kind.id())
}

/// Faults of encoding and letters.
fn scan_file(path: &str, file: &TextFile, faults: &mut Vec<Diagnostic>) {
    match &file.source {
        Source::Text(text) => scan::scan(path, text, faults),
        Source::Bytes(bytes) => {
            let fault = match scan::legacy_bytes(bytes) {
                scan::Legacy::Unknown => Diagnostic::error("not-utf8"),
                legacy => Diagnostic::error("not-utf8-legacy").with("encoding", legacy.name()),
            };
            faults.push(fault.at(path));
        }
    }
}

fn read_entry(
    folder: &Folder,
    kind: Kind,
    facts_file: &TextFile,
    project: &Project,
    faults: &mut Vec<Diagnostic>,
) -> Entry {
    let facts_path = folder.join(&facts_file.name);
    let mut file = File::new(&facts_path, project.languages);
    let table = facts_file.source.text().and_then(|text| file.table(text));
    let (facts, kind, placements) = match table {
        None => (Default::default(), kinds::unread(kind), Vec::new()),
        Some(mut table) => {
            let facts = facts::facts(&mut table, &folder.path, &mut file);
            let placements = facts::placements(&mut table, project.code_digits, &mut file);
            let kind = kinds::kind_facts(kind, &mut table, &mut file);
            table.finish(&mut file);
            (facts, kind, placements)
        }
    };
    faults.append(&mut file.faults);
    let mut words = Localized::default();
    for lang in project.languages {
        let Some(text) = folder.text(&format!("{lang}.md")).and_then(|f| f.source.text()) else { continue };
        let path = folder.join(&format!("{lang}.md"));
        words.insert(lang.clone(), self::words(&path, text, &project.headings[lang], faults));
    }
    let slug = folder.path.rsplit('/').next().unwrap_or_default().to_owned();
    Entry { slug, folder: folder.path.to_string(), facts_path, facts, kind, words, placements }
}

/// Files that nothing reads: most are misnamed.
fn stray_files(folder: &Folder, is_entry: bool, project: &Project, faults: &mut Vec<Diagnostic>) {
    let mut words_alone = None;
    for file in &folder.texts {
        let name = &*file.name;
        let known = name == FOLDER_FILE
            || folder.path.is_empty() && (ROOT_FILES.contains(&name) || name == "README.md")
            || Kind::ALL.iter().any(|kind| name == facts_file(*kind));
        if known {
            continue;
        }
        let stem = name.strip_suffix(".md");
        let lang = stem.and_then(|stem| stem.parse::<Lang>().ok()).filter(|lang| Some(lang.as_str()) == stem);
        match lang {
            Some(lang) if project.languages.contains(&lang) => words_alone = words_alone.or(Some(name)),
            Some(lang) if is_entry => {
                let fault = Diagnostic::warning("language-file-unknown").at(folder.join(name));
                faults.push(fault.with("language", lang.as_str()));
            }
            _ => faults.push(stray(folder, name, is_entry)),
        }
    }
    if let (Some(name), false) = (words_alone, is_entry) {
        faults.push(Diagnostic::error("facts-missing").at(folder.join(name)).with("folder", &*folder.path));
    }
}

fn stray(folder: &Folder, name: &str, is_entry: bool) -> Diagnostic {
    let kinds = Kind::ALL.map(facts_file);
    let known = kinds.iter().map(String::as_str).chain([FOLDER_FILE]);
    let near = match (folder.path.is_empty(), is_entry) {
        (true, _) => suggest(name, ROOT_FILES),
        (false, true) => suggest(name, [FOLDER_FILE]),
        (false, false) => suggest(name, known),
    };
    let fault = Diagnostic::warning("unknown-file").at(folder.join(name)).with("file", name);
    match near {
        Some(near) => fault.with("suggestion", near),
        None => fault,
    }
}
