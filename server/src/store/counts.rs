//! The counts over any engine: one implementation, one text of SQL.

use std::collections::BTreeMap;

use super::engine::{Cells, Engine, Param, Purpose};
use super::entry_unit::{each_unit, put_units};
use super::transaction::transaction;
use super::writing::{add_sums, add_unit_half, move_watermarks};
use super::{
    AnswerDay, Batch, ClassCount, DayCount, Days, Dim, DimCount, EntryCount, EntryDayCount, EntryUnit, Gap, GapReason,
    Halves, OrphanDay, PlacementCount, Store, StoreError, Sum, UnitCount, UnitHalf, sql,
};
use Param::{Int, Text};

/// The counts, reached through one connection of an engine.
#[derive(Debug)]
pub struct Counts<E> {
    pub(super) engine: E,
}

impl<E: Engine> Counts<E> {
    /// The counts over an engine whose tables are there.
    pub fn over(engine: E) -> Counts<E> {
        Counts { engine }
    }

    /// The engine.
    pub fn engine(&mut self) -> &mut E {
        &mut self.engine
    }

    /// Gives the engine back.
    pub fn into_engine(self) -> E {
        self.engine
    }

    fn rows<T>(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        self.engine.each(sql, params, &mut |cells| {
            rows.push(read(cells)?);
            Ok(())
        })?;
        Ok(rows)
    }

    fn between<T>(
        &mut self,
        sql: &'static str,
        span: &std::ops::RangeInclusive<i64>,
        read: impl Fn(&dyn Cells) -> Result<T, StoreError>,
    ) -> Result<Vec<T>, StoreError> {
        self.rows(sql, &[Int(*span.start()), Int(*span.end())], read)
    }
}

/// The sum whose two columns start at `at`.
fn sum(row: &dyn Cells, at: usize) -> Result<Sum, StoreError> {
    Ok(Sum { n: row.int(at)?, first: row.int(at + 1)? })
}

fn placement_count(row: &dyn Cells) -> Result<PlacementCount, StoreError> {
    Ok(PlacementCount {
        entry: row.int(0)?,
        placement: row.text(1)?,
        class: row.text(2)?,
        sum: sum(row, 3)?,
        last_day: row.int(5)?,
    })
}

fn dim_count(row: &dyn Cells) -> Result<DimCount, StoreError> {
    Ok(DimCount { class: row.text(0)?, value: row.text(1)?, sum: sum(row, 2)? })
}

fn entry_count(row: &dyn Cells) -> Result<EntryCount, StoreError> {
    Ok(EntryCount { entry: row.int(0)?, class: row.text(1)?, sum: sum(row, 2)? })
}

