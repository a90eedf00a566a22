//! `disan print`: signs of any format, of all entries or a choice of them.

use std::time::Instant;

use disan_server::catalog::console::{complain, say};

use super::build::busy;
use super::open::{Look, open};
use super::{Outcome, Progress};
use crate::args::PrintArguments;
use crate::config::{Config, Folders};
use crate::diagnostic::Diagnostic;
use crate::model::Project;
use crate::print::{self, Material, Options, Press, Printed, Selection};
use crate::write::{Commit, Stage};

/// Prints, shows every fault, and says what was made. Signs with faults leave the last good ones as they were.
pub fn run(config: &Config, arguments: &PrintArguments) -> anyhow::Result<Outcome> {
    let begun = Instant::now();
    let folders = Folders::resolve(arguments.content.as_deref(), arguments.out.as_deref())?;
    let progress = Progress::start(&config.locale);
    progress.step("reading");
    let opened = open(config, &folders.content, Look::Texts)?;
    let Some(project) = opened.project.as_ref().filter(|_| !opened.is_broken()) else {
        drop(progress);
        opened.show(config, &opened.faults);
        return Ok(Outcome::Faults);
    };
    let mut options = options(config, arguments, project, &folders);
    let (material, mut faults) = Material::read(project, &opened.content, options.colour);
    options.material = material;
    progress.step("signs");
    let made = if faults.iter().any(Diagnostic::is_error) {
        None
    } else {
        make(config, project, &options, &folders, &mut faults)?
    };
    drop(progress);
    // Faults that stop no print are told by `disan check`.
    opened.show(config, &faults);
    let Some((printed, commit)) = made else {
        if folders.out.join("print").is_dir() {
            let out = folders.out.join("print").display().to_string();
            complain(config.locale.fill("cli.build.kept", &[("out", &out)]));
        }
        return Ok(Outcome::Faults);
    };
    summary(config, &folders, &options, project, printed, commit, begun);
    Ok(Outcome::Done)
}

/// What the arguments mean for this project.
fn options(config: &Config, arguments: &PrintArguments, project: &Project, folders: &Folders) -> Options {
    let mut options = Options::new(project, config.today);
    if !arguments.format.is_empty() {
        options.formats.clear();
        for format in &arguments.format {
            if !options.formats.contains(format) {
                options.formats.push(*format);
            }
        }
    }
    options.selection = Selection {
        entries: arguments.entry.iter().cloned().collect(),
        unit: arguments.unit.clone(),
        code: arguments.placement,
    };
    options.by_unit = options.selection.is_all();
    options.colour = arguments.colour || options.colour && !arguments.mono;
    options.prove = arguments.prove;
    options.press = Press { bleed: arguments.bleed, marks: arguments.marks };
    options.cache = Some(folders.cache());
    options
}

/// Renders into a stage and, when every sheet passed the gate, moves it into place.
fn make(
    config: &Config,
    project: &Project,
    options: &Options,
    folders: &Folders,
    faults: &mut Vec<Diagnostic>,
) -> anyhow::Result<Option<(Printed, Commit)>> {
    let stage = Stage::open(&folders.out).map_err(|error| busy(error, config))?;
    match print::render(project, options, &stage) {
        Ok(printed) => {
            // A choice of signs leaves the others that were printed before where they are.
            let parts = if options.selection.is_all() { print::parts(options) } else { Vec::new() };
            let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
            Ok(Some((printed, stage.commit_aside(&parts)?)))
        }
        Err(print::Error::Faults(found)) => {
            faults.extend(found);
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

fn summary(
    config: &Config,
    folders: &Folders,
    options: &Options,
    project: &Project,
    printed: Printed,
    commit: Commit,
    begun: Instant,
) {
    let locale = &config.locale;
    let number = |n: usize| locale.number(n as i64);
    let seconds = locale.decimal(begun.elapsed().as_secs_f64(), 1);
    let (sheets, symbols) = (number(printed.sheets), number(printed.symbols));
    let values = [("sheets", sheets.as_str()), ("symbols", &symbols), ("seconds", &seconds)];
    say(locale.fill("cli.print.done", &values));
    let Commit { written, unchanged, removed } = commit;
    let (written, unchanged, removed) = (number(written), number(unchanged), number(removed));
    let changed = [("written", written.as_str()), ("unchanged", &unchanged), ("removed", &removed)];
    say(locale.fill("cli.build.changed", &changed));
    for format in &options.formats {
        let folder = folders.out.join("print").join(format.id()).display().to_string();
        let name = locale.text(&format!("print.format.{}", format.id())).to_owned();
        say(locale.fill("cli.print.where", &[("format", &name), ("folder", &folder)]));
    }
    let report = folders.out.join("print/report.json").display().to_string();
    say(locale.fill(if options.prove { "cli.print.proven" } else { "cli.print.read" }, &[("report", &report)]));
    older(config, folders);
    let is_wanted = |slug: &str| options.selection.entries.is_empty() || options.selection.entries.contains(slug);
    let trials = project.entries.iter().filter(|e| is_wanted(&e.slug) && e.is_trial(project)).count();
    if trials > 0 {
        say(locale.fill("cli.build.trial", &[("entries", &number(trials))]));
    }
}

/// Names signs that an earlier version left where no sign is written any more. They may be somebody's own files: none is
/// removed.
pub(super) fn older(config: &Config, folders: &Folders) {
    let names = print::left_over(&folders.out);
    if let Some(first) = names.first() {
        let named = if names.len() > 1 { format!("{first}, …") } else { first.clone() };
        let folder = folders.out.join("print").display().to_string();
        let count = config.locale.number(names.len() as i64);
        let values = [("folder", folder.as_str()), ("count", &count), ("names", &named)];
        complain(config.locale.fill("cli.print.older", &values));
    }
}
