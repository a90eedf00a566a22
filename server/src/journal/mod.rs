//! The journal: every answered scan, on disk before its answer.
//!
//! # Format 1
//! `DATA/journal/` holds *segments*, `<opened, UTC>-<id>.journal`, or `.journal.gz` once closed and counted, or
//! `.seal.gz` once it was told to keep its sums alone. Each start of the server and each rotation (size, day, new tables) opens a new one; a segment is never reopened. The name is
//! for people: what counts is the header. Numbers are little-endian.
//!
//! ```text
//! header   8  DISANJ01
//!          4  length of the JSON text that follows the checksum
//!          4  CRC-32 of that text
//!          …  JSON: format, id (128 random bits in hexadecimal), opened, offset_minutes, rules, the tables of names that
//!             the bytes of the records refer to, and, where there is something to say, `abandoned` (a segment that
//!             ends at the offset named here, whatever its file still holds), `gap` (a span without a server) and
//!             `imported` (the source and the day of the access log it was made from; its id follows from both)
//!          …  zeros up to a multiple of 32
//! records  32 bytes each, to the end of the file:
//!      0   4  CRC-32 of the id, the record's offset in the file (8 bytes) and the 28 bytes that follow
//!      4   1  kind: 1 scan, 2 orphans, 3 answers, 4 alive, 5 closed
//!      5   1  flags of a scan: 1 first of its device, 2 unknown whether it is
//!      6   2  minute of the local day
//!      8   4  local day since 1970-01-01, signed
//!     12   4  scan: code · orphans, answers: how many
//!     16   8  scan: entry id · orphans: a number asked for · alive, closed: seconds since 1970-01-01 UTC
//!     24   1  scan: class · answers: which answer
//!     25   1  scan: language · orphans: bucket
//!     26   1  scan: device
//!     27   1  scan: in-app browser
//!     28   4  scan: placement
//! ```
//!
//! The file of an open segment is filled with zeros some way ahead, which makes syncing cheaper; closing cuts them off.
//!
//! A *seal* is text, compressed: a line `DISAN SEAL 1`, the JSON of the segment's header, then a line a sum with its parts
//! between tabs (`scan`, `dim`, `orphan`, `answer`, `gap`; `fold/seal.rs` writes them), and a last line `end` with the
//! length the segment had, the number of lines of sums and the CRC-32 of all before it, in hexadecimal. It tells the sums
//! of each day and each entry, so that everything can still be counted anew, also for other units; the minutes are gone.
//!
//! # Versions
//! The number stands in `format` of each header and in the first line of each seal. A program reads all formats that
//! programs before it wrote, and refuses newer ones by name instead of guessing. Within a format, tables of names may
//! grow at their end; what a byte means is fixed.
//!
//! A checksum binds a record to its place in its segment, so stale blocks of a disk cannot pass for records. The first
//! record that does not fit ends the segment. *Alive* is written once a minute without scans, *closed* by an orderly
//! stop or rotation: what is missing tells how long nobody was there to count.

mod header;
mod record;
mod segment;
mod writer;

pub use header::{Abandoned, Header, Imported, Span, Tables};
pub use record::{ANSWERS, Answer, RECORD, Record};
pub(crate) use segment::sync_folder;
pub use segment::{Kind, Next, SegmentFile, SegmentReader, list, tidy};
pub(crate) use writer::random_id;
pub use writer::{SegmentWriter, previous_gap};

/// Why a segment cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The system refuses.
    #[error("{0}")]
    Io(#[from] std::io::Error),
    /// The header is cut short or damaged.
    #[error("the header is damaged: {0}")]
    Header(String),
}
