//! `disan build`: the whole line, from content to output.

use std::time::Instant;

use disan_server::catalog::console::{complain, say};
use disan_server::catalog::{CATALOG_FILE, OVERRIDES};

use super::open::{Look, Opened, open};
use super::{Outcome, Progress};
use crate::args::{BuildArguments, Part};
use crate::catalog::catalog;
use crate::check::weights;
use crate::config::{Config, Folders};
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Project;
use crate::write::{Commit, Stage, StageError};
use crate::{microsite, own_templates, print};

/// How much a build makes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scope {
    /// Everything the server needs.
    Full,
    /// Also what a host without the server needs.
    Static,
    /// Only the pages: not compressed, photos left out.
    Pages,
    /// For `disan serve`: everything, and of the summary only what changed.
    Preview,
}

/// What was made.
struct Made {
    pages: usize,
    signs: usize,
    commit: Commit,
    /// What the build can live with.
    warnings: Vec<Diagnostic>,
}

/// Runs `disan build`.
pub fn command(config: &Config, arguments: &BuildArguments) -> anyhow::Result<Outcome> {
    let folders = Folders::resolve(arguments.content.as_deref(), arguments.out.as_deref())?;
    let scope = match arguments.only {
        Some(Part::Pages) => Scope::Pages,
        None if arguments.static_host => Scope::Static,
        None => Scope::Full,
    };
    let (outcome, opened) = build(config, &folders, scope)?;
    // The program ends with this command: the system takes its memory back at once, not piece by piece.
    std::mem::forget(opened);
    Ok(outcome)
}

/// Builds, shows every fault, and says what was made. A build with faults leaves the last good output as it was.
pub fn run(config: &Config, folders: &Folders, scope: Scope) -> anyhow::Result<Outcome> {
    build(config, folders, scope).map(|(outcome, _)| outcome)
}

fn build(config: &Config, folders: &Folders, scope: Scope) -> anyhow::Result<(Outcome, Opened)> {
    let begun = Instant::now();
    let progress = Progress::start(&config.locale);
    progress.step("reading");
    let opened = open(config, &folders.content, if scope == Scope::Pages { Look::Texts } else { Look::Whole })?;
    let made = match &opened.project {
        Some(project) if !opened.is_broken() => {
            Build { config, folders, scope, project, content: &opened.content }.make(&progress)?
        }
        _ => Err(Vec::new()),
    };
    drop(progress);
    let found = made.as_ref().map_or_else(|faults| faults, |made| &made.warnings);
    opened.show(config, &[opened.faults.as_slice(), found].concat());
    let (Ok(made), Some(project)) = (made, &opened.project) else {
        if folders.out.join(CATALOG_FILE).is_file() {
            let out = folders.out.display().to_string();
            complain(config.locale.fill("cli.build.kept", &[("out", &out)]));
        }
        return Ok((Outcome::Faults, opened));
    };
    summary(config, folders, scope, project, &made, begun);
    Ok((Outcome::Done, opened))
}

/// One build.
struct Build<'a> {
    config: &'a Config,
    folders: &'a Folders,
    scope: Scope,
    project: &'a Project,
    content: &'a Content,
}

