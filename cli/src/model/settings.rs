//! `disan.toml` and `hotlines.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use disan_server::catalog::{Kind, Lang, Localized};
use jiff::civil::Date;

use super::facts::Contact;
use super::paper::PrintSettings;
use crate::ledger::is_placeholder_host;

/// The project's settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The project's title.
    pub title: Localized<String>,
    /// One line under the title on the home page.
    pub tagline: Localized<String>,
    /// The host new signs carry, lower case, without scheme.
    pub host: String,
    /// Other hosts that were ever printed.
    pub hosts: Vec<String>,
    /// The day the domain must be renewed.
    pub domain_expires: Option<Date>,
    /// Languages of the pages; never empty; the first is the default.
    pub languages: Vec<Lang>,
    /// The language for readers of none of them.
    pub international: Lang,
    /// What a missing language falls back to.
    pub fallback: Localized<Vec<Lang>>,
    /// Number of digits of a code.
    pub code_digits: u8,
    /// Number of the project, part of every entry id.
    pub project: u32,
    /// Unit id of the body that answers for the content.
    pub owner: String,
    /// A line for every page and sign, such as that the content is a sample.
    pub notice: Localized<String>,
    /// How to reach the owner.
    pub contact: Arc<Contact>,
    /// Word for each kind in addresses: relic → vi "di-tich", en "relics".
    pub kinds: BTreeMap<Kind, Localized<String>>,
    /// What tags are called, by language.
    pub tags: Vec<Localized<String>>,
    /// Folder (relative to the content) whose files replace built-in templates.
    pub templates: Option<String>,
    /// Colour tokens of page and paper.
    pub palette: Palette,
    /// How signs are printed.
    pub print: PrintSettings,
    /// How heavy pages may be.
    pub budget: Budget,
    /// Whom to tell of a hole in what is published.
    pub security: Option<Security>,
}

impl Settings {
    /// The first of the languages.
    pub fn default_lang(&self) -> &Lang {
        &self.languages[0]
    }

    /// Whether the host is a placeholder. Such a project is a trial.
    pub fn host_is_placeholder(&self) -> bool {
        is_placeholder_host(&self.host)
    }
}

/// How heavy a page may be, in kilobytes as they travel.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Budget {
    /// HTML and style of the page of an entry.
    pub page: u32,
    /// All a phone loads before somebody scrolls: page, script, icon and first pictures.
    pub first_view: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Budget { page: 12, first_view: 130 }
    }
}

/// What `security.txt` says (RFC 9116).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Security {
    /// A `mailto:`, `tel:` or `https:` address.
    pub contact: String,
    /// The day from which it is not to be trusted any more.
    pub expires: Date,
}

/// The colour tokens in light and in dark.
#[derive(Clone, Debug)]
pub struct Palette {
    /// On dó paper.
    pub light: Colours,
    /// By night.
    pub dark: Colours,
}

/// Six colours as `#rrggbb`.
#[derive(Clone, Debug)]
pub struct Colours {
    /// Page background.
    pub ground: String,
    /// Running text.
    pub ink: String,
    /// Secondary text.
    pub muted: String,
    /// Rules and borders.
    pub line: String,
    /// Links, headings' ornaments: cobalt.
    pub primary: String,
    /// The one thing that matters: lacquer red.
    pub accent: String,
}

impl Default for Palette {
    fn default() -> Self {
        let colours = |[ground, ink, muted, line, primary, accent]: [&str; 6]| Colours {
            ground: ground.into(),
            ink: ink.into(),
            muted: muted.into(),
            line: line.into(),
            primary: primary.into(),
            accent: accent.into(),
        };
        Palette {
            light: colours(["#fbf8f1", "#1d1b18", "#5b564c", "#d8d0bf", "#1b3b73", "#a3231f"]),
            dark: colours(["#14171d", "#ebe7dd", "#aaa599", "#363a43", "#9dbbee", "#f1948a"]),
        }
    }
}

/// A public number to call, from one data file.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// What guides name it by.
    pub id: String,
    /// The number as dialled in the country.
    pub number: String,
    /// What it is for.
    pub name: Localized<String>,
    /// The day somebody last checked it.
    pub checked_on: Option<Date>,
}
