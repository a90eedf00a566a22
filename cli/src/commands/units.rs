//! `disan units import`: units of the official list come into `units.toml`.

use std::fs;
use std::path::Path;

use disan_server::catalog::console::{complain, say};
use disan_server::catalog::{Lang, Locale};
use jiff::civil::Date;

use super::Outcome;
use super::edit::edit;
use crate::args::{UnitsAction, UnitsArguments};
use crate::config::{Config, Folders};
use crate::gazetteer::{self, Addition, Clash, GridError, ListFault};
use crate::parse::UNITS_FILE;
use crate::save;

/// How many faults of a list are shown: a wrong column has as many as the country has units.
const SHOWN: usize = 20;

/// Runs `disan units`.
pub fn run(config: &Config, arguments: &UnitsArguments) -> anyhow::Result<Outcome> {
    let UnitsAction::Import { file, content, from, province } = &arguments.action;
    let root = &Folders::resolve(content.as_deref(), None)?.content;
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let (project, locale) = (&opened.project, &config.locale);
    let name = file.display().to_string();
    let complaints = match read(file, *from, locale) {
        Ok(listed) => {
            let english = project.settings.languages.contains(&Lang::en());
            match gazetteer::addition(&project.units, &listed, province.as_deref(), english) {
                Ok(addition) => return add(root, &addition, &name, locale),
                Err(clashes) => clashes.iter().map(|clash| of_clash(clash, locale)).collect(),
            }
        }
        Err(complaints) => complaints,
    };
    complaints.iter().take(SHOWN).for_each(complain);
    if complaints.len() > SHOWN {
        let count = locale.number((complaints.len() - SHOWN) as i64);
        complain(locale.fill("cli.units.more", &[("count", &count)]));
    }
    complain(locale.text("cli.units.nothing"));
    Ok(Outcome::Faults)
}

/// The units of the file, or what is wrong with it.
fn read(file: &Path, from: Option<Date>, locale: &Locale) -> Result<Vec<gazetteer::Listed>, Vec<String>> {
    let name = file.display().to_string();
    let told = |key: &str| vec![locale.fill(key, &[("file", &name)])];
    let bytes = fs::read(file).map_err(|_| told("cli.units.missing"))?;
    let grid = gazetteer::grid(&bytes).map_err(|error| match error {
        GridError::Unreadable => told("cli.units.unreadable"),
        GridError::Old => told("cli.units.old"),
    })?;
    let units = gazetteer::read(&grid, from);
    units.map_err(|faults| faults.iter().map(|fault| of_list(fault, locale)).collect())
}

fn add(root: &Path, addition: &Addition, name: &str, locale: &Locale) -> anyhow::Result<Outcome> {
    if addition.new > 0 {
        let file = root.join(UNITS_FILE);
        let before = save::read(&file)?;
        let mut text = before.clone().unwrap_or_default();
        let gap = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
        text.push_str(gap);
        text.push_str(if text.is_empty() { addition.text.trim_start() } else { &addition.text });
        save::replace(&file, before.as_deref(), &text)?;
    }
    let (new, known) = (locale.number(addition.new as i64), locale.number(addition.known as i64));
    say(locale.fill("cli.units.done", &[("new", &new), ("known", &known), ("file", name)]));
    if !addition.gone.is_empty() {
        let units = addition.gone.join("; ");
        say(locale.fill("cli.units.gone", &[("units", &units)]));
    }
    Ok(Outcome::Done)
}

fn of_list(fault: &ListFault, locale: &Locale) -> String {
    let at = |key: &str, row: &usize, text: &str| locale.fill(key, &[("row", &row.to_string()), ("text", text)]);
    match fault {
        ListFault::NoHeader => locale.text("cli.units.no-header").to_owned(),
        ListFault::NoDay => locale.text("cli.units.no-day").to_owned(),
        ListFault::Code { row, text } => at("cli.units.code", row, text),
        ListFault::Kind { row, text } => at("cli.units.kind", row, text),
        ListFault::Day { row, text } => at("cli.units.day", row, text),
    }
}

fn of_clash(clash: &Clash, locale: &Locale) -> String {
    match clash {
        Clash::Held { row, name, code, id } => {
            locale.fill("cli.units.held", &[("row", &row.to_string()), ("name", name), ("code", code), ("id", id)])
        }
        Clash::Orphan { row, name, above } => {
            locale.fill("cli.units.orphan", &[("row", &row.to_string()), ("name", name), ("above", above)])
        }
    }
}
