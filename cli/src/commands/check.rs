//! `disan check`: every fault of the content, nothing written.

use disan_server::catalog::console::{say, show};

use super::Outcome;
use super::open::{Look, Opened, open};
use crate::args::CheckArguments;
use crate::check::{status_table, weights};
use crate::config::{Config, Folders};
use crate::microsite;

/// Shows the faults, or says that there are none.
pub fn run(config: &Config, arguments: &CheckArguments) -> anyhow::Result<Outcome> {
    let folders = Folders::resolve(arguments.content.as_deref(), None)?;
    let look = if arguments.release { Look::Release } else { Look::Whole };
    let mut opened = open(config, &folders.content, look)?;
    weigh(config, &folders, arguments.release, &mut opened)?;
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

/// Adds what is too heavy for a phone. What has no pages yet cannot be weighed: a fault that stops the build comes
/// first, but one that only stops a publication does not.
fn weigh(config: &Config, folders: &Folders, release: bool, opened: &mut Opened) -> anyhow::Result<()> {
    let Some(project) = opened.project.as_ref().filter(|_| release || !opened.is_broken()) else { return Ok(()) };
    // Pictures are taken from the last build's cache, if there is one; none is begun for a mere look.
    let cache = Some(folders.cache()).filter(|cache| cache.is_dir());
    let options = microsite::Options { today: config.today, compress: true, static_host: false, pictures: true, cache };
    let found = match microsite::weigh(project, &opened.content, &options) {
        Ok(heavy) => weights(&heavy, project, &opened.content, release),
        Err(microsite::Error::Content(found)) => found,
        Err(error) => return Err(error.into()),
    };
    opened.faults.extend(found);
    Ok(())
}
