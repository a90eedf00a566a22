//! Which signs go into which file: those of an entry, of a unit, or all.

use std::collections::BTreeMap;

use super::format::{Format, Make};
use super::options::Options;
use super::sign::Sign;
use super::wording::Speaker;

/// The signs of one file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Path in the output without its ending: `print/a4/con-son`.
    pub path: String,
    /// Title of the document.
    pub title: String,
    /// Which signs, by their index.
    pub signs: Vec<usize>,
    /// Whether its pages are counted and reported: each sign stands in one such file, and may stand in others too.
    pub counts: bool,
    /// Whether a sheet of labels is filled up with copies.
    pub repeats: bool,
}

/// The files of a format, those that count first.
pub fn batches(signs: &[Sign<'_>], options: &Options, format: &Format, speaker: &Speaker<'_>) -> Vec<Batch> {
    let folder = format!("print/{}", format.id.id());
    let selection = &options.selection;
    let all: Vec<usize> = (0..signs.len()).collect();
    let of_unit = selection.unit.is_some() || options.by_unit;
    let units = || by_unit(signs, &folder, selection.unit.as_deref(), speaker);
    let whole = || {
        let title = format!("{} – {}", speaker.say("print.all").main, speaker.project_title());
        Batch { path: format!("{folder}/all"), title, signs: all.clone(), counts: false, repeats: false }
    };
    let is_grid = matches!(format.make, Make::Grid(_));
    // Labels of several entries share their paper.
    let is_gathered = is_grid && !selection.is_entry() || !options.by_entry;
    let mut batches = match format.make {
        // Lists are for teams: each has a unit.
        Make::List(_) => units(),
        _ if is_gathered => Vec::new(),
        _ => by_entry(signs, &folder, selection.code.is_some()),
    };
    for batch in &mut batches {
        (batch.counts, batch.repeats) = (true, is_grid);
    }
    if of_unit && !matches!(format.make, Make::List(_)) {
        batches.extend(units());
    }
    if selection.is_all() && !signs.is_empty() {
        batches.push(whole());
    }
    // Of what is not made for each entry the largest collection counts.
    if is_gathered && let Some(last) = batches.last_mut() {
        last.counts = true;
    }
    batches
}

fn by_entry(signs: &[Sign<'_>], folder: &str, one: bool) -> Vec<Batch> {
    let mut batches = Vec::new();
    let mut start = 0;
    for group in signs.chunk_by(|a, b| a.entry.slug == b.entry.slug) {
        let sign = &group[0];
        let name = if one { sign.code.to_string() } else { sign.entry.slug.clone() };
        batches.push(Batch {
            path: format!("{folder}/{name}"),
            title: if one { sign.wording.name() } else { sign.wording.title.main.clone() },
            signs: (start..start + group.len()).collect(),
            counts: false,
            repeats: false,
        });
        start += group.len();
    }
    batches
}

/// A file for each unit; signs of entries without a unit belong to the owner's. With `chosen` a single one, which holds
/// the units below it too.
fn by_unit(signs: &[Sign<'_>], folder: &str, chosen: Option<&str>, speaker: &Speaker<'_>) -> Vec<Batch> {
    let owner = &speaker.project().settings.owner;
    let mut units: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, sign) in signs.iter().enumerate() {
        let own = sign.unit.map_or(owner.as_str(), |unit| unit.id.as_str());
        units.entry(chosen.unwrap_or(own)).or_default().push(index);
    }
    let batch = |(id, signs)| Batch {
        path: format!("{folder}/units/{id}"),
        title: speaker.unit_name(id),
        signs,
        counts: false,
        repeats: false,
    };
    units.into_iter().map(batch).collect()
}
