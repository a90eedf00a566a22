//! Segments that cannot be read, whole or from a place on, and the time that is missing with them.

use std::io;

use super::{Fault, Fold, FoldError};
use crate::journal::{SegmentFile, SegmentReader};
use crate::store::{Batch, Gap, GapReason, Store};

impl<S: Store> Fold<S> {
    /// Nothing in an unreadable segment tells a time, but its name and the name of the next one do.
    pub(super) fn note_unreadable(&mut self, file: &SegmentFile) -> Result<(), FoldError> {
        let next = self.files()?.into_iter().skip_while(|other| other.id != file.id).nth(1);
        let (Some(from), Some(to)) = (file.opened(), next.and_then(|next| next.opened())) else { return Ok(()) };
        let mut batch = Batch::default();
        batch.gaps.push(Gap { from_ts: from, to_ts: to, reason: GapReason::Damaged });
        Ok(self.store.fold(&batch)?)
    }
}

/// Says what the end of the records in a closed segment means. A torn tail is what a crash leaves, and its gap is known
/// already; where whole records follow, the journal is damaged, and the counts say so.
pub(super) fn damage(
    file: &SegmentFile,
    reader: &mut SegmentReader,
    last: i64,
    batch: &mut Batch,
) -> io::Result<Fault> {
    let name = file.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let at = reader.offset();
    let offset_minutes = reader.header().offset_minutes;
    let lost = reader.records_after_damage()?;
    let Some(to) = lost.iter().filter_map(|record| record.unix(offset_minutes)).max() else {
        return Ok(Fault::CutOff { file: name, at });
    };
    batch.gaps.push(Gap { from_ts: last.min(to), to_ts: to, reason: GapReason::Damaged });
    Ok(Fault::Damaged { file: name, at, lost: lost.len() })
}
