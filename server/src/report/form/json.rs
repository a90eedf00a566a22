//! A report as JSON: everything that stands on it, numbers as numbers.

use crate::report::Paper;

/// The bytes of the file.
pub fn json(paper: &Paper) -> Vec<u8> {
    // A report holds only texts, numbers and lists: nothing of it can fail to be written.
    let mut bytes = serde_json::to_vec_pretty(paper).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
