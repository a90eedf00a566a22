//! Signs: an entry becomes sheets, sheets become PDF, and nothing leaves before every symbol was scanned.
//!
//! ```text
//! entry → wording → format → sheet → pdf → gate → stage
//! ```

mod board;
mod breaks;
mod content;
mod emblem;
mod font;
mod format;
mod gate;
mod glyphs;
mod ornament;
pub mod pdf;
mod poster;
mod press;
mod refusal;
#[cfg(test)]
mod sample;
mod shape;
mod sheet;
#[cfg(test)]
mod tests;
pub mod trace;
mod tree;
pub mod typeset;
mod wording;

use std::collections::BTreeSet;
use std::io;
use std::ops::Range;
use std::path::PathBuf;

use disan_server::catalog::{Code, Lang, Locale};
use jiff::civil::Date;
use rayon::prelude::*;

pub use emblem::{Emblem, EmblemError};
pub use font::{Fonts, Style};
pub use format::{FORMATS, Format, POSTER};
pub use press::Press;
pub use sheet::{Ink, Item, Sheet};

use crate::diagnostic::Diagnostic;
use crate::model::{Entry, Placement, Project, code_url};
use crate::qr::Symbol;
use crate::write::Stage;
use pdf::{Document, PdfError, Written};
use refusal::{diagnose, refuse, too_long, unissued};
use wording::Speaker;

/// Pages of one collected file: a larger one would cost the printer's computer, and ours, too much memory.
const VOLUME: usize = 1_000;

/// The languages of a sign: the first is set larger and stands first.
#[derive(Clone, Debug)]
pub struct Languages {
    /// Vietnamese where the project has it, else its default language.
    pub main: Locale,
    /// The international language, unless it is the first already.
    pub other: Option<Locale>,
}

impl Languages {
    /// The languages of a project's signs, in the built-in words.
    pub fn of(project: &Project) -> Languages {
        let settings = &project.settings;
        let vietnamese = settings.languages.iter().find(|l| **l == Lang::vi());
        let main = vietnamese.unwrap_or(settings.default_lang());
        let mut others = std::iter::once(&settings.international).chain(&settings.languages);
        let other = others.find(|l| *l != main).map(Locale::embedded);
        Languages { main: Locale::embedded(main), other }
    }
}

/// How signs are made.
#[derive(Clone, Debug)]
pub struct Options {
    /// The day written into documents, on which units are looked up.
    pub today: Date,
    /// Whether every symbol of the finished files is scanned. Off only in measurements.
    pub gate: bool,
    /// Whether every symbol is also put through the trials of the field.
    pub prove: bool,
    /// Languages of the signs.
    pub languages: Languages,
    /// Slugs of the only entries to make signs for; none means all.
    pub only: Option<BTreeSet<String>>,
    /// Folder that remembers which files passed the gate; none means each is scanned anew.
    pub cache: Option<PathBuf>,
    /// What the print shop needs around each sheet.
    pub press: Press,
}

impl Options {
    /// Signs of every entry in the project's languages, each scanned.
    pub fn new(project: &Project, today: Date) -> Options {
        Options {
            today,
            gate: true,
            prove: false,
            languages: Languages::of(project),
            only: None,
            cache: None,
            press: Press::default(),
        }
    }
}

/// What was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Printed {
    /// Pages, each counted once although it also stands in the collected file.
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
    /// A fault of this program.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// A file cannot be staged.
    #[error("cannot write {path}")]
    Write {
        /// The file.
        path: String,
        /// What the system says.
        source: io::Error,
    },
}

/// One sign to make.
struct Job<'a> {
    entry: &'a Entry,
    placement: &'a Placement,
    host: &'a str,
    code: Code,
}

/// One sign made.
struct Sign<'a> {
    job: Job<'a>,
    url: String,
    sheet: Sheet,
}

/// A file of signs, and which they are.
struct File {
    path: String,
    signs: Range<usize>,
    written: Written,
}

/// Renders the posters of every placement that has a code: `print/<slug>.pdf` for each entry, and `print/all.pdf`.
pub fn render(project: &Project, options: &Options, stage: &Stage) -> Result<Printed, Error> {
    let fonts = Fonts::embedded();
    let signs = set_all(project, options, &fonts)?;
    let files = write_all(project, options, &fonts, &signs)?;
    if options.gate {
        let rows = inspect_all(project, options, &signs, &files)?;
        let path = "print/report.json".to_owned();
        stage.put(&path, &gate::report::report(&rows)).map_err(|source| Error::Write { path, source })?;
    }
    files.par_iter().try_for_each(|file| {
        stage.put(&file.path, &file.written.bytes).map_err(|source| Error::Write { path: file.path.clone(), source })
    })?;
    Ok(Printed { sheets: signs.len(), symbols: signs.len() })
}

fn jobs<'a>(project: &'a Project, options: &Options) -> Vec<Job<'a>> {
    let wanted = |entry: &&Entry| options.only.as_ref().is_none_or(|only| only.contains(&entry.slug));
    project
        .entries
        .iter()
        .filter(wanted)
        .flat_map(|entry| entry.placements.iter().map(move |placement| (entry, placement)))
        .filter(|(_, placement)| !project.is_retired(placement))
        .filter_map(|(entry, placement)| {
            let host = project.host_of(placement.host.as_deref());
            placement.code.map(|code| Job { entry, placement, host, code })
        })
        .collect()
}

