//! The rows a fold writes, table by table and in the order of their keys.

use super::engine::{Engine, Param};
use super::{Batch, StoreError, UnitHalf, sql};
use Param::{Int, Text};

/// Adds all sums of a batch, table by table and key by key: two programs that write at the same time wait for each
/// other and do not stand in each other's way.
pub(super) fn add_sums(engine: &mut impl Engine, batch: &Batch) -> Result<(), StoreError> {
    let rows = batch.scan_day.iter();
    let cells: Vec<_> = rows
        .flat_map(|((entry, placement, day, class), s)| {
            [Int(*entry), Text(placement), Int(*day), Text(class), Int(s.n), Int(s.first)]
        })
        .collect();
    engine.add(sql::ADD_SCAN_DAY, 6, &cells)?;
    let rows = batch.entry_half.iter();
    let cells: Vec<_> = rows
        .flat_map(|((entry, half, class, dim, value), s)| {
            [Int(*entry), Int(*half), Text(class), Text(dim), Text(value), Int(s.n), Int(s.first)]
        })
        .collect();
    engine.add(sql::ADD_ENTRY_HALF, 7, &cells)?;
    add_unit_half(engine, &batch.unit_half)?;
    let rows = batch.orphan_day.iter();
    let cells: Vec<_> =
        rows.flat_map(|((day, bucket), (n, sample))| [Int(*day), Int(*bucket), Int(*n), Text(sample)]).collect();
    engine.add(sql::ADD_ORPHAN_DAY, 4, &cells)?;
    let rows = batch.answer_day.iter();
    let cells: Vec<_> = rows.flat_map(|((day, answer), n)| [Int(*day), Text(answer), Int(*n)]).collect();
    engine.add(sql::ADD_ANSWER_DAY, 3, &cells)
}

pub(super) fn add_unit_half(engine: &mut impl Engine, sums: &UnitHalf) -> Result<(), StoreError> {
    let cells: Vec<_> = sums
        .iter()
        .flat_map(|((unit, half, class, dim, value), s)| {
            [Text(unit), Int(*half), Text(class), Text(dim), Text(value), Int(s.n), Int(s.first)]
        })
        .collect();
    engine.add(sql::ADD_UNIT_HALF, 7, &cells)
}

pub(super) fn move_watermarks(engine: &mut impl Engine, batch: &Batch) -> Result<(), StoreError> {
    for (segment, (from, to)) in &batch.watermarks {
        let opened = batch.opened.get(segment);
        let (at, trial) = (opened.map_or(0, |o| o.at), opened.is_some_and(|o| o.trial));
        let (covers_from, covers_to) = opened.and_then(|o| o.covers).unwrap_or_default();
        let new = [Text(segment), Int(at), Int(trial.into()), Int(covers_from), Int(covers_to)];
        engine.run(sql::NEW_WATERMARK, &new)?;
        if engine.run(sql::MOVE_WATERMARK, &[Int(*to as i64), Text(segment), Int(*from as i64)])? != 1 {
            return Err(StoreError::Watermark(segment.clone(), *from));
        }
    }
    Ok(())
}
