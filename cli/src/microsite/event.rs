//! What the page of an event adds.

use super::entry::{Fact, Facts};
use super::text::{Text, upper_first};
use super::tongue::Tongue;
use crate::model::{EventFacts, Project};

/// The rows of the facts table that only events have.
pub fn facts(facts: &EventFacts, project: &Project, tongue: &Tongue) -> Vec<Fact> {
    let mut rows = Facts::new(tongue);
    rows.add("dates", [Text::plain(upper_first(&days(facts, tongue)))]);
    rows.add_text("place", &facts.place);
    let units = facts.units.iter().filter_map(|id| project.units.get(id));
    rows.add("units", units.filter_map(|unit| Text::pick(&unit.name, tongue)));
    let target = facts.target.as_ref().and_then(|target| {
        let of = Text::pick(&target.of, tongue)?;
        let count = tongue.locale.number(i64::try_from(target.count).unwrap_or(i64::MAX));
        Some(Text { text: format!("{count} {}", of.text), lang: of.lang })
    });
    rows.add("target", target);
    rows.into_rows()
}

/// The day or days of an event.
pub fn days(facts: &EventFacts, tongue: &Tongue) -> String {
    let locale = &tongue.locale;
    if facts.starts == facts.ends {
        return locale.date(facts.starts);
    }
    let (from, to) = (locale.date(facts.starts), locale.date(facts.ends));
    locale.fill("reader.facts.dates_range", &[("from", &from), ("to", &to)])
}
