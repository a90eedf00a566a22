//! The recordings of an entry: files named for a language, `vi.mp3` beside `vi.md`.

use disan_server::catalog::{Lang, Localized};

use super::folder::language;
use crate::audio::{FORMATS, OTHER_ENDINGS, format_of};
use crate::diagnostic::Diagnostic;
use crate::load::Folder;

/// The recording of each language, and what nobody would hear.
pub fn recordings(folder: &Folder, languages: &[Lang], faults: &mut Vec<Diagnostic>) -> Localized<Box<str>> {
    let mut found: Localized<Box<str>> = Localized::default();
    for asset in &folder.assets {
        let Some((stem, ending)) = asset.name.rsplit_once('.') else { continue };
        let other = OTHER_ENDINGS.iter().any(|other| ending.eq_ignore_ascii_case(other));
        let Some(rank) = rank(&asset.name).or(other.then_some(FORMATS.len())) else { continue };
        let path = folder.join(&asset.name);
        let Some(lang) = languages.iter().find(|lang| lang.as_str() == stem) else {
            if let Some(lang) = language(stem) {
                faults.push(Diagnostic::warning("language-file-unknown").at(path).with("language", lang.as_str()));
            }
            continue;
        };
        if other {
            faults.push(Diagnostic::error("audio-format").at(&path).with("file", &*asset.name).with("lang", stem));
            continue;
        }
        let Some(first) = found.get(lang) else {
            found.insert(lang.clone(), path.into());
            continue;
        };
        // Two files for one language: one of them is a mistake, and only one is heard.
        let other = if self::rank(first).is_some_and(|first| first <= rank) {
            path
        } else {
            found.insert(lang.clone(), path.into()).map_or_else(String::new, String::from)
        };
        let used = found.get(lang).map_or("", |used| used.rsplit('/').next().unwrap_or(used)).to_owned();
        faults.push(Diagnostic::warning("audio-twice").at(other).with("used", used));
    }
    found
}

/// The place of a file's format among those taken.
fn rank(name: &str) -> Option<usize> {
    let format = format_of(name)?;
    FORMATS.iter().position(|other| other.ending == format.ending)
}
