//! Scans by entry and place, and the signs nobody scans.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Code, Locale};
use crate::clock::day_number;
use crate::store::{Store, StoreError, Sum};

use super::breakdown::bar;
use super::counts::by_placement;
use super::figures::{Figures, Question};
use super::order::title_key;
use super::signs::{Sign, Silent, entry_key, in_language, signs};
use super::view::{Entries, EntryRow, SilentRow};
use super::wording;

/// Entries listed one by one.
const MOST_ENTRIES: usize = 300;

/// An entry with its scans.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ranked {
    /// Its id.
    pub id: i64,
    /// Its title; what remains of one the content no longer holds.
    pub title: String,
    /// Scans of the period.
    pub now: Sum,
    /// Scans of the period before.
    pub before: Sum,
}

/// The entries of the scope and those scanned while they were in it, or in `also`; most scanned first, then by title.
pub fn ranked(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>, also: &BTreeSet<i64>) -> Vec<Ranked> {
    let now = figures.counts.entries(question.class);
    let before = figures.previous.entries(question.class);
    let last = day_number(question.period.days().last);
    let titles = titles(locale, question);
    let held = titles.keys().copied().filter(|id| question.scope.holds(*id, last));
    let ids: BTreeSet<i64> =
        held.chain(now.keys().copied()).chain(before.keys().copied()).chain(also.iter().copied()).collect();
    let sum = |of: &BTreeMap<i64, Sum>, id: i64| of.get(&id).copied().unwrap_or_default();
    let mut ranked: Vec<Ranked> = ids
        .into_iter()
        .map(|id| Ranked {
            id,
            title: titles.get(&id).map_or_else(|| gone(locale, id), |t| (*t).to_owned()),
            now: sum(&now, id),
            before: sum(&before, id),
        })
        .collect();
    ranked.sort_by_cached_key(|r| (std::cmp::Reverse(r.now.n), title_key(&r.title), r.id));
    ranked
}

/// The titles of all entries with a code, by id.
fn titles<'a>(locale: &Locale, question: &Question<'a>) -> BTreeMap<i64, &'a str> {
    let entries = question.catalog.entries.iter();
    let titled =
        entries.filter_map(|e| Some((entry_key(e.id?.0), in_language(question.catalog, &e.title, locale.lang()))));
    titled.collect()
}

/// What stands for an entry that has left the content: the first number it was given.
fn gone(locale: &Locale, id: i64) -> String {
    locale.fill("stats.entries.gone", &[("code", &(id & 0xffff_ffff).to_string())])
}

impl Entries {
    /// The table of the statistics page.
    pub fn read(
        store: &mut dyn Store,
        locale: &Locale,
        question: &Question<'_>,
        figures: &Figures<'_>,
    ) -> Result<Entries, StoreError> {
        let ranked = ranked(locale, question, figures, &BTreeSet::new());
        let compared = figures.was_counting(question.period.previous().days());
        let longest = ranked.first().map_or(0, |r| r.now.n);
        let counted = figures.says_something(question);
        let number = |n: i64| if counted { locale.number(n) } else { "–".to_owned() };
        let compared = compared && counted;
        let row = |title: String, place: bool, now: Sum, before: Sum| EntryRow {
            title,
            place,
            scans: number(now.n),
            devices: number(now.first),
            previous: if compared { locale.number(before.n) } else { "–".to_owned() },
            change: if compared { wording::difference(locale, now.n - before.n) } else { "–".to_owned() },
            bar: bar(now.n, longest),
        };
        let places = places(question);
        let mut rows = Vec::new();
        for entry in ranked.iter().take(MOST_ENTRIES) {
            rows.push(row(entry.title.clone(), false, entry.now, entry.before));
            for (key, now, before) in at_places(store, question, &places, entry.id)? {
                rows.push(row(place_name(locale, question, &places, entry.id, &key), true, now, before));
            }
        }
        let rest = ranked.len().saturating_sub(MOST_ENTRIES);
        let total = (figures.counts.total(question.class), figures.previous.total(question.class));
        Ok(Entries {
            rows,
            total: row(locale.text("stats.entries.total").to_owned(), false, total.0, total.1),
            more: (rest > 0).then(|| locale.fill("stats.entries.more", &[("n", &locale.number(rest as i64))])),
        })
    }
}

