//! The model: a whole project in memory, as later stages read it. Nothing here touches a disk.

mod address;
mod build;
mod entry;
mod facts;
mod fingerprint;
mod headings;
mod kinds;
mod paper;
mod reference;
mod settings;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use disan_server::catalog::{Kind, Lang, Units};

pub use address::code_url;
pub use build::{ancestors, build};
pub use entry::{Entry, Placement};
pub use facts::{Contact, Coordinates, Facts, Picture, Review, Source};
pub use fingerprint::fingerprint;
pub use headings::{Heading, Headings};
pub use kinds::{
    EventFacts, Festival, GuideFacts, KindFacts, LunarDay, Rank, RankLevel, RelicFacts, RelicType, ServiceCategory,
    ServiceFacts, Skill, Stop, StoreLinks, Target, TrailFacts,
};
pub use paper::{FontPaths, LabelGrid, PrintSettings, SignFormat};
pub use reference::{
    LINK_SCHEMES, Reference, ReferenceTarget, anchor, markdown_options, picture_path, resolve, scheme,
};
pub use settings::{Budget, Colours, Hotline, Palette, Security, Settings};
pub use words::{Role, Section, Status, Words};

use crate::ledger::{Claimed, Ledger, Row};

/// A project: everything under the content folder, read and understood.
#[derive(Debug)]
pub struct Project {
    /// The content folder.
    pub root: PathBuf,
    /// `disan.toml`.
    pub settings: Settings,
    /// `units.toml`.
    pub units: Units,
    /// How to reach a unit or team, by its id.
    pub unit_contacts: BTreeMap<String, Arc<Contact>>,
    /// `hotlines.toml`.
    pub hotlines: Vec<Hotline>,
    /// Every entry, by slug.
    pub entries: Vec<Entry>,
    /// `codes.csv`.
    pub ledger: Ledger,
    /// The headings that open each section.
    pub headings: Headings,
}

impl Project {
    /// The entry with this slug.
    pub fn entry(&self, slug: &str) -> Option<&Entry> {
        self.entries.binary_search_by(|e| e.slug.as_str().cmp(slug)).ok().map(|i| &self.entries[i])
    }

    /// The index of the entry with this slug.
    pub fn index_of(&self, slug: &str) -> Option<u32> {
        self.entries.binary_search_by(|e| e.slug.as_str().cmp(slug)).ok().map(|i| i as u32)
    }

    /// The row of the ledger that the code of a placement means.
    pub fn row_of(&self, placement: &Placement) -> Option<&Row> {
        match self.ledger.claimed(placement.host.as_deref(), placement.code?, &self.settings.host) {
            Claimed::Row(row) => Some(row),
            Claimed::Unknown | Claimed::Ambiguous => None,
        }
    }

    /// Whether the sign of a placement was taken out of use: its code still answers, but no sign is made.
    pub fn is_retired(&self, placement: &Placement) -> bool {
        self.row_of(placement).is_some_and(|row| row.retired.is_some())
    }

    /// Each former name of an entry, by kind, with the entry that its address leads to. A name that another entry of
    /// the kind has now is not among them, and of several entries that had a name the first by slug has it.
    pub fn former_names(&self) -> BTreeMap<(Kind, &str), &Entry> {
        let mut names = BTreeMap::new();
        for entry in &self.entries {
            for slug in &entry.facts.formerly {
                if self.entry(slug).is_none_or(|now| now.kind() != entry.kind()) {
                    names.entry((entry.kind(), slug.as_str())).or_insert(entry);
                }
            }
        }
        names
    }

    /// The languages that stand in for `lang`, nearest first, the default language last.
    pub fn fallback_of(&self, lang: &Lang) -> Vec<Lang> {
        let mut chain = self.settings.fallback.get(lang).cloned().unwrap_or_default();
        chain.push(self.settings.default_lang().clone());
        chain
    }
}
