//! What keeps pages readable without signal: the service worker, and for each trail the list of what to keep.

use std::fmt::Write as _;

use serde::Serialize;

use super::Error;
use super::gallery::Derived;
use super::page::Page;
use super::plan::Plan;
use super::render::put;
use super::tongue::Tongue;
use crate::model::{KindFacts, TrailFacts};
use crate::write::Stage;

/// Digits of the version that are written down.
const VERSION_DIGITS: usize = 16;

/// Everything a trail needs without signal.
#[derive(Serialize)]
struct KeepList<'a> {
    /// Changes with the files.
    version: String,
    /// Bytes to fetch, packed as they come.
    bytes: u64,
    /// Path, title, language of the title, codes of the signs.
    pages: Vec<(String, &'a str, &'a str, Vec<String>)>,
    /// Paths of the cover pictures.
    images: Vec<String>,
    /// All of them, in the output folder.
    #[serde(skip)]
    files: Vec<String>,
}

/// Writes the lists of all trails, then the worker, whose version is that of everything staged before it.
pub fn write(plan: &Plan, stage: &Stage) -> Result<(), Error> {
    let mut lists = Vec::new();
    for tongue in &plan.tongues {
        for (i, entry) in (0..).zip(&plan.project.entries) {
            if let KindFacts::Trail(facts) = &entry.kind {
                lists.push((Page::Entry(i).path(plan, tongue), KeepList::new(plan, tongue, i, facts)));
            }
        }
    }
    let paths = lists.iter().flat_map(|(_, list)| &list.files).map(String::as_str).collect();
    let digests = stage.digests(&paths);
    for (path, list) in &mut lists {
        let of = |file: &String| digests.get(file).copied().unwrap_or_default();
        let version = list.files.iter().fold(0u128, |all, file| all.rotate_left(7) ^ of(file));
        list.version = first_digits(&format!("{version:032x}"));
        let packed = |file: &String| stage.size(&format!("{file}.gz")).or_else(|| stage.size(file));
        list.bytes = list.files.iter().filter_map(packed).sum();
        let json = serde_json::to_vec(list).map_err(|error| Error::Asset(error.into()))?;
        put(plan, stage, &format!("site{path}keep.json"), &json)?;
    }
    put(plan, stage, "site/sw.js", worker(plan, &stage.revision()).as_bytes())
}

impl<'a> KeepList<'a> {
    /// The list of a trail: its own page and those of its stops.
    fn new(plan: &'a Plan, tongue: &'a Tongue, trail: u32, facts: &TrailFacts) -> KeepList<'a> {
        let project = plan.project;
        let mut list =
            KeepList { version: String::new(), bytes: 0, pages: Vec::new(), images: Vec::new(), files: Vec::new() };
        let stops = facts.stops.iter().filter_map(|stop| project.index_of(&stop.entry));
        for index in std::iter::once(trail).chain(stops) {
            let entry = &project.entries[index as usize];
            let path = project.page_path(entry, &tongue.lang);
            let Some((lang, words)) = entry.words_for(project, &tongue.lang) else { continue };
            if list.pages.iter().any(|page| page.0 == path) {
                continue;
            }
            let codes = entry.placements.iter().filter_map(|place| place.code).map(|code| code.to_string());
            list.files.push(Page::file(&path));
            list.pages.push((path, &words.title, lang.as_str(), codes.collect()));
            let cover = entry.facts.cover.as_ref().and_then(|cover| plan.gallery.get(&cover.path));
            list.images.extend(cover.map(Derived::kept).filter(|path| !list.images.contains(path)));
        }
        list.files.extend(list.images.iter().map(|path| format!("site{path}")));
        list
    }
}

fn first_digits(revision: &str) -> String {
    revision.chars().take(VERSION_DIGITS).collect()
}

/// The worker of this build.
fn worker(plan: &Plan, revision: &str) -> String {
    let mut offline = String::new();
    for tongue in &plan.tongues {
        let comma = if offline.is_empty() { "" } else { ", " };
        let _ = write!(offline, "{comma}\"{}\"", Page::Offline.path(plan, tongue));
    }
    plan.theme.script("sw.js").replacen("{version}", &first_digits(revision), 1).replacen("{offline}", &offline, 1)
}
