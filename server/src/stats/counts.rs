//! Sums of scans over days, read from the store for a scope.

use std::collections::BTreeMap;

use crate::scan::Class;
use crate::store::{Dim, Store, StoreError, Sum};

use super::days::{Days, Piece, pieces};
use super::scope::Scope;

/// Scans by class and entry.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counts(BTreeMap<(String, i64), Sum>);

impl Counts {
    /// The scans of some days.
    pub fn read(store: &mut dyn Store, days: Days, scope: &Scope) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        for run in scope.runs(days.numbers()) {
            let first = *run.start();
            for piece in pieces(run) {
                let rows = match piece {
                    Piece::Days(days) => store.entries(days)?,
                    Piece::Halves(halves) => store.entry_totals(halves)?,
                };
                for row in rows.into_iter().filter(|row| scope.holds(row.entry, first)) {
                    add(counts.0.entry((row.class, row.entry)).or_default(), row.sum);
                }
            }
        }
        Ok(counts)
    }

    /// All scans of a class.
    pub fn total(&self, class: Class) -> Sum {
        self.of(class).fold(Sum::default(), |mut total, (_, sum)| {
            add(&mut total, sum);
            total
        })
    }

    /// The scans of a class, by entry.
    pub fn entries(&self, class: Class) -> BTreeMap<i64, Sum> {
        self.of(class).collect()
    }

    fn of(&self, class: Class) -> impl Iterator<Item = (i64, Sum)> {
        self.0
            .range((class.name().to_owned(), i64::MIN)..)
            .take_while(move |((name, _), _)| name == class.name())
            .map(|((_, entry), sum)| (*entry, *sum))
    }
}

/// The scans of a class at the placements of an entry, by key.
pub fn by_placement(
    store: &mut dyn Store,
    days: Days,
    scope: &Scope,
    class: Class,
    entry: i64,
) -> Result<BTreeMap<String, Sum>, StoreError> {
    let mut by_placement: BTreeMap<String, Sum> = BTreeMap::new();
    for run in scope.runs(days.numbers()) {
        if scope.holds(entry, *run.start()) {
            for row in store.entry_placements(entry, run)?.into_iter().filter(|row| row.class == class.name()) {
                add(by_placement.entry(row.placement).or_default(), row.sum);
            }
        }
    }
    Ok(by_placement)
}

/// The scans of a class on each day that has any, by number of the day.
pub fn by_day(
    store: &mut dyn Store,
    days: Days,
    scope: &Scope,
    class: Class,
) -> Result<BTreeMap<i64, Sum>, StoreError> {
    let mut by_day: BTreeMap<i64, Sum> = BTreeMap::new();
    if scope.is_whole() {
        for row in store.days(days.numbers())?.into_iter().filter(|r| r.class == class.name()) {
            add(by_day.entry(row.day).or_default(), row.sum);
        }
    } else {
        for row in store.entry_days(days.numbers())?.into_iter().filter(|r| r.class == class.name()) {
            if scope.holds(row.entry, row.day) {
                add(by_day.entry(row.day).or_default(), row.sum);
            }
        }
    }
    Ok(by_day)
}

/// The scans of a class by the values of a dimension, over all half-months that `days` touch.
pub fn by_value(
    store: &mut dyn Store,
    days: Days,
    scope: &Scope,
    class: Class,
    dim: Dim,
) -> Result<BTreeMap<String, Sum>, StoreError> {
    let mut by_value: BTreeMap<String, Sum> = BTreeMap::new();
    if scope.is_whole() {
        for row in store.dimension(days.halves(), dim)?.into_iter().filter(|r| r.class == class.name()) {
            add(by_value.entry(row.value).or_default(), row.sum);
        }
    } else {
        for row in store.units(days.halves(), dim)?.into_iter().filter(|r| r.class == class.name()) {
            if scope.holds_unit(&row.unit) {
                add(by_value.entry(row.value).or_default(), row.sum);
            }
        }
    }
    Ok(by_value)
}

/// Adds `more` to `sum`.
pub fn add(sum: &mut Sum, more: Sum) {
    sum.n += more.n;
    sum.first += more.first;
}
