//! Why a store cannot do as asked, and what may be done about it.

use std::error::Error as _;
use std::fmt;

use rusqlite::ErrorCode;
use tokio_postgres::error::SqlState;

/// Why the store cannot do as asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// SQLite refuses.
    #[error("{0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The layout cannot be brought up to date: the file is damaged, or a newer program wrote it.
    #[error("{0}")]
    Migration(#[from] rusqlite_migration::Error),
    /// PostgreSQL refuses, or is away.
    #[error("{}", Told(.0))]
    Postgres(#[from] tokio_postgres::Error),
    /// PostgreSQL has not answered for this many seconds.
    #[error("the database has not answered for {0} s")]
    Silent(u64),
    /// The database has no tables of ours, or older ones: `disan-server migrate` makes them.
    #[error("the database is not prepared for this version: run disan-server migrate")]
    NotMigrated,
    /// The system has no random numbers.
    #[error("no random numbers: {0}")]
    Random(String),
    /// Someone else has counted these records already; nothing was written.
    #[error("segment {0} is no longer counted up to byte {1}: is another program counting the same journal?")]
    Watermark(String, u64),
}

impl StoreError {
    /// Whether the same transaction may well succeed at once: it only stood in the way of another one.
    pub fn is_collision(&self) -> bool {
        match self {
            StoreError::Postgres(error) => error.code().is_some_and(|code| {
                // The last: two programs brought the same new row at the same time.
                [&SqlState::T_R_DEADLOCK_DETECTED, &SqlState::T_R_SERIALIZATION_FAILURE, &SqlState::UNIQUE_VIOLATION]
                    .contains(&code)
            }),
            _ => false,
        }
    }

    /// Whether the database file itself is damaged, so that only a new one helps.
    pub fn is_damage(&self) -> bool {
        let of_sqlite = |error: &rusqlite::Error| {
            matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        };
        match self {
            StoreError::Sqlite(error) => of_sqlite(error),
            StoreError::Migration(rusqlite_migration::Error::RusqliteError { err, .. }) => of_sqlite(err),
            _ => false,
        }
    }

    /// Whether the database is out of reach for now: it is stopped, starting, full of connections, the way to it is cut, or
    /// its disk takes nothing. Anything else it says will not change by waiting.
    pub fn is_away(&self) -> bool {
        match self {
            StoreError::Silent(_) => true,
            StoreError::Postgres(error) => match error.code() {
                Some(code) => ["08", "53", "57"].contains(&code.code().get(..2).unwrap_or_default()),
                None => error.is_closed() || source_is_io(error),
            },
            StoreError::Sqlite(error)
            | StoreError::Migration(rusqlite_migration::Error::RusqliteError { err: error, .. }) => matches!(
                error.sqlite_error_code(),
                Some(ErrorCode::DiskFull | ErrorCode::ReadOnly | ErrorCode::SystemIoFailure | ErrorCode::CannotOpen)
            ),
            _ => false,
        }
    }
}

fn source_is_io(error: &tokio_postgres::Error) -> bool {
    let mut source = error.source();
    while let Some(inner) = source {
        if inner.is::<std::io::Error>() {
            return true;
        }
        source = inner.source();
    }
    // A connection that was not made in time has no source.
    error.to_string().contains("timed out")
}

/// What PostgreSQL said, in one line.
struct Told<'a>(&'a tokio_postgres::Error);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(said) = self.0.as_db_error() {
            return write!(f, "{} ({})", said.message(), said.code().code());
        }
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(inner) = source {
            write!(f, ": {inner}")?;
            source = inner.source();
        }
        Ok(())
    }
}
