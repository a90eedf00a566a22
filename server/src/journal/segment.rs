//! Reading segments: the open one, closed ones and compressed ones.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;

use super::{Header, JournalError, RECORD, Record};

const PLAIN: &str = ".journal";
const COMPRESSED: &str = ".journal.gz";
const SEALED: &str = ".seal.gz";
const HALF_DONE: &str = ".tmp";

/// In which of its three lives a segment is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Kind {
    /// As it was written.
    Plain,
    /// Closed, counted and compressed.
    Compressed,
    /// Its records are gone; their sums are kept.
    Sealed,
}

impl Kind {
    /// The ending of its name.
    const fn ending(self) -> &'static str {
        match self {
            Kind::Plain => PLAIN,
            Kind::Compressed => COMPRESSED,
            Kind::Sealed => SEALED,
        }
    }
}

/// A file of the journal's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SegmentFile {
    /// Where it is.
    pub path: PathBuf,
    /// The id in its name.
    pub id: String,
    /// What it holds.
    pub kind: Kind,
}

/// The segments in `dir`, oldest first. One that is there twice, because a compression or a sealing was cut off, is named
/// once, by the file that was made last and is whole: each is synced before it gets its name.
pub fn list(dir: &Path) -> io::Result<Vec<SegmentFile>> {
    look(dir, |_| ())
}

/// Removes what a compression or a sealing that was cut off left behind: half a file, or one whose successor is whole.
pub fn tidy(dir: &Path) -> io::Result<()> {
    let mut left = Vec::new();
    look(dir, |path| left.push(path))?;
    left.into_iter().try_for_each(fs::remove_file)
}

fn look(dir: &Path, mut left: impl FnMut(PathBuf)) -> io::Result<Vec<SegmentFile>> {
    let mut found: BTreeMap<String, SegmentFile> = BTreeMap::new();
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()) else { continue };
        if name.ends_with(HALF_DONE) {
            left(path);
            continue;
        }
        let kinds = [Kind::Plain, Kind::Compressed, Kind::Sealed];
        let Some((stem, kind)) = kinds.iter().find_map(|kind| Some((name.strip_suffix(kind.ending())?, *kind))) else {
            continue;
        };
        let Some((_, id)) = stem.rsplit_once('-') else { continue };
        let file = SegmentFile { path: path.clone(), id: id.to_owned(), kind };
        match found.get(stem) {
            Some(other) if other.kind > kind => left(path),
            _ => {
                if let Some(older) = found.insert(stem.to_owned(), file) {
                    left(older.path);
                }
            }
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

    /// Its name, without the folder.
    pub fn file_name(&self) -> String {
        self.path.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// How many bytes it has, uncompressed. Meaningless for a sealed one.
    pub fn length(&self) -> io::Result<u64> {
        let mut file = File::open(&self.path)?;
        if self.kind == Kind::Plain {
            return Ok(file.metadata()?.len());
        }
        // The last four bytes of a gzip file are the length of what it holds; a segment is far shorter than 4 GiB.
        let mut length = [0; 4];
        file.seek(SeekFrom::End(-4))?;
        file.read_exact(&mut length)?;
        Ok(u32::from_le_bytes(length).into())
    }

    /// Compresses a closed, counted segment, without the zeros after its last record.
    pub fn compress(&self) -> io::Result<()> {
        let mut from = File::open(&self.path)?;
        let length = without_zeros(&mut from)?;
        from.seek(SeekFrom::Start(0))?;
        self.become_kind(Kind::Compressed, |to| io::copy(&mut from.take(length), to).map(drop))
    }

    /// Puts what `write` writes, compressed, in the place of the segment. At no moment is its content only in an unsynced
    /// file, and wherever this is cut off, [`list`] finds it once.
    pub fn become_kind(&self, kind: Kind, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let name = self.file_name();
        let stem = name.strip_suffix(self.kind.ending()).unwrap_or(&name);
        let half_done = folder.join(format!("{stem}{HALF_DONE}"));
        let mut to = GzEncoder::new(BufWriter::new(File::create(&half_done)?), Compression::default());
        write(&mut to)?;
        to.finish()?.into_inner()?.sync_all()?;
        fs::rename(&half_done, folder.join(format!("{stem}{}", kind.ending())))?;
        sync_folder(folder)?;
        fs::remove_file(&self.path)
    }
}

/// How long a file is without the zeros at its end, rounded up to whole records.
fn without_zeros(file: &mut File) -> io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut block = vec![0; 64 << 10];
    while end > 0 {
        let from = end.saturating_sub(block.len() as u64);
        let read = &mut block[..(end - from) as usize];
        file.seek(SeekFrom::Start(from))?;
        file.read_exact(read)?;
        if let Some(last) = read.iter().rposition(|byte| *byte != 0) {
            let length = file.metadata()?.len();
            return Ok((from + last as u64 + 1).next_multiple_of(RECORD as u64).min(length));
        }
        end = from;
    }
    Ok(0)
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
        let mut from = match file.kind {
            Kind::Plain => Source::Plain(plain),
            _ => Source::Compressed(Box::new(BufReader::new(GzDecoder::new(plain)))),
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
