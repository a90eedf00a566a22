//! Signs: an entry becomes sheets, sheets become PDF, and nothing leaves before every symbol was scanned.
//!
//! ```text
//! entry → sign → format → sheet → batch → pdf → gate → stage
//! ```
//!
//! A `sign` is a placement with its code and all it says; a `format` sets it on paper; a `batch` says which sheets
//! one file holds: an entry's, a unit's, or all. The `keeper` lets no file pass whose symbols were not read.

mod batch;
mod bind;
mod board;
mod breaks;
mod content;
mod emblem;
mod font;
mod format;
mod gate;
mod glyphs;
mod hand;
mod keeper;
pub mod letter;
mod list;
mod material;
mod options;
mod ornament;
mod paint;
pub mod pdf;
mod piece;
mod poster;
mod press;
mod reading;
mod refusal;
#[cfg(test)]
mod sample;
mod scale;
mod script;
mod shape;
mod sheet;
mod sign;
mod symbols;
#[cfg(test)]
mod tests;
pub mod trace;
mod tree;
pub mod typeset;
mod wording;

use std::io;
use std::path::Path;

pub use emblem::{Emblem, EmblemError};
pub use font::{Fonts, Style};
pub use material::Material;
pub use options::{Languages, Options, Selection};
pub use press::Press;
pub use sheet::{Ink, Item, Sheet};

use crate::diagnostic::Diagnostic;
use crate::model::Project;
use crate::write::Stage;
use bind::Binder;
use board::Setting;
use font::FontError;
use format::Format;
use keeper::Keeper;
use paint::Paint;
use pdf::PdfError;
use wording::Speaker;

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Printed {
    /// Pages, each counted once although it may also stand in a collected file.
    pub sheets: usize,
    /// Symbols that passed the gate, counted in the same way.
    pub symbols: usize,
}

/// Why signs could not be made.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The content cannot be printed as it stands, or a sheet failed the gate.
    #[error("{} faults on signs", .0.len())]
    Faults(Vec<Diagnostic>),
    /// A font file that was not looked at before cannot be used.
    #[error(transparent)]
    Font(#[from] FontError),
    /// A fault of this program.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A symbol cannot be packed.
    #[error(transparent)]
    Symbol(#[from] png::EncodingError),
    /// A file cannot be staged.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// The folders of the output that [`render`] makes whole when all signs are chosen.
pub fn parts(options: &Options) -> Vec<String> {
    let formats = options.formats.iter().map(|format| format!("print/{}", format.id()));
    formats.chain(["print/symbols".to_owned()]).collect()
}

/// Signs of a layout before formats had folders of their own, `print/<slug>.pdf`: nothing writes or removes them now.
pub fn left_over(out: &Path) -> Vec<String> {
    let Ok(items) = std::fs::read_dir(out.join("print")) else { return Vec::new() };
    let names = items.filter_map(|item| item.ok()?.file_name().into_string().ok());
    let mut names: Vec<String> = names.filter(|name| name.ends_with(".pdf")).collect();
    names.sort();
    names
}

/// Renders the signs that are chosen in every format that is chosen: `print/<format>/<slug>.pdf` for each entry,
/// `print/<format>/units/<id>.pdf` for each unit, `print/<format>/all.pdf`; the symbols alone, and what the gate saw.
///
/// Nothing is left on the stage to be moved into place when a single sheet is refused: every refusal is in the error.
pub fn render(project: &Project, options: &Options, stage: &Stage) -> Result<Printed, Error> {
    let fonts = Fonts::open(&options.material.fonts)?;
    let speaker = Speaker::new(project, options);
    let signs = sign::signs(project, options, &speaker).map_err(Error::Faults)?;
    let paint = if options.colour { Paint::of(&project.settings.palette.light) } else { Paint::MONO };
    let emblem = options.material.emblem.as_ref();
    let setting = Setting { fonts: &fonts, paint, emblem, labels: project.settings.print.labels };
    let mut keeper = Keeper::open(options, &signs);
    let mut faults = if options.gate { refusal::unissued(project, &signs) } else { Vec::new() };
    let mut printed = Printed::default();
    for format in options.formats.iter().map(|id| Format::of(*id)) {
        let binder = Binder { options, setting, speaker: &speaker, signs: &signs, format };
        let files = match binder.bind(&mut keeper)? {
            Ok(files) => files,
            Err(found) => {
                faults.extend(found);
                continue;
            }
        };
        if options.gate {
            faults.extend(keeper.inspect(&format, &files));
        }
        for file in &files {
            if file.batch.counts {
                printed.sheets += file.pages;
                printed.symbols += file.orders.len();
            }
            put(stage, &file.path, &file.written.bytes)?;
        }
    }
    if !faults.is_empty() {
        return Err(Error::Faults(faults));
    }
    for (path, bytes) in symbols::files(&signs)? {
        put(stage, &path, &bytes)?;
    }
    if options.gate {
        put(stage, "print/report.json", &keeper.report())?;
        keeper.keep();
    }
    Ok(printed)
}

fn put(stage: &Stage, path: &str, bytes: &[u8]) -> Result<(), Error> {
    stage.put(path, bytes).map_err(|source| Error::Write { path: path.to_owned(), source })
}
