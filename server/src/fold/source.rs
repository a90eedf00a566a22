//! Where the fold finds its store, at the start and again after it was lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio_postgres::Config;

use super::units::Gathered;
use super::{EntryUnits, Fault, Fold, FoldError};
use crate::store::{Office as _, PostgresStore, Reader, Sqlite, SqliteOffice, SqliteStore, Store, StoreError};

/// What tells whether a store is damaged; slow.
type Check = Box<dyn FnOnce() -> Option<String> + Send>;

/// Where the counts are kept.
pub(crate) trait Source: Send + 'static {
    /// What keeps them.
    type Store: Store + 'static;
    /// Opens the store and the journal that goes with it.
    fn open(&mut self) -> Result<Opened<Self::Store>, FoldError>;
    /// Keeps the units of a new catalog where they outlive the counts; before the counts take them over, so that those
    /// never know better.
    fn keep_units(&mut self, units: &EntryUnits) -> Result<(), StoreError>;
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

/// The counts in one SQLite file beside the journal, and the file of the office.
pub(crate) struct File {
    journal: PathBuf,
    counts: PathBuf,
    office: PathBuf,
    /// Grows whenever a new file takes the place of the old one.
    changes: Arc<AtomicU64>,
}

/// The units of all entries that were ever in the catalog, as the file of an office keeps them.
pub(crate) fn kept_units(office: &Path) -> Result<EntryUnits, StoreError> {
    let mut papers = SqliteOffice::open(office)?;
    let units = read_units(&mut papers)?;
    Box::new(papers).close()?;
    Ok(units)
}

fn read_units(papers: &mut SqliteOffice) -> Result<EntryUnits, StoreError> {
    let mut units = Gathered::default();
    papers.each_entry_unit(&mut |row| units.add(row))?;
    Ok(units.finish())
}

impl File {
    pub fn new(journal: PathBuf, counts: PathBuf, office: PathBuf) -> File {
        File { journal, counts, office, changes: Arc::default() }
    }
}

impl Source for File {
    type Store = SqliteStore;

    fn open(&mut self) -> Result<Opened<SqliteStore>, FoldError> {
        let mut fold = Fold::open(&self.journal, SqliteStore::open(&self.counts)?)?;
        // An office that cannot be read is complained of by whoever looks after it; scans are counted all the same.
        if let Ok(mut papers) = SqliteOffice::open(&self.office)
            && let Ok(kept) = read_units(&mut papers)
        {
            // In a folder from before the office kept units, the counts alone know those of entries that are gone.
            let _ = papers.put_entry_units(&kept.over(fold.units()).changed_rows(&kept));
            let _ = Box::new(papers).close();
            fold.set_units(&kept)?;
        }
        let fault = fold.alone()?;
        Ok(Opened { fold, fault })
    }

    fn keep_units(&mut self, units: &EntryUnits) -> Result<(), StoreError> {
        let mut papers = SqliteOffice::open(&self.office)?;
        let changed = units.changed_rows(&read_units(&mut papers)?);
        papers.put_entry_units(&changed)?;
        Box::new(papers).close()
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
        Ok(aside.file_name().unwrap_or_default().to_string_lossy().into_owned())
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

    fn keep_units(&mut self, _: &EntryUnits) -> Result<(), StoreError> {
        // The counts and the office share a table there, and no command empties it.
        Ok(())
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
