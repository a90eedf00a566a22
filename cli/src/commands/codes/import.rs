//! `disan codes import`: the ledger of another project comes into this one.

use std::path::Path;

use disan_server::catalog::console::{complain, say, show_faults};

use crate::commands::Outcome;
use crate::commands::edit::edit;
use crate::config::Config;
use crate::diagnostic;
use crate::ledger::{Ledger, Row};
use crate::load::Content;
use crate::save;

/// Takes over every row of the ledger at `other`. Both number spaces stay; a clash inside one host stops all of it.
pub fn run(config: &Config, root: &Path, other: &Path) -> anyhow::Result<Outcome> {
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let locale = &config.locale;
    let name = other.display().to_string();
    let Some(text) = save::read(other)? else {
        anyhow::bail!(locale.fill("cli.codes.import.missing", &[("file", &name)]));
    };
    let (theirs, faults) = Ledger::parse(&text, &name);
    if !faults.is_empty() {
        let nothing = Content { root: root.to_owned(), folders: Vec::new() };
        show_faults(diagnostic::render(&faults, &nothing, locale, config.colour));
        return Ok(Outcome::Faults);
    }
    let mut file = super::ledger(root)?;
    let before = file.ledger.rows.len();
    if let Err(clashes) = file.ledger.merge(&theirs) {
        for (own, other) in &clashes {
            let place = |row: &Row| format!("{}, {}", row.entry, super::list::place(&row.placement, locale));
            let code = format!("{}/{}", own.host, own.code);
            let values = [("code", code.as_str()), ("own", &place(own)), ("other", &place(other))];
            complain(locale.fill("cli.codes.import.clash", &values));
        }
        complain(locale.text("cli.codes.import.nothing"));
        return Ok(Outcome::Faults);
    }
    file.save()?;
    let new = locale.number((file.ledger.rows.len() - before) as i64);
    say(locale.fill("cli.codes.import.done", &[("count", &new), ("file", &name)]));
    let named = |host: &&str| {
        opened.project.settings.host == **host || opened.project.settings.hosts.contains(&(**host).to_owned())
    };
    let mut hosts: Vec<&str> = theirs.rows.iter().map(|row| row.host.as_str()).filter(|host| !named(host)).collect();
    hosts.dedup();
    if !hosts.is_empty() {
        say(locale.fill("cli.codes.import.hosts", &[("hosts", &hosts.join(", "))]));
    }
    Ok(Outcome::Done)
}
