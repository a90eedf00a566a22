//! `disan codes allot`.

use std::path::Path;

use anyhow::Context;

use disan_server::catalog::console::say;

use crate::commands::Outcome;
use crate::commands::edit::{Editable, edit};
use crate::config::Config;
use crate::ledger::{Allotted, DrawError, allot};

/// Gives a code to each placement without one and says which.
pub fn run(config: &Config, root: &Path) -> anyhow::Result<Outcome> {
    let Some(opened) = edit(config, root)? else { return Ok(Outcome::Faults) };
    let given = allot_codes(config, &opened, None)?;
    let locale = &config.locale;
    if given.is_empty() {
        say(locale.text("cli.codes.allot.none"));
        return Ok(Outcome::Done);
    }
    for code in &given {
        let key = if code.known { "cli.codes.allot.known" } else { "cli.codes.allot.given" };
        let place = super::list::place(&code.placement, locale);
        let grouped = code.code.grouped();
        say(locale.fill(key, &[("code", &grouped), ("entry", &code.entry), ("place", &place)]));
    }
    say(locale.fill("cli.codes.allot.done", &[("count", &locale.number(given.len() as i64))]));
    Ok(Outcome::Done)
}

/// Gives codes with the system's random source, to all entries or to `only` one slug.
pub fn allot_codes(config: &Config, opened: &Editable, only: Option<&str>) -> anyhow::Result<Vec<Allotted>> {
    let mut file = super::ledger(&opened.project.root)?;
    // Read ahead, so that a system without a random source is a failure before anything is drawn.
    let mut pool = vec![0u8; 4096];
    let mut left = 0;
    getrandom::fill(&mut pool).context("random source")?;
    let mut random = || {
        if left < 4 {
            // It worked a moment ago; should it fail now the old bytes give other numbers, still free ones.
            let _ = getrandom::fill(&mut pool);
            left = pool.len();
        }
        left -= 4;
        u32::from_le_bytes([pool[left], pool[left + 1], pool[left + 2], pool[left + 3]])
    };
    let given = allot(&opened.content, &opened.project, &mut file, only, config.today, &mut random);
    given.map_err(|error| error.downcast_ref::<DrawError>().map(|e| exhausted(e, config)).unwrap_or(error))
}

fn exhausted(error: &DrawError, config: &Config) -> anyhow::Error {
    let DrawError::Exhausted { used, all, digits } = error;
    let number = |n: u32| config.locale.number(i64::from(n));
    let values = [
        ("used", number(*used)),
        ("all", number(*all)),
        ("digits", digits.to_string()),
        ("more", (digits + 1).to_string()),
    ];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    anyhow::anyhow!(config.locale.fill("cli.codes.allot.exhausted", &values))
}
