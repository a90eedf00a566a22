//! The unit of each entry over time.
//!
//! Thousands of entries share a handful of histories, so each history is kept once.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jiff::ToSpan;
use jiff::civil::Date;

use crate::catalog::{Catalog, UnitFrom, Units, unit_on};
use crate::clock::day_number;
use crate::store::EntryUnit;

/// From which local day on an entry belongs to which unit, in order; the unit is empty where nobody has decided.
pub(super) type Line = Arc<[(i64, String)]>;

/// The unit of each entry over time, by entry.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct EntryUnits(BTreeMap<i64, Line>);

/// A dated list of units as the catalog has it, as a key.
type Dated<'a> = Vec<(Option<Date>, &'a str)>;

impl EntryUnits {
    /// The units of each entry of `catalog` that has an id. Whole successions are followed; where a unit was split and no
    /// dated line decides, the unit is empty.
    pub fn of(catalog: &Catalog) -> EntryUnits {
        // Following a line through all units is not cheap.
        let mut known: HashMap<Dated, Line> = HashMap::new();
        let mut rows = Vec::with_capacity(catalog.entries.len());
        for entry in &catalog.entries {
            let Some(id) = entry.id else { continue };
            let dated: Dated = entry.unit.iter().map(|u| (u.from, u.id.as_str())).collect();
            let line = known.entry(dated).or_insert_with(|| spans(&entry.unit, &catalog.units).into());
            rows.push((id.0 as i64, line.clone()));
        }
        EntryUnits(rows.into_iter().collect())
    }

    /// The unit of an entry on a local day; empty where nobody knows.
    pub(super) fn on(&self, entry: i64, day: i64) -> &str {
        self.0.get(&entry).map_or("", |line| holding(line, day))
    }

    /// The line of an entry; empty where it has none.
    pub(super) fn line(&self, entry: i64) -> &[(i64, String)] {
        self.0.get(&entry).map_or(&[], |line| line)
    }

    /// The entries whose lines differ from those in `old`, with their lines.
    pub(super) fn changes<'a>(&'a self, old: &'a EntryUnits) -> impl Iterator<Item = (i64, &'a Line)> {
        self.0.iter().filter(|(entry, line)| old.0.get(entry) != Some(line)).map(|(entry, line)| (*entry, line))
    }

    /// The rows of the entries whose lines differ from those in `old`.
    pub(crate) fn changed_rows(&self, old: &EntryUnits) -> Vec<EntryUnit> {
        self.changes(old).flat_map(|(entry, line)| rows(entry, line)).collect()
    }

    /// These, and of entries that are not among them what `old` says.
    pub(crate) fn over(&self, old: &EntryUnits) -> EntryUnits {
        let (mut all, mut own) = (old.0.clone(), self.0.clone());
        all.append(&mut own);
        EntryUnits(all)
    }
}

/// Rows by entry and day, as a store gives them.
impl From<Vec<EntryUnit>> for EntryUnits {
    fn from(rows: Vec<EntryUnit>) -> EntryUnits {
        let mut units = Gathered::default();
        rows.into_iter().for_each(|row| units.add(row));
        units.finish()
    }
}

/// Units that are read row by row.
#[derive(Default)]
pub(crate) struct Gathered {
    known: HashSet<Line>,
    units: Vec<(i64, Line)>,
    /// The entry whose rows come now.
    entry: i64,
    line: Vec<(i64, String)>,
}

impl Gathered {
    /// Takes the next row; rows come by entry and day.
    pub fn add(&mut self, row: EntryUnit) {
        if row.entry != self.entry {
            self.end_line();
            self.entry = row.entry;
        }
        self.line.push((row.from_day, row.unit));
    }

    /// All that was read.
    pub fn finish(mut self) -> EntryUnits {
        self.end_line();
        EntryUnits(self.units.into_iter().collect())
    }

