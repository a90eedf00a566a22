//! Frozen reports in the office, over any engine.

use super::engine::{Cells, Engine, Param};
use super::transaction::transaction;
use super::{Papers, StoreError, report_sql as sql};
use Param::{Int, Text};

/// A report as it was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrozenReport {
    /// Unit id; empty for the whole project.
    pub unit: String,
    /// Which of the unit's, from 1.
    pub seq: i64,
    /// What stands on paper: 80 bits of the hash of the figures.
    pub code: String,
    /// Of the row, with that of the row before.
    pub hash: String,
    /// Hash of the row before; empty for the first.
    pub previous: String,
    /// First day of its period, by number.
    pub first_day: i64,
    /// Last day.
    pub last_day: i64,
    /// When: seconds since 1970-01-01 UTC.
    pub frozen_at: i64,
    /// Scans of the period, as frozen.
    pub scans: i64,
    /// How far each segment was counted.
    pub watermark: String,
    /// The figures, as canonical JSON.
    pub figures: String,
    /// The whole report, as JSON.
    pub paper: String,
}

/// Where frozen reports are kept.
pub trait Archive {
    /// Keeps a report. An error where the unit has one of that number: somebody else froze meanwhile.
    fn freeze(&mut self, report: &FrozenReport) -> Result<(), StoreError>;
    /// All reports of a unit, oldest first.
    fn frozen(&mut self, unit: &str) -> Result<Vec<FrozenReport>, StoreError>;
    /// The reports with this code: versions with the same figures share it.
    fn by_code(&mut self, code: &str) -> Result<Vec<FrozenReport>, StoreError>;
}

impl<E: Engine> Archive for Papers<E> {
    fn freeze(&mut self, report: &FrozenReport) -> Result<(), StoreError> {
        let FrozenReport { unit, seq, code, hash, previous, first_day, last_day, frozen_at, scans, .. } = report;
        let FrozenReport { watermark, figures, paper, .. } = report;
        let cells = [
            Text(unit),
            Int(*seq),
            Text(code),
            Text(hash),
            Text(previous),
            Int(*first_day),
            Int(*last_day),
            Int(*frozen_at),
            Int(*scans),
            Text(watermark),
            Text(figures),
            Text(paper),
        ];
        transaction(&mut self.engine, |engine| engine.run(sql::FREEZE, &cells).map(drop))
    }

    fn frozen(&mut self, unit: &str) -> Result<Vec<FrozenReport>, StoreError> {
        read(&mut self.engine, sql::OF_UNIT, unit)
    }

    fn by_code(&mut self, code: &str) -> Result<Vec<FrozenReport>, StoreError> {
        read(&mut self.engine, sql::BY_CODE, code)
    }
}

fn read(engine: &mut impl Engine, statement: &'static str, key: &str) -> Result<Vec<FrozenReport>, StoreError> {
    let mut found = Vec::new();
    engine.each(statement, &[Text(key)], &mut |row| {
        found.push(report(row)?);
        Ok(())
    })?;
    Ok(found)
}

fn report(row: &dyn Cells) -> Result<FrozenReport, StoreError> {
    Ok(FrozenReport {
        unit: row.text(0)?,
        seq: row.int(1)?,
        code: row.text(2)?,
        hash: row.text(3)?,
        previous: row.text(4)?,
        first_day: row.int(5)?,
        last_day: row.int(6)?,
        frozen_at: row.int(7)?,
        scans: row.int(8)?,
        watermark: row.text(9)?,
        figures: row.text(10)?,
        paper: row.text(11)?,
    })
}
