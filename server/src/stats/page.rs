//! From the figures of a period to the statistics page.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::Locale;
use crate::clock::{date_of, day_number, half_dates, half_of};
use crate::scan::Class;
use crate::store::{Dim, Store, StoreError, Sum};

use super::breakdown::excluded;
use super::chart::{Chart, Point};
use super::counts::{Counts, by_day, by_value};
use super::days::{Days, Piece, pieces};
use super::entries::{no_silent_sign, silent_rows};
use super::figures::{Figures, Question};
use super::honesty::Honesty;
use super::period::Period;
use super::signs::{entry_key, signs};
use super::view::{Breakdown, Card, Entries, Frame, Heading, Orphans, StatisticsPage};
use super::wording;

/// Days shown where the period is a single one.
const DAYS_AROUND: i64 = 14;
/// Days drawn one by one; more are drawn by half-month.
const MOST_DAYS: i64 = 62;

/// The statistics page of a question. `unit` is the id of the unit asked for.
pub fn statistics(
    store: &mut dyn Store,
    locale: &Locale,
    question: &Question<'_>,
    unit: Option<&str>,
    frame: Frame,
) -> Result<StatisticsPage, StoreError> {
    let figures = Figures::read(store, question)?;
    let year_before = Counts::read(store, question.period.year_before().days(), question.scope)?;
    let days = question.period.days();
    let widened = (days.whole_halves() != days).then(|| wording::span_of_days(locale, days.whole_halves()));
    let empty = Class::ALL.iter().all(|class| figures.counts.total(*class).n == 0);
    Ok(StatisticsPage {
        heading: Heading::of(locale, question, &figures, unit),
        cards: cards(locale, question, &figures, &year_before),
        empty,
        by_day: days_chart(store, locale, question)?,
        entries: Entries::read(store, locale, question, &figures)?,
        languages: Breakdown::of(locale, Dim::Lang, &figures),
        devices: Breakdown::of(locale, Dim::Device, &figures),
        apps: Breakdown::of(locale, Dim::App, &figures),
        hours: hours_chart(locale, &figures),
        widened: widened.map(|days| locale.fill("stats.by.widened", &[("days", &days)])),
        silent: silent_rows(locale, question, &figures),
        orphans: Orphans::of(locale, &figures),
        excluded: excluded(locale, question, &figures),
        no_silent: no_silent_sign(locale, question, &figures),
        honesty: Honesty::of(locale, question, &figures),
        shell: frame.shell,
        picker: frame.picker,
        report: frame.report,
        renew: frame.renew,
    })
}

fn cards(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>, year_before: &Counts) -> Vec<Card> {
    let text = |key: &'static str| locale.text(key).to_owned();
    let class = question.class;
    let total = figures.counts.total(class);
    let counted = figures.says_something(question);
    let compare = |key: &'static str, period: Period, before: i64| {
        let value = match figures.was_counting(period.days()) {
            false => return locale.fill(key, &[("value", locale.text("stats.cards.not_counted"))]),
            true => locale.number(before),
        };
        let change = wording::change(locale, total.n, before).filter(|_| counted);
        let change = change.map_or(value.clone(), |c| format!("{value} ({c})"));
        locale.fill(key, &[("value", &change)])
    };
    let previous = compare("stats.cards.previous", question.period.previous(), figures.previous.total(class).n);
    let last_year = compare("stats.cards.year_before", question.period.year_before(), year_before.total(class).n);
    let last = day_number(question.period.days().last);
    let of_scope =
        question.catalog.entries.iter().filter_map(|e| e.id).filter(|id| question.scope.holds(entry_key(id.0), last));
    let scanned = figures.counts.entries(class).values().filter(|sum| sum.n > 0).count();
    let hanging = signs(question.catalog).iter().filter(|s| question.scope.holds(s.entry, last)).count();
    let if_counted = |value: String| if counted { value } else { text("stats.cards.not_counted") };
    let ratio = |part: usize, whole: usize| {
        if_counted(format!("{}/{}", locale.number(part as i64), locale.number(whole as i64)))
    };
    vec![
        Card {
            label: text(if class == Class::Trial { "stats.cards.trials" } else { "stats.cards.scans" }),
            value: if_counted(locale.number(total.n)),
            notes: vec![previous, last_year],
            main: true,
        },
        Card {
            label: text("stats.cards.devices"),
            value: if_counted(format!("≈ {}", locale.number(total.first))),
            notes: vec![text("stats.cards.devices_note")],
            main: false,
        },
        Card {
            label: text("stats.cards.entries"),
            value: ratio(scanned, of_scope.count().max(scanned)),
            notes: vec![text("stats.cards.entries_note")],
            main: false,
        },
        Card {
            label: text(if class == Class::Trial { "stats.cards.trial_silent" } else { "stats.cards.silent" }),
            value: ratio(figures.silent.len(), hanging.max(figures.silent.len())),
            notes: vec![text("stats.cards.silent_note")],
            main: false,
        },
    ]
}

fn days_chart(store: &mut dyn Store, locale: &Locale, question: &Question<'_>) -> Result<Chart, StoreError> {
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

fn hours_chart(locale: &Locale, figures: &Figures<'_>) -> Chart {
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
