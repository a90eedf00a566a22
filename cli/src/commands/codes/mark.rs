//! `disan codes retire` and `disan codes printed`.

use std::path::Path;

use disan_server::catalog::console::{complain, say};
use disan_server::catalog::{Code, Locale};

use crate::commands::Outcome;
use crate::commands::edit::edit;
use crate::config::Config;
use crate::ledger::{Ledger, Row};
use crate::model::{Entry, Project};

/// Takes codes out of use, and says what a scan of them will show. All of them or, when one is not known, none.
pub fn retire(config: &Config, root: &Path, typed: &[String]) -> anyhow::Result<Outcome> {
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let (project, locale) = (&opened.project, &config.locale);
    let rows = match named(project, typed, locale) {
        Ok(rows) => rows,
        Err(text) => return refused(&text),
    };
    let mut file = super::ledger(root)?;
    for row in &rows {
        file.ledger.retire(&row.host, row.code, config.today);
    }
    file.save()?;
    for row in &rows {
        say(retired(row, project, config));
    }
    Ok(Outcome::Done)
}

/// Marks signs as printed.
pub fn printed(config: &Config, root: &Path, typed: &[String], all: bool) -> anyhow::Result<Outcome> {
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let (project, locale) = (&opened.project, &config.locale);
    let rows = if all {
        project.ledger.rows.iter().filter(|row| row.retired.is_none()).collect()
    } else {
        match named(project, typed, locale) {
            Ok(rows) => rows,
            Err(text) => return refused(&text),
        }
    };
    let mut file = super::ledger(root)?;
    for row in &rows {
        file.ledger.mark_printed(&row.host, row.code, config.today);
    }
    file.save()?;
    let new = rows.iter().filter(|row| row.printed.is_none()).count();
    let values = [("count", locale.number(new as i64)), ("before", locale.number((rows.len() - new) as i64))];
    say(locale.fill("cli.codes.printed.done", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    let trials: Vec<String> = rows.iter().filter(|row| is_trial(row, project)).map(|row| row.code.grouped()).collect();
    if !trials.is_empty() {
        complain(locale.fill("cli.codes.printed.trial", &[("codes", &trials.join(", "))]));
    }
    Ok(Outcome::Done)
}

/// Whether the sign with this code carries the mark of a trial.
fn is_trial(row: &Row, project: &Project) -> bool {
    project.entries.iter().any(|entry| claims(entry, row, project) && entry.is_trial(project))
}

/// Whether the facts of `entry` have the code of `row`.
fn claims(entry: &Entry, row: &Row, project: &Project) -> bool {
    entry.placements.iter().any(|placement| project.row_of(placement) == Some(row))
}

fn refused(text: &str) -> anyhow::Result<Outcome> {
    complain(text);
    Ok(Outcome::Faults)
}

/// The rows of the codes as typed: `48217`, `"48 217"`, or `host/48217` where several hosts issued the number. The
/// error says, for each that is none, what is wrong with it.
fn named<'a>(project: &'a Project, typed: &[String], locale: &Locale) -> Result<Vec<&'a Row>, String> {
    let mut rows = Vec::new();
    let mut wrong = Vec::new();
    for text in typed {
        match row(&project.ledger, text, locale) {
            Ok(row) => rows.push(row),
            Err(text) => wrong.push(text),
        }
    }
    if wrong.is_empty() { Ok(rows) } else { Err(wrong.join("\n")) }
}

fn row<'a>(ledger: &'a Ledger, typed: &str, locale: &Locale) -> Result<&'a Row, String> {
    let (host, number) = typed.rsplit_once('/').map_or((None, typed), |(host, number)| (Some(host), number));
    let digits: String = number.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
    let Ok(code) = digits.parse::<Code>() else {
        let near: Vec<String> = near(ledger, &digits);
        let key = if near.is_empty() { "cli.codes.mark.no-code" } else { "cli.codes.mark.mistyped" };
        return Err(locale.fill(key, &[("typed", typed), ("near", &near.join(", "))]));
    };
    let rows: Vec<&Row> = match host {
        Some(host) => ledger.find(&host.to_lowercase(), code).into_iter().collect(),
        None => ledger.of_code(code).collect(),
    };
    match rows.as_slice() {
        [row] => Ok(row),
        [] => Err(locale.fill("cli.codes.mark.unknown", &[("typed", typed)])),
        several => {
            let hosts: Vec<String> = several.iter().map(|row| format!("{}/{code}", row.host)).collect();
            Err(locale.fill("cli.codes.mark.several", &[("typed", typed), ("choices", &hosts.join(", "))]))
        }
    }
}

/// Issued codes one slip away from what was typed.
fn near(ledger: &Ledger, digits: &str) -> Vec<String> {
    let near = Code::near(digits).into_iter().filter(|code| ledger.of_code(*code).next().is_some());
    near.map(|code| code.to_string()).collect()
}

/// What became of a retired code: what a scan shows from now on, and what is left to do.
fn retired(row: &Row, project: &Project, config: &Config) -> String {
    let locale = &config.locale;
    let claims = |entry: &&Entry| claims(entry, row, project);
    let owns = |entry: &&Entry| entry.slug == row.entry || entry.facts.formerly.contains(&row.entry);
    let entry = project.entries.iter().find(claims).or_else(|| project.entries.iter().find(owns));
    let code = row.code.grouped();
    let mut text = match (row.retired, entry) {
        (Some(day), _) => {
            let day = locale.date(day);
            return locale.fill("cli.codes.retire.before", &[("code", &code), ("day", &day)]);
        }
        (None, Some(entry)) => {
            let title = entry.words_for(project, locale.lang()).map_or(entry.slug.as_str(), |(_, words)| &words.title);
            locale.fill("cli.codes.retire.page", &[("code", &code), ("title", title)])
        }
        (None, None) => locale.fill("cli.codes.retire.gone", &[("code", &code)]),
    };
    if let Some(entry) = entry.filter(claims) {
        let values = [("facts", entry.facts_path.as_str()), ("number", &row.code.to_string())];
        text.push('\n');
        text.push_str(&locale.fill("cli.codes.retire.facts", &values));
    }
    text
}
