//! The fold: journal in, counts out, each scan exactly once.
//!
//! A pass reads every segment from its watermark up to what is synced, sums the records and hands the sums to the
//! store together with the new watermarks, in one transaction. The store is thus a function of the journal and of the
//! units the entries belong to, which the office keeps: [`rebuild`](Fold::pass) from nothing gives the same rows. What is counted is kept smaller:
//! closed segments are compressed, and sealed where that is wished (`keep`).

mod damage;
mod fault;
mod keep;
mod progress;
mod recount;
mod runner;
mod seal;
mod segment;
mod source;
mod sums;
mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::journal::{JournalError, Kind, SegmentFile, SegmentReader, list, tidy};
use crate::recorder::Live;
use crate::store::{Store, StoreError};
pub use fault::Fault;
pub(crate) use progress::Progress;
pub(crate) use runner::{FoldRunner, Upkeep};
pub(crate) use seal::Seal;
pub(crate) use source::{Database, File, Source, kept_units, prepare};
pub use units::EntryUnits;

/// Records a transaction takes at most: bounds memory and the time a reader's snapshot grows old.
const MOST: usize = 200_000;

/// Why a pass stopped; the next one goes on where it did.
#[derive(Debug, thiserror::Error)]
pub enum FoldError {
    /// The journal cannot be read.
    #[error("{0}: {1}")]
    Journal(String, JournalError),
    /// The store refuses.
    #[error("{0}")]
    Store(#[from] StoreError),
}

/// What a pass did.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Folded {
    /// Records counted.
    pub records: u64,
    /// What a person should know: damaged segments.
    pub faults: Vec<Fault>,
}

/// Folds a journal's folder into a store.
pub struct Fold<S> {
    dir: PathBuf,
    store: S,
    units: EntryUnits,
    /// Whether rollups by unit stand for units of before, because the journal cannot tell any more.
    stale: bool,
    watermarks: BTreeMap<String, u64>,
    /// Whether the last transaction may have taken place or not, so that the watermarks must be asked for again.
    unsure: bool,
    /// Whether other journals are counted in the same store.
    shared: bool,
    /// Segments that are counted to their end.
    done: BTreeSet<String>,
    /// Old segments that hold a newer day than their name tells, and so are not sealed.
    unsealed: BTreeSet<String>,
    /// Where segments end that the disk refused to finish.
    ends: BTreeMap<String, u64>,
}

impl<S: Store> Fold<S> {
    /// A fold that goes on where the store's watermarks stand.
    pub fn open(dir: &Path, mut store: S) -> Result<Fold<S>, FoldError> {
        let watermarks = store.watermarks()?;
        // What cannot be removed now does no harm: `list` passes over it.
        let _ = tidy(dir);
        let mut fold = Fold {
            dir: dir.to_owned(),
            units: EntryUnits::default(),
            stale: false,
            watermarks,
            unsure: false,
            shared: true,
            done: BTreeSet::new(),
            unsealed: BTreeSet::new(),
            ends: BTreeMap::new(),
            store,
        };
        let mut units = units::Gathered::default();
        fold.store.each_entry_unit(&mut |row| units.add(row))?;
        fold.units = units.finish();
        fold.read_ends()?;
        Ok(fold)
    }

    /// The store.
    pub fn store(&mut self) -> &mut S {
        &mut self.store
    }

    /// Gives the store back.
    pub fn into_store(self) -> S {
        self.store
    }

    /// Takes over the units of the catalog's entries. Only differences are written. Where they change days already
    /// counted, the rollups by unit are counted anew in the same transaction, as `rebuild` would.
    pub fn set_units(&mut self, wanted: &EntryUnits) -> Result<(), FoldError> {
        let changed = wanted.changed_rows(&self.units);
        if changed.is_empty() {
            return Ok(());
        }
        let all = wanted.over(&self.units);
        match self.moves_scans(wanted)? {
            false => self.store.put_entry_units(&changed)?,
            true => match self.by_unit(&all)? {
                Some(counted) => self.store.replace_units(&changed, &counted)?,
                None => {
                    self.store.put_entry_units(&changed)?;
                    self.stale = true;
                }
            },
        }
        self.units = all;
        Ok(())
    }

    /// The units its scans are counted by.
    pub(crate) fn units(&self) -> &EntryUnits {
        &self.units
    }

    /// Whether units of past days changed that could not be counted anew.
    pub fn units_are_stale(&self) -> bool {
        self.stale
    }

    /// Says that this journal alone is counted in the store; tells of segments that are counted and gone.
    pub fn alone(&mut self) -> Result<Option<Fault>, FoldError> {
        self.shared = false;
        let there: BTreeSet<String> = self.files()?.into_iter().map(|file| file.id).collect();
        let segments = self.watermarks.iter().filter(|(id, to)| **to > 0 && !there.contains(*id)).count();
        Ok((segments > 0).then_some(Fault::Missing { segments }))
    }

    /// Counts what is new. `live` tells how far the segments of the running recorder are synced.
    pub fn pass(&mut self, live: &[Live]) -> Result<Folded, FoldError> {
        if self.unsure {
            // Where a connection broke at the wrong moment only the store knows whether the last sums are in it.
            self.watermarks = self.store.watermarks()?;
            self.unsure = false;
        }
        let mut folded = Folded::default();
        for file in self.files()? {
            if self.done.contains(&file.id) {
                continue;
            }
            let running = live.iter().find(|l| l.id == file.id);
            if file.kind == Kind::Sealed {
                self.fold_seal(&file, &mut folded)?;
                continue;
            }
            let limit = running.map(|l| l.synced).or_else(|| self.ends.get(&file.id).copied()).unwrap_or(u64::MAX);
            if self.is_counted(&file, limit, running, &mut folded)? {
                if running.is_none_or(|l| l.closed) {
                    self.done.insert(file.id);
                }
                continue;
            }
            self.fold_segment(&file, limit, running, &mut folded)?;
        }
        Ok(folded)
    }

    fn files(&self) -> Result<Vec<SegmentFile>, FoldError> {
        list(&self.dir).map_err(|error| FoldError::Journal(self.dir.display().to_string(), error.into()))
    }

    /// Where abandoned segments end is said by the header of the segment that followed them.
    fn read_ends(&mut self) -> Result<(), FoldError> {
        let files = self.files()?;
        let unfinished = files.iter().any(|f| f.kind == Kind::Plain || !self.watermarks.contains_key(&f.id));
        for file in files.iter().filter(|f| unfinished && f.kind != Kind::Sealed) {
            if let Ok(reader) = SegmentReader::open(file)
                && let Some(abandoned) = &reader.header().abandoned
            {
                self.ends.insert(abandoned.segment.clone(), abandoned.offset);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
