//! Facts every kind of entry may have.

use std::sync::Arc;

use disan_server::catalog::{Lang, Localized, UnitFrom};
use jiff::civil::Date;

/// Facts common to all kinds.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The unit over time; from the facts or the nearest `folder.toml`.
    pub unit: Vec<UnitFrom>,
    /// Unit id of the team that looks after the entry.
    pub team: Option<String>,
    /// Former slugs, whose addresses go on answering.
    pub formerly: Vec<String>,
    /// Free tags.
    pub tags: Vec<String>,
    /// Address within the unit: thôn Mậu Tài.
    pub address: Localized<String>,
    /// The whole address before 1 July 2025.
    pub old_address: Localized<String>,
    /// Where it is.
    pub coordinates: Option<Coordinates>,
    /// The picture that stands for it.
    pub cover: Option<Picture>,
    /// Further pictures.
    pub pictures: Vec<Picture>,
    /// How to reach those who look after it.
    ///
    /// Shared: thousands of entries have the contact of one folder or of the project.
    pub contact: Arc<Contact>,
    /// Where the facts come from.
    pub sources: Vec<Source>,
    /// By language: who reviewed which text.
    pub reviewed: Localized<Review>,
}

/// A place on earth, WGS 84, degrees.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Coordinates {
    /// North is positive; 8 to 24 in Việt Nam.
    pub latitude: f64,
    /// East is positive; 102 to 118 in Việt Nam.
    pub longitude: f64,
}

/// A picture and what is to be said of it.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Path relative to the content folder, `/` between its parts.
    pub path: String,
    /// What it shows, for those who cannot see it.
    pub alt: Localized<String>,
    /// Text under it.
    pub caption: Localized<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Under which licence.
    pub licence: Option<String>,
    /// Drawn, not photographed.
    pub illustration: bool,
}

/// Ways to reach somebody.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Contact {
    /// Office that answers.
    pub office: Localized<String>,
    /// Office phone: may hang in public.
    pub phone: Option<String>,
    /// A person's phone: page and leave-behind card only.
    pub personal_phone: Option<String>,
    /// Zalo number or link.
    pub zalo: Option<String>,
    /// Link to a Zalo group anybody may join.
    pub zalo_group: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl Contact {
    /// Whether nothing is given.
    pub fn is_empty(&self) -> bool {
        self.office.is_empty()
            && [&self.phone, &self.personal_phone, &self.zalo, &self.zalo_group, &self.email]
                .iter()
                .all(|way| way.is_none())
    }
}

/// A source of the facts.
#[derive(Clone, Debug)]
pub struct Source {
    /// What it is called.
    pub name: Localized<String>,
    /// Where it can be read.
    pub url: Option<String>,
}

/// Somebody answered for a text.
#[derive(Clone, Debug)]
pub struct Review {
    /// The culture office or other body.
    pub office: String,
    /// Who.
    pub by: String,
    /// When.
    pub on: Date,
    /// Fingerprint of the text that was reviewed; another text is a draft again.
    pub fingerprint: String,
}

impl Facts {
    /// The review of the text in `lang`, whether or not the text has been edited since.
    pub fn review(&self, lang: &Lang) -> Option<&Review> {
        self.reviewed.get(lang)
    }
}
