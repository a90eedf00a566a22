//! The counts: rollups of the journal, behind one trait.
//!
//! A [`Batch`] of sums and the watermark it moves are written in one transaction, so a scan is counted exactly once
//! by construction, whenever the process dies. All SQL lives in this folder: `sql` is the one text that all engines read
//! alike, `counts` puts questions and answers to it, and an engine ([`SqliteStore`], [`PostgresStore`]) only runs it.
//! The [`Office`] is the other part: what people decide and write, over the same engines.

mod activities;
mod activities_sql;
#[cfg(test)]
mod citus_rules;
mod counts;
mod engine;
mod entry_unit;
mod error;
mod layout;
mod migrate;
mod office;
mod office_sql;
mod people;
mod people_sql;
mod postgres;
mod reader;
mod records;
mod records_sql;
mod report_sql;
mod reports;
mod rows;
mod sql;
mod sqlite;
mod transaction;
mod writing;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

pub use activities::{Activities, Activity, ActivitySum, Version};
pub use counts::Counts;
pub use engine::{Cells, Engine, Param, Purpose};
pub use error::StoreError;
pub use layout::Part;
pub use migrate::CITUS;
pub use office::{Office, Papers};
pub use people::{Account, ApiToken, Change, Invitation, People, RoleAt, Session};
pub use postgres::{Postgres, PostgresOffice, PostgresStore};
pub use reader::Reader;
pub use records::{Campaign, Contact, Indicator, Records, Registered, Target};
pub use reports::{Archive, FrozenReport};
pub use rows::{
    AnswerDay, ClassCount, DayCount, Dim, DimCount, EntryCount, EntryDayCount, EntryUnit, Gap, GapReason, Opened,
    OrphanDay, PlacementCount, UnitCount,
};
pub use sqlite::{Sqlite, SqliteOffice, SqliteStore};

/// Days since 1970-01-01, both ends included.
pub type Days = RangeInclusive<i64>;

/// Half-months ([`crate::clock::half_of`]), both ends included.
pub type Halves = RangeInclusive<i64>;

/// Scans, and the first of a device among them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Sum {
    /// Scans.
    pub n: i64,
    /// Of these, the first of their device on that day at that entry.
    pub first: i64,
}

impl Sum {
    /// Adds one scan.
    pub fn add(&mut self, first: bool) {
        self.n += 1;
        self.first += i64::from(first);
    }
}

/// Sums by unit, half, class, dimension and value.
pub type UnitHalf = BTreeMap<(String, i64, &'static str, &'static str, String), Sum>;

/// What one transaction adds. The maps are ordered, so that rows are always locked in the order of their keys.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Batch {
    /// Entry, placement, day, class.
    pub scan_day: BTreeMap<(i64, String, i64, &'static str), Sum>,
    /// Entry, half, class, dimension, value.
    pub entry_half: BTreeMap<(i64, i64, &'static str, &'static str, String), Sum>,
    /// Unit, half, class, dimension, value.
    pub unit_half: UnitHalf,
    /// Day and bucket; how many, and the first number.
    pub orphan_day: BTreeMap<(i64, i64), (i64, String)>,
    /// Day and answer.
    pub answer_day: BTreeMap<(i64, String), i64>,
    /// Spans to note.
    pub gaps: Vec<Gap>,
    /// Segment, and from which offset to which its records are in this batch.
    pub watermarks: BTreeMap<String, (u64, u64)>,
    /// Segments that begin here, of those in `watermarks`.
    pub opened: BTreeMap<String, Opened>,
}

/// A place the counts are kept in.
pub trait Store: Send {
    /// Adds a batch and moves its watermarks, all or nothing.
    fn fold(&mut self, batch: &Batch) -> Result<(), StoreError>;
    /// How far each segment is counted.
    fn watermarks(&mut self) -> Result<BTreeMap<String, u64>, StoreError>;
    /// The unit of every entry, over time; by entry and day. Handed on row by row: they may be many.
    fn each_entry_unit(&mut self, take: &mut dyn FnMut(EntryUnit)) -> Result<(), StoreError>;

