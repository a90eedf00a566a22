//! The data folder: the journal, the counts, the key of the team's links (`staff.key`), and the lock that keeps it to one
//! program at a time.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use crate::fold::{Fault, Fold, FoldError};
use crate::start_error::StartError;
use crate::store::{SqliteStore, Store};

/// The data folder, held by this program.
#[derive(Debug)]
pub struct Data {
    folder: PathBuf,
    /// Held as long as the file is open, and given back by the system however the program ends.
    _lock: File,
}

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

impl Data {
    /// Takes the folder, and makes it where there is none.
    pub fn take(folder: &Path) -> Result<Data, StartError> {
        let failed = |error| StartError::Data(folder.to_owned(), error);
        fs::create_dir_all(folder.join("journal")).map_err(failed)?;
        let lock =
            File::options().create(true).truncate(false).write(true).open(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Data { folder: folder.to_owned(), _lock: lock }),
            Err(TryLockError::WouldBlock) => Err(StartError::DataInUse(folder.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error)),
        }
    }

    /// The folder itself.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The folder of the journal's segments.
    pub fn journal(&self) -> PathBuf {
        self.folder.join("journal")
    }

    /// The file of the counts.
    pub fn counts(&self) -> PathBuf {
        self.folder.join("counts.sqlite")
    }

    /// Opens the counts.
    pub fn store(&self) -> Result<SqliteStore, StartError> {
        let file = self.counts();
        SqliteStore::open(&file).map_err(|error| StartError::Counts(file, error.to_string()))
    }

    /// Counts the whole journal anew and puts the result in the place of the counts. The units of the entries are
    /// taken over: they come from the catalog, not from the journal.
    pub fn rebuild(&self) -> Result<Rebuilt, FoldError> {
        let (old, new) = (self.counts(), self.folder.join("counts.new.sqlite"));
        remove(&new)?;
        let mut store = SqliteStore::open(&new)?;
        let before = match old.exists() {
            true => {
                let mut before = SqliteStore::open(&old)?;
                store.put_entry_units(&before.entry_units()?)?;
                let rows = before.dump()?;
                before.close()?;
                rows
            }
            false => Vec::new(),
        };
        let mut fold = Fold::open(&self.journal(), store)?;
        let folded = fold.pass(&[])?;
        let mut store = fold.into_store();
        let after = store.dump()?;
        store.close()?;
        remove(&old)?;
        fs::rename(&new, &old).map_err(|e| FoldError::Journal(new.display().to_string(), e.into()))?;
        let (a, b): (std::collections::BTreeSet<_>, std::collections::BTreeSet<_>) =
            (before.into_iter().collect(), after.into_iter().collect());
        Ok(Rebuilt { records: folded.records, faults: folded.faults, changed: a.symmetric_difference(&b).count() })
    }
}

/// Removes a database with the files SQLite keeps beside it.
fn remove(file: &Path) -> Result<(), FoldError> {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        match fs::remove_file(&name) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(FoldError::Journal(file.display().to_string(), error.into()));
            }
            _ => {}
        }
    }
    Ok(())
}
