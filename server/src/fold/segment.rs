//! Counting one segment, from where it is counted to as far as it is synced.

use super::damage::damage;
use super::seal::Seal;
use super::sums::Sums;
use super::{Fault, Fold, FoldError, Folded, MOST};
use crate::journal::{JournalError, Next, SegmentFile, SegmentReader};
use crate::recorder::Live;
use crate::store::{Batch, Store};

impl<S: Store> Fold<S> {
    /// Whether nothing is new in a segment. A closed one may be shorter than what is counted of it; that is told.
    pub(super) fn is_counted(
        &self,
        file: &SegmentFile,
        limit: u64,
        running: Option<&Live>,
        folded: &mut Folded,
    ) -> Result<bool, FoldError> {
        let Some(counted) = self.watermarks.get(&file.id).copied() else { return Ok(false) };
        if running.is_some() {
            return Ok(counted >= limit);
        }
        let end = file.length().map_err(|error| FoldError::Journal(file.file_name(), error.into()))?;
        if counted > end {
            folded.faults.push(Fault::Beyond { file: file.file_name(), counted, end });
        }
        Ok(counted >= limit.min(end))
    }

    pub(super) fn fold_seal(&mut self, file: &SegmentFile, folded: &mut Folded) -> Result<(), FoldError> {
        if !self.watermarks.contains_key(&file.id) {
            let seal = Seal::read(file).map_err(|error| FoldError::Journal(file.file_name(), error.into()))?;
            match seal {
                Ok(seal) => {
                    self.put(&seal.batch(&file.id, &self.units))?;
                    self.watermarks.insert(file.id.clone(), seal.end);
                    folded.records += seal.scans.values().map(|sum| sum.n as u64).sum::<u64>();
                }
                Err(fault) => {
                    self.note_unreadable(file)?;
                    folded.faults.push(fault);
                }
            }
        }
        self.done.insert(file.id.clone());
        Ok(())
    }

    pub(super) fn put(&mut self, batch: &Batch) -> Result<(), FoldError> {
        self.unsure = true;
        self.store.fold(batch)?;
        self.unsure = false;
        Ok(())
    }

    pub(super) fn fold_segment(
        &mut self,
        file: &SegmentFile,
        limit: u64,
        running: Option<&Live>,
        folded: &mut Folded,
    ) -> Result<(), FoldError> {
        let name = || file.file_name();
        let mut reader = match SegmentReader::open(file) {
            Ok(reader) => reader,
            Err(JournalError::Header(reason)) => {
                self.note_unreadable(file)?;
                self.done.insert(file.id.clone());
                folded.faults.push(Fault::Header { file: name(), reason });
                return Ok(());
            }
            Err(error) => return Err(FoldError::Journal(name(), error)),
        };
        let io = |error: std::io::Error| FoldError::Journal(name(), error.into());
        let header = reader.header().clone();
        let mut at = self.watermarks.get(&file.id).copied().unwrap_or(0);
        let mut batch = Batch::default();
        if at == 0 {
            batch.gaps.extend(header.gap.as_ref().map(|span| span.gap()));
            batch.opened.insert(file.id.clone(), header.opened());
        } else {
            reader.skip_to(at).map_err(io)?;
        }
        loop {
            let mut sums = Sums::new(&header);
            let mut end = None;
            for _ in 0..MOST {
                match reader.next(limit).map_err(io)? {
                    Next::Record(record) => sums.add(&record),
                    other => {
                        end = Some(other);
                        break;
                    }
                }
            }
            let (to, records) = (reader.offset(), sums.records());
            if let Some(end @ (Next::Bad | Next::Blank)) = end
                && running.is_none()
            {
                let fault = damage(file, &mut reader, &mut batch).map_err(io)?;
                // A blank end with nothing behind it is what every crash leaves.
                if end == Next::Bad || matches!(fault, Fault::Damaged { .. }) {
                    folded.faults.push(fault);
                }
            }
            sums.finish(&self.units, &mut batch);
            if to > at || at == 0 || !batch.gaps.is_empty() {
                batch.watermarks.insert(file.id.clone(), (at, to));
                self.put(&batch)?;
                self.watermarks.insert(file.id.clone(), to);
                folded.records += records;
            }
            at = to;
            batch = Batch::default();
            if end.is_some() {
                break;
            }
        }
        if running.is_none_or(|l| l.closed) {
            self.done.insert(file.id.clone());
        }
        Ok(())
    }
}
