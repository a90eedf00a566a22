//! The counts in one SQLite file: the default store.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, Row, TransactionBehavior, params};
use rusqlite_migration::{M, Migrations};

use super::{
    AnswerDay, Batch, ClassCount, DayCount, Days, Dim, DimCount, EntryCount, EntryDayCount, EntryUnit, Gap, GapReason,
    Halves, OrphanDay, PlacementCount, Store, StoreError, Sum, UnitCount, UnitHalf, sql,
};

/// The layouts of the file, oldest first. Migrations only ever add.
const MIGRATIONS: &[M<'static>] = &[M::up(include_str!("schema.sql")), M::up(include_str!("schema_opened.sql"))];

/// One connection to the file.
#[derive(Debug)]
pub struct SqliteStore {
    db: Connection,
}

impl SqliteStore {
    /// Opens the file for writing, creates it or brings its layout up to date.
    pub fn open(file: &Path) -> Result<SqliteStore, StoreError> {
        SqliteStore::prepare(Connection::open(file)?)
    }

    /// A store that lives in memory: for tests.
    pub fn in_memory() -> Result<SqliteStore, StoreError> {
        SqliteStore::prepare(Connection::open_in_memory()?)
    }

    /// Opens a file that [`SqliteStore::open`] has made, for reading. Never waits for the writer.
    pub fn open_reader(file: &Path) -> Result<SqliteStore, StoreError> {
        let db = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        db.busy_timeout(Duration::from_secs(5))?;
        db.set_prepared_statement_cache_capacity(32);
        Ok(SqliteStore { db })
    }

    fn prepare(mut db: Connection) -> Result<SqliteStore, StoreError> {
        db.busy_timeout(Duration::from_secs(5))?;
        db.pragma_update(None, "journal_mode", "WAL")?;
        db.pragma_update(None, "synchronous", "FULL")?;
        db.set_prepared_statement_cache_capacity(32);
        Migrations::from_slice(MIGRATIONS).to_latest(&mut db)?;
        Ok(SqliteStore { db })
    }

    /// Empties the write-ahead log into the file and closes it.
    pub fn close(self) -> Result<(), StoreError> {
        self.db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
        self.db.close().map_err(|(_, error)| error.into())
    }

    /// Every row of every rollup as text, in the order of the keys: to compare two stores.
    pub fn dump(&mut self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for (table, columns) in [
            ("scan_day", "entry, placement, day, class, n, first"),
            ("entry_half", "entry, half, class, dim, value, n, first"),
            ("unit_half", "unit, half, class, dim, value, n, first"),
            ("orphan_day", "day, bucket, n, sample"),
            ("answer_day", "day, answer, n"),
            ("gap", "from_ts, to_ts, reason"),
            ("watermark", "segment, \"offset\", opened, trial"),
        ] {
            let columns = columns.replace(", ", " || ' ' || ");
            let mut rows = self.db.prepare(&format!("SELECT {columns} FROM {table} ORDER BY 1"))?;
            for row in rows.query_map([], |row| row.get::<_, String>(0))? {
                lines.push(format!("{table} {}", row?));
            }
        }
        Ok(lines)
    }

    /// Makes every further write fail.
    #[cfg(test)]
    pub fn break_off(&mut self) {
        self.db.execute_batch("ALTER TABLE watermark RENAME TO away").unwrap();
    }

    /// Undoes [`SqliteStore::break_off`].
    #[cfg(test)]
    pub fn mend(&mut self) {
        self.db.execute_batch("ALTER TABLE away RENAME TO watermark").unwrap();
    }

    fn rows<T>(
        &mut self,
        sql: &str,
        params: impl rusqlite::Params,
        read: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map(params, read)?.collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}

/// The sum whose two columns start at `at`.
fn sum(row: &Row<'_>, at: usize) -> rusqlite::Result<Sum> {
    Ok(Sum { n: row.get(at)?, first: row.get(at + 1)? })
}

fn placement_count(row: &Row<'_>) -> rusqlite::Result<PlacementCount> {
    Ok(PlacementCount {
        entry: row.get(0)?,
        placement: row.get(1)?,
        class: row.get(2)?,
        sum: sum(row, 3)?,
        last_day: row.get(5)?,
    })
}

/// Adds sums by unit.
fn add_unit_half(db: &Connection, sums: &UnitHalf) -> Result<(), StoreError> {
    let mut add = db.prepare_cached(sql::ADD_UNIT_HALF)?;
    for ((unit, half, class, dim, value), s) in sums {
        add.execute(params![unit, half, class, dim, value, s.n, s.first])?;
    }
    Ok(())
}

/// Replaces all rows of the entries named in `rows`.
fn put_units(db: &Connection, rows: &[EntryUnit]) -> Result<(), StoreError> {
    let mut remove = db.prepare_cached("DELETE FROM entry_unit WHERE entry = $1")?;
    let mut insert = db.prepare_cached("INSERT INTO entry_unit (entry, from_day, unit) VALUES ($1, $2, $3)")?;
    let mut removed = None;
    for row in rows {
        if removed != Some(row.entry) {
            remove.execute(params![row.entry])?;
            removed = Some(row.entry);
        }
        insert.execute(params![row.entry, row.from_day, row.unit])?;
    }
    Ok(())
}

impl Store for SqliteStore {
    fn fold(&mut self, batch: &Batch) -> Result<(), StoreError> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        {
            let mut add = tx.prepare_cached(sql::ADD_SCAN_DAY)?;
            for ((entry, placement, day, class), s) in &batch.scan_day {
                add.execute(params![entry, placement, day, class, s.n, s.first])?;
            }
            let mut add = tx.prepare_cached(sql::ADD_ENTRY_HALF)?;
            for ((entry, half, class, dim, value), s) in &batch.entry_half {
                add.execute(params![entry, half, class, dim, value, s.n, s.first])?;
            }
            add_unit_half(&tx, &batch.unit_half)?;
            let mut add = tx.prepare_cached(sql::ADD_ORPHAN_DAY)?;
            for ((day, bucket), (n, sample)) in &batch.orphan_day {
                add.execute(params![day, bucket, n, sample])?;
            }
            let mut add = tx.prepare_cached(sql::ADD_ANSWER_DAY)?;
            for ((day, answer), n) in &batch.answer_day {
                add.execute(params![day, answer, n])?;
            }
            let mut add = tx.prepare_cached(sql::ADD_GAP)?;
            for gap in &batch.gaps {
                add.execute(params![gap.from_ts, gap.to_ts, gap.reason.name()])?;
            }
            let mut new = tx.prepare_cached(sql::NEW_WATERMARK)?;
            let mut step = tx.prepare_cached(sql::MOVE_WATERMARK)?;
            for (segment, (from, to)) in &batch.watermarks {
                let opened = batch.opened.get(segment);
                new.execute(params![segment, opened.map_or(0, |o| o.at), opened.is_some_and(|o| o.trial) as i64])?;
                if step.execute(params![*to as i64, segment, *from as i64])? != 1 {
                    return Err(StoreError::Watermark(segment.clone(), *from));
                }
            }
        }
        Ok(tx.commit()?)
    }

    fn watermarks(&mut self) -> Result<BTreeMap<String, u64>, StoreError> {
        let sql = "SELECT segment, \"offset\" FROM watermark";
        let rows = self.rows(sql, [], |row| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64)))?;
        Ok(rows.into_iter().collect())
    }

    fn entry_units(&mut self) -> Result<Vec<EntryUnit>, StoreError> {
        let sql = "SELECT entry, from_day, unit FROM entry_unit ORDER BY entry, from_day";
        self.rows(sql, [], |row| Ok(EntryUnit { entry: row.get(0)?, from_day: row.get(1)?, unit: row.get(2)? }))
    }

    fn put_entry_units(&mut self, rows: &[EntryUnit]) -> Result<(), StoreError> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_units(&tx, rows)?;
        Ok(tx.commit()?)
    }

    fn replace_units(&mut self, rows: &[EntryUnit], counted: &UnitHalf) -> Result<(), StoreError> {
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        put_units(&tx, rows)?;
        tx.execute("DELETE FROM unit_half", [])?;
        add_unit_half(&tx, counted)?;
        Ok(tx.commit()?)
    }

    fn has_scans(&mut self, entry: i64, days: Days) -> Result<bool, StoreError> {
        Ok(!self.rows(sql::HAS_SCANS, params![entry, days.start(), days.end()], |_| Ok(()))?.is_empty())
    }

    fn snapshot(&mut self, read: &mut dyn FnMut(&mut dyn Store) -> Result<(), StoreError>) -> Result<(), StoreError> {
        // Deferred: a reader's view begins with its first statement and never locks the writer out.
        self.db.execute_batch("BEGIN DEFERRED")?;
        let done = read(self);
        // There is nothing to keep; a failure to end it would show at the next beginning.
        self.db.execute_batch("ROLLBACK")?;
        done
    }

    fn classes(&mut self, days: Days) -> Result<Vec<ClassCount>, StoreError> {
        self.rows(sql::CLASSES, params![days.start(), days.end()], |row| {
            Ok(ClassCount { class: row.get(0)?, sum: sum(row, 1)? })
        })
    }

    fn days(&mut self, days: Days) -> Result<Vec<DayCount>, StoreError> {
        self.rows(sql::DAYS, params![days.start(), days.end()], |row| {
            Ok(DayCount { day: row.get(0)?, class: row.get(1)?, sum: sum(row, 2)? })
        })
    }

    fn entries(&mut self, days: Days) -> Result<Vec<EntryCount>, StoreError> {
        self.rows(sql::ENTRIES, params![days.start(), days.end()], |row| {
            Ok(EntryCount { entry: row.get(0)?, class: row.get(1)?, sum: sum(row, 2)? })
        })
    }

    fn entry_days(&mut self, days: Days) -> Result<Vec<EntryDayCount>, StoreError> {
        self.rows(sql::ENTRY_DAYS, params![days.start(), days.end()], |row| {
            Ok(EntryDayCount { entry: row.get(0)?, day: row.get(1)?, class: row.get(2)?, sum: sum(row, 3)? })
        })
    }

    fn entry_totals(&mut self, halves: Halves) -> Result<Vec<EntryCount>, StoreError> {
        self.rows(sql::ENTRY_TOTALS, params![halves.start(), halves.end()], |row| {
            Ok(EntryCount { entry: row.get(0)?, class: row.get(1)?, sum: sum(row, 2)? })
        })
    }

    fn placements(&mut self, days: Days) -> Result<Vec<PlacementCount>, StoreError> {
        self.rows(sql::PLACEMENTS, params![days.start(), days.end()], placement_count)
    }

    fn entry_placements(&mut self, entry: i64, days: Days) -> Result<Vec<PlacementCount>, StoreError> {
        self.rows(sql::ENTRY_PLACEMENTS, params![entry, days.start(), days.end()], placement_count)
    }

    fn last_day(&mut self, entry: i64, placement: &str, class: &str, until: i64) -> Result<Option<i64>, StoreError> {
        Ok(self.rows(sql::LAST_DAY, params![entry, placement, class, until], |row| row.get(0))?.first().copied())
    }

    fn dimension(&mut self, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError> {
        self.rows(sql::DIMENSION, params![halves.start(), halves.end(), dim.name()], |row| {
            Ok(DimCount { class: row.get(0)?, value: row.get(1)?, sum: sum(row, 2)? })
        })
    }

    fn entry_dimension(&mut self, entry: i64, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError> {
        self.rows(sql::ENTRY_DIMENSION, params![entry, halves.start(), halves.end(), dim.name()], |row| {
            Ok(DimCount { class: row.get(0)?, value: row.get(1)?, sum: sum(row, 2)? })
        })
    }

    fn units(&mut self, halves: Halves, dim: Dim) -> Result<Vec<UnitCount>, StoreError> {
        self.rows(sql::UNITS, params![halves.start(), halves.end(), dim.name()], |row| {
            Ok(UnitCount { unit: row.get(0)?, class: row.get(1)?, value: row.get(2)?, sum: sum(row, 3)? })
        })
    }

    fn orphans(&mut self, days: Days) -> Result<Vec<OrphanDay>, StoreError> {
        self.rows(sql::ORPHANS, params![days.start(), days.end()], |row| {
            Ok(OrphanDay { day: row.get(0)?, bucket: row.get(1)?, n: row.get(2)?, sample: row.get(3)? })
        })
    }

    fn answers(&mut self, days: Days) -> Result<Vec<AnswerDay>, StoreError> {
        self.rows(sql::ANSWERS, params![days.start(), days.end()], |row| {
            Ok(AnswerDay { day: row.get(0)?, answer: row.get(1)?, n: row.get(2)? })
        })
    }

    fn gaps(&mut self, from_ts: i64, to_ts: i64) -> Result<Vec<Gap>, StoreError> {
        self.rows(sql::GAPS, params![from_ts, to_ts], |row| {
            let reason: String = row.get(2)?;
            Ok(Gap { from_ts: row.get(0)?, to_ts: row.get(1)?, reason: GapReason::named(&reason) })
        })
    }

    fn began(&mut self, trial: bool) -> Result<Option<i64>, StoreError> {
        let rows: Vec<Option<i64>> = self.rows(sql::BEGAN, params![i64::from(trial)], |row| row.get(0))?;
        Ok(rows.first().copied().flatten())
    }

    fn extent(&mut self) -> Result<Option<(i64, i64)>, StoreError> {
        let rows: Vec<(Option<i64>, Option<i64>)> = self.rows(sql::EXTENT, [], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.first().and_then(|(from, to)| Some(((*from)?, (*to)?))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::contract;

    #[test]
    fn sqlite_keeps_the_contract() {
        contract::keeps(|| SqliteStore::in_memory().unwrap());
    }

    #[test]
    fn the_layout_only_uses_what_both_engines_know() {
        let schema = concat!(include_str!("schema.sql"), include_str!("schema_opened.sql"));
        let columns = |line: &&str| line.starts_with("    ") || line.contains(" ADD COLUMN ");
        for line in schema.lines().filter(columns).filter(|line| line.contains(" NOT NULL")) {
            assert!(line.contains(" BIGINT ") || line.contains(" TEXT "), "{line}");
        }
        assert!(!schema.contains("REFERENCES") && !schema.contains("AUTOINCREMENT"));
    }
}