    fn end_line(&mut self) {
        if self.line.is_empty() {
            return;
        }
        let line = self.known.get(self.line.as_slice()).cloned().unwrap_or_else(|| {
            let line: Line = self.line.as_slice().into();
            self.known.insert(line.clone());
            line
        });
        self.line.clear();
        self.units.push((self.entry, line));
    }
}

/// The rows of a line, as a store takes them.
fn rows(entry: i64, line: &[(i64, String)]) -> impl Iterator<Item = EntryUnit> {
    line.iter().map(move |(from_day, unit)| EntryUnit { entry, from_day: *from_day, unit: unit.clone() })
}

/// The unit of the line's last row that begins on `day` or before.
pub(super) fn holding(line: &[(i64, String)], day: i64) -> &str {
    line.iter().rev().find(|(from, _)| *from <= day).map_or("", |(_, unit)| unit)
}

/// Days from which on the entries of `line` belong to a unit.
fn spans(line: &[UnitFrom], units: &Units) -> Vec<(i64, String)> {
    let mut turns: BTreeSet<Date> = line.iter().filter_map(|u| u.from).collect();
    for mut id in line.iter().map(|u| u.id.as_str()) {
        // Successions longer than the list of units would be a circle.
        for _ in 0..=units.iter().count() {
            let Some(unit) = units.get(id) else { break };
            turns.extend(unit.valid_from);
            turns.extend(unit.valid_to.and_then(|last| last.checked_add(1.day()).ok()));
            let Some(next) = unit.succession.first() else { break };
            id = &next.to;
        }
    }
    let name = |day| unit_on(line, units, day).map_or_else(String::new, |unit| unit.id.clone());
    let mut spans = vec![(0, String::new())];
    for day in std::iter::once(jiff::civil::date(1970, 1, 1)).chain(turns) {
        let (from, unit) = (day_number(day).max(0), name(day));
        match spans.last_mut() {
            Some((last, held)) if *last == from => *held = unit,
            Some((_, held)) if *held == unit => {}
            _ => spans.push((from, unit)),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn successions_and_dated_lines_become_dated_rows() {
        let units: Units = serde_json::from_str(
            r#"[
            {"id": "cong-hoa", "level": "commune", "kind": "phuong", "name": {"vi": "Cộng Hòa"},
             "valid_from": "2010-01-01", "valid_to": "2025-06-30",
             "succession": [{"to": "chu-van-an", "share": "part"}, {"to": "tran-hung-dao", "share": "part"}]},
            {"id": "hung-dao", "level": "commune", "kind": "xa", "name": {"vi": "Hưng Đạo"},
             "valid_to": "2025-06-30", "succession": [{"to": "tran-hung-dao", "share": "whole"}]},
            {"id": "tran-hung-dao", "level": "commune", "kind": "phuong", "name": {"vi": "Trần Hưng Đạo"},
             "valid_from": "2025-07-01"}]"#,
        )
        .unwrap();
        let reform = day_number(jiff::civil::date(2025, 7, 1));
        let line = |rows: &[(Option<Date>, &str)]| -> Vec<UnitFrom> {
            rows.iter().map(|(from, id)| UnitFrom { from: *from, id: (*id).to_owned() }).collect()
        };
        let show = |rows: &[(Option<Date>, &str)]| spans(&line(rows), &units);
        assert_eq!(show(&[(None, "hung-dao")]), [(0, "hung-dao".into()), (reform, "tran-hung-dao".into())]);
        let opened = day_number(jiff::civil::date(2010, 1, 1));
        assert_eq!(
            show(&[(None, "cong-hoa")]),
            [(0, "".into()), (opened, "cong-hoa".into()), (reform, "".into())],
            "a split waits for a person"
        );
        assert_eq!(
            show(&[(None, "cong-hoa"), (Some(jiff::civil::date(2025, 7, 1)), "tran-hung-dao")])[2],
            (reform, "tran-hung-dao".into())
        );
        assert_eq!(show(&[]), [(0, "".into())]);
    }
}
