//! Segments that cannot be read, whole or from a place on, and the time that is missing with them.

use std::io;

use super::{Fault, Fold, FoldError};
use crate::journal::{Next, SegmentFile, SegmentReader};
use crate::store::{Batch, Gap, GapReason, Store};

impl<S: Store> Fold<S> {
    /// Nothing in an unreadable segment tells a time, but its name and the name of the next one do.
    pub(super) fn note_unreadable(&mut self, file: &SegmentFile) -> Result<(), FoldError> {
        let next = self.files()?.into_iter().skip_while(|other| other.id != file.id).nth(1);
        let (Some(from), Some(to)) = (file.opened(), next.and_then(|next| next.opened())) else { return Ok(()) };
        let mut batch = Batch::default();
        batch.gaps.push(Gap { from_ts: from, to_ts: to, reason: GapReason::Damaged });
        self.put(&batch)
    }
}

/// Says what the end of the records in a closed segment means. A torn tail is what a crash leaves, and its gap is known
/// already; where whole records follow, the journal is damaged, and the counts say so.
pub(super) fn damage(file: &SegmentFile, reader: &mut SegmentReader, batch: &mut Batch) -> io::Result<Fault> {
    let name = file.file_name();
    let at = reader.offset();
    let offset_minutes = reader.header().offset_minutes;
    let lost = reader.records_after_damage()?;
    let Some(to) = lost.iter().filter_map(|record| record.unix(offset_minutes)).max() else {
        return Ok(Fault::CutOff { file: name, at });
    };
    let last = last_before(file, at)?.unwrap_or(reader.header().opened);
    batch.gaps.push(Gap { from_ts: last.min(to), to_ts: to, reason: GapReason::Damaged });
    Ok(Fault::Damaged { file: name, at, lost: lost.len() })
}

/// The time the last record before `at` tells. Read anew, so that it does not depend on where a pass began.
fn last_before(file: &SegmentFile, at: u64) -> io::Result<Option<i64>> {
    let Ok(mut reader) = SegmentReader::open(file) else { return Ok(None) };
    let offset_minutes = reader.header().offset_minutes;
    let mut last = None;
    while let Next::Record(record) = reader.next(at)? {
        last = record.unix(offset_minutes).or(last);
    }
    Ok(last)
}
