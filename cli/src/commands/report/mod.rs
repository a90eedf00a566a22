//! `disan report`: the report of a period from a data folder, without any server or network.

mod card;
mod freeze;
mod pages;
mod remote;

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use disan_server::catalog::console::{say, show};
use disan_server::clock::Clock;
use disan_server::report::{Brief, Layout, Paper, form, official, paper_csv, paper_view};
use disan_server::scan::Class;
use disan_server::stats::{Days, Period, Question, Reckoning, Scope, named_period};
use disan_server::store::{SqliteStore, Store};
use disan_server::template::Templates;

use super::Outcome;
use super::open::{Look, Opened, open};
use crate::args::{ReportArguments, ReportFormat, ReportLayout};
use crate::catalog;
use crate::config::{Config, Folders};
use crate::model::{KindFacts, Project};
use crate::print::{Fonts, Material};
use freeze::Held;

/// Minutes local time is ahead of UTC.
const OFFSET: i32 = 7 * 60;

/// Makes the report and says where it is.
pub fn run(config: &Config, arguments: &ReportArguments) -> anyhow::Result<Outcome> {
    let folders = Folders::resolve(arguments.content.as_deref(), None)?;
    let opened = open(config, &folders.content, Look::Texts)?;
    let Some(project) = opened.project.as_ref().filter(|_| !opened.is_broken()) else {
        opened.show(config, &opened.faults);
        return Ok(Outcome::Faults);
    };
    let mut brief = brief(config, arguments)?;
    let period = period(config, arguments, project, &mut brief)?;
    let paper = match (&arguments.url, &arguments.data) {
        (Some(url), _) => remote::paper(config, arguments, url, period)?,
        (None, Some(data)) if arguments.freeze => frozen(config, arguments, data, project, &mut brief, period)?,
        (None, data) => {
            let mut store = counts(config, data.as_deref().unwrap_or(Path::new("")))?;
            paper(config, arguments, project, &brief, period, &mut store)?
        }
    };
    let bytes = written(config, arguments, &folders, &opened, project, &paper)?;
    let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(name(&paper, arguments.format)));
    fs::write(&out, bytes).with_context(|| out.display().to_string())?;
    if arguments.format == ReportFormat::Digest {
        show(format!("{}\n", paper.digest));
    }
    say(config.locale.fill("cli.report.done", &[("file", &out.display().to_string())]));
    for mark in &paper.marks {
        say(mark);
    }
    Ok(Outcome::Done)
}

/// What people tell, read from its file; nothing where there is none.
fn brief(config: &Config, arguments: &ReportArguments) -> anyhow::Result<Brief> {
    let mut brief = match &arguments.words {
        None => Brief::default(),
        Some(file) => {
            let path = file.display().to_string();
            let text = fs::read_to_string(file)
                .with_context(|| config.locale.fill("cli.report.no_words", &[("file", &path)]))?;
            let text = text.trim_start_matches('\u{feff}');
            toml::from_str(text).with_context(|| config.locale.fill("cli.report.bad_words", &[("file", &path)]))?
        }
    };
    match arguments.layout {
        Some(ReportLayout::State) => brief.layout = Layout::State,
        Some(ReportLayout::YouthUnion) => brief.layout = Layout::YouthUnion,
        None => {}
    }
    Ok(brief)
}

/// The days: a named period (`2026-Q3`), two days (`2026-03-01..2026-03-31`), or the folder name of an event.
fn period(
    config: &Config,
    arguments: &ReportArguments,
    project: &Project,
    brief: &mut Brief,
) -> anyhow::Result<Period> {
    let locale = &config.locale;
    let reckoning = Reckoning::named(&arguments.calendar)
        .with_context(|| locale.fill("cli.report.calendar", &[("text", &arguments.calendar)]))?;
    let text = arguments.period.trim().to_lowercase();
    let days = text.split_once("..").and_then(|(first, last)| Days::new(first.parse().ok()?, last.parse().ok()?));
    if let Some(period) = named_period(&text, reckoning).or(days.map(Period::Custom)) {
        return Ok(period);
    }
    let event = project.entries.iter().find(|entry| entry.slug == arguments.period);
    let days = event.and_then(|entry| match &entry.kind {
        KindFacts::Event(facts) => Days::new(facts.starts, facts.ends),
        _ => None,
    });
    let (Some(entry), Some(days)) = (event, days) else {
        anyhow::bail!(locale.fill("cli.report.period", &[("text", &arguments.period)]));
    };
    let title = entry.words_for(project, locale.lang()).map(|(_, words)| words.title.to_string());
    brief.campaign = brief.campaign.take().or(title);
    Ok(Period::Custom(days))
}

