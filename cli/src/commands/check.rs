//! `disan check`: every fault of the content, nothing written.

use disan_server::catalog::console::{say, show};

use super::Outcome;
use super::open::{Look, open};
use crate::args::CheckArguments;
use crate::check::status_table;
use crate::config::{Config, Folders};

/// Shows the faults, or says that there are none.
pub fn run(config: &Config, arguments: &CheckArguments) -> anyhow::Result<Outcome> {
    let folders = Folders::resolve(arguments.content.as_deref(), None)?;
    let opened = open(config, &folders.content, if arguments.release { Look::Release } else { Look::Whole })?;
    if let Some(project) = &opened.project {
        show(status_table(project, &config.locale));
    }
    opened.show(config, &opened.faults);
    let Some(project) = opened.project.as_ref().filter(|_| !opened.is_broken()) else {
        return Ok(Outcome::Faults);
    };
    let key = if arguments.release { "cli.check.clean-release" } else { "cli.check.clean" };
    let entries = config.locale.number(project.entries.len() as i64);
    let languages = project.settings.languages.len().to_string();
    say(config.locale.fill(key, &[("entries", &entries), ("languages", &languages)]));
    Ok(Outcome::Done)
}
