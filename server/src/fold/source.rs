//! Where the fold finds its store, at the start and again after it was lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::Config;

use super::{Fault, Fold, FoldError};
use crate::store::{PostgresStore, Reader, Sqlite, SqliteStore, Store, StoreError};

/// What tells whether a store is damaged; slow.
type Check = Box<dyn FnOnce() -> Option<String> + Send>;

/// Where the counts are kept.
pub(crate) trait Source: Send + 'static {
    /// What keeps them.
    type Store: Store + 'static;
    /// Opens the store and the journal that goes with it.
    fn open(&mut self) -> Result<Opened<Self::Store>, FoldError>;
    /// Puts a damaged store away, so that the next [`Source::open`] begins a new one; the name it has now.
    fn set_aside(&mut self) -> io::Result<String>;
    /// Looks for damage that does not show by itself.
    fn check(&self) -> Option<Check>;
    /// A connection for the pages.
    fn reader(&self) -> Reader;
}

/// A fold, and what is wrong with its journal at first sight.
pub(crate) struct Opened<S> {
    pub fold: Fold<S>,
    pub fault: Option<Fault>,
}

/// What is there at the start.
pub(crate) struct Prepared<S> {
    /// `None` while the store is away; it is asked again every second.
    pub opened: Option<Opened<S>>,
    /// The name a damaged store was given.
    pub renewed: Option<String>,
}

/// Opens a store at the start of a server. One that is damaged is put away and begun anew, one that is away for now is
/// waited for while scans go into the journal.
pub(crate) fn prepare<T: Source>(source: &mut T) -> Result<Prepared<T::Store>, FoldError> {
    let mut renewed = None;
    loop {
        match source.open() {
            Ok(opened) => return Ok(Prepared { opened: Some(opened), renewed }),
            Err(FoldError::Store(error)) if error.is_away() => return Ok(Prepared { opened: None, renewed }),
            Err(FoldError::Store(error)) if error.is_damage() && renewed.is_none() => {
                let aside = source.set_aside();
                renewed = Some(aside.map_err(|error| FoldError::Journal("counts".into(), error.into()))?);
            }
            Err(error) => return Err(error),
        }
    }
}

/// The counts in one SQLite file beside the journal.
pub(crate) struct File {
    journal: PathBuf,
    counts: PathBuf,
    /// Grows whenever a new file takes the place of the old one.
    changes: Arc<AtomicU64>,
    aside: Option<PathBuf>,
}

impl File {
    pub fn new(journal: PathBuf, counts: PathBuf) -> File {
        File { journal, counts, changes: Arc::default(), aside: None }
    }
}

impl Source for File {
    type Store = SqliteStore;

    fn open(&mut self) -> Result<Opened<SqliteStore>, FoldError> {
        let mut store = SqliteStore::open(&self.counts)?;
        // Units of entries that left the catalog stand nowhere else; what of them can still be read is taken over.
        if let Some(aside) = &self.aside
            && let Ok(units) = SqliteStore::open_reader(aside).and_then(|mut old| old.entry_units())
        {
            store.put_entry_units(&units)?;
        }
        self.aside = None;
        let mut fold = Fold::open(&self.journal, store)?;
        let fault = fold.alone()?;
        Ok(Opened { fold, fault })
    }

    fn set_aside(&mut self) -> io::Result<String> {
        let now = jiff::Timestamp::now().strftime("%Y%m%dT%H%M%SZ");
        let aside = self.counts.with_file_name(format!("counts.damaged-{now}.sqlite"));
        for ending in ["-wal", "-shm", ""] {
            match fs::rename(with(&self.counts, ending), with(&aside, ending)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        self.changes.fetch_add(1, Ordering::Release);
        let name = aside.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.aside = Some(aside);
        Ok(name)
    }

    fn check(&self) -> Option<Check> {
        let file = self.counts.clone();
        Some(Box::new(move || Sqlite::damage(&file)))
    }

    fn reader(&self) -> Reader {
        let file = self.counts.clone();
        Reader::new(self.changes.clone(), move || Ok(Box::new(SqliteStore::open_reader(&file)?)))
    }
}

fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// The counts in a PostgreSQL database that other servers may share.
pub(crate) struct Database {
    journal: PathBuf,
    config: Config,
}

impl Database {
    pub fn new(journal: PathBuf, config: Config) -> Database {
        Database { journal, config }
    }
}

fn connect(config: &Config) -> Result<PostgresStore, StoreError> {
    // Only a system without any resource left refuses a runtime; that passes, or nothing helps.
    let mut store = PostgresStore::new(config.clone()).map_err(|_| StoreError::Silent(0))?;
    store.ready()?;
    Ok(store)
}

impl Source for Database {
    type Store = PostgresStore;

    fn open(&mut self) -> Result<Opened<PostgresStore>, FoldError> {
        let fold = Fold::open(&self.journal, connect(&self.config)?)?;
        Ok(Opened { fold, fault: None })
    }

    fn set_aside(&mut self) -> io::Result<String> {
        Err(io::Error::other("a database is mended by whoever runs it"))
    }

    fn check(&self) -> Option<Check> {
        None
    }

    fn reader(&self) -> Reader {
        let config = self.config.clone();
        Reader::new(Arc::default(), move || Ok(Box::new(connect(&config)?)))
    }
}
