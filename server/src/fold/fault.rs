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
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Header { file, reason } => write!(f, "{file}: {reason}"),
            Fault::Damaged { file, at, lost } => {
                write!(f, "{file}: damaged at byte {at}; {lost} records after it are not counted")
            }
            Fault::CutOff { file, at } => write!(f, "{file}: cut off at byte {at}, as a crash leaves it"),
        }
    }
}