impl<E: Engine> Store for Counts<E> {
    fn fold(&mut self, batch: &Batch) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            add_sums(engine, batch)?;
            for gap in &batch.gaps {
                engine.run(sql::ADD_GAP, &[Int(gap.from_ts), Int(gap.to_ts), Text(gap.reason.name())])?;
            }
            move_watermarks(engine, batch)
        })
    }

    fn watermarks(&mut self) -> Result<BTreeMap<String, u64>, StoreError> {
        let rows = self.rows(sql::WATERMARKS, &[], |row| Ok((row.text(0)?, row.int(1)? as u64)))?;
        Ok(rows.into_iter().collect())
    }

    fn each_entry_unit(&mut self, take: &mut dyn FnMut(EntryUnit)) -> Result<(), StoreError> {
        each_unit(&mut self.engine, take)
    }

    fn put_entry_units(&mut self, rows: &[EntryUnit]) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| put_units(engine, rows))
    }

    fn replace_units(&mut self, rows: &[EntryUnit], counted: &UnitHalf) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            put_units(engine, rows)?;
            engine.run(sql::EMPTY_UNIT_HALF, &[])?;
            add_unit_half(engine, counted)
        })
    }

    fn has_scans(&mut self, entry: i64, days: Days) -> Result<bool, StoreError> {
        let params = [Int(entry), Int(*days.start()), Int(*days.end())];
        Ok(!self.rows(sql::HAS_SCANS, &params, |_| Ok(()))?.is_empty())
    }

    fn snapshot(&mut self, read: &mut dyn FnMut(&mut dyn Store) -> Result<(), StoreError>) -> Result<(), StoreError> {
        self.engine.begin(Purpose::Read)?;
        let done = read(self);
        // There is nothing to keep.
        let ended = self.engine.end(false);
        done.and(ended)
    }

    fn classes(&mut self, days: Days) -> Result<Vec<ClassCount>, StoreError> {
        self.between(sql::CLASSES, &days, |row| Ok(ClassCount { class: row.text(0)?, sum: sum(row, 1)? }))
    }

    fn days(&mut self, days: Days) -> Result<Vec<DayCount>, StoreError> {
        self.between(sql::DAYS, &days, |row| Ok(DayCount { day: row.int(0)?, class: row.text(1)?, sum: sum(row, 2)? }))
    }

    fn entries(&mut self, days: Days) -> Result<Vec<EntryCount>, StoreError> {
        self.between(sql::ENTRIES, &days, entry_count)
    }

    fn entry_days(&mut self, days: Days) -> Result<Vec<EntryDayCount>, StoreError> {
        self.between(sql::ENTRY_DAYS, &days, |row| {
            Ok(EntryDayCount { entry: row.int(0)?, day: row.int(1)?, class: row.text(2)?, sum: sum(row, 3)? })
        })
    }

    fn entry_totals(&mut self, halves: Halves) -> Result<Vec<EntryCount>, StoreError> {
        self.between(sql::ENTRY_TOTALS, &halves, entry_count)
    }

    fn placements(&mut self, days: Days) -> Result<Vec<PlacementCount>, StoreError> {
        self.between(sql::PLACEMENTS, &days, placement_count)
    }

    fn entry_placements(&mut self, entry: i64, days: Days) -> Result<Vec<PlacementCount>, StoreError> {
        let params = [Int(entry), Int(*days.start()), Int(*days.end())];
        self.rows(sql::ENTRY_PLACEMENTS, &params, placement_count)
    }

    fn last_day(&mut self, entry: i64, placement: &str, class: &str, until: i64) -> Result<Option<i64>, StoreError> {
        let params = [Int(entry), Text(placement), Text(class), Int(until)];
        Ok(self.rows(sql::LAST_DAY, &params, |row| row.int(0))?.first().copied())
    }

    fn dimension(&mut self, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError> {
        self.rows(sql::DIMENSION, &[Int(*halves.start()), Int(*halves.end()), Text(dim.name())], dim_count)
    }

    fn entry_dimension(&mut self, entry: i64, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError> {
        let params = [Int(entry), Int(*halves.start()), Int(*halves.end()), Text(dim.name())];
        self.rows(sql::ENTRY_DIMENSION, &params, dim_count)
    }

    fn units(&mut self, halves: Halves, dim: Dim) -> Result<Vec<UnitCount>, StoreError> {
        self.rows(sql::UNITS, &[Int(*halves.start()), Int(*halves.end()), Text(dim.name())], |row| {
            Ok(UnitCount { unit: row.text(0)?, class: row.text(1)?, value: row.text(2)?, sum: sum(row, 3)? })
        })
    }

    fn orphans(&mut self, days: Days) -> Result<Vec<OrphanDay>, StoreError> {
        self.between(sql::ORPHANS, &days, |row| {
            Ok(OrphanDay { day: row.int(0)?, bucket: row.int(1)?, n: row.int(2)?, sample: row.text(3)? })
        })
    }

    fn answers(&mut self, days: Days) -> Result<Vec<AnswerDay>, StoreError> {
        self.between(sql::ANSWERS, &days, |row| {
            Ok(AnswerDay { day: row.int(0)?, answer: row.text(1)?, n: row.int(2)? })
        })
    }

    fn gaps(&mut self, from_ts: i64, to_ts: i64) -> Result<Vec<Gap>, StoreError> {
        self.between(sql::GAPS, &(from_ts..=to_ts), |row| {
            Ok(Gap { from_ts: row.int(0)?, to_ts: row.int(1)?, reason: GapReason::named(&row.text(2)?) })
        })
    }

    fn covered(&mut self, from_ts: i64, to_ts: i64) -> Result<Vec<(i64, i64)>, StoreError> {
        self.between(sql::COVERED, &(from_ts..=to_ts), |row| Ok((row.int(0)?, row.int(1)?)))
    }

    fn began(&mut self, trial: bool) -> Result<Option<i64>, StoreError> {
        let rows = self.rows(sql::BEGAN, &[Int(trial.into())], |row| row.maybe_int(0))?;
        Ok(rows.first().copied().flatten())
    }

    fn extent(&mut self) -> Result<Option<(i64, i64)>, StoreError> {
        let mut end = |sql| -> Result<Option<i64>, StoreError> {
            Ok(self.rows(sql, &[], |row| row.maybe_int(0))?.first().copied().flatten())
        };
        Ok(end(sql::FIRST_DAY)?.zip(end(sql::NEWEST_DAY)?))
    }

    fn dump(&mut self) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for (table, sql) in sql::DUMPS {
            lines.extend(self.rows(sql, &[], |row| Ok(format!("{table} {}", row.text(0)?)))?);
        }
        // Engines order texts differently.
        lines.sort_unstable();
        Ok(lines)
    }

    fn close(self) -> Result<(), StoreError> {
        self.engine.close()
    }
}
