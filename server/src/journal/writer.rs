//! Writing a segment.

use std::fs::{File, OpenOptions};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;

use super::segment::{Kind, Next, SegmentFile, SegmentReader, list, sync_folder};
use super::{Header, RECORD, Record, Span};
use crate::store::GapReason;

/// How far ahead of the records the file is filled with zeros. Overwriting what is there already needs no new length on
/// disk, which makes a sync twice as fast; zeros are no record.
const AHEAD: usize = 256 << 10;

/// A segment that was opened this many seconds later than now was opened by a wrong clock.
const AHEAD_OF_TIME: i64 = 300;

/// A planned stop shorter than this is no gap: nobody notices a restart.
const SHORTEST_STOP: i64 = 60;

/// A segment that is being written. After a failure it must be dropped: what its file then holds is unknown.
#[derive(Debug)]
pub struct SegmentWriter {
    file: File,
    path: PathBuf,
    header: Header,
    seed: Hasher,
    synced: u64,
    /// Length of the file, zeros included.
    filled: u64,
    buffer: Vec<u8>,
}

impl SegmentWriter {
    /// Opens a new segment; its header and its name are on disk when this returns.
    pub fn create(dir: &Path, header: Header) -> io::Result<SegmentWriter> {
        let path = dir.join(SegmentFile::name(header.opened, &header.id));
        let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        let head = header.to_bytes();
        let written = file.write_all(&head).and_then(|()| file.sync_all()).and_then(|()| sync_folder(dir));
        if let Err(error) = written {
            // A header that was never whole would only worry the next reader; if it stays, it holds no record.
            let _ = std::fs::remove_file(&path);
            return Err(error);
        }
        let mut seed = Hasher::new();
        seed.update(header.id.as_bytes());
        let synced = head.len() as u64;
        Ok(SegmentWriter { file, path, header, seed, synced, filled: synced, buffer: Vec::new() })
    }

    /// The head of the segment.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Its file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Up to where it is on disk.
    pub fn synced(&self) -> u64 {
        self.synced
    }

    /// Appends records and syncs them: one write, one sync.
    pub fn append(&mut self, records: &[Record]) -> io::Result<()> {
        self.buffer.clear();
        for (i, record) in records.iter().enumerate() {
            let offset = self.synced + (i * RECORD) as u64;
            self.buffer.extend_from_slice(&record.encode(&self.seed, offset));
        }
        let end = self.synced + self.buffer.len() as u64;
        if end > self.filled {
            self.fill(end)?;
        }
        self.file.write_all(&self.buffer)?;
        self.file.sync_data()?;
        self.synced = end;
        Ok(())
    }

    /// Cuts off the zeros after the last record.
    pub fn finish(self) -> io::Result<()> {
        self.file.set_len(self.synced)?;
        self.file.sync_all()
    }

    /// Fills the file with zeros to well beyond `end`, as far as there is room: where there is none, the write itself
    /// will tell.
    fn fill(&mut self, end: u64) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.filled))?;
        let zeros = vec![0; AHEAD + (end - self.filled) as usize];
        let _ = self.file.write_all(&zeros);
        self.filled = self.filled.max(self.file.metadata()?.len());
        self.file.seek(SeekFrom::Start(self.synced))?;
        Ok(())
    }
}

/// 128 random bits in hexadecimal.
pub(crate) fn random_id() -> io::Result<String> {
    let mut bits = [0; 16];
    getrandom::fill(&mut bits).map_err(|e| io::Error::other(e.to_string()))?;
    Ok(bits.iter().map(|b| format!("{b:02x}")).collect())
}

