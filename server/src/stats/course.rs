//! How scans run over time: the charts by day, by half-month and by hour.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::Locale;
use crate::clock::{date_of, day_number, half_dates, half_of};
use crate::store::{Dim, Store, StoreError, Sum};

use super::chart::{Chart, Point};
use super::counts::{by_day, by_value};
use super::days::{Days, Piece, pieces};
use super::figures::{Figures, Question};
use super::wording;

/// Days shown where the period is a single one.
const DAYS_AROUND: i64 = 14;
/// Days drawn one by one; more are drawn by half-month.
const MOST_DAYS: i64 = 62;

/// The scans of the period by day, or by half-month over a long one.
pub fn days_chart(store: &mut dyn Store, locale: &Locale, question: &Question<'_>) -> Result<Chart, StoreError> {
    let period = question.period.days();
    let single = period.count() == 1;
    let shown =
        if single { Days { first: date_of(day_number(period.last) - DAYS_AROUND + 1), ..period } } else { period };
    let (points, what) = if shown.count() > MOST_DAYS {
        (half_month_points(store, locale, question, shown)?, "stats.column.half")
    } else {
        let sums = by_day(store, shown, question.scope, question.class)?;
        (day_points(locale, question, shown, &sums, single.then_some(period.last)), "stats.column.day")
    };
    let days = wording::span_of_days(locale, shown);
    let title = locale.fill("stats.by.day_title", &[("days", &days)]);
    let summary = summary(locale, &points);
    Ok(Chart::draw(locale, title, summary, locale.text(what), &points))
}

fn day_points(
    locale: &Locale,
    question: &Question<'_>,
    shown: Days,
    sums: &BTreeMap<i64, Sum>,
    marked: Option<Date>,
) -> Vec<Point> {
    let point = |day: Date| Point {
        label: wording::day_of_month(locale, day),
        name: locale.date(day),
        value: sums.get(&day_number(day)).map_or(0, |sum| sum.n),
        marked: marked == Some(day),
        open: day >= question.today(),
    };
    shown.iter().map(point).collect()
}

fn half_month_points(
    store: &mut dyn Store,
    locale: &Locale,
    question: &Question<'_>,
    shown: Days,
) -> Result<Vec<Point>, StoreError> {
    let mut by_half: BTreeMap<i64, i64> = shown.halves().map(|half| (half, 0)).collect();
    for piece in pieces(shown.numbers()) {
        match piece {
            Piece::Days(run) => {
                let days = Days { first: date_of(*run.start()), last: date_of(*run.end()) };
                for (day, sum) in by_day(store, days, question.scope, question.class)? {
                    *by_half.entry(half_of(date_of(day))).or_default() += sum.n;
                }
            }
            Piece::Halves(halves) => {
                for half in halves {
                    let (first, last) = half_dates(half);
                    let sums = by_value(store, Days { first, last }, question.scope, question.class, Dim::Total)?;
                    *by_half.entry(half).or_default() += sums.values().map(|sum| sum.n).sum::<i64>();
                }
            }
        }
    }
    let point = |(half, value): (i64, i64)| {
        let (first, last) = half_dates(half);
        let days = Days { first: first.max(shown.first), last: last.min(shown.last) };
        Point {
            label: wording::day_of_month(locale, days.first),
            name: wording::capitalized(&wording::span_of_days(locale, days)),
            value,
            marked: false,
            open: days.last >= question.today(),
        }
    };
    Ok(by_half.into_iter().map(point).collect())
}

/// The scans by hour of the day.
pub fn hours_chart(locale: &Locale, figures: &Figures<'_>) -> Chart {
    let of_hour = |hour: usize| figures.values.get(&Dim::Hour)?.get(&format!("{hour:02}")).map(|sum| sum.n);
    let point = |hour: usize| Point {
        label: locale.fill("stats.by.hour_label", &[("hour", &hour.to_string())]),
        name: locale.fill("stats.by.hour_name", &[("hour", &hour.to_string()), ("next", &(hour + 1).to_string())]),
        value: of_hour(hour).unwrap_or(0),
        marked: false,
        open: false,
    };
    let points: Vec<Point> = (0..24).map(point).collect();
    let summary = summary(locale, &points);
    Chart::draw(locale, locale.text("stats.by.hour").to_owned(), summary, locale.text("stats.column.hour"), &points)
}

/// The highest bar in a sentence, for those who do not see the chart.
fn summary(locale: &Locale, points: &[Point]) -> String {
    // The first of equal ones: `max_by_key` would give the last.
    match points.iter().rev().max_by_key(|p| p.value).filter(|p| p.value > 0) {
        Some(most) => locale.fill("stats.by.most", &[("name", &most.name), ("n", &locale.number(most.value))]),
        None => locale.text("stats.by.nothing").to_owned(),
    }
}
