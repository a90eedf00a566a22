//! Pictures other programs show beside a link to a page: 1200 × 630, one an entry and language, one a language for all
//! other pages.
//!
//! ```text
//! entry → wording → layout → canvas → encode → stage
//! ```
//!
//! A photograph is never covered by text: the words stand beside it.

mod canvas;
mod encode;
mod figures;
mod kept;
mod layout;
mod lettering;
mod wording;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::gallery::{Derived, Files};
use super::photo::hex;
use super::plan::Plan;
use super::{Error, svg};
use crate::print::Fonts;
use crate::write::Stage;
use canvas::Pixels;
use encode::ENDINGS;
pub use figures::FigureCard;
use kept::Kept;
use layout::Studio;
pub use layout::colour;
use wording::Wording;

/// Width of every picture in pixels.
pub const WIDTH: u32 = 1200;
/// Height of every picture in pixels.
pub const HEIGHT: u32 = 630;

/// Changes whenever the same words and picture would give other bytes: part of every file's name.
const RECIPE: &str = "1200x630 resvg-0.49 jpeg-encoder-0.7 q60 q48 1";

/// The widest form of a photo that is worth reading: the picture is 720 pixels wide.
const WIDEST: u32 = 960;

/// The pictures of a project, by what they are made of.
#[derive(Debug, Default)]
pub struct Shares {
    /// By language, in the order of the project's: the picture of each entry.
    entries: Vec<Vec<Option<Shared>>>,
    /// By language: the picture of every other page.
    project: Vec<Option<Shared>>,
}

/// A picture as it is published.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shared {
    /// Where it is, root-absolute.
    pub path: String,
}

/// What one picture is made of. The same words beside the same picture are the same file.
struct Job<'a> {
    /// What its file's name begins with.
    stem: String,
    wording: Wording,
    cover: Option<&'a Derived>,
}

impl Job<'_> {
    /// Hash of all it is made of.
    fn key(&self, studio: &Studio) -> String {
        let mut hash = Sha256::new().chain_update(RECIPE).chain_update(studio.fingerprint());
        for part in self.wording.parts() {
            hash.update(part);
            hash.update([0]);
        }
        hash.update(self.cover.map_or("", |cover| cover.files.stem()));
        hex(&hash.finalize(), 32)
    }
}

impl Shares {
    /// Makes and stages every picture, in parallel; those of an earlier build are taken from the cache. None without
    /// pictures at all.
    pub fn make(plan: &Plan, stage: &Stage) -> Result<Shares, Error> {
        if !plan.options.pictures {
            return Ok(Shares::default());
        }
        let fonts = Fonts::embedded();
        let studio = Studio::new(plan, &fonts);
        let kept = Kept::new(plan.options.cache.as_deref());
        Shares::collect(plan, &fonts, |jobs| publish(&studio, &kept, stage, &jobs))
    }

    /// The addresses alone, for pages that nobody will open: nothing is drawn.
    pub fn named(plan: &Plan) -> Shares {
        if !plan.options.pictures {
            return Shares::default();
        }
        let fonts = Fonts::embedded();
        let studio = Studio::new(plan, &fonts);
        let name = |job: Job| Shared { path: address(&job.stem, &job.key(&studio), ENDINGS[0]) };
        let named = |jobs: Vec<Option<Job>>| Ok(jobs.into_iter().map(|job| job.map(name)).collect());
        Shares::collect(plan, &fonts, named).unwrap_or_default()
    }

    /// Has `make` see to every picture, in parallel.
    fn collect<'a>(
        plan: &'a Plan,
        fonts: &Fonts<'_>,
        make: impl Fn(Vec<Option<Job<'a>>>) -> Result<Vec<Option<Shared>>, Error> + Sync,
    ) -> Result<Shares, Error> {
        let made: Result<Vec<Vec<Option<Shared>>>, Error> = (0..plan.project.entries.len() as u32)
            .into_par_iter()
            .map(|index| make(entry_jobs(plan, fonts, index)))
            .collect();
        let mut entries = vec![Vec::with_capacity(plan.project.entries.len()); plan.tongues.len()];
        for row in made? {
            for (column, shared) in entries.iter_mut().zip(row) {
                column.push(shared);
            }
        }
        Ok(Shares { entries, project: make(project_jobs(plan, fonts))? })
    }

