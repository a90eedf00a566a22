//! What the page of a relic adds.

use serde::Serialize;

use super::entry::{Fact, Facts};
use super::festival::FestivalView;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{Rank, RelicFacts};

/// Ranks and festivals.
#[derive(Debug, Serialize)]
pub struct RelicView<'a> {
    ranks: Vec<Badge>,
    festivals: Vec<FestivalView<'a>>,
}

/// A rank as it stands under the title.
#[derive(Debug, Serialize)]
struct Badge {
    name: String,
    year: Option<i16>,
    level: &'static str,
}

impl<'a> RelicView<'a> {
    /// The view of `facts`.
    pub fn new(facts: &RelicFacts, tongue: &'a Tongue) -> RelicView<'a> {
        let badge = |rank: &Rank| Badge {
            name: rank_name(rank, tongue).to_owned(),
            year: rank.date.map(|date| date.year()).or(rank.year),
            level: rank.level.id(),
        };
        let festivals = facts.festivals.iter().filter_map(|festival| tongue.festivals.view(festival, tongue));
        RelicView { ranks: facts.ranks.iter().map(badge).collect(), festivals: festivals.collect() }
    }
}

/// The rows of the facts table that only relics have.
pub fn facts(facts: &RelicFacts, tongue: &Tongue) -> Vec<Fact> {
    let mut rows = Facts::new(tongue);
    let text = |key: String| Text::plain(tongue.locale.fill(&key, &[]));
    rows.add("types", facts.types.iter().map(|kind| text(format!("relic.type.{}", kind.id()))));
    rows.add("ranks", facts.ranks.iter().map(|rank| rank_row(rank, tongue)));
    rows.add_text("period", &facts.period);
    rows.add_text("venerated", &facts.venerated);
    let names = facts.other_names.pick(&tongue.lang, &tongue.chain);
    rows.add(
        "other_names",
        names.iter().flat_map(|(lang, names)| names.iter().map(move |name| Text::in_lang(name, lang, tongue))),
    );
    rows.add_text("part_of", &facts.part_of);
    rows.add_text("custodian", &facts.custodian);
    rows.into_rows()
}

fn rank_name<'a>(rank: &Rank, tongue: &'a Tongue) -> &'a str {
    tongue.locale.texts().get(&format!("relic.rank.{}", rank.level.id())).map_or(rank.level.id(), String::as_str)
}

/// A rank with all that is known of its decision.
fn rank_row(rank: &Rank, tongue: &Tongue) -> Text {
    let locale = &tongue.locale;
    let mut parts = vec![rank_name(rank, tongue).to_owned()];
    match (&rank.decision, rank.date, rank.year) {
        (Some(number), Some(date), _) => {
            parts.push(locale.fill("reader.facts.decision_dated", &[("number", number), ("date", &locale.date(date))]))
        }
        (Some(number), None, year) => {
            parts.push(locale.fill("reader.facts.decision", &[("number", number)]));
            parts.extend(year.map(|year| locale.fill("reader.facts.year", &[("year", &year.to_string())])));
        }
        (None, Some(date), _) => parts.push(locale.fill("reader.facts.dated", &[("date", &locale.date(date))])),
        (None, None, Some(year)) => parts.push(locale.fill("reader.facts.year", &[("year", &year.to_string())])),
        (None, None, None) => {}
    }
    parts.extend(Text::pick(&rank.authority, tongue).map(|authority| authority.text));
    let listed = Text::pick(&rank.listed_name, tongue);
    parts.extend(listed.map(|name| locale.fill("reader.facts.listed_name", &[("name", &name.text)])));
    Text::plain(parts.join(", "))
}