/// The span before `now` in which no server counted, as the newest readable segment in `dir` tells. Segments of days to
/// come, from when the clock of the machine was wrong, tell nothing of it.
pub fn previous_gap(dir: &Path, now: i64) -> io::Result<Option<Span>> {
    for file in list(dir)?.iter().rev().filter(|file| file.kind != Kind::Sealed) {
        if file.opened().is_some_and(|opened| opened > now + AHEAD_OF_TIME) {
            continue;
        }
        // A segment without a whole header holds no record; the one before it tells.
        let Ok(mut reader) = SegmentReader::open(file) else { continue };
        let offset_minutes = reader.header().offset_minutes;
        let (mut last, mut closed) = (reader.header().opened, false);
        while let Next::Record(record) = reader.next(u64::MAX)? {
            closed = matches!(record, Record::Closed(_));
            last = record.unix(offset_minutes).map_or(last, |unix| unix.max(last));
        }
        let reason = if closed { GapReason::Stopped } else { GapReason::Unclean };
        let counts = !closed || now - last >= SHORTEST_STOP;
        return Ok(counts.then(|| Span { from: last, to: now.max(last), reason: reason.name().to_owned() }));
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Tables;

    fn folder(name: &str) -> PathBuf {
        let dir = std::env::temp_dir().join(format!("disan-writer-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir).unwrap();
        dir
    }

    fn header(opened: i64) -> Header {
        Header::new(random_id().unwrap(), opened, 420, Tables::default())
    }

    #[test]
    fn a_segment_reads_back_until_its_first_damage_and_survives_compression() {
        let dir = folder("reads");
        let mut writer = SegmentWriter::create(&dir, header(1_795_280_400)).unwrap();
        let records: Vec<Record> = (0..5).map(Record::Alive).collect();
        writer.append(&records).unwrap();
        let read = |file: &SegmentFile| {
            let mut reader = SegmentReader::open(file).unwrap();
            let mut found = Vec::new();
            loop {
                match reader.next(u64::MAX).unwrap() {
                    Next::Record(record) => found.push(record),
                    end => return (found, end, reader.offset()),
                }
            }
        };
        let file = list(&dir).unwrap().remove(0);
        assert_eq!(read(&file), (records.clone(), Next::Blank, writer.synced()));

        let end = writer.synced();
        writer.finish().unwrap();
        let mut bytes = std::fs::read(&file.path).unwrap();
        assert_eq!(bytes.len() as u64, end, "the zeros are cut off");
        bytes.truncate(bytes.len() - 7);
        std::fs::write(&file.path, &bytes).unwrap();
        let torn = (records[..4].to_vec(), Next::Bad, end - 32);
        assert_eq!(read(&file), torn);

        file.compress().unwrap();
        let compressed = list(&dir).unwrap();
        assert_eq!((compressed.len(), compressed[0].kind), (1, Kind::Compressed));
        assert_eq!(read(&compressed[0]), torn);
        assert_eq!(compressed[0].length().unwrap(), end - 7);
        let mut reader = SegmentReader::open(&compressed[0]).unwrap();
        reader.skip_to(end - 64).unwrap();
        assert_eq!(reader.next(u64::MAX).unwrap(), Next::Record(records[3]));
    }

    #[test]
    fn the_time_without_a_server_is_known() {
        let dir = folder("gap");
        assert_eq!(previous_gap(&dir, 5_000).unwrap(), None);
        let mut writer = SegmentWriter::create(&dir, header(1_000)).unwrap();
        writer.append(&[Record::Alive(1_060)]).unwrap();
        let gap = |now| previous_gap(&dir, now).unwrap().map(|g| (g.from, g.to, g.reason));
        assert_eq!(gap(1_070), Some((1_060, 1_070, "unclean".into())));
        writer.append(&[Record::Closed(1_090)]).unwrap();
        assert_eq!(gap(1_100), None);
        assert_eq!(gap(9_000), Some((1_090, 9_000, "stopped".into())));
        // Left behind by a clock that was two days ahead.
        SegmentWriter::create(&dir, header(180_000)).unwrap();
        assert_eq!(gap(9_000), Some((1_090, 9_000, "stopped".into())));
        assert_eq!(gap(180_060), Some((180_000, 180_060, "unclean".into())));
    }
}
