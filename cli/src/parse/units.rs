//! `units.toml`, `hotlines.toml` and `folder.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use disan_server::catalog::{Level, Share, Succession, Unit, UnitFrom};

use super::facts::{contact, unit_line};
use super::table::{File, Table};
use crate::model::{Contact, Hotline};

const LEVELS: [(&str, Level); 5] = [
    ("province", Level::Province),
    ("district", Level::District),
    ("commune", Level::Commune),
    ("hamlet", Level::Hamlet),
    ("team", Level::Team),
];

/// What a unit may be called; its words are in the locales under `unit.kind`.
const UNIT_KINDS: [&str; 16] = [
    "thanh-pho",
    "tinh",
    "huyen",
    "quan",
    "thi-xa",
    "xa",
    "phuong",
    "thi-tran",
    "dac-khu",
    "thon",
    "ban",
    "to-dan-pho",
    "khu-dan-cu",
    "tieu-khu",
    "team",
    "youth-union",
];

const SHARES: [(&str, Share); 2] = [("whole", Share::Whole), ("part", Share::Part)];

/// What `units.toml` holds.
#[derive(Debug, Default)]
pub struct UnitsFile {
    /// The units.
    pub units: Vec<Unit>,
    /// How to reach those that say so, by unit.
    pub contacts: BTreeMap<String, Arc<Contact>>,
}

/// Reads `units.toml`.
pub fn units(text: &str, file: &mut File) -> UnitsFile {
    let mut read = UnitsFile::default();
    let Some(mut table) = file.table(text) else { return read };
    for unit in table.tables("unit", file) {
        let (unit, contact) = self::unit(unit, file);
        if let (Some(unit), Some(contact)) = (&unit, contact) {
            read.contacts.insert(unit.id.clone(), Arc::new(contact));
        }
        read.units.extend(unit);
    }
    table.finish(file);
    read
}

fn unit(mut table: Table, file: &mut File) -> (Option<Unit>, Option<Contact>) {
    let id = table.required_text("id", file);
    let level_there = table.has("level");
    let level = table.choice("level", &LEVELS, file);
    if level.is_none() && !level_there {
        table.missing("level", file);
    }
    let kinds = UNIT_KINDS.map(|id| (id, id));
    let kind_there = table.has("kind");
    let kind = table.choice("kind", &kinds, file);
    if kind.is_none() && !kind_there {
        table.missing("kind", file);
    }
    let name = table.localized("name", file);
    if name.is_empty() {
        table.missing_localized("name", file);
    }
    let code = table.text("code", file);
    let parent = table.text("parent", file);
    let (valid_from, valid_to) = (table.date("valid_from", file), table.date("valid_to", file));
    let successions = table.tables("succession", file);
    let succession = successions.into_iter().filter_map(|row| self::succession(row, file)).collect();
    let contact = table.table("contact", file).map(|t| contact(t, file));
    table.finish(file);
    let (Some(id), Some(level), Some(kind)) = (id, level, kind) else { return (None, None) };
    let kind = kind.to_owned();
    (Some(Unit { id, code, level, kind, name, parent, valid_from, valid_to, succession }), contact)
}

fn succession(mut table: Table, file: &mut File) -> Option<Succession> {
    let to = table.required_text("to", file);
    let there = table.has("share");
    let share = table.choice("share", &SHARES, file);
    if share.is_none() && !there {
        table.missing("share", file);
    }
    let act = table.text("act", file);
    table.finish(file);
    Some(Succession { to: to?, share: share?, act })
}

/// Reads `hotlines.toml`.
pub fn hotlines(text: &str, file: &mut File) -> Vec<Hotline> {
    let Some(mut table) = file.table(text) else { return Vec::new() };
    let rows = table.tables("hotline", file);
    table.finish(file);
    rows.into_iter().filter_map(|row| hotline(row, file)).collect()
}

fn hotline(mut table: Table, file: &mut File) -> Option<Hotline> {
    let id = table.required_text("id", file);
    let number = table.required_text("number", file);
    let name = table.localized("name", file);
    if name.is_empty() {
        table.missing_localized("name", file);
    }
    let checked_on = table.date("checked_on", file);
    table.finish(file);
    Some(Hotline { id: id?, number: number?, name, checked_on })
}

/// What a `folder.toml` sets for every entry below it.
#[derive(Clone, Debug, Default)]
pub struct FolderFacts {
    /// The unit over time.
    pub unit: Vec<UnitFrom>,
    /// The team that looks after the entries.
    pub team: Option<String>,
    /// How to reach them.
    pub contact: Arc<Contact>,
}

/// Reads a `folder.toml`.
pub fn folder(text: &str, file: &mut File) -> FolderFacts {
    let Some(mut table) = file.table(text) else { return FolderFacts::default() };
    let facts = FolderFacts {
        unit: unit_line(&mut table, file),
        team: table.text("team", file),
        contact: table.table("contact", file).map(|t| Arc::new(contact(t, file))).unwrap_or_default(),
    };
    table.finish(file);
    facts
}
