//! Where an entry is, for those on the way: its coordinates, maps that know them, and what is near.
//!
//! All of it stands on coordinates: without them there is nothing here, and nothing is guessed from an address.

use serde::Serialize;

use super::near::{Near, direction};
use super::plan::Plan;
use super::sketch;
use super::text::{Text, title};
use super::tongue::Tongue;
use crate::model::Coordinates;

/// Relics named as near.
const NEAR: usize = 5;

/// The place of an entry.
#[derive(Debug, Serialize)]
pub struct Whereabouts {
    /// The coordinates as they are typed into other programs.
    shown: String,
    /// For the phone's own map program.
    geo: String,
    /// A map in the browser.
    web: String,
    near: Vec<NearView>,
    /// SVG.
    sketch: Option<String>,
    /// Whether the sketch shows some only at its edge.
    has_beyond: bool,
}

#[derive(Debug, Serialize)]
struct NearView {
    title: Text,
    path: String,
    way: String,
}

impl Whereabouts {
    /// The whereabouts of the entry at `index`; none where it has no coordinates.
    pub fn of(plan: &Plan, tongue: &Tongue, index: u32) -> Option<Whereabouts> {
        let at = plan.project.entries[index as usize].facts.coordinates?;
        let found = plan.surroundings.near(at, index, NEAR);
        let (mut near, mut places) = (Vec::with_capacity(found.len()), Vec::with_capacity(found.len()));
        for each in &found {
            let entry = &plan.project.entries[each.entry as usize];
            // The numbers of the list are those of the sketch: what has no words at all is in neither.
            let Some((lang, words)) = entry.words_for(plan.project, &tongue.lang) else { continue };
            near.push(NearView {
                title: Text::in_lang(title(&words.title), lang, tongue),
                path: plan.project.page_path(entry, &tongue.lang),
                way: way(at, each, tongue),
            });
            places.push(each.at);
        }
        let Coordinates { latitude, longitude } = at;
        let shown = format!("{latitude:.5}, {longitude:.5}");
        let point = format!("{latitude:.5},{longitude:.5}");
        let sketch = sketch::surroundings(at, &places, &tongue.locale);
        Some(Whereabouts {
            has_beyond: sketch.as_ref().is_some_and(|sketch| sketch.has_beyond),
            sketch: sketch.map(|sketch| sketch.svg),
            // The part after the question mark sets a pin; programs that do not know it go to the place.
            geo: format!("geo:{point}?q={point}"),
            web: format!(
                "https://www.openstreetmap.org/?mlat={latitude:.5}&mlon={longitude:.5}#map=16/{latitude:.5}/{longitude:.5}"
            ),
            shown,
            near,
        })
    }
}

/// How far and which way: 2,4 km về phía đông bắc.
fn way(from: Coordinates, near: &Near, tongue: &Tongue) -> String {
    let locale = &tongue.locale;
    // Closer than a phone knows its place no direction means anything.
    const BESIDE_KM: f64 = 0.03;
    if near.km < BESIDE_KM {
        return locale.text("reader.whereabouts.beside").to_owned();
    }
    let direction = &locale.list("reader.whereabouts.directions").get(direction(from, near.at));
    let direction = direction.map_or("", String::as_str);
    let distance = sketch::length_in_words(near.km, locale);
    locale.fill("reader.whereabouts.way", &[("distance", &distance), ("direction", direction)])
}
