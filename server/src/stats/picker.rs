//! The form that picks a period and a unit; it works without scripts.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::{Catalog, Locale, Share, Unit};

use super::order::title_key;
use super::period::{Period, Reckoning, Span};
use super::query::{Ask, Choice, TODAY, span_value};
use super::signs::in_language;
use super::wording;

/// Months on offer, the running one included.
const MONTHS: usize = 24;
/// Years on offer, in parts and whole.
const YEARS: i16 = 3;

/// The form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Picker {
    /// Where it leads.
    pub action: String,
    /// Groups of named periods.
    pub periods: Vec<Group>,
    /// Ways to cut months.
    pub reckonings: Vec<Pick>,
    /// Units; empty when there is nothing to choose.
    pub units: Vec<Pick>,
    /// The chosen unit's id; empty for the whole project.
    pub unit: String,
    /// First day, as date fields take it.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Whether days of one's own choice are shown.
    pub custom: bool,
    /// The address of the period before.
    pub previous: String,
    /// The address of the period after; none while that has not begun.
    pub next: Option<String>,
}

/// Choices under a heading.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Group {
    /// The heading; empty for none.
    pub title: String,
    /// The choices.
    pub picks: Vec<Pick>,
}

/// One choice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Pick {
    /// What the form sends.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the current one.
    pub chosen: bool,
}

impl Picker {
    /// The form that stands over the answer to `ask`, leading to `action`.
    pub fn new(catalog: &Catalog, locale: &Locale, ask: &Ask, today: Date, action: &str, with_today: bool) -> Picker {
        let period = ask.period(today);
        let address = |period: Period| {
            format!("{action}?{}", Ask { choice: Choice::Period(period), renew: true, ..ask.clone() }.to_query())
        };
        let next = period.next();
        Picker {
            action: action.to_owned(),
            periods: periods(locale, ask, today, with_today),
            reckonings: reckonings(locale, ask),
            units: units(catalog, locale, ask),
            unit: ask.unit.clone().unwrap_or_default(),
            from: period.days().first.to_string(),
            to: period.days().last.to_string(),
            custom: matches!(ask.choice, Choice::Period(Period::Week { .. } | Period::Custom(_))),
            previous: address(period.previous()),
            next: (next.days().first <= today).then(|| address(next)),
        }
    }
}

/// The ways to cut months that every office knows, and the one asked for.
fn reckonings(locale: &Locale, ask: &Ask) -> Vec<Pick> {
    let own = matches!(ask.reckoning, Reckoning::CutOff(_)).then_some(ask.reckoning);
    let pick = |reckoning: Reckoning| Pick {
        value: reckoning.id().into_owned(),
        label: match reckoning {
            Reckoning::CutOff(day) => locale.fill("stats.picker.reckoning.cut", &[("day", &day.to_string())]),
            known => locale.text(&format!("stats.picker.reckoning.{}", known.id())).to_owned(),
        },
        chosen: reckoning == ask.reckoning,
    };
    Reckoning::ALL.into_iter().chain(own).map(pick).collect()
}

fn periods(locale: &Locale, ask: &Ask, today: Date, with_today: bool) -> Vec<Group> {
    let chosen = match ask.choice {
        Choice::Period(Period::Regular { year, span, .. }) => Some((year, span)),
        _ => None,
    };
    let pick = |year: i16, span: Span| Pick {
        value: span_value(year, span),
        label: wording::short_name(locale, Period::Regular { reckoning: Reckoning::Calendar, year, span }),
        chosen: chosen == Some((year, span)),
    };
    // The month of the decree that is running ends later than the calendar's: the list starts with it.
    let newest = Period::month_of(Reckoning::Nd09, today);
    let months = std::iter::successors(Some(newest), |p| Some(p.previous())).take(MONTHS);
    let months = months.filter_map(|p| match p {
        Period::Regular { year, span, .. } => Some(pick(year, span)),
        Period::Week { .. } | Period::Custom(_) => None,
    });
    let year = newest.days().last.year();
    let parts = [Span::Year, Span::NineMonths, Span::Half(2), Span::Half(1)];
    let quarters = [4, 3, 2, 1].map(Span::Quarter);
    let begun =
        |year: i16, span: Span| Period::Regular { reckoning: Reckoning::Nd09, year, span }.days().first <= today;
    let of_years = |spans: &[Span]| {
        let all = (0..YEARS).flat_map(|back| spans.iter().map(move |span| (year - back, *span)));
        all.filter(|(year, span)| begun(*year, *span)).map(|(year, span)| pick(year, span)).collect::<Vec<_>>()
    };
    let title = |key: &str| locale.text(key).to_owned();
    let mut groups = vec![
        Group { title: title("stats.picker.months"), picks: months.collect() },
        Group { title: title("stats.picker.quarters"), picks: of_years(&quarters) },
        Group { title: title("stats.picker.years"), picks: of_years(&parts) },
    ];
    if with_today {
        let today =
            Pick { value: TODAY.to_owned(), label: title("stats.picker.today"), chosen: ask.choice == Choice::Today };
        groups.insert(0, Group { title: String::new(), picks: vec![today] });
    }
    if let (Some((year, span)), true) = (chosen, groups.iter().flat_map(|g| &g.picks).all(|p| !p.chosen)) {
        groups.insert(0, Group { title: String::new(), picks: vec![pick(year, span)] });
    }
    groups
}

/// The units entries belong to or ever did, and those above them; nothing to choose where there is at most one.
fn units(catalog: &Catalog, locale: &Locale, ask: &Ask) -> Vec<Pick> {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = catalog.entries.iter().flat_map(|e| e.unit.iter()).map(|u| u.id.as_str()).collect();
    while let Some(id) = open.pop() {
        if named.insert(id) {
            let successors = catalog.units.get(id).map_or(&[][..], |u| &u.succession);
            open.extend(successors.iter().filter(|s| s.share == Share::Whole).map(|s| s.to.as_str()));
        }
    }
    let used: BTreeSet<&str> =
        named.into_iter().flat_map(|id| catalog.units.lineage(id)).map(|unit| unit.id.as_str()).collect();
    if used.len() < 2 {
        return Vec::new();
    }
    let mut units: Vec<_> = catalog.units.iter().filter(|u| used.contains(u.id.as_str())).collect();
    units.sort_by_key(|u| (u.valid_to.is_some(), u.level, title_key(in_language(catalog, &u.name, locale.lang()))));
    let pick = |unit: &Unit| {
        let name = in_language(catalog, &unit.name, locale.lang());
        let label = match unit.valid_to {
            Some(last) => locale.fill("stats.picker.former_unit", &[("name", name), ("day", &locale.date(last))]),
            None => name.to_owned(),
        };
        Pick { value: unit.id.clone(), label, chosen: ask.unit.as_deref() == Some(unit.id.as_str()) }
    };
    let whole = Pick {
        value: String::new(),
        label: locale.text("stats.picker.all_units").to_owned(),
        chosen: ask.unit.is_none(),
    };
    std::iter::once(whole).chain(units.into_iter().map(pick)).collect()
}
