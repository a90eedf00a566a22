//! What the page of an event adds: when, where, who, and what it aims at.
//!
//! A page is read long after it was built. It says dates, and of a day that was over by then that it is over; never that
//! something is yet to come.

use disan_server::catalog::Locale;
use jiff::civil::Date;
use serde::Serialize;

use super::page::Page;
use super::plan::Plan;
use super::span;
use super::text::{Text, upper_first};
use super::tongue::Tongue;
use crate::model::EventFacts;

/// An event at a glance.
#[derive(Debug, Serialize)]
pub struct EventView {
    /// HTML of its days.
    days: String,
    /// Whether it was over when the page was built.
    is_over: bool,
    place: Option<Text>,
    units: Vec<UnitLink>,
    target: Option<Text>,
    /// How the target is counted.
    counted: Option<Text>,
}

/// A unit that takes part.
#[derive(Debug, Serialize)]
struct UnitLink {
    name: Text,
    /// Its page, or that of the place a team belongs to.
    path: Option<String>,
}

impl EventView {
    /// The view of `facts`.
    pub fn new(facts: &EventFacts, plan: &Plan, tongue: &Tongue) -> EventView {
        let units = facts.units.iter().filter_map(|id| {
            let node = plan.territory.node_of_unit(id, plan.project);
            let name = Text::pick(&plan.project.units.get(id)?.name, tongue)?;
            Some(UnitLink { name, path: node.map(|node| Page::Unit(node, 1).path(plan, tongue)) })
        });
        let target = facts.target.as_ref().and_then(|target| {
            let of = Text::pick(&target.of, tongue)?;
            let count = tongue.locale.number(i64::try_from(target.count).unwrap_or(i64::MAX));
            Some(Text { text: format!("{count} {}", of.text), lang: of.lang })
        });
        EventView {
            days: days_html(facts, &tongue.locale),
            is_over: facts.ends < plan.options.today,
            place: Text::pick(&facts.place, tongue),
            units: units.collect(),
            counted: facts.target.as_ref().and_then(|target| Text::pick(&target.counted, tongue)),
            target,
        }
    }
}

/// The days with their weekdays, for readers and machines: Từ thứ Hai, 01/3/2027 đến hết thứ Tư, 31/3/2027.
fn days_html(facts: &EventFacts, locale: &Locale) -> String {
    let day = |day: Date, text: String| span::marked(day, &text);
    let said = |date: Date| locale.dated("date.with_weekday", date);
    if facts.starts == facts.ends {
        return day(facts.starts, upper_first(&said(facts.starts)));
    }
    let (from, to) = (day(facts.starts, said(facts.starts)), day(facts.ends, said(facts.ends)));
    span::fill_html(locale, "reader.event.days", &[("from", &from), ("to", &to)])
}

/// The day or days of an event, in short.
pub fn days(facts: &EventFacts, tongue: &Tongue) -> String {
    let locale = &tongue.locale;
    if facts.starts == facts.ends {
        return locale.date(facts.starts);
    }
    let (from, to) = (locale.date(facts.starts), locale.date(facts.ends));
    locale.fill("reader.facts.dates_range", &[("from", &from), ("to", &to)])
}
