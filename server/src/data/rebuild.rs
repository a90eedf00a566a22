//! Counting journals anew, from nothing.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use tokio_postgres::Config;

use super::{Data, DataError};
use crate::fold::{self, EntryUnits, Fault, Fold, Source};
use crate::journal;
use crate::store::{PostgresStore, SqliteStore, Store, StoreError};

/// What a rebuild did.
#[derive(Clone, Debug)]
pub struct Rebuilt {
    /// Records counted.
    pub records: u64,
    /// Damaged segments.
    pub faults: Vec<Fault>,
    /// Rows that differ from the counts before.
    pub changed: usize,
}

/// The counts as they were.
#[derive(Default)]
struct Before {
    units: EntryUnits,
    rows: Vec<String>,
    /// Segments of which something is counted.
    segments: Vec<String>,
}

impl Before {
    fn read(store: &mut impl Store) -> Result<Before, StoreError> {
        let segments = store.watermarks()?.into_iter().filter(|(_, to)| *to > 0).map(|(id, _)| id).collect();
        Ok(Before { units: store.entry_units()?.into(), rows: store.dump()?, segments })
    }

    /// What is counted and in none of `journals` would be lost.
    fn missing(&self, journals: &[PathBuf]) -> Result<usize, DataError> {
        let mut there = BTreeSet::new();
        for folder in journals {
            let files = journal::list(folder).map_err(|error| DataError::File(folder.clone(), error))?;
            there.extend(files.into_iter().map(|file| file.id));
        }
        Ok(self.segments.iter().filter(|id| !there.contains(*id)).count())
    }

    fn changed(self, after: Vec<String>) -> usize {
        let (before, after): (BTreeSet<_>, BTreeSet<_>) =
            (self.rows.into_iter().collect(), after.into_iter().collect());
        before.symmetric_difference(&after).count()
    }
}

impl Data {
    /// Counts the whole journal anew and puts the result in the place of the counts. The units of the entries are those the
    /// office keeps: they come from catalogs of now and before, not from the journal.
    pub fn rebuild(&self) -> Result<Rebuilt, DataError> {
        let (old, new) = (self.counts(), self.folder.join("counts.new.sqlite"));
        let before = match old.exists() {
            true => self.before(&old)?,
            false => Before::default(),
        };
        match before.missing(&[self.journal()])? {
            0 => {}
            missing => return Err(DataError::Missing(missing)),
        }
        remove(&new)?;
        // A folder from before the office kept units has them in its counts alone.
        let kept = fold::kept_units(&self.office()).map_err(DataError::Database)?;
        let units = kept.over(&before.units);
        let store = SqliteStore::open(&new).map_err(DataError::Database)?;
        let mut fold = Fold::open(&self.journal(), store)?;
        fold.set_units(&units)?;
        let folded = fold.pass(&[])?;
        let mut store = fold.into_store();
        let after = store.dump().and_then(|rows| store.close().map(|()| rows)).map_err(DataError::Database)?;
        remove(&old)?;
        fs::rename(&new, &old).map_err(|error| DataError::File(new, error))?;
        journal::sync_folder(&self.folder).map_err(|error| DataError::File(self.folder.clone(), error))?;
        Ok(Rebuilt { records: folded.records, faults: folded.faults, changed: before.changed(after) })
    }

    /// What is in the old file; nothing where it is damaged. Then it is put away, not removed.
    fn before(&self, old: &Path) -> Result<Before, DataError> {
        let read = SqliteStore::open(old).and_then(|mut store| {
            let before = Before::read(&mut store)?;
            store.close()?;
            Ok(before)
        });
        match read {
            Err(error) if error.is_damage() => {
                let aside = fold::File::new(self.journal(), old.to_owned(), self.office()).set_aside();
                aside.map(|_| Before::default()).map_err(|error| DataError::File(old.to_owned(), error))
            }
            read => read.map_err(DataError::Database),
        }
    }
}

/// Counts the journals of all the servers that share a database anew, in one transaction: until it ends, readers see the
/// old counts. The folders are held meanwhile, so no server may run.
pub fn rebuild_database(folders: &[PathBuf], config: &Config) -> Result<Rebuilt, DataError> {
    let mut held = Vec::new();
    for folder in folders {
        held.push(Data::take(folder)?);
    }
    let journals: Vec<PathBuf> = held.iter().map(Data::journal).collect();
    let store = PostgresStore::new(config.clone()).map_err(|error| DataError::File(PathBuf::new(), error))?;
    let mut store = store;
    let before = store.ready().and_then(|()| Before::read(&mut store)).map_err(DataError::Database)?;
    match before.missing(&journals)? {
        0 => {}
        missing => return Err(DataError::Missing(missing)),
    }
    store.begin_anew().map_err(DataError::Database)?;
    let mut rebuilt = Rebuilt { records: 0, faults: Vec::new(), changed: 0 };
    for journal in &journals {
        let mut fold = Fold::open(journal, store)?;
        let folded = fold.pass(&[])?;
        rebuilt.records += folded.records;
        rebuilt.faults.extend(folded.faults);
        store = fold.into_store();
    }
    let after = store.dump().map_err(DataError::Database)?;
    store.commit_anew().map_err(DataError::Database)?;
    rebuilt.changed = before.changed(after);
    Ok(rebuilt)
}

/// Removes a database with the files SQLite keeps beside it.
fn remove(file: &Path) -> Result<(), DataError> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(DataError::File(name.into(), error));
            }
            _ => {}
        }
    }
    Ok(())
}
