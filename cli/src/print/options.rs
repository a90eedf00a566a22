//! How signs are made, and which.

use std::collections::BTreeSet;
use std::path::PathBuf;

use disan_server::catalog::{Code, Lang, Locale, unit_on};
use jiff::civil::Date;

use super::material::Material;
use super::press::Press;
use crate::model::{Entry, Project, SignFormat};

/// The languages of a sign: the first is set larger and stands first.
#[derive(Clone, Debug)]
pub struct Languages {
    /// Vietnamese where the project has it, else its default language.
    pub main: Locale,
    /// The international language, unless it is the first already.
    pub other: Option<Locale>,
}

impl Languages {
    /// The languages of a project's signs, in the built-in words.
    pub fn of(project: &Project) -> Languages {
        let settings = &project.settings;
        let vietnamese = settings.languages.iter().find(|l| **l == Lang::vi());
        let main = vietnamese.unwrap_or(settings.default_lang());
        let mut others = std::iter::once(&settings.international).chain(&settings.languages);
        let other = others.find(|l| *l != main).map(Locale::embedded);
        Languages { main: Locale::embedded(main), other }
    }
}

/// Which signs are made; nothing chosen means all.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Slugs of entries.
    pub entries: BTreeSet<String>,
    /// Id of a unit: its signs and those of the units below it.
    pub unit: Option<String>,
    /// The number of one sign.
    pub code: Option<Code>,
}

impl Selection {
    /// Whether all signs are made.
    pub fn is_all(&self) -> bool {
        self.entries.is_empty() && self.unit.is_none() && self.code.is_none()
    }

    /// Whether single entries or a single sign are chosen.
    pub fn is_entry(&self) -> bool {
        !self.entries.is_empty() || self.code.is_some()
    }

    /// Whether the sign of `entry` with `code` is made.
    pub fn takes(&self, project: &Project, entry: &Entry, code: Code, today: Date) -> bool {
        let in_unit = |id: &str| {
            let own = unit_on(&entry.facts.unit, &project.units, today);
            own.is_some_and(|own| project.units.lineage(&own.id).iter().any(|unit| unit.id == id))
        };
        (self.entries.is_empty() || self.entries.contains(&entry.slug))
            && self.code.is_none_or(|wanted| wanted == code)
            && self.unit.as_deref().is_none_or(in_unit)
    }
}

/// How signs are made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day written into documents, on which units are looked up.
    pub today: Date,
    /// What is made, in this order.
    pub formats: Vec<SignFormat>,
    /// Which signs.
    pub selection: Selection,
    /// Whether each entry gets a file. Off only in measurements, against programs that make a single file.
    pub by_entry: bool,
    /// Whether each unit gets a file too.
    pub by_unit: bool,
    /// In the project's colours; otherwise in black alone.
    pub colour: bool,
    /// Whether every symbol of the finished files is scanned. Off only in measurements.
    pub gate: bool,
    /// Whether every symbol is also put through the trials of the field.
    pub prove: bool,
    /// Languages of the signs.
    pub languages: Languages,
    /// Folder that remembers which files passed the gate; none means each is scanned anew.
    pub cache: Option<PathBuf>,
    /// What the print shop needs around each sheet.
    pub press: Press,
    /// Fonts and emblem of the project.
    pub material: Material,
}

impl Options {
    /// What `disan build` makes of a project, each symbol scanned.
    pub fn new(project: &Project, today: Date) -> Options {
        Options {
            today,
            formats: project.settings.print.formats.clone(),
            selection: Selection::default(),
            by_entry: true,
            by_unit: false,
            colour: project.settings.print.colour,
            gate: true,
            prove: false,
            languages: Languages::of(project),
            cache: None,
            press: Press::default(),
            material: Material::default(),
        }
    }
}
