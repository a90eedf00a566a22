//! One folder: an entry where there is a facts file, defaults for what lies below, and files that are misnamed.

use disan_server::catalog::{Kind, Lang, Localized};

use super::table::File;
use super::{FOLDER_FILE, FolderFacts, Project, ROOT_FILES, facts, kinds, recordings, scan, suggest, units, words};
use crate::diagnostic::Diagnostic;
use crate::load::{Folder, Source, TextFile};
use crate::model::{Entry, Words};

/// The facts file of each kind.
pub const FACTS_FILES: [(Kind, &str); 5] = [
    (Kind::Relic, "relic.toml"),
    (Kind::Trail, "trail.toml"),
    (Kind::Guide, "guide.toml"),
    (Kind::Service, "service.toml"),
    (Kind::Event, "event.toml"),
];

/// Name of the facts file of a kind.
pub fn facts_file(kind: Kind) -> String {
    format!("{}.toml", kind.id())
}

/// What one folder holds.
#[derive(Default)]
pub struct ReadFolder {
    /// Its `folder.toml`.
    pub facts: Option<FolderFacts>,
    /// The entry it is.
    pub entry: Option<Entry>,
    /// What is wrong in it.
    pub faults: Vec<Diagnostic>,
}

/// Reads the files of `folder`.
pub fn read_folder(folder: &Folder, project: &Project) -> ReadFolder {
    let mut read = ReadFolder::default();
    // Overriding templates and locales are no content.
    let is_below =
        |above: &str| folder.path.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if project.templates.is_some_and(is_below) {
        return read;
    }
    let legible: Vec<&TextFile> =
        folder.texts.iter().filter(|file| is_legible(&folder.join(&file.name), file, &mut read.faults)).collect();
    if let Some(text) = folder.text(FOLDER_FILE).and_then(|f| f.source.text()) {
        let path = folder.join(FOLDER_FILE);
        let mut file = File::new(&path, project.languages);
        read.facts = Some(units::folder(text, &mut file));
        read.faults.append(&mut file.faults);
    }
    let kinds: Vec<(Kind, &TextFile)> =
        FACTS_FILES.into_iter().filter_map(|(kind, name)| Some((kind, folder.text(name)?))).collect();
    if let [(kind, facts), others @ ..] = kinds.as_slice() {
        for (_, other) in others {
            let fault = Diagnostic::error("two-facts-files").at(folder.join(&other.name));
            read.faults.push(fault.with("first", &*facts.name).with("second", &*other.name));
        }
        let words = read_words(folder, &legible, project, &mut read.faults);
        read.entry = Some(read_entry(folder, *kind, facts, words, project, &mut read.faults));
    }
    stray_files(folder, read.entry.is_some(), project, &mut read.faults);
    read
}

/// Whether the letters of a file are those that were meant; faults of encoding and letters.
fn is_legible(path: &str, file: &TextFile, faults: &mut Vec<Diagnostic>) -> bool {
    let bytes = match &file.source {
        Source::Usual(_) => return true,
        Source::Text(text) => return scan::scan(path, text, faults),
        Source::Bytes(bytes) => bytes,
    };
    let fault = match scan::legacy_bytes(bytes) {
        scan::Legacy::Unknown | scan::Legacy::Utf16 => Diagnostic::error("not-utf8"),
        legacy => Diagnostic::error("not-utf8-legacy").with("encoding", legacy.name()),
    };
    faults.push(fault.at(path));
    false
}

fn read_words(
    folder: &Folder,
    legible: &[&TextFile],
    project: &Project,
    faults: &mut Vec<Diagnostic>,
) -> Localized<Words> {
    let mut all = Localized::default();
    for file in legible {
        let Some(stem) = file.name.strip_suffix(".md") else { continue };
        let Some(lang) = project.languages.iter().find(|lang| lang.as_str() == stem) else { continue };
        let Some(text) = file.source.text() else { continue };
        all.insert(lang.clone(), words(&folder.join(&file.name), text, project.headings, faults));
    }
    all
}

fn read_entry(
    folder: &Folder,
    kind: Kind,
    facts_file: &TextFile,
    words: Localized<Words>,
    project: &Project,
    faults: &mut Vec<Diagnostic>,
) -> Entry {
    let facts_path = folder.join(&facts_file.name);
    let mut file = File::new(&facts_path, project.languages);
    let table = facts_file.source.text().and_then(|text| file.table(text));
    let (facts, kind, placements) = match table {
        // The entry keeps its place, so that links to it are no faults too.
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
    let recordings = recordings::recordings(folder, project.languages, faults);
    let slug = folder.path.rsplit('/').next().unwrap_or_default().to_owned();
    Entry { slug, folder: folder.path.to_string(), facts_path, facts, kind, words, recordings, placements }
}

/// Files that nothing reads: most are misnamed.
fn stray_files(folder: &Folder, is_entry: bool, project: &Project, faults: &mut Vec<Diagnostic>) {
    let mut words_alone = None;
    for file in &folder.texts {
        let name = &*file.name;
        let known = name == FOLDER_FILE
            || folder.path.is_empty() && (ROOT_FILES.contains(&name) || name == "README.md")
            || FACTS_FILES.iter().any(|(_, facts)| name == *facts);
        if known {
            continue;
        }
        match name.strip_suffix(".md").and_then(language) {
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

/// The language a file is named for: `blt`, `hmn-Latn`, but not `ghi-chu`, which only has the shape of a tag.
pub fn language(stem: &str) -> Option<Lang> {
    let lang: Lang = stem.parse().ok()?;
    let further_fit =
        stem.split('-').skip(1).all(|subtag| matches!(subtag.len(), 2 | 4) || subtag.parse::<u16>().is_ok());
    (lang.as_str() == stem && further_fit).then_some(lang)
}

fn stray(folder: &Folder, name: &str, is_entry: bool) -> Diagnostic {
    let near = match (folder.path.is_empty(), is_entry) {
        (true, _) => suggest(name, ROOT_FILES),
        (false, true) => suggest(name, [FOLDER_FILE]),
        (false, false) => suggest(name, FACTS_FILES.map(|(_, facts)| facts).into_iter().chain([FOLDER_FILE])),
    };
    let fault = Diagnostic::warning("unknown-file").at(folder.join(name)).with("file", name);
    match near {
        Some(near) => fault.with("suggestion", near),
        None => fault,
    }
}
