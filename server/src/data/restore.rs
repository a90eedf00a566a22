//! A backup becomes a data folder again.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::DataError;
use super::backup::{FIRST_LINE, LIST, half_done, put_in_place, sum};

/// Puts a backup where a data folder is to be; gives the number of files. Every file is looked at first: nothing is left
/// behind where one is damaged.
pub fn restore(from: &Path, data: &Path) -> Result<usize, DataError> {
    let list = fs::read_to_string(from.join(LIST)).map_err(|_| DataError::NoBackup(from.to_owned()))?;
    let files = parse(&list).ok_or_else(|| DataError::Damaged(from.join(LIST)))?;
    let part = half_done(data)?;
    for (checksum, length, name) in &files {
        let copy = part.join(name);
        let copied = fs::copy(from.join(name), &copy).and_then(|_| sum(&copy));
        if copied.ok() != Some((*checksum, *length)) {
            // What was copied so far is of no use; if it stays, the next try removes it.
            let _ = fs::remove_dir_all(&part);
            return Err(DataError::Damaged(from.join(name)));
        }
        let synced = File::open(&copy).and_then(|file| file.sync_all());
        synced.map_err(|error| DataError::File(copy, error))?;
    }
    put_in_place(&part, data)?;
    Ok(files.len())
}

/// Checksum, length and name of each file in a list; `None` where the list is damaged.
fn parse(list: &str) -> Option<Vec<(u32, u64, PathBuf)>> {
    let mut lines = list.lines();
    if lines.next()? != FIRST_LINE {
        return None;
    }
    let mut files = Vec::new();
    for line in lines {
        let mut parts = line.splitn(3, ' ');
        match (parts.next()?, parts.next()?, parts.next()) {
            ("end", n, None) => return (n.parse() == Ok(files.len())).then_some(files),
            (checksum, length, Some(name)) => {
                let name = PathBuf::from(name);
                // A list that somebody has changed must not write elsewhere.
                let within = name.components().all(|part| matches!(part, std::path::Component::Normal(_)));
                let checksum = u32::from_str_radix(checksum, 16).ok().filter(|_| within)?;
                files.push((checksum, length.parse().ok()?, name));
            }
            _ => return None,
        }
    }
    None
}
