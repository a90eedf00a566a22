//! The ledger's file on the disk.

use std::path::{Path, PathBuf};

use super::{LEDGER_FILE, Ledger};
use crate::diagnostic::Diagnostic;
use crate::save;

/// The ledger as a command opened it, to be changed and saved.
#[derive(Debug)]
pub struct LedgerFile {
    path: PathBuf,
    before: Option<String>,
    /// Its rows.
    pub ledger: Ledger,
}

impl LedgerFile {
    /// Opens the ledger of the content folder `root`, with the faults found in it; no file is an empty ledger.
    pub fn open(root: &Path) -> anyhow::Result<(LedgerFile, Vec<Diagnostic>)> {
        let path = root.join(LEDGER_FILE);
        let before = save::read(&path)?;
        let (ledger, faults) = Ledger::parse(before.as_deref().unwrap_or_default(), LEDGER_FILE);
        Ok((LedgerFile { path, before, ledger }, faults))
    }

    /// Writes the ledger whole or not at all, and not when somebody else wrote to it since it was opened. A damaged
    /// ledger is never written: the rows that could not be read would be lost.
    pub fn save(&mut self) -> anyhow::Result<()> {
        anyhow::ensure!(!self.ledger.damaged, "{}: damaged rows", self.path.display());
        let text = self.ledger.to_csv();
        if self.before.as_ref() != Some(&text) {
            save::replace(&self.path, self.before.as_deref(), &text)?;
            self.before = Some(text);
        }
        Ok(())
    }
}
