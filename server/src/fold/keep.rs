//! Keeping what is counted: closed segments are compressed, and old ones sealed where that is wished.

use std::io;

use super::damage::damage;
use super::seal::Seal;
use super::sums::Sums;
use super::{Fold, MOST};
use crate::journal::{Kind, Next, SegmentFile, SegmentReader, list};
use crate::recorder::Live;
use crate::store::{Batch, Store};

/// Seconds in a day.
const DAY: i64 = 86_400;

impl<S: Store> Fold<S> {
    /// Compresses one closed, counted segment, if there is any; tells whether there was.
    pub fn compress_one(&self, live: &[Live]) -> io::Result<bool> {
        let closed = |id: &str| live.iter().all(|l| l.id != id || l.closed);
        let plain = |f: &SegmentFile| f.kind == Kind::Plain && self.done.contains(&f.id) && closed(&f.id);
        // One without a readable head stays as it is: somebody may know how to mend it.
        let next = list(&self.dir)?.into_iter().find(|f| plain(f) && self.watermarks.contains_key(&f.id));
        next.map_or(Ok(false), |file| file.compress().map(|()| true))
    }

    /// Seals one counted segment all of whose records are of days before `day`, if there is any; tells whether there was.
    pub fn seal_one(&mut self, day: i64) -> io::Result<bool> {
        for file in list(&self.dir)? {
            // The day of its name is in UTC: the local one may be the next.
            let old = file.opened().is_some_and(|opened| opened.div_euclid(DAY) + 1 < day);
            if !old
                || file.kind != Kind::Compressed
                || !self.done.contains(&file.id)
                || self.unsealed.contains(&file.id)
            {
                continue;
            }
            let Some(counted) = self.watermarks.get(&file.id) else { continue };
            match read(&file, *counted)? {
                Some(seal) if seal.last_day().is_none_or(|last| last < day) => {
                    seal.write(&file)?;
                    return Ok(true);
                }
                _ => drop(self.unsealed.insert(file.id)),
            }
        }
        Ok(false)
    }
}

/// The sums of what is counted of a segment; `None` where its records cannot all be read any more.
fn read(file: &SegmentFile, counted: u64) -> io::Result<Option<Seal>> {
    let Ok(mut reader) = SegmentReader::open(file) else { return Ok(None) };
    let header = reader.header().clone();
    let mut seal = Seal {
        header: header.clone(),
        end: counted,
        scans: Default::default(),
        dims: Default::default(),
        orphans: Default::default(),
        answers: Default::default(),
        gaps: header.gap.iter().map(|span| span.gap()).collect(),
    };
    loop {
        let mut sums = Sums::new(&header);
        let mut end = None;
        for _ in 0..MOST {
            match reader.next(counted)? {
                Next::Record(record) => sums.add(&record),
                other => {
                    end = Some(other);
                    break;
                }
            }
        }
        sums.seal(&mut seal);
        match end {
            None => continue,
            Some(_) if reader.offset() < counted => return Ok(None),
            Some(_) => break,
        }
    }
    // What follows was found damaged when it was counted, and the time that is missing noted.
    if matches!(reader.next(u64::MAX)?, Next::Bad | Next::Blank) {
        let mut batch = Batch::default();
        damage(file, &mut reader, &mut batch)?;
        seal.gaps.extend(batch.gaps);
    }
    Ok(Some(seal))
}
