//! Reading segments: the open one, closed ones and compressed ones.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::{Header, JournalError, RECORD, Record};

const PLAIN: &str = ".journal";
const COMPRESSED: &str = ".journal.gz";

/// A file of the journal's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SegmentFile {
    /// Where it is.
    pub path: PathBuf,
    /// The id in its name.
    pub id: String,
    /// Whether it is closed, counted and compressed.
    pub compressed: bool,
}

/// The segments in `dir`, oldest first. One that is there twice, because a compression was cut off, is named once.
pub fn list(dir: &Path) -> io::Result<Vec<SegmentFile>> {
    let mut found: BTreeMap<String, SegmentFile> = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        let (stem, compressed) = match (name.strip_suffix(COMPRESSED), name.strip_suffix(PLAIN)) {
            (Some(stem), _) => (stem, true),
            (_, Some(stem)) => (stem, false),
            _ => continue,
        };
        let Some((_, id)) = stem.rsplit_once('-') else { continue };
        let file = SegmentFile { path: path.clone(), id: id.to_owned(), compressed };
        if !compressed || !found.contains_key(stem) {
            found.insert(stem.to_owned(), file);
        }
    }
    Ok(found.into_values().collect())
}

impl SegmentFile {
    /// The name of a segment opened at `opened` (seconds since 1970-01-01 UTC), without its folder.
    pub(super) fn name(opened: i64, id: &str) -> String {
        let time = jiff::Timestamp::from_second(opened).unwrap_or_default();
        format!("{}-{id}{PLAIN}", time.strftime("%Y%m%dT%H%M%SZ"))
    }

    /// When it was opened (seconds since 1970-01-01 UTC), as its name tells.
    pub fn opened(&self) -> Option<i64> {
        let name = self.path.file_name()?.to_str()?;
        let time = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", name.split_once('-')?.0).ok()?;
        Some(time.to_zoned(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_second())
    }

    /// Compresses a closed, counted segment. At no moment is its content only in an unsynced file.
    pub fn compress(&self) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let name = self.path.file_name().and_then(|n| n.to_str()).unwrap_or_default();
        let stem = name.strip_suffix(PLAIN).unwrap_or(name);
        let half_done = folder.join(format!("{stem}.tmp"));
        let mut from = File::open(&self.path)?;
        let mut to = GzEncoder::new(File::create(&half_done)?, Compression::default());
        io::copy(&mut from, &mut to)?;
        to.finish()?.sync_all()?;
        fs::rename(&half_done, folder.join(format!("{stem}{COMPRESSED}")))?;
        sync_folder(folder)?;
        fs::remove_file(&self.path)
    }
}

/// Makes names of new files in `folder` outlive a loss of power. Only Unix has and needs it.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

/// What stands next in a segment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// A record.
    Record(Record),
    /// The end, on the border of two records.
    End,
    /// Nothing was written here yet: the end of a segment that nobody closed.
    Blank,
    /// Something that is no record: the segment ends here.
    Bad,
}

/// Reads the records of a segment one after the other.
pub struct SegmentReader {
    header: Header,
    seed: Hasher,
    from: Source,
    offset: u64,
}

enum Source {
    Plain(BufReader<File>),
    Compressed(Box<BufReader<GzDecoder<BufReader<File>>>>),
}

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Source::Plain(from) => from.read(into),
            Source::Compressed(from) => from.read(into),
        }
    }
}

impl SegmentReader {
    /// Opens a segment; it stands before the first record.
    pub fn open(file: &SegmentFile) -> Result<SegmentReader, JournalError> {
        let plain = BufReader::with_capacity(64 << 10, File::open(&file.path)?);
        let mut from = match file.compressed {
            true => Source::Compressed(Box::new(BufReader::new(GzDecoder::new(plain)))),
            false => Source::Plain(plain),
        };
        let (header, offset) = Header::read(&mut from)?;
        let mut seed = Hasher::new();
        seed.update(header.id.as_bytes());
        Ok(SegmentReader { header, seed, from, offset })
    }

    /// The head of the segment.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// How many bytes of the (uncompressed) segment are read.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Goes forward to `offset`.
    pub fn skip_to(&mut self, offset: u64) -> io::Result<()> {
        match &mut self.from {
            Source::Plain(from) => {
                from.seek(SeekFrom::Start(offset))?;
            }
            Source::Compressed(from) => {
                io::copy(&mut from.take(offset.saturating_sub(self.offset)), &mut io::sink())?;
            }
        }
        self.offset = offset;
        Ok(())
    }

    /// The next record, if it ends at or before `limit`.
    pub fn next(&mut self, limit: u64) -> io::Result<Next> {
        if self.offset + RECORD as u64 > limit {
            return Ok(Next::End);
        }
        let mut bytes = [0; RECORD];
        let mut filled = 0;
        while filled < RECORD {
            match self.from.read(&mut bytes[filled..]) {
                Ok(0) if filled == 0 => return Ok(Next::End),
                Ok(0) => return Ok(Next::Bad),
                Ok(n) => filled += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) => {
                    return Ok(Next::Bad);
                }
                Err(error) => return Err(error),
            }
        }
        let Some(record) = Record::decode(&bytes, &self.seed, self.offset) else {
            return Ok(if bytes == [0; RECORD] { Next::Blank } else { Next::Bad });
        };
        self.offset += RECORD as u64;
        Ok(Next::Record(record))
    }

    /// After a [`Next::Bad`] or [`Next::Blank`]: the records further on that are whole, to tell damage from a torn tail. Reads to the end.
    pub fn records_after_damage(&mut self) -> io::Result<Vec<Record>> {
        let mut rest = Vec::new();
        match self.from.read_to_end(&mut rest) {
            Err(error) if error.kind() != io::ErrorKind::InvalidData => return Err(error),
            _ => {}
        }
        // The bad record itself is already read.
        let first = self.offset + RECORD as u64;
        let whole = rest.as_chunks::<RECORD>().0.iter().enumerate();
        Ok(whole.filter_map(|(i, bytes)| Record::decode(bytes, &self.seed, first + (i * RECORD) as u64)).collect())
    }
}
