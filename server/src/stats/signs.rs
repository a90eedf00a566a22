//! The signs that hang somewhere: placements with a code in use, and those nobody scans.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::catalog::{Catalog, Code, Entry, Lang, Localized};
use crate::clock::{date_of, day_number};
use crate::scan::Class;
use crate::store::{Store, StoreError};

use super::days::Days;
use super::scope::Scope;

/// A placement with at least one code in use.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sign<'a> {
    /// The entry's id.
    pub entry: i64,
    /// The entry.
    pub of: &'a Entry,
    /// Key of the placement.
    pub placement: &'a str,
    /// Its name; empty for an entry's only place.
    pub name: &'a Localized<String>,
    /// Its codes in use, in order.
    pub codes: Vec<Code>,
    /// The first day one of them was issued.
    pub issued: Date,
    /// The first day one of them was marked as printed.
    pub printed: Option<Date>,
}

/// A sign without a scan by a person in a span of days.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Silent<'a> {
    /// The sign.
    pub sign: Sign<'a>,
    /// The last day a person scanned it before.
    pub last: Option<Date>,
    /// The day from which on it could have been: of issue, or when counting began.
    pub since: Date,
    /// Days without a scan, counted from the last, or from `since`, to the end of the span.
    pub days: i64,
}

/// The signs of a catalog, in the order of its entries, then of their placements, the main one first.
pub fn signs(catalog: &Catalog) -> Vec<Sign<'_>> {
    let mut signs: BTreeMap<(u32, bool, &str), Sign<'_>> = BTreeMap::new();
    for issued in catalog.codes.iter().filter(|c| c.retired.is_none()) {
        let Some(index) = issued.entry else { continue };
        let Some(of) = catalog.entries.get(index as usize) else { continue };
        let Some(id) = of.id else { continue };
        let sign = signs.entry((index, &*issued.placement != "main", &*issued.placement)).or_insert(Sign {
            entry: entry_key(id.0),
            of,
            placement: &issued.placement,
            name: &issued.name,
            codes: Vec::new(),
            issued: issued.issued,
            printed: None,
        });
        sign.codes.push(issued.code);
        sign.issued = sign.issued.min(issued.issued);
        sign.printed = sign.printed.into_iter().chain(issued.printed).min();
    }
    let mut signs: Vec<Sign<'_>> = signs.into_values().collect();
    signs.iter_mut().for_each(|sign| sign.codes.sort_unstable());
    signs
}

/// The signs of the scope that nobody scanned in `counted`, in the order of [`signs`]. Counting began on `since`.
///
/// A sign issued on the last of the days or after is none of them: nobody has had a day to scan it.
pub fn silent<'a>(
    store: &mut dyn Store,
    catalog: &'a Catalog,
    counted: Days,
    since: Date,
    scope: &Scope,
    class: Class,
) -> Result<Vec<Silent<'a>>, StoreError> {
    let (first, last) = counted.numbers().into_inner();
    let mut silent = Vec::new();
    for sign in signs(catalog).into_iter().filter(|s| s.issued < counted.last && scope.holds(s.entry, last)) {
        let scanned = store.last_day(sign.entry, sign.placement, class.name(), last)?;
        if scanned.is_none_or(|day| day < first) {
            let since = sign.issued.max(since);
            let days = last - scanned.unwrap_or_else(|| day_number(since));
            silent.push(Silent { sign, last: scanned.map(date_of), since, days });
        }
    }
    Ok(silent)
}

/// An entry's id as the store keeps it. Ids stay far below 2⁶³: the project's number is small.
pub fn entry_key(id: u64) -> i64 {
    id.cast_signed()
}

/// A text in the language of a page, or in the language that stands in for it.
pub fn in_language<'a>(catalog: &Catalog, text: &'a Localized<String>, lang: &Lang) -> &'a str {
    let standing_in = || catalog.fallback_of(lang).iter().find_map(|l| text.get(l));
    let any = || text.iter().next().map(|(_, text)| text);
    text.get(lang).or_else(standing_in).or_else(any).map_or("", String::as_str)
}