/// Every placement that ever had a code, by entry and key, with its sign while one is in use.
type Places<'a> = BTreeMap<(i64, &'a str), Option<Sign<'a>>>;

fn places<'a>(question: &Question<'a>) -> Places<'a> {
    let catalog = question.catalog;
    let ever = catalog.codes.iter().filter_map(|issued| {
        let id = catalog.entries.get(issued.entry? as usize)?.id?;
        Some(((entry_key(id.0), &*issued.placement), None))
    });
    let mut places: Places<'a> = ever.collect();
    places.extend(signs(catalog).into_iter().map(|sign| ((sign.entry, sign.placement), Some(sign))));
    places
}

/// Scans at the placements of an entry that has several: those in use, and others that were scanned all the same, the
/// main one first.
fn at_places(
    store: &mut dyn Store,
    question: &Question<'_>,
    places: &Places<'_>,
    entry: i64,
) -> Result<Vec<(String, Sum, Sum)>, StoreError> {
    let of_entry: Vec<_> = places.range((entry, "")..).take_while(|((e, _), _)| *e == entry).collect();
    if of_entry.len() < 2 {
        return Ok(Vec::new());
    }
    let mut read = |days| by_placement(store, days, question.scope, question.class, entry);
    let now = read(question.period.days())?;
    let before = read(question.period.previous().days())?;
    let used = of_entry.iter().filter(|(_, sign)| sign.is_some()).map(|((_, key), _)| *key);
    let keys: BTreeSet<(bool, &str)> =
        used.chain(now.keys().map(String::as_str)).map(|key| (key != "main", key)).collect();
    if keys.len() < 2 {
        return Ok(Vec::new());
    }
    let sum = |of: &BTreeMap<String, Sum>, key: &str| of.get(key).copied().unwrap_or_default();
    Ok(keys.into_iter().map(|(_, key)| (key.to_owned(), sum(&now, key), sum(&before, key))).collect())
}

fn place_name(locale: &Locale, question: &Question<'_>, places: &Places<'_>, entry: i64, key: &str) -> String {
    let sign = places.get(&(entry, key)).and_then(Option::as_ref);
    let name = sign.map_or("", |sign| in_language(question.catalog, sign.name, locale.lang()));
    match (name, key) {
        ("", "main") => locale.text("stats.entries.main").to_owned(),
        ("", key) => key.to_owned(),
        (name, _) => name.to_owned(),
    }
}

/// The signs nobody scanned, in words: longest silent first, then by title.
pub fn silent_rows(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>) -> Vec<SilentRow> {
    let mut rows: Vec<(i64, SilentRow)> =
        figures.silent.iter().map(|silent| (silent.days, SilentRow::of(locale, question, silent))).collect();
    rows.sort_by_cached_key(|(days, row)| (std::cmp::Reverse(*days), title_key(&row.title), row.codes.clone()));
    rows.into_iter().map(|(_, row)| row).collect()
}

/// Why an empty list of silent signs says nothing: no day of the period has been counted.
pub fn no_silent_sign(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>) -> Option<String> {
    (!figures.says_something(question)).then(|| locale.text("stats.silent.not_counted").to_owned())
}

impl SilentRow {
    fn of(locale: &Locale, question: &Question<'_>, silent: &Silent<'_>) -> SilentRow {
        let sign = &silent.sign;
        let name = |text| in_language(question.catalog, text, locale.lang()).to_owned();
        let since = match silent.last {
            Some(last) => locale.fill("stats.silent.last", &[("day", &locale.date(last))]),
            None => {
                let key = if silent.since > sign.issued { "stats.silent.never_counted" } else { "stats.silent.never" };
                locale.fill(key, &[("day", &locale.date(silent.since))])
            }
        };
        let codes: Vec<String> = sign.codes.iter().map(Code::to_string).collect();
        SilentRow {
            title: name(&sign.of.title),
            place: name(sign.name),
            codes: codes.join(", "),
            since,
            days: silent.days,
            printed: match sign.printed {
                Some(day) => locale.fill("stats.silent.printed", &[("day", &locale.date(day))]),
                None => locale.text("stats.silent.not_printed").to_owned(),
            },
        }
    }
}
