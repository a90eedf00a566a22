//! Everything the statistics page and the report say about a period, read from the store once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::clock::{Clock, Moment, date_of, day_number};
use crate::scan::Class;
use crate::store::{Dim, Gap, Store, StoreError, Sum};

use super::counts::{Counts, by_value};
use super::days::Days;
use super::period::Period;
use super::scope::Scope;
use super::signs::{Silent, silent};

/// What is asked of the store.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// The content.
    pub catalog: &'a Catalog,
    /// Local time.
    pub clock: &'a Clock,
    /// The moment the figures are read.
    pub now: Moment,
    /// The days.
    pub period: Period,
    /// Whose scans.
    pub scope: &'a Scope,
    /// The class that counts: persons, or trials while the signs are being tried.
    pub class: Class,
}

/// The figures of a period.
#[derive(Clone, PartialEq, Debug)]
pub struct Figures<'a> {
    /// The scans of the period.
    pub counts: Counts,
    /// Of the period before.
    pub previous: Counts,
    /// By language, device, app and hour, over [`Days::whole_halves`] of the period.
    pub values: BTreeMap<Dim, BTreeMap<String, Sum>>,
    /// Signs nobody scanned, of those that hung.
    pub silent: Vec<Silent<'a>>,
    /// Numbers asked for that no sign carries: how many, with one number of each bucket, most first.
    pub orphans: Vec<(String, i64)>,
    /// How scans were answered.
    pub answers: BTreeMap<String, i64>,
    /// Spans of time the counts know nothing or too little of, cut to the period.
    pub gaps: Vec<Gap>,
    /// The first day anything was counted at all.
    pub since: Option<Date>,
}

impl Question<'_> {
    /// Today.
    pub fn today(&self) -> Date {
        date_of(self.now.day)
    }

    /// Whether the period is not over yet, so that each figure is an estimate.
    pub fn is_estimate(&self) -> bool {
        !self.period.is_over(self.today())
    }

    /// The days of the period that have begun; none while all lie ahead.
    pub fn begun(&self) -> Option<Days> {
        let days = self.period.days();
        Days::new(days.first, days.last.min(self.today()))
    }
}

impl<'a> Figures<'a> {
    /// Reads the figures.
    pub fn read(store: &mut dyn Store, question: &Question<'a>) -> Result<Figures<'a>, StoreError> {
        let Question { catalog, period, scope, class, .. } = *question;
        let days = period.days();
        let counts = Counts::read(store, days, scope)?;
        let mut values = BTreeMap::new();
        for dim in [Dim::Lang, Dim::Device, Dim::App, Dim::Hour] {
            values.insert(dim, by_value(store, days, scope, class, dim)?);
        }
        let silent = match question.begun() {
            Some(begun) => silent(store, catalog, begun, scope, class)?,
            None => Vec::new(),
        };
        Ok(Figures {
            previous: Counts::read(store, period.previous().days(), scope)?,
            values,
            silent,
            orphans: orphans(store, days)?,
            answers: answers(store, days)?,
            gaps: gaps(store, question)?,
            since: since(store, class)?,
            counts,
        })
    }

    /// Whether some days of the span were counted; a zero of days before counting began would say too much.
    pub fn was_counting(&self, days: Days) -> bool {
        self.since.is_some_and(|since| since <= days.last)
    }
}

/// The first day anything was counted. Days of trials alone are not among them, unless trials are what counts.
fn since(store: &mut dyn Store, class: Class) -> Result<Option<Date>, StoreError> {
    let Some((first, last)) = store.extent()? else { return Ok(None) };
    let (mut from, mut length) = (first, 32);
    // The first month nearly always has the day: growing steps keep the whole table from being summed for it.
    while from <= last {
        let days = store.days(from..=from + length - 1)?;
        let counted = days.into_iter().find(|row| class == Class::Trial || row.class != Class::Trial.name());
        if let Some(row) = counted {
            return Ok(Some(date_of(row.day)));
        }
        from += length;
        length *= 4;
    }
    Ok(None)
}

fn orphans(store: &mut dyn Store, days: Days) -> Result<Vec<(String, i64)>, StoreError> {
    let mut buckets: BTreeMap<i64, (String, i64)> = BTreeMap::new();
    for row in store.orphans(days.numbers())? {
        buckets.entry(row.bucket).or_insert((row.sample, 0)).1 += row.n;
    }
    let mut orphans: Vec<(String, i64)> = buckets.into_values().collect();
    orphans.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    Ok(orphans)
}

fn answers(store: &mut dyn Store, days: Days) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut answers = BTreeMap::new();
    for row in store.answers(days.numbers())? {
        *answers.entry(row.answer).or_default() += row.n;
    }
    Ok(answers)
}

fn gaps(store: &mut dyn Store, question: &Question<'_>) -> Result<Vec<Gap>, StoreError> {
    let days = question.period.days();
    let midnight = |day: i64| day * 86_400 - i64::from(question.clock.offset_minutes()) * 60;
    let (from, to) = (midnight(day_number(days.first)), midnight(day_number(days.last) + 1));
    let cut = |gap: Gap| Gap { from_ts: gap.from_ts.max(from), to_ts: gap.to_ts.min(to), ..gap };
    Ok(store.gaps(from, to)?.into_iter().map(cut).filter(|gap| gap.from_ts < gap.to_ts).collect())
}
