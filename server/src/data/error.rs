//! Why something cannot be done with a data folder, and what to do about it.

use std::fmt::Display;
use std::io;
use std::path::PathBuf;

use crate::catalog::Locale;
use crate::fold::FoldError;
use crate::start_error::StartError;
use crate::store::StoreError;

/// Why something cannot be done with a data folder.
#[derive(Debug)]
pub enum DataError {
    /// The folder cannot be taken.
    Taken(StartError),
    /// The journal or the counts refuse.
    Counting(FoldError),
    /// The database refuses or is away.
    Database(StoreError),
    /// So many counted segments are in none of the journals: counting anew would lose their scans.
    Missing(usize),
    /// A file cannot be read or written.
    File(PathBuf, io::Error),
    /// There is something already where a copy is to be put.
    Occupied(PathBuf),
    /// This folder is no data folder.
    NoData(PathBuf),
    /// This folder is no backup.
    NoBackup(PathBuf),
    /// This file of a backup is damaged or missing.
    Damaged(PathBuf),
}

impl DataError {
    /// What is wrong, where, and how to mend it, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        let fill = |key: &str, place: &dyn Display, reason: &dyn Display| {
            locale.fill(key, &[("place", &place.to_string()), ("reason", &reason.to_string())])
        };
        match self {
            DataError::Taken(error) => error.text(locale),
            DataError::Counting(error) => fill("cli.server.counting", &"", error),
            DataError::Database(error) => fill("cli.server.database", &"", error),
            DataError::Missing(n) => locale.fill("cli.server.missing", &[("n", &locale.number(*n as i64))]),
            DataError::File(file, error) => fill("cli.server.file", &file.display(), error),
            DataError::Occupied(folder) => fill("cli.server.occupied", &folder.display(), &""),
            DataError::NoData(folder) => fill("cli.server.no_data", &folder.display(), &""),
            DataError::NoBackup(folder) => fill("cli.server.no_backup", &folder.display(), &""),
            DataError::Damaged(file) => fill("cli.server.backup_damaged", &file.display(), &""),
        }
    }
}

impl From<FoldError> for DataError {
    fn from(error: FoldError) -> DataError {
        DataError::Counting(error)
    }
}

impl From<StartError> for DataError {
    fn from(error: StartError) -> DataError {
        DataError::Taken(error)
    }
}
