//! Trails: the page of one, and the way to its other stops from the page of a stop.

use serde::Serialize;

use super::card::Card;
use super::entry::{Fact, Facts};
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{KindFacts, Stop, TrailFacts};

/// The stops in their order.
#[derive(Debug, Serialize)]
pub struct TrailView {
    stops: Vec<StopView>,
}

#[derive(Debug, Serialize)]
struct StopView {
    name: String,
    card: Option<Card>,
    distance: Option<String>,
    stay: Option<String>,
    note: Option<Text>,
}

/// A trail that passes an entry, with the stops before and after.
#[derive(Debug, Serialize)]
pub struct Leg {
    trail: LegLink,
    position: String,
    previous: Option<LegLink>,
    next: Option<LegLink>,
}

#[derive(Debug, Serialize)]
struct LegLink {
    title: Text,
    path: String,
}

impl TrailView {
    /// The view of `facts`.
    pub fn new(facts: &TrailFacts, plan: &Plan, tongue: &Tongue) -> TrailView {
        let locale = &tongue.locale;
        let view = |(i, stop): (usize, &Stop)| StopView {
            name: locale.fill("reader.trail.stop", &[("n", &(i + 1).to_string())]),
            card: index_of(plan, &stop.entry).and_then(|index| Card::new(plan, tongue, index)),
            distance: stop
                .distance_km
                .filter(|_| i > 0)
                .map(|km| locale.fill("reader.trail.distance", &[("km", &locale.decimal(km, 1))])),
            stay: stop.minutes.map(|m| locale.fill("reader.trail.stay", &[("minutes", &m.to_string())])),
            note: Text::pick(&stop.note, tongue),
        };
        TrailView { stops: facts.stops.iter().enumerate().map(view).collect() }
    }
}

impl Leg {
    /// The trails that pass the entry called `slug`.
    pub fn all(plan: &Plan, tongue: &Tongue, slug: &str) -> Vec<Leg> {
        let leg = |stopover: &super::plan::Stopover| {
            let trail = &plan.project.entries[stopover.trail as usize];
            let KindFacts::Trail(facts) = &trail.kind else { return None };
            let stop = |i: usize| facts.stops.get(i).and_then(|stop| link(plan, tongue, &stop.entry));
            let (n, count) = ((stopover.stop + 1).to_string(), facts.stops.len().to_string());
            Some(Leg {
                trail: link(plan, tongue, &trail.slug)?,
                position: tongue.locale.fill("reader.trail.of", &[("n", &n), ("count", &count)]),
                previous: stopover.stop.checked_sub(1).and_then(stop),
                next: stop(stopover.stop + 1),
            })
        };
        plan.trails_of(slug).iter().filter_map(leg).collect()
    }
}

/// The rows of the facts table that only trails have.
pub fn facts(facts: &TrailFacts, tongue: &Tongue) -> Vec<Fact> {
    let locale = &tongue.locale;
    let mut rows = Facts::new(tongue);
    rows.add("stops", [Text::plain(facts.stops.len().to_string())]);
    // A sum is only a sum when no part of it is missing.
    let length: Option<f64> = facts.stops.iter().skip(1).map(|stop| stop.distance_km).sum();
    let length = length.filter(|km| *km > 0.0);
    rows.add("length", length.map(|km| Text::plain(locale.fill("reader.trail.km", &[("km", &locale.decimal(km, 1))]))));
    let minutes: Option<u32> = facts.stops.iter().map(|stop| stop.minutes).sum();
    rows.add("duration", minutes.filter(|m| *m > 0).map(|minutes| Text::plain(duration(minutes, tongue))));
    rows.into_rows()
}

fn duration(minutes: u32, tongue: &Tongue) -> String {
    let (hours, rest) = ((minutes / 60).to_string(), (minutes % 60).to_string());
    let key = match (minutes / 60, minutes % 60) {
        (0, _) => "reader.trail.minutes",
        (_, 0) => "reader.trail.hours",
        _ => "reader.trail.hours_minutes",
    };
    tongue.locale.fill(key, &[("hours", &hours), ("minutes", &rest)])
}

fn link(plan: &Plan, tongue: &Tongue, slug: &str) -> Option<LegLink> {
    let entry = plan.project.entry(slug)?;
    let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
    Some(LegLink {
        title: Text::in_lang(&*words.title, lang, tongue),
        path: plan.project.page_path(entry, &tongue.lang),
    })
}

fn index_of(plan: &Plan, slug: &str) -> Option<u32> {
    plan.project.entries.binary_search_by(|entry| entry.slug.as_str().cmp(slug)).ok().map(|index| index as u32)
}