/// Opens the counts for reading.
fn counts(config: &Config, data: &Path) -> anyhow::Result<SqliteStore> {
    let folder = data.display().to_string();
    let no_counts = || config.locale.fill("cli.report.no_counts", &[("folder", &folder)]);
    disan_server::data::counts(data).with_context(no_counts)
}

/// Makes the paper and keeps it; not before its period is over, and never under a placeholder's name.
fn frozen(
    config: &Config,
    arguments: &ReportArguments,
    data: &Path,
    project: &Project,
    brief: &mut Brief,
    period: Period,
) -> anyhow::Result<Paper> {
    anyhow::ensure!(period.is_over(config.today), config.locale.text("cli.report.not_over").to_owned());
    anyhow::ensure!(!project.settings.host_is_placeholder(), config.locale.text("cli.report.trial").to_owned());
    // A folder that is none is not made one.
    drop(counts(config, data)?);
    let mut held = Held::take(config, data, arguments.unit.as_deref())?;
    held.tell(brief);
    let paper = paper(config, arguments, project, brief, period, &mut held.store)?;
    held.freeze(config, &project.settings.host, period, paper)
}

/// Reads the figures and makes the paper.
fn paper(
    config: &Config,
    arguments: &ReportArguments,
    project: &Project,
    brief: &Brief,
    period: Period,
    store: &mut SqliteStore,
) -> anyhow::Result<Paper> {
    let locale = &config.locale;
    let catalog = catalog::catalog(project, "");
    if let Some(unit) = arguments.unit.as_deref().filter(|unit| catalog.units.get(unit).is_none()) {
        anyhow::bail!(locale.fill("cli.report.unit", &[("unit", unit)]));
    }
    let clock = Clock::system(OFFSET);
    let mut made = None;
    store.snapshot(&mut |view| {
        let scope = match &arguments.unit {
            Some(unit) => Scope::of_unit(&catalog.units, unit, &view.entry_units()?),
            None => Scope::whole(),
        };
        let question = Question {
            catalog: &catalog,
            clock: &clock,
            now: clock.at(config.now),
            period,
            scope: &scope,
            class: Class::Person,
            troubles: &[],
        };
        made = Some(official(view, locale, &question, arguments.unit.as_deref(), brief)?);
        Ok(())
    })?;
    made.context("counts.sqlite")
}

/// The file.
fn written(
    config: &Config,
    arguments: &ReportArguments,
    folders: &Folders,
    opened: &Opened,
    project: &Project,
    paper: &Paper,
) -> anyhow::Result<Vec<u8>> {
    let locale = &config.locale;
    Ok(match arguments.format {
        ReportFormat::Html => html(&folders.content, paper)?.into_bytes(),
        ReportFormat::Docx => form::docx(paper, locale),
        ReportFormat::Xlsx => form::xlsx(paper, locale),
        ReportFormat::Csv => paper_csv(paper, locale),
        ReportFormat::Json => form::json(paper),
        ReportFormat::Digest => format!("{}\n", paper.digest).into_bytes(),
        ReportFormat::Pdf => {
            let (material, _) = Material::read(project, &opened.content, false);
            pages::pdf(&Fonts::open(&material.fonts)?, paper, locale)?
        }
        ReportFormat::Card => card::png(&Fonts::embedded(), &project.settings.palette, paper, locale)
            .with_context(|| locale.text("cli.report.no_card").to_owned())?,
    })
}

/// The page, with the project's own templates where it has some.
fn html(content: &Path, paper: &Paper) -> anyhow::Result<String> {
    let own = content.join("templates");
    let templates = Templates::new(own.is_dir().then_some(own.as_path()))?;
    let view = paper_view(paper, templates.locale(&paper.lang));
    Ok(templates.render("report/paper.html", &paper.lang, &view, &templates.paper)?)
}

/// Name of the file where none is given.
fn name(paper: &Paper, format: ReportFormat) -> String {
    let ending = match format {
        ReportFormat::Html => "html",
        ReportFormat::Docx => "docx",
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Csv => "csv",
        ReportFormat::Json => "json",
        ReportFormat::Pdf => "pdf",
        ReportFormat::Card => "png",
        ReportFormat::Digest => "txt",
    };
    format!("{}.{ending}", paper.file_name)
}
