//! Everything the statistics page and the report say about a period, read from the store once.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::Catalog;
use crate::clock::{Clock, Moment, date_of};
use crate::scan::Class;
use crate::store::{Dim, Gap, Store, StoreError, Sum};
use crate::trouble::Trouble;

use super::counts::{Counts, by_value};
use super::days::Days;
use super::gaps::{began, gaps};
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
    /// What is wrong with the counting now.
    pub troubles: &'a [Trouble],
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
    /// The moment counting began; none before it has.
    pub began: Option<Moment>,
}

/// How much of a period has been counted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Coverage {
    /// All days that have begun.
    Whole,
    /// The days from this one on.
    From(Date),
    /// No day.
    Nothing,
    /// The period lies ahead.
    Ahead,
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
        let began = began(store, question)?;
        let since = began.map(|at| date_of(at.day));
        // Before counting began every sign was silent, which says nothing about signs.
        let counted =
            question.begun().zip(since).and_then(|(begun, since)| Days::new(begun.first.max(since), begun.last));
        let silent = match (counted, since) {
            (Some(counted), Some(since)) => silent(store, catalog, counted, since, scope, class)?,
            _ => Vec::new(),
        };
        Ok(Figures {
            previous: Counts::read(store, period.previous().days(), scope)?,
            values,
            silent,
            orphans: orphans(store, days)?,
            answers: answers(store, days)?,
            gaps: gaps(store, question, began)?,
            began,
            counts,
        })
    }

    /// Whether some days of the span were counted; a zero of days before counting began would say too much.
    pub fn was_counting(&self, days: Days) -> bool {
        self.since().is_some_and(|since| since <= days.last)
    }

    /// The first day that was counted.
    pub fn since(&self) -> Option<Date> {
        self.began.map(|at| date_of(at.day))
    }

    /// Whether a zero of the period means that nobody came: some day of it was counted.
    pub fn says_something(&self, question: &Question<'_>) -> bool {
        matches!(self.coverage(question), Coverage::Whole | Coverage::From(_))
    }

    /// How much of the period of `question` was counted.
    pub fn coverage(&self, question: &Question<'_>) -> Coverage {
        let Some(begun) = question.begun() else { return Coverage::Ahead };
        match self.since() {
            Some(since) if since <= begun.first => Coverage::Whole,
            Some(since) if since <= begun.last => Coverage::From(since),
            _ => Coverage::Nothing,
        }
    }
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
