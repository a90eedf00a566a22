//! Which unit an entry belongs to from a day on: in the counts as what they were counted by, in the office for good.

use super::engine::{Engine, Param};
use super::transaction::transaction;
use super::{EntryUnit, Papers, StoreError, sql};
use Param::{Int, Text};

/// Rows handed to an engine at once: a catalog may have a hundred thousand.
const AT_ONCE: usize = 1_000;

/// Replaces all rows of the entries named in `rows`.
pub(super) fn put_units(engine: &mut impl Engine, rows: &[EntryUnit]) -> Result<(), StoreError> {
    let mut removed = None;
    for row in rows {
        if removed != Some(row.entry) {
            engine.run(sql::REMOVE_ENTRY_UNITS, &[Int(row.entry)])?;
            removed = Some(row.entry);
        }
    }
    for some in rows.chunks(AT_ONCE) {
        let cells: Vec<_> = some.iter().flat_map(|r| [Int(r.entry), Int(r.from_day), Text(&r.unit)]).collect();
        engine.add(sql::ADD_ENTRY_UNIT, 3, &cells)?;
    }
    Ok(())
}

/// Hands on the units of every entry, by entry and day.
pub(super) fn each_unit(engine: &mut impl Engine, take: &mut dyn FnMut(EntryUnit)) -> Result<(), StoreError> {
    engine.each(sql::ENTRY_UNITS, &[], &mut |row| {
        take(EntryUnit { entry: row.int(0)?, from_day: row.int(1)?, unit: row.text(2)? });
        Ok(())
    })
}

impl<E: Engine> Papers<E> {
    /// The unit of every entry that was ever in the catalog, over time; by entry and day.
    pub fn each_entry_unit(&mut self, take: &mut dyn FnMut(EntryUnit)) -> Result<(), StoreError> {
        each_unit(&mut self.engine, take)
    }

    /// Replaces all rows of the entries named in `rows`; other entries keep theirs.
    pub fn put_entry_units(&mut self, rows: &[EntryUnit]) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        transaction(&mut self.engine, |engine| put_units(engine, rows))
    }
}
