//! `disan codes`: allot, list, retire, mark as printed, take over another project's ledger.

mod allot;
mod import;
mod list;
mod mark;

use std::path::Path;

use crate::args::{CodesAction, CodesArguments};
use crate::commands::Outcome;
use crate::config::{Config, Folders};
use crate::ledger::LedgerFile;

pub use allot::allot_codes;

/// Runs `disan codes`.
pub fn run(config: &Config, arguments: &CodesArguments) -> anyhow::Result<Outcome> {
    let root = |content: &Option<std::path::PathBuf>| Folders::resolve(content.as_deref(), None).map(|f| f.content);
    match &arguments.action {
        CodesAction::Allot { content } => allot::run(config, &root(content)?),
        CodesAction::List { content } => list::run(config, &root(content)?),
        CodesAction::Retire { codes, content } => mark::retire(config, &root(content)?, codes),
        CodesAction::Printed { codes, all, content } => mark::printed(config, &root(content)?, codes, *all),
        CodesAction::Import { file, content } => import::run(config, &root(content)?, file),
    }
}

/// The ledger of a project that was opened, and so is not damaged.
fn ledger(root: &Path) -> anyhow::Result<LedgerFile> {
    LedgerFile::open(root).map(|(file, _)| file)
}
