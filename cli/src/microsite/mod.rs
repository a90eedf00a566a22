//! The microsite: typed views of the project, rendered through templates into pages a phone reads without script.
//!
//! Everything that pages share is worked out once (`plan`); then pages are rendered in parallel, each put in its
//! place as soon as it is there, so that memory does not grow with their number.

mod alphabet;
mod borrowed;
mod card;
mod contact;
mod entry;
mod event;
mod extras;
mod faulty;
mod festival;
mod frame;
mod gallery;
mod guide;
mod home;
mod icons;
mod linked;
mod list;
mod lunar;
mod manifest;
mod markdown;
mod near;
mod offline;
mod order;
mod page;
mod pager;
mod photo;
mod photo_cache;
mod place;
mod plan;
mod recording;
mod relic;
mod render;
mod search;
mod service;
mod share;
mod sketch;
mod span;
mod stamp;
mod style;
mod svg;
mod text;
mod theme;
mod tint;
mod tongue;
mod topic;
mod trail;
mod unit;
mod weight;
mod whereabouts;

use std::io;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use disan_server::catalog::LocaleError;
use jiff::civil::Date;

pub use gallery::wanted as wanted_pictures;
pub use photo::{Limits, inspect as inspect_photo};
pub use share::FigureCard;
pub use svg::inspect as inspect_svg;
pub use weight::Heavy;

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Project;
use crate::write::Stage;

/// What is asked of the microsite.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day units are those of.
    pub today: Date,
    /// Put a gzip form beside each page.
    pub compress: bool,
    /// Add what a host without the server needs to answer codes.
    pub static_host: bool,
    /// Make and show pictures, and put recordings beside them.
    pub pictures: bool,
    /// Folder that keeps derived photos from one build to the next.
    pub cache: Option<PathBuf>,
}

/// What was made.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Rendered {
    /// Pages in all languages.
    pub pages: usize,
    /// Pictures.
    pub pictures: usize,
    /// Pages over the budget, where they are packed.
    pub heavy: Vec<Heavy>,
}

/// Why there is no microsite.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Pictures are at fault.
    #[error("{} faults in pictures", .0.len())]
    Content(Vec<Diagnostic>),
    /// A template does not work.
    #[error("{source}")]
    Template {
        /// Which, where and why.
        source: Box<tera::Error>,
    },
    /// A locale file of the project is no locale file.
    #[error("{path}: {source}")]
    Locale {
        /// The file, in the templates folder.
        path: String,
        /// Where and why.
        source: LocaleError,
    },
    /// A picture cannot be read.
    #[error("{0:#}")]
    Asset(anyhow::Error),
    /// A file of the templates folder cannot be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write {path}: {source}")]
    Write {
        /// The file, in the output folder.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// Renders the microsite of `project` into `site/` of `stage`; `content` is what the project was read from.
pub fn render(project: &Project, content: &Content, options: &Options, stage: &Stage) -> Result<Rendered, Error> {
    let mut plan = plan(project, content, options, stage)?;
    plan.shares = share::Shares::make(&plan, stage)?;
    let pages = render::pages(&plan, stage)?;
    extras::write(&plan, stage)?;
    search::write(&plan, stage)?;
    offline::write(&plan, stage)?;
    Ok(Rendered { pages, pictures: plan.gallery.len(), heavy: Heavy::all(&plan, stage) })
}

/// The pages of `project` that are over its budget: they are rendered into a folder that is gone afterwards, without
/// what no reader waits for.
pub fn weigh(project: &Project, content: &Content, options: &Options) -> Result<Vec<Heavy>, Error> {
    let scratch = Scratch::new();
    let stage = Stage::open(&scratch.0).map_err(|error| Error::Asset(error.into()))?;
    let mut plan = plan(project, content, options, &stage)?;
    plan.shares = share::Shares::named(&plan);
    render::pages(&plan, &stage)?;
    extras::write(&plan, &stage)?;
    Ok(Heavy::all(&plan, &stage))
}

/// The plan of the pages, with pictures and recordings made and staged.
fn plan<'a>(
    project: &'a Project,
    content: &Content,
    options: &'a Options,
    stage: &Stage,
) -> Result<plan::Plan<'a>, Error> {
    let theme = theme::Theme::load(project)?;
    let gallery = gallery::Gallery::make(project, content, options, stage)?;
    let recordings = recording::Recordings::make(project, content, options, stage)?;
    plan::Plan::new(project, options, theme, gallery, recordings)
}

/// A folder of its own that goes with the value.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Scratch(std::env::temp_dir().join(format!("disan-weigh-{}-{number}", std::process::id())))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clear away.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
