//! An entry: what one folder with a facts file describes.

use disan_server::catalog::{Code, Kind, Lang, Localized};

use super::{Facts, KindFacts, Project, Status, Words};

/// A relic, service, guide, trail or event.
#[derive(Debug)]
pub struct Entry {
    /// The folder's name.
    pub slug: String,
    /// The folder, relative to the content folder, `/` between its parts.
    pub folder: String,
    /// Path of the facts file, relative to the content folder.
    pub facts_path: String,
    /// Facts of every kind.
    pub facts: Facts,
    /// Facts of its own kind.
    pub kind: KindFacts,
    /// Its text by language.
    pub words: Localized<Words>,
    /// Recordings by language: the path of each, relative to the content folder.
    pub recordings: Localized<Box<str>>,
    /// Where its signs hang.
    pub placements: Vec<Placement>,
}

/// A place where a sign of the entry hangs.
#[derive(Clone, Debug)]
pub struct Placement {
    /// `main` for the entry's own code.
    pub key: String,
    /// Name of the place; empty for `main`.
    pub name: Localized<String>,
    /// None until a code is allotted: a page, but no sign yet.
    pub code: Option<Code>,
    /// The number space, where merged projects clash.
    pub host: Option<String>,
}

impl Entry {
    /// Its kind.
    pub fn kind(&self) -> Kind {
        self.kind.kind()
    }

    /// The words a reader of `lang` gets, with the language they are in.
    pub fn words_for<'a>(&'a self, project: &Project, lang: &'a Lang) -> Option<(&'a Lang, &'a Words)> {
        self.words.get(lang).map(|words| (lang, words)).or_else(|| {
            let chain = project.fallback_of(lang);
            chain
                .iter()
                .find_map(|l| self.words.iter().find(|(have, _)| *have == l))
                .or_else(|| self.words.iter().next())
        })
    }

    /// Whether its text is reviewed, as it stands, in every language of the project.
    pub fn is_reviewed(&self, project: &Project) -> bool {
        project
            .settings
            .languages
            .iter()
            .all(|lang| self.words.get(lang).is_some_and(|words| words.status == Status::Reviewed))
    }

    /// Whether its pages and signs are a trial (law 8): some text is unreviewed, or the host is a placeholder.
    pub fn is_trial(&self, project: &Project) -> bool {
        project.settings.host_is_placeholder() || !self.is_reviewed(project)
    }
}