/// Sets every sheet, or gives all that cannot be set.
fn set_all<'a>(project: &'a Project, options: &Options, fonts: &Fonts<'_>) -> Result<Vec<Sign<'a>>, Error> {
    let speaker = Speaker::new(project, &options.languages, options.today);
    let set: Vec<Result<Sign<'a>, Vec<Diagnostic>>> = jobs(project, options)
        .into_par_iter()
        .map(|job| {
            let url = code_url(job.host, job.code);
            let symbol = Symbol::new(&url).map_err(|_| vec![too_long(job.entry, &url)])?;
            let wording = speaker.wording(job.entry, job.placement, job.host, job.code);
            let (sheet, faults) = (POSTER.set)(fonts, &wording, &symbol);
            if faults.is_empty() {
                return Ok(Sign { job, url, sheet });
            }
            Err(faults.iter().map(|fault| diagnose(job.entry, fault)).collect())
        })
        .collect();
    let mut signs = Vec::with_capacity(set.len());
    let mut diagnostics: Vec<Diagnostic> = Vec::new();
    for result in set {
        match result {
            Ok(sign) => signs.push(sign),
            // The placements of an entry share its words, and so its faults.
            Err(faults) => faults.into_iter().for_each(|f| {
                if !diagnostics.contains(&f) {
                    diagnostics.push(f)
                }
            }),
        }
    }
    if diagnostics.is_empty() { Ok(signs) } else { Err(Error::Faults(diagnostics)) }
}

/// Writes one file for each entry and the collected volumes, in parallel, in a fixed order.
fn write_all(project: &Project, options: &Options, fonts: &Fonts<'_>, signs: &[Sign<'_>]) -> Result<Vec<File>, Error> {
    let locale = &options.languages.main;
    let chain = project.fallback_of(locale.lang());
    let author = Speaker::new(project, &options.languages, options.today).owner().main;
    let project_title = project.settings.title.pick(locale.lang(), &chain).map_or("", |(_, title)| title.as_str());
    let mut plans: Vec<(String, String, Range<usize>)> = Vec::new();
    let mut start = 0;
    for group in signs.chunk_by(|a, b| a.job.entry.slug == b.job.entry.slug) {
        let entry = group[0].job.entry;
        let title = entry.words_for(project, locale.lang()).map_or(entry.slug.clone(), |(_, w)| w.title.to_string());
        plans.push((format!("print/{}.pdf", entry.slug), title, start..start + group.len()));
        start += group.len();
    }
    if options.only.is_none() {
        let volumes = signs.len().div_ceil(VOLUME);
        for volume in 0..volumes {
            let path =
                if volumes == 1 { "print/all.pdf".to_owned() } else { format!("print/all-{:03}.pdf", volume + 1) };
            let title = format!("{} – {project_title}", locale.text("print.all"));
            plans.push((path, title, volume * VOLUME..signs.len().min((volume + 1) * VOLUME)));
        }
    }
    // The largest first, so that no thread waits for it at the end; sorted back by the order of the plans.
    let write = |(path, title, range): (String, String, Range<usize>)| {
        let sheets: Vec<&Sheet> = signs[range.clone()].iter().map(|s| &s.sheet).collect();
        let subject = format!("{} · {project_title}", locale.text("print.about"));
        let document = Document {
            title: &title,
            author: &author,
            subject: &subject,
            lang: locale.lang(),
            date: options.today,
            sheets: &sheets,
            press: options.press,
        };
        Ok(File { path, signs: range, written: pdf::write(fonts, &document)? })
    };
    plans.into_par_iter().map(write).collect()
}

/// Scans every symbol of every file, and gives what was seen of each sheet. The collected files repeat the others: what
/// looks the same to the dot was read already.
fn inspect_all(
    project: &Project,
    options: &Options,
    signs: &[Sign<'_>],
    files: &[File],
) -> Result<Vec<gate::report::Row>, Error> {
    let mut diagnostics: Vec<Diagnostic> = unissued(project, signs);
    let mut memory = gate::Memory::open(options.cache.as_deref());
    let mut rows = Vec::new();
    let (single, collected): (Vec<&File>, Vec<&File>) = files.iter().partition(|f| !f.path.starts_with("print/all"));
    for (group, is_single) in [(single, true), (collected, false)] {
        let scanned: Vec<(&File, Vec<gate::Order<'_>>, Vec<gate::Finding>)> = group
            .into_par_iter()
            .map(|file| {
                let signs = signs[file.signs.clone()].iter();
                let orders: Vec<gate::Order<'_>> =
                    signs.map(|s| gate::Order { payload: &s.url, least: gate::SMALLEST_MODULE }).collect();
                let findings = gate::scan(&file.written, &orders, &memory, options.prove);
                (file, orders, findings)
            })
            .collect();
        for (file, orders, findings) in scanned {
            memory.learn(&file.written, &orders, &findings);
            for (sign, (finding, placed)) in
                signs[file.signs.clone()].iter().zip(findings.into_iter().zip(&file.written.placed))
            {
                diagnostics.extend(finding.problems.iter().map(|problem| refuse(sign, &file.path, problem)));
                if let Some(seen) = finding.seen.filter(|_| is_single) {
                    rows.push(gate::report::Row {
                        file: file.path.trim_start_matches("print/").to_owned(),
                        page: placed.page + 1,
                        code: sign.job.code.to_string(),
                        entry: sign.job.entry.slug.clone(),
                        placement: sign.job.placement.key.clone(),
                        format: POSTER.id.to_owned(),
                        address: sign.url.clone(),
                        ..gate::report::Row::of(&seen)
                    });
                }
            }
        }
    }
    if !diagnostics.is_empty() {
        return Err(Error::Faults(diagnostics));
    }
    memory.keep();
    Ok(rows)
}