    /// The picture of the entry at `index`, in the language at `tongue`.
    pub fn of_entry(&self, tongue: usize, index: u32) -> Option<&Shared> {
        self.entries.get(tongue)?.get(index as usize)?.as_ref()
    }

    /// The picture of all other pages, in the language at `tongue`.
    pub fn of_project(&self, tongue: usize) -> Option<&Shared> {
        self.project.get(tongue)?.as_ref()
    }
}

fn address(stem: &str, key: &str, ending: &str) -> String {
    format!("/media/{stem}-{}.{ending}", &key[..10])
}

fn stem(slug: &str, lang: &str) -> String {
    format!("{slug}/share-{lang}")
}

/// The pictures of the entry at `index`, in every language; none in a language it has no words for.
fn entry_jobs<'a>(plan: &'a Plan, fonts: &Fonts<'_>, index: u32) -> Vec<Option<Job<'a>>> {
    let entry = &plan.project.entries[index as usize];
    let cover = entry.facts.cover.as_ref().and_then(|cover| plan.gallery.get(&cover.path));
    let job = |tongue| {
        let wording = Wording::of_entry(plan, tongue, fonts, index)?;
        Some(Job { stem: stem(&entry.slug, tongue.lang.as_str()), wording, cover })
    };
    plan.tongues.iter().map(job).collect()
}

/// The pictures of all other pages, in every language.
fn project_jobs<'a>(plan: &'a Plan, fonts: &Fonts<'_>) -> Vec<Option<Job<'a>>> {
    let job = |tongue| {
        let wording = Wording::of_project(plan, tongue, fonts);
        Some(Job { stem: format!("share-{}", tongue.lang), wording, cover: None })
    };
    plan.tongues.iter().map(job).collect()
}

/// Makes and stages the pictures of one page; its cover is read once, and only when a picture is not kept already.
fn publish(studio: &Studio, kept: &Kept, stage: &Stage, jobs: &[Option<Job>]) -> Result<Vec<Option<Shared>>, Error> {
    let mut cover: Option<Option<Pixels>> = None;
    let mut shared = Vec::with_capacity(jobs.len());
    for job in jobs {
        let Some(job) = job else {
            shared.push(None);
            continue;
        };
        let key = job.key(studio);
        let file = match kept.read(&key) {
            Some(file) => file,
            None => {
                let cover = cover.get_or_insert_with(|| job.cover.and_then(|cover| pixels(cover, stage)));
                let Some(canvas) = studio.draw(&job.wording, cover.as_ref()) else {
                    shared.push(None);
                    continue;
                };
                let file = encode::encode(&canvas);
                kept.write(&key, &file).map_err(|(path, source)| Error::Write { path, source })?;
                file
            }
        };
        let path = address(&job.stem, &key, file.ending);
        let name = format!("site{path}");
        stage.put(&name, &file.bytes).map_err(|source| Error::Write { path: name, source })?;
        shared.push(Some(Shared { path }));
    }
    Ok(shared)
}

/// The picture of a page as the gallery has just published it, cut to its place. None where it is too small to be seen.
fn pixels(cover: &Derived, stage: &Stage) -> Option<Pixels> {
    match &cover.files {
        Files::Vector(path) => {
            let drawing = stage.read(&format!("site{path}")).ok()?;
            let tree = svg::tree(std::str::from_utf8(&drawing).ok()?)?;
            canvas::rasterise(&tree, layout::PICTURE)
        }
        Files::Photo(stem, widths) => {
            let width = widths.iter().rev().find(|width| **width <= WIDEST).or(widths.first())?;
            let photo = stage.read(&format!("site{stem}-{width}.jpg")).ok()?;
            canvas::cut(&photo, layout::PICTURE)
        }
    }
}
