//! The catalog: what the compiler and the server must agree on.
//!
//! The compiler writes `catalog.json` last; the server reads it, answers codes from it and reloads when it changes.
//! This module imports no sibling of the server, and no web, database or runtime crate, so that the compiler can
//! use it alone.

mod code;
pub mod console;
mod figures;
mod lang;
mod locale;
mod lookup;
mod overrides;
mod privacy;
mod shared;
mod unit;
pub mod usage;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use code::{CODE_DIGITS, Code, CodeError};
pub use lang::{Lang, LangError, Localized};
pub use locale::{EMBEDDED_LOCALES, Locale, LocaleError, fill};
pub use lookup::{CodePath, Found, Lookup, code_path};
pub use overrides::{OVERRIDABLE, OVERRIDES};
pub use privacy::{PRIVACY_NOTES, privacy_note};
pub use unit::{Level, Share, Succession, Unit, UnitFrom, Units, unit_on};

/// The catalog's file name in the output folder.
pub const CATALOG_FILE: &str = "catalog.json";

/// The layout version this program reads and writes.
pub const CATALOG_FORMAT: u32 = 1;

/// What kind of thing an entry describes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Di tích.
    Relic,
    /// A place, app, portal, market or course.
    Service,
    /// Hướng dẫn từng bước.
    Guide,
    /// Tuyến tham quan.
    Trail,
    /// Đợt ra quân, ngày hội.
    Event,
}

impl Kind {
    /// All kinds, in the order readers meet them.
    pub const ALL: [Kind; 5] = [Kind::Relic, Kind::Trail, Kind::Guide, Kind::Service, Kind::Event];

    /// The English id: facts file name, locale key, template name.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Relic => "relic",
            Kind::Service => "service",
            Kind::Guide => "guide",
            Kind::Trail => "trail",
            Kind::Event => "event",
        }
    }
}

/// An entry's number for ever: project × 2³² + the first code it was given.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EntryId(pub u64);

impl EntryId {
    /// The id of the entry of `project` whose first code is `first`.
    pub fn new(project: u32, first: Code) -> EntryId {
        EntryId(u64::from(project) << 32 | u64::from(first.number()))
    }
}

/// Everything the server knows of the content.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Catalog {
    /// Layout version, [`CATALOG_FORMAT`].
    pub format: u32,
    /// Changes whenever any output file changes: a hash of them all.
    pub revision: String,
    /// The project's number, part of every entry id.
    pub project: u32,
    /// The project's title.
    pub title: Localized<String>,
    /// The body that answers for the pages.
    pub owner: Localized<String>,
    /// Unit id of that body.
    pub owner_unit: String,
    /// The host new signs carry.
    pub host: String,
    /// Every host ever printed, the current one included.
    pub hosts: BTreeSet<String>,
    /// Whether the host is a placeholder (a reserved name), so that nothing is official yet.
    pub host_is_placeholder: bool,
    /// Languages of the pages; the first is the default.
    pub languages: Vec<Lang>,
    /// The language for readers of none of them.
    pub international: Lang,
    /// Languages a missing translation falls back to.
    pub fallback: Localized<Vec<Lang>>,
    /// Number of digits of this project's codes.
    pub code_digits: u8,
    /// Units and teams over time.
    pub units: Units,
    /// Entries, by slug.
    #[serde(deserialize_with = "shared::list")]
    pub entries: Vec<Entry>,
    /// Every code ever issued, by host and number.
    #[serde(deserialize_with = "shared::list")]
    pub codes: Vec<Issued>,
}

/// What the server knows of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// None while the entry has no code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<EntryId>,
    /// The folder's name.
    pub slug: String,
    /// What it describes.
    pub kind: Kind,
    /// Its title.
    pub title: Localized<String>,
    /// A page for each language of the project.
    pub pages: Localized<Page>,
    /// The unit it belongs to, over time.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub unit: Arc<[UnitFrom]>,
    /// Languages in which its text is reviewed as it stands.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reviewed: Arc<BTreeSet<Lang>>,
}

/// A page of an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Page {
    /// Root-absolute address with a slash at its end: `/vi/di-tich/con-son/`.
    pub path: String,
    /// The language its text is really in, where that differs: a translation is missing and another stands in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Lang>,
    /// Former addresses that must go on answering.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub formerly: Vec<String>,
}

/// A code once issued. It is never dropped and never given to anything else.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Issued {
    /// The host it was issued under.
    pub host: Arc<str>,
    /// The number.
    pub code: Code,
    /// Index into [`Catalog::entries`]; none when the entry is gone and the code retired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<u32>,
    /// Key of the place where the sign hangs: `main`, `cong-sau`.
    pub placement: Arc<str>,
    /// Name of that place.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub name: Localized<String>,
    /// Day of issue.
    pub issued: Date,
    /// Day the sign was marked as printed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Date>,
    /// Day the sign was taken out of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Date>,
}

/// Why a catalog cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogError {
    /// The file is missing or unreadable.
    #[error("cannot read {path}")]
    Read {
        /// The file.
        path: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file is not a catalog.
    #[error("{path} is not a catalog: {source}")]
    Parse {
        /// The file.
        path: String,
        /// Where and why.
        source: serde_json::Error,
    },
    /// Written by a newer or older program.
    #[error("{path} has layout {found}; this program reads layout {CATALOG_FORMAT}: build the site again")]
    Format {
        /// The file.
        path: String,
        /// Its layout version.
        found: u32,
    },
}

impl Catalog {
    /// Reads `catalog.json` in the output folder `dist`.
    pub fn read(dist: &Path) -> Result<Catalog, CatalogError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let file = dist.join(CATALOG_FILE);
        let path = file.display().to_string();
        let bytes = std::fs::read(&file).map_err(|source| CatalogError::Read { path: path.clone(), source })?;
        let parse = |source| CatalogError::Parse { path: path.clone(), source };
        let Format { format } = serde_json::from_slice(&bytes).map_err(parse)?;
        if format != CATALOG_FORMAT {
            return Err(CatalogError::Format { path, found: format });
        }
        serde_json::from_slice(&bytes).map_err(parse)
    }

    /// The bytes of the catalog's file: the same for the same catalog.
    pub fn to_json(&self) -> Vec<u8> {
        let mut json = serde_json::to_vec(self).expect("a catalog holds only texts, numbers and lists");
        json.push(b'\n');
        json
    }

    /// The chain of languages that stand in for `lang`, the default language last.
    pub fn fallback_of(&self, lang: &Lang) -> Vec<Lang> {
        let mut chain = self.fallback.get(lang).cloned().unwrap_or_default();
        chain.extend(self.languages.first().cloned());
        chain
    }
}
