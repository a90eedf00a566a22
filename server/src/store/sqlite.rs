//! SQLite: a file for each part, the default engine.

use std::fs::File;
use std::path::Path;
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OpenFlags, Row, ToSql, params_from_iter};
use rusqlite_migration::{M, Migrations};

use super::engine::{Cells, Engine, Param, Purpose};
use super::{Counts, Papers, Part, StoreError};

/// One connection to a file.
#[derive(Debug)]
pub struct Sqlite {
    db: Connection,
}

/// The counts in one SQLite file.
pub type SqliteStore = Counts<Sqlite>;

/// The office in one SQLite file.
pub type SqliteOffice = Papers<Sqlite>;

impl SqliteOffice {
    /// Opens the file for writing, creates it or brings its layout up to date. It holds secrets: only this user reads it.
    pub fn open(file: &Path) -> Result<SqliteOffice, StoreError> {
        // What cannot be made here cannot be opened below either, and there it is told why.
        let _ = private(file);
        Ok(Papers { engine: Sqlite::prepare(Connection::open(file)?, Part::Office)? })
    }

    /// An office that lives in memory: for tests.
    pub fn in_memory() -> Result<SqliteOffice, StoreError> {
        Ok(Papers { engine: Sqlite::prepare(Connection::open_in_memory()?, Part::Office)? })
    }
}

impl SqliteStore {
    /// Opens the file for writing, creates it or brings its layout up to date.
    pub fn open(file: &Path) -> Result<SqliteStore, StoreError> {
        Ok(Counts { engine: Sqlite::prepare(Connection::open(file)?, Part::Counts)? })
    }

    /// A store that lives in memory: for tests.
    pub fn in_memory() -> Result<SqliteStore, StoreError> {
        Ok(Counts { engine: Sqlite::prepare(Connection::open_in_memory()?, Part::Counts)? })
    }

    /// Opens a file that [`SqliteStore::open`] has made, for reading. Never waits for the writer.
    pub fn open_reader(file: &Path) -> Result<SqliteStore, StoreError> {
        Ok(Counts { engine: Sqlite::open_reader(file)? })
    }
}

impl Sqlite {
    /// Opens a file of either part for reading.
    pub(crate) fn open_reader(file: &Path) -> Result<Sqlite, StoreError> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.set_prepared_statement_cache_capacity(32);
        Ok(Sqlite { db })
    }

    fn prepare(mut db: Connection, part: Part) -> Result<Sqlite, StoreError> {
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.set_prepared_statement_cache_capacity(32);
        Migrations::new(part.layouts().map(M::up).collect()).to_latest(&mut db)?;
        Ok(Sqlite { db })
    }

    /// Reads every page of the file; the first thing found wrong, if any. Slow on a large file.
    pub(crate) fn check(&self) -> Result<Option<String>, StoreError> {
        let first: String = self.db.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
        Ok((first != "ok").then_some(first))
    }

    /// Looks through a whole file; what is wrong with it, if anything.
    pub(crate) fn damage(file: &Path) -> Option<String> {
        match Sqlite::open_reader(file).and_then(|engine| engine.check()) {
            Ok(found) => found,
            Err(error) => error.is_damage().then(|| error.to_string()),
        }
    }

    /// Writes a copy as of now to a new file; others may go on writing meanwhile. Only this user reads it.
    pub(crate) fn copy_to(&self, file: &Path) -> Result<(), StoreError> {
        let _ = private(file);
        self.db.execute("VACUUM INTO ?1", [file.to_string_lossy()])?;
        Ok(())
    }
}

/// Makes an empty file for this user's eyes only; SQLite takes it over, and gives its own files beside it the same mode.
fn private(file: &Path) -> std::io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop)
}

#[cfg(test)]
impl SqliteStore {
    /// Makes every further write fail.
    pub fn break_off(&mut self) {
        self.engine.db.execute_batch("ALTER TABLE watermark RENAME TO away").unwrap();
    }

    /// Undoes [`SqliteStore::break_off`].
    pub fn mend(&mut self) {
        self.engine.db.execute_batch("ALTER TABLE away RENAME TO watermark").unwrap();
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Param::Int(n) => ValueRef::Integer(n),
            Param::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

impl Cells for Row<'_> {
    fn int(&self, column: usize) -> Result<i64, StoreError> {
        Ok(self.get(column)?)
    }

    fn maybe_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.get(column)?)
    }

    fn text(&self, column: usize) -> Result<String, StoreError> {
        Ok(self.get(column)?)
    }
}

impl Engine for Sqlite {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        // Deferred: a reader's view begins with its first statement and never locks the writer out.
        Ok(self.db.execute_batch(match purpose {
            Purpose::Write => "BEGIN IMMEDIATE",
            Purpose::Read => "BEGIN DEFERRED",
        })?)
    }

    fn end(&mut self, commit: bool) -> Result<(), StoreError> {
        // Some failures end the transaction by themselves.
        if self.db.is_autocommit() {
            return Ok(());
        }
        let done = self.db.execute_batch(if commit { "COMMIT" } else { "ROLLBACK" });
        if done.is_err() && !self.db.is_autocommit() {
            self.db.execute_batch("ROLLBACK")?;
        }
        Ok(done?)
    }

    fn run(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        Ok(self.db.prepare_cached(sql)?.execute(params_from_iter(params))? as u64)
    }

    fn add(&mut self, sql: &'static str, width: usize, cells: &[Param<'_>]) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        for row in cells.chunks(width) {
            statement.execute(params_from_iter(row))?;
        }
        Ok(())
    }

    fn each(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(params))?;
        while let Some(cells) = rows.next()? {
            row(cells)?;
        }
        Ok(())
    }

    fn close(self) -> Result<(), StoreError> {
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.db.close().map_err(|(_, error)| error.into())
    }
}
