//! Trails: the page of one, and the way to its other stops from the page of a stop.

use serde::Serialize;

use super::card::Card;
use super::near::distance;
use super::plan::Plan;
use super::sketch;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{Coordinates, KindFacts, Stop, TrailFacts};

/// The stops in their order.
#[derive(Debug, Serialize)]
pub struct TrailView {
    /// How many, how far, how long.
    sums: Vec<String>,
    stops: Vec<StopView>,
    /// SVG.
    sketch: Option<String>,
    /// Whether the sketch lacks some stop.
    is_partly_drawn: bool,
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
        let indices: Vec<Option<u32>> = facts.stops.iter().map(|stop| index_of(plan, &stop.entry)).collect();
        let places: Vec<Option<Coordinates>> =
            indices.iter().map(|index| plan.project.entries[(*index)? as usize].facts.coordinates).collect();
        let view = |(i, stop): (usize, &Stop)| StopView {
            name: locale.fill("reader.trail.stop", &[("n", &(i + 1).to_string())]),
            card: indices[i].and_then(|index| Card::new(plan, tongue, index)),
            distance: i.checked_sub(1).and_then(|before| way(stop, places[before], places[i], tongue)),
            stay: stop.minutes.map(|m| locale.fill("reader.trail.stay", &[("time", &duration(m, tongue))])),
            note: Text::pick(&stop.note, tongue),
        };
        TrailView {
            sums: sums(facts, tongue),
            stops: facts.stops.iter().enumerate().map(view).collect(),
            sketch: sketch::route(&places, locale),
            is_partly_drawn: places.contains(&None),
        }
    }
}

/// How far a stop is from the one before: as measured, else as the crow flies, and said to be so.
fn way(stop: &Stop, before: Option<Coordinates>, here: Option<Coordinates>, tongue: &Tongue) -> Option<String> {
    let (key, km) = match (stop.distance_km, before, here) {
        (Some(km), ..) => ("reader.trail.distance", km),
        (None, Some(before), Some(here)) => ("reader.trail.distance_straight", distance(before, here)),
        _ => return None,
    };
    Some(tongue.locale.fill(key, &[("distance", &sketch::length_in_words(km, &tongue.locale))]))
}

/// Stops, kilometres and minutes of a trail. A sum some part of which is not known is a least, and says so.
fn sums(facts: &TrailFacts, tongue: &Tongue) -> Vec<String> {
    let locale = &tongue.locale;
    let stops = facts.stops.len();
    let mut sums = vec![locale.fill("reader.trail.count", &[("count", &stops.to_string())])];
    let mut add = |known: usize, of: usize, what: String, about: &str, at_least: &str| {
        if known == of && known > 0 {
            sums.push(locale.fill(about, &[("what", &what)]));
        } else if known > 0 {
            let (missing, of) = ((of - known).to_string(), of.to_string());
            sums.push(locale.fill(at_least, &[("what", &what), ("n", &missing), ("count", &of)]));
        }
    };
    let lengths: Vec<f64> = facts.stops.iter().skip(1).filter_map(|stop| stop.distance_km).collect();
    let length = sketch::length_in_words(lengths.iter().sum(), locale);
    add(lengths.len(), stops.saturating_sub(1), length, "reader.trail.length", "reader.trail.length_at_least");
    let stays: Vec<u32> = facts.stops.iter().filter_map(|stop| stop.minutes).collect();
    let stay = duration(stays.iter().sum(), tongue);
    add(stays.len(), stops, stay, "reader.trail.time", "reader.trail.time_at_least");
    sums
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
