//! Damage in the journal that a person should know of.

use std::fmt;

/// What is wrong with a segment. The text is for the log; pages have words of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Its head is unreadable, and so are all its records.
    Header {
        /// Name of the file.
        file: String,
        /// In what way.
        reason: String,
    },
    /// Records after a damaged place are not counted.
    Damaged {
        /// Name of the file.
        file: String,
        /// Where.
        at: u64,
        /// How many whole records follow.
        lost: usize,
    },
    /// It ends in the middle of a record, as a crash leaves it. The gap is known already.
    CutOff {
        /// Name of the file.
        file: String,
        /// Where.
        at: u64,
    },
    /// The counts know more of it than the file holds: the file is an older copy, or a disk did not keep its word.
    Beyond {
        /// Name of the file.
        file: String,
        /// How far it is counted.
        counted: u64,
        /// Where it ends.
        end: u64,
    },
    /// Segments that are counted are no longer in the folder.
    Missing {
        /// How many.
        segments: usize,
    },
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Header { file, reason } => write!(f, "{file}: {reason}"),
            Fault::Damaged { file, at, lost } => {
                write!(f, "{file}: damaged at byte {at}; {lost} records after it are not counted")
            }
            Fault::CutOff { file, at } => write!(f, "{file}: cut off at byte {at}, as a crash leaves it"),
            Fault::Beyond { file, counted, end } => {
                write!(f, "{file}: counted up to byte {counted}, but it ends at byte {end}")
            }
            Fault::Missing { segments } => write!(f, "{segments} counted segments are not in the journal any more"),
        }
    }
}
