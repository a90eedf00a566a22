//! Counting what is left of a journal, by whoever holds its folder.

use super::{Data, DataError};
use crate::fold::Fold;
use crate::store::SqliteStore;

impl Data {
    /// The counts, after everything in the journal was counted into them; and whether all of it could be read.
    pub fn counted(&self) -> Result<(SqliteStore, bool), DataError> {
        let store = SqliteStore::open(&self.counts()).map_err(DataError::Database)?;
        let mut fold = Fold::open(&self.journal(), store)?;
        let fault = fold.alone()?;
        let folded = fold.pass(&[])?;
        Ok((fold.into_store(), fault.is_none() && folded.faults.is_empty()))
    }
}
