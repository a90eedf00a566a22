//! The unit of each entry over time, as the catalog tells it.

use std::collections::{BTreeSet, HashMap};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::catalog::{Catalog, UnitFrom, Units, unit_on};
use crate::clock::day_number;
use crate::store::EntryUnit;

/// A dated list of units, as a key.
type Line<'a> = Vec<(Option<Date>, &'a str)>;

/// One row for each entry with an id and each day from which on it belongs to another unit; by entry and day. Whole
/// successions are followed; where a unit was split and no dated line decides, the unit is empty.
pub fn entry_units(catalog: &Catalog) -> Vec<EntryUnit> {
    // Thousands of entries share a handful of lines, and following one through all units is not cheap.
    let mut known: HashMap<Line, Vec<(i64, String)>> = HashMap::new();
    let mut rows = Vec::new();
    for entry in &catalog.entries {
        let Some(id) = entry.id else { continue };
        let line: Line = entry.unit.iter().map(|u| (u.from, u.id.as_str())).collect();
        let spans = known.entry(line).or_insert_with(|| spans(&entry.unit, &catalog.units));
        rows.extend(spans.iter().map(|(from_day, unit)| EntryUnit {
            entry: id.0 as i64,
            from_day: *from_day,
            unit: unit.clone(),
        }));
    }
    rows.sort_unstable();
    rows
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