    /// The same as a list.
    fn entry_units(&mut self) -> Result<Vec<EntryUnit>, StoreError> {
        let mut rows = Vec::new();
        self.each_entry_unit(&mut |row| rows.push(row))?;
        Ok(rows)
    }

    /// Replaces all rows of the entries named in `rows`; other entries keep theirs.
    fn put_entry_units(&mut self, rows: &[EntryUnit]) -> Result<(), StoreError>;

    /// The same, and puts `counted` in the place of all rollups by unit, at once.
    fn replace_units(&mut self, rows: &[EntryUnit], counted: &UnitHalf) -> Result<(), StoreError>;
    /// Whether an entry has any scan on these days.
    fn has_scans(&mut self, entry: i64, days: Days) -> Result<bool, StoreError>;

    /// Runs `read` on one unchanging view of the counts, whatever a fold adds meanwhile: the sums of a page agree.
    fn snapshot(&mut self, read: &mut dyn FnMut(&mut dyn Store) -> Result<(), StoreError>) -> Result<(), StoreError>;
    /// Scans by class.
    fn classes(&mut self, days: Days) -> Result<Vec<ClassCount>, StoreError>;
    /// Scans by day and class.
    fn days(&mut self, days: Days) -> Result<Vec<DayCount>, StoreError>;
    /// Scans by entry and class.
    fn entries(&mut self, days: Days) -> Result<Vec<EntryCount>, StoreError>;
    /// Scans by entry and class over whole half-months: far fewer rows than their days.
    fn entry_totals(&mut self, halves: Halves) -> Result<Vec<EntryCount>, StoreError>;
    /// Scans by entry, day and class: the whole of what is kept, without placements.
    fn entry_days(&mut self, days: Days) -> Result<Vec<EntryDayCount>, StoreError>;
    /// Scans by entry, placement and class, with the last day each was scanned.
    fn placements(&mut self, days: Days) -> Result<Vec<PlacementCount>, StoreError>;
    /// Scans of one entry by placement and class.
    fn entry_placements(&mut self, entry: i64, days: Days) -> Result<Vec<PlacementCount>, StoreError>;
    /// The last day, not after `until`, with a scan of the class at a placement.
    fn last_day(&mut self, entry: i64, placement: &str, class: &str, until: i64) -> Result<Option<i64>, StoreError>;
    /// Scans by class and the values of a dimension, over all units.
    fn dimension(&mut self, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError>;
    /// The same, of one entry.
    fn entry_dimension(&mut self, entry: i64, halves: Halves, dim: Dim) -> Result<Vec<DimCount>, StoreError>;
    /// Scans by unit, class and the values of a dimension; units as they were on the day of each scan.
    fn units(&mut self, halves: Halves, dim: Dim) -> Result<Vec<UnitCount>, StoreError>;
    /// Unknown numbers by day and bucket.
    fn orphans(&mut self, days: Days) -> Result<Vec<OrphanDay>, StoreError>;
    /// How scans were answered, by day.
    fn answers(&mut self, days: Days) -> Result<Vec<AnswerDay>, StoreError>;
    /// Gaps that touch the span of time (seconds since 1970-01-01 UTC), in order.
    fn gaps(&mut self, from_ts: i64, to_ts: i64) -> Result<Vec<Gap>, StoreError>;
    /// Spans of time that touch these seconds and that logs of other servers cover, in order.
    fn covered(&mut self, from_ts: i64, to_ts: i64) -> Result<Vec<(i64, i64)>, StoreError>;
    /// When counting began (seconds since 1970-01-01 UTC), as the segments tell that this program counted itself; those
    /// of trials only where `trial`.
    fn began(&mut self, trial: bool) -> Result<Option<i64>, StoreError>;
    /// First and last day with any scan.
    fn extent(&mut self) -> Result<Option<(i64, i64)>, StoreError>;
    /// Every row of every rollup as text, sorted: to compare two stores.
    fn dump(&mut self) -> Result<Vec<String>, StoreError>;
    /// Ends in order: what a store keeps in memory for speed is on disk when this returns.
    fn close(self) -> Result<(), StoreError>
    where
        Self: Sized;
}