impl Build<'_> {
    /// Renders everything into a stage and, when all of it is sound, moves it into place. The inner error is what
    /// the renderers and the print gate found.
    fn make(&self, progress: &Progress) -> anyhow::Result<Result<Made, Vec<Diagnostic>>> {
        let stage = Stage::open(&self.folders.out).map_err(|error| busy(error, self.config))?;
        let mut faults = Vec::new();
        progress.step("pages");
        let rendered = self.pages(&stage, &mut faults)?;
        own_templates::stage(self.project, &stage)?;
        let (mut parts, mut printed, mut signs) = (vec!["site", OVERRIDES], Vec::new(), 0);
        let mut warned = Vec::new();
        if self.scope == Scope::Static {
            parts.push("hosting");
        }
        if self.scope != Scope::Pages {
            progress.step("signs");
            if let Some(material) = self.material(&mut faults, &mut warned) {
                signs = self.signs(&stage, material, &mut printed, &mut faults)?;
            }
        }
        if !faults.is_empty() {
            return Ok(Err(faults));
        }
        progress.step("writing");
        parts.extend(printed.iter().map(String::as_str));
        let commit = stage.commit(&parts, CATALOG_FILE, |revision| catalog(self.project, revision).to_json())?;
        let mut warnings = weights(&rendered.heavy, self.project, self.content, false);
        warnings.extend(warned);
        Ok(Ok(Made { pages: rendered.pages, signs, commit, warnings }))
    }

    /// Renders the pages.
    fn pages(&self, stage: &Stage, faults: &mut Vec<Diagnostic>) -> anyhow::Result<microsite::Rendered> {
        let options = microsite::Options {
            today: self.config.today,
            compress: self.scope != Scope::Pages,
            static_host: self.scope == Scope::Static,
            pictures: self.scope != Scope::Pages,
            cache: Some(self.folders.cache()),
        };
        match microsite::render(self.project, self.content, &options, stage) {
            Ok(rendered) => Ok(rendered),
            Err(microsite::Error::Content(found)) => {
                faults.extend(found);
                Ok(microsite::Rendered::default())
            }
            Err(error) => Err(error.into()),
        }
    }

    /// Reads the fonts and the emblem of the signs; what is wrong with them is a fault, or only a warning.
    fn material(&self, faults: &mut Vec<Diagnostic>, warned: &mut Vec<Diagnostic>) -> Option<print::Material> {
        let colour = self.project.settings.print.colour;
        let (material, found) = print::Material::read(self.project, self.content, colour);
        let (errors, warnings): (Vec<Diagnostic>, Vec<Diagnostic>) = found.into_iter().partition(Diagnostic::is_error);
        let is_sound = errors.is_empty();
        faults.extend(errors);
        warned.extend(warnings);
        is_sound.then_some(material)
    }

    /// Renders the signs and scans them; gives their number, and the folders they make whole.
    fn signs(
        &self,
        stage: &Stage,
        material: print::Material,
        parts: &mut Vec<String>,
        faults: &mut Vec<Diagnostic>,
    ) -> anyhow::Result<usize> {
        let options = print::Options {
            cache: Some(self.folders.cache()),
            material,
            ..print::Options::new(self.project, self.config.today)
        };
        parts.extend(print::parts(&options));
        match print::render(self.project, &options, stage) {
            Ok(printed) => Ok(printed.sheets),
            Err(print::Error::Faults(found)) => {
                faults.extend(found);
                Ok(0)
            }
            Err(error) => Err(error.into()),
        }
    }
}

pub(super) fn busy(error: StageError, config: &Config) -> anyhow::Error {
    match error {
        StageError::Busy(path) => {
            anyhow::anyhow!(config.locale.fill("cli.build.busy", &[("path", &path.display().to_string())]))
        }
        other => other.into(),
    }
}

fn summary(config: &Config, folders: &Folders, scope: Scope, project: &Project, made: &Made, begun: Instant) {
    let locale = &config.locale;
    let number = |n: usize| locale.number(n as i64);
    let seconds = locale.decimal(begun.elapsed().as_secs_f64(), 1);
    let (pages, signs) = (number(made.pages), number(made.signs));
    let done = if scope == Scope::Pages { "cli.build.done-pages" } else { "cli.build.done" };
    say(locale.fill(done, &[("pages", &pages), ("signs", &signs), ("seconds", &seconds)]));
    let Commit { written, unchanged, removed } = made.commit;
    let (written, unchanged, removed) = (number(written), number(unchanged), number(removed));
    let changed = [("written", written.as_str()), ("unchanged", &unchanged), ("removed", &removed)];
    say(locale.fill("cli.build.changed", &changed));
    if scope == Scope::Preview {
        return;
    }
    let shown = |part: &str| folders.out.join(part).display().to_string();
    let key = if made.signs > 0 { "cli.build.where" } else { "cli.build.where-pages" };
    say(locale.fill(key, &[("site", &shown("site")), ("print", &shown("print"))]));
    super::print::older(config, folders);
    let trials = project.entries.iter().filter(|entry| entry.is_trial(project)).count();
    if trials > 0 {
        say(locale.fill("cli.build.trial", &[("entries", &number(trials))]));
    }
}
