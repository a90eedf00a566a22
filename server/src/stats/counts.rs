//! Sums of scans over days, read from the store for a scope.

use std::collections::BTreeMap;

use crate::scan::Class;
use crate::store::{Dim, Store, StoreError, Sum};

use super::days::Days;
use super::scope::Scope;

/// Scans by class, entry and placement.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Counts(BTreeMap<(String, i64, String), Sum>);

impl Counts {
    /// The scans of some days.
    pub fn read(store: &mut dyn Store, days: Days, scope: &Scope) -> Result<Counts, StoreError> {
        let mut counts = Counts::default();
        for run in scope.runs(days.numbers()) {
            let first = *run.start();
            for row in store.placements(run)? {
                if scope.holds(row.entry, first) {
                    add(counts.0.entry((row.class, row.entry, row.placement)).or_default(), row.sum);
                }
            }
        }
        Ok(counts)
    }

    /// All scans of a class.
    pub fn total(&self, class: Class) -> Sum {
        self.of(class).fold(Sum::default(), |mut total, (_, _, sum)| {
            add(&mut total, sum);
            total
        })
    }

    /// The scans of a class, by entry.
    pub fn entries(&self, class: Class) -> BTreeMap<i64, Sum> {
        let mut entries: BTreeMap<i64, Sum> = BTreeMap::new();
        for (entry, _, sum) in self.of(class) {
            add(entries.entry(entry).or_default(), sum);
        }
        entries
    }

    /// The scans of a class at the placements of an entry, by key.
    pub fn placements(&self, class: Class, entry: i64) -> impl Iterator<Item = (&str, Sum)> {
        self.of(class).filter(move |(e, ..)| *e == entry).map(|(_, placement, sum)| (placement, sum))
    }

    /// The scans of a class at a placement.
    pub fn placement(&self, class: Class, entry: i64, placement: &str) -> Sum {
        self.0.get(&(class.name().to_owned(), entry, placement.to_owned())).copied().unwrap_or_default()
    }

    fn of(&self, class: Class) -> impl Iterator<Item = (i64, &str, Sum)> {
        let from = (class.name().to_owned(), i64::MIN, String::new());
        self.0
            .range(from..)
            .take_while(move |((name, ..), _)| name == class.name())
            .map(|((_, entry, placement), sum)| (*entry, placement.as_str(), *sum))
    }
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
