//! The main figures of the statistics page.

use crate::catalog::Locale;
use crate::clock::day_number;
use crate::scan::Class;

use super::counts::Counts;
use super::figures::{Figures, Question};
use super::period::Period;
use super::signs::{entry_key, signs};
use super::view::Card;
use super::wording;

/// The cards, the main one first. `year_before` are the scans of the same period a year ago.
pub fn cards(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>, year_before: &Counts) -> Vec<Card> {
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
