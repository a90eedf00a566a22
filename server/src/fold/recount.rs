//! Counting units anew: when an entry turns out to have belonged to another unit on days already counted.

use std::collections::BTreeMap;

use super::seal::Seal;
use super::sums::{Sums, plus};
use super::units::holding;
use super::{EntryUnits, Fold, FoldError, MOST};
use crate::journal::{Kind, Next, SegmentFile, SegmentReader};
use crate::store::{Batch, Store, UnitHalf};

impl<S: Store> Fold<S> {
    /// Whether some entry has scans on days on which `units` knows another unit than the one they were counted for.
    pub(super) fn moves_scans(&mut self, units: &EntryUnits) -> Result<bool, FoldError> {
        for (entry, line) in units.changes(&self.units) {
            let old = self.units.line(entry);
            let mut turns: Vec<i64> = old.iter().chain(line.iter()).map(|(day, _)| *day).chain([0]).collect();
            turns.sort_unstable();
            turns.dedup();
            let ends = turns.iter().skip(1).map(|next| next - 1).chain([i64::MAX]);
            for (from, to) in turns.iter().copied().zip(ends) {
                if holding(old, from) != holding(line, from) && self.store.has_scans(entry, from..=to)? {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// What the rollups by unit are under `units`, from all records counted so far. `None` where the journal no longer
    /// holds them all.
    pub(super) fn by_unit(&self, units: &EntryUnits) -> Result<Option<UnitHalf>, FoldError> {
        let files: BTreeMap<String, SegmentFile> = self.files()?.into_iter().map(|f| (f.id.clone(), f)).collect();
        let mut total = UnitHalf::new();
        for (segment, to) in self.watermarks.iter().filter(|(_, to)| **to > 0) {
            let Some(file) = files.get(segment) else { return Ok(None) };
            if !add_segment(file, *to, units, &mut total)? {
                return Ok(None);
            }
        }
        Ok(Some(total))
    }
}

/// Adds the records of a segment up to `to`; false where they cannot all be read.
fn add_segment(file: &SegmentFile, to: u64, units: &EntryUnits, total: &mut UnitHalf) -> Result<bool, FoldError> {
    if file.kind == Kind::Sealed {
        let read = Seal::read(file).map_err(|error| FoldError::Journal(file.file_name(), error.into()))?;
        let Ok(seal) = read else { return Ok(false) };
        for (key, sum) in seal.batch(&file.id, units).unit_half {
            plus(total.entry(key).or_default(), sum);
        }
        return Ok(true);
    }
    let Ok(mut reader) = SegmentReader::open(file) else { return Ok(false) };
    let header = reader.header().clone();
    loop {
        let mut sums = Sums::new(&header);
        for _ in 0..MOST {
            match reader.next(to).map_err(|e| FoldError::Journal(file.path.display().to_string(), e.into()))? {
                Next::Record(record) => sums.add(&record),
                _ => break,
            }
        }
        let records = sums.records();
        let mut batch = Batch::default();
        sums.finish(units, &mut batch);
        for (key, sum) in batch.unit_half {
            plus(total.entry(key).or_default(), sum);
        }
        if records < MOST as u64 {
            return Ok(reader.offset() >= to);
        }
    }
}
