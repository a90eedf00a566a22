//! Whose scans count: the whole project, or a unit with all below it, as things stood on the day of each scan.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use crate::catalog::Units;
use crate::store::EntryUnit;

/// Whose scans count.
#[derive(Clone, Debug)]
pub struct Scope(Option<Members>);

#[derive(Clone, Debug)]
struct Members {
    /// The unit and all below it, at any time.
    units: BTreeSet<String>,
    /// By entry: from which day on it is inside, or outside, in order.
    entries: BTreeMap<i64, Vec<(i64, bool)>>,
}

impl Scope {
    /// The whole project.
    pub fn whole() -> Scope {
        Scope(None)
    }

    /// The unit `id` and all below it. `rows` say which unit each entry belonged to, by entry and day.
    pub fn of_unit(units: &Units, id: &str, rows: &[EntryUnit]) -> Scope {
        let units = below(units, id);
        let mut entries: BTreeMap<i64, Vec<(i64, bool)>> = BTreeMap::new();
        for row in rows {
            let inside = units.contains(&row.unit);
            let line = entries.entry(row.entry).or_default();
            if line.last().is_none_or(|(_, was)| *was != inside) {
                line.push((row.from_day, inside));
            }
        }
        Scope(Some(Members { units, entries }))
    }

    /// Whether it is the whole project.
    pub fn is_whole(&self) -> bool {
        self.0.is_none()
    }

    /// Whether scans of `entry` on `day` count.
    pub fn holds(&self, entry: i64, day: i64) -> bool {
        let Some(members) = &self.0 else { return true };
        let line = members.entries.get(&entry).map_or(&[][..], Vec::as_slice);
        line.iter().rev().find(|(from, _)| *from <= day).is_some_and(|(_, inside)| *inside)
    }

    /// Whether scans booked on the unit `id` count.
    pub fn holds_unit(&self, id: &str) -> bool {
        self.0.as_ref().is_none_or(|members| members.units.contains(id))
    }

    /// The days cut into runs within which no entry comes in or goes out, so that a sum over a run is a sum over
    /// whole entries.
    pub fn runs(&self, days: RangeInclusive<i64>) -> Vec<RangeInclusive<i64>> {
        let (first, last) = days.into_inner();
        let changes = self.0.iter().flat_map(|m| m.entries.values().flatten()).map(|(from, _)| *from);
        let cuts: BTreeSet<i64> = changes.filter(|day| first < *day && *day <= last).chain([first]).collect();
        let ends = cuts.iter().skip(1).map(|next| next - 1).chain([last]);
        cuts.iter().copied().zip(ends).map(|(from, to)| from..=to).collect()
    }
}

/// The unit and every unit that has it above itself.
fn below(units: &Units, id: &str) -> BTreeSet<String> {
    let parents: BTreeMap<&str, Option<&str>> = units.iter().map(|u| (u.id.as_str(), u.parent.as_deref())).collect();
    let is_below = |unit: &str| {
        // A chain longer than the list would be a circle.
        std::iter::successors(Some(unit), |u| parents.get(u).copied().flatten())
            .take(units.iter().count())
            .any(|u| u == id)
    };
    units.iter().map(|u| u.id.as_str()).filter(|u| is_below(u)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(entry: i64, from_day: i64, unit: &str) -> EntryUnit {
        EntryUnit { entry, from_day, unit: unit.into() }
    }

    fn units() -> Units {
        let unit = |id: &str, parent: Option<&str>| serde_json::json!({ "id": id, "level": "commune", "kind": "xa", "name": { "vi": id }, "parent": parent });
        let list = serde_json::json!([
            unit("tinh", None),
            unit("xa", Some("tinh")),
            unit("thon", Some("xa")),
            unit("khac", None)
        ]);
        serde_json::from_value(list).unwrap()
    }

    #[test]
    fn an_entry_counts_for_the_unit_it_belonged_to_on_the_day() {
        let rows = [row(1, 0, "thon"), row(1, 100, "khac"), row(2, 0, "khac"), row(2, 50, "xa"), row(2, 60, "thon")];
        let scope = Scope::of_unit(&units(), "tinh", &rows);
        assert!(scope.holds(1, 99) && !scope.holds(1, 100));
        assert!(!scope.holds(2, 49) && scope.holds(2, 50) && scope.holds(2, 70));
        assert!(!scope.holds(3, 70));
        assert!(scope.holds_unit("thon") && !scope.holds_unit("khac") && !scope.holds_unit(""));
        assert_eq!(scope.runs(0..=120), [0..=49, 50..=99, 100..=120]);
        assert_eq!(scope.runs(60..=99), [60..=99]);
        assert_eq!(Scope::whole().runs(3..=3), [3..=3]);
    }
}
