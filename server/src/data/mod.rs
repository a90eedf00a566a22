//! The data folder: the journal, the counts, and the lock that keeps it to one program at a time.
//!
//! ```text
//! lock             held by the one program that writes here
//! journal/         every scan; see the `journal` module
//! counts.sqlite    what follows from the journal; can be lost
//! office.sqlite    what people decide and write; cannot be had again from anything else
//! accounts         empty; there from when the office has an account, so that damage to it opens no door
//! ```
//!
//! It may be copied to another machine as it is, best while no server runs; [`backup()`] copies it while one does.

mod backup;
mod counted;
mod error;
mod rebuild;
mod restore;

use std::fs::{self, File, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::journal::sync_folder;
use crate::start_error::StartError;
use crate::store::{SqliteStore, StoreError};

pub use backup::backup;
pub use error::DataError;
pub use rebuild::{Rebuilt, rebuild_database};
pub use restore::restore;

/// Name of the counts in the data folder.
const COUNTS: &str = "counts.sqlite";

/// Name of the office in the data folder.
const OFFICE: &str = "office.sqlite";

/// Name of the folder of segments.
const JOURNAL: &str = "journal";

/// The data folder, held by this program.
#[derive(Debug)]
pub struct Data {
    folder: PathBuf,
    /// Held as long as the file is open, and given back by the system however the program ends. `None` on a disk that
    /// takes nothing: nobody else can write there either.
    _lock: Option<File>,
}

impl Data {
    /// Takes the folder, and makes it where there is none. A disk that is full or has become read-only is no reason to
    /// refuse: codes must go on being answered, and what cannot be kept is counted as lost.
    pub fn take(folder: &Path) -> Result<Data, StartError> {
        let failed = |error| StartError::Data(folder.to_owned(), error);
        let lock = match fs::create_dir_all(folder.join(JOURNAL)).and_then(|()| open_lock(folder)) {
            Ok(lock) => lock,
            Err(error) if takes_nothing(&error) => return Ok(Data { folder: folder.to_owned(), _lock: None }),
            Err(error) => return Err(failed(error)),
        };
        // A new folder must outlive a loss of power like what is in it. The folder above may belong to somebody else.
        sync_folder(folder).map_err(failed)?;
        let _ = folder.parent().filter(|above| !above.as_os_str().is_empty()).map(sync_folder);
        match lock.try_lock() {
            Ok(()) => Ok(Data { folder: folder.to_owned(), _lock: Some(lock) }),
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
        self.folder.join(JOURNAL)
    }

    /// The file of the counts.
    pub fn counts(&self) -> PathBuf {
        self.folder.join(COUNTS)
    }

    /// The file of the office.
    pub fn office(&self) -> PathBuf {
        office_file(&self.folder)
    }

    /// The file that marks that the office has accounts.
    pub fn accounts_mark(&self) -> PathBuf {
        self.folder.join("accounts")
    }

    /// The file of the link for the first account.
    pub fn set_up_link(&self) -> PathBuf {
        self.folder.join("set-up-link.txt")
    }
}

/// The file of the office in a data folder that another program may hold.
pub(crate) fn office_file(folder: &Path) -> PathBuf {
    folder.join(OFFICE)
}

/// The counts of a data folder, or of a copy of one, for reading alone: whoever holds the folder is not disturbed.
pub fn counts(folder: &Path) -> Result<SqliteStore, StoreError> {
    SqliteStore::open_reader(&folder.join(COUNTS))
}

fn open_lock(folder: &Path) -> io::Result<File> {
    let file = folder.join("lock");
    match File::options().create(true).truncate(false).write(true).open(&file) {
        // Taking a lock writes nothing, and another server may hold it from when the disk was still sound.
        Err(error) if takes_nothing(&error) => File::open(&file).map_err(|_| error),
        opened => opened,
    }
}

/// Whether a disk refuses everybody: it is full, or has become read-only.
pub(crate) fn takes_nothing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::ReadOnlyFilesystem | ErrorKind::StorageFull | ErrorKind::QuotaExceeded)
}
