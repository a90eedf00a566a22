//! A copy of a data folder, made while the server runs: the stores first, then the journal, so that the journal of the copy
//! holds at least what its counts have counted.
//!
//! A backup is itself a data folder, with one file more: `backup.txt` lists every file with its CRC-32 and its length, so
//! that damage is found before it is needed.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use crc32fast::Hasher;

use super::{COUNTS, DataError, JOURNAL, OFFICE};
use crate::journal::{self, Kind, Next, SegmentFile, SegmentReader, sync_folder};
use crate::store::Sqlite;

/// The list of what is in a backup.
pub(super) const LIST: &str = "backup.txt";

/// The first line of the list.
pub(super) const FIRST_LINE: &str = "DISAN BACKUP 1";

/// Copies the data folder to a new folder; gives the number of files. A server may run meanwhile.
pub fn backup(data: &Path, to: &Path) -> Result<usize, DataError> {
    if !data.join(JOURNAL).is_dir() {
        return Err(DataError::NoData(data.to_owned()));
    }
    let part = half_done(to)?;
    let mut names = Vec::new();
    for name in [OFFICE, COUNTS] {
        let file = data.join(name);
        if file.exists() {
            let copied = Sqlite::open_reader(&file).and_then(|engine| engine.copy_to(&part.join(name)));
            copied.map_err(DataError::Database)?;
            names.push(name.to_owned());
        }
    }
    names.extend(copy_journal(&data.join(JOURNAL), &part.join(JOURNAL))?);
    let mut list = format!("{FIRST_LINE}\n");
    for name in &names {
        let file = part.join(name);
        let seal = sum(&file).and_then(|sum| File::open(&file)?.sync_all().map(|()| sum));
        let (checksum, length) = seal.map_err(|error| DataError::File(file, error))?;
        list.push_str(&format!("{checksum:08x} {length} {name}\n"));
    }
    list.push_str(&format!("end {}\n", names.len()));
    write(&part.join(LIST), list.as_bytes())?;
    put_in_place(&part, to)?;
    Ok(names.len())
}

/// An empty folder beside `to`, which must not be there yet.
pub(super) fn half_done(to: &Path) -> Result<PathBuf, DataError> {
    let empty = fs::read_dir(to).is_ok_and(|mut items| items.next().is_none());
    if to.exists() && !empty {
        return Err(DataError::Occupied(to.to_owned()));
    }
    let mut part = to.as_os_str().to_owned();
    part.push(".part");
    let part = PathBuf::from(part);
    let failed = |error| DataError::File(part.clone(), error);
    if part.exists() {
        fs::remove_dir_all(&part).map_err(failed)?;
    }
    fs::create_dir_all(part.join(JOURNAL)).map_err(failed)?;
    Ok(part)
}

/// Gives a finished folder its name.
pub(super) fn put_in_place(part: &Path, to: &Path) -> Result<(), DataError> {
    let failed = |error| DataError::File(to.to_owned(), error);
    for folder in [&part.join(JOURNAL), part] {
        sync_folder(folder).map_err(failed)?;
    }
    if to.exists() {
        fs::remove_dir(to).map_err(failed)?;
    }
    fs::rename(part, to).map_err(failed)?;
    let parent = to.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    sync_folder(parent).map_err(failed)
}

/// Checksum and length of a file.
pub(super) fn sum(file: &Path) -> io::Result<(u32, u64)> {
    let (mut from, mut hasher, mut length) = (File::open(file)?, Hasher::new(), 0);
    let mut block = vec![0; 64 << 10];
    loop {
        match from.read(&mut block)? {
            0 => return Ok((hasher.finalize(), length)),
            n => {
                hasher.update(&block[..n]);
                length += n as u64;
            }
        }
    }
}

pub(super) fn write(file: &Path, bytes: &[u8]) -> Result<(), DataError> {
    let written = File::create(file).and_then(|mut to| to.write_all(bytes).and_then(|()| to.sync_all()));
    written.map_err(|error| DataError::File(file.to_owned(), error))
}

/// Copies segments until none is new; gives their names.
fn copy_journal(from: &Path, to: &Path) -> Result<Vec<String>, DataError> {
    let mut copied = BTreeSet::new();
    loop {
        let files = journal::list(from).map_err(|error| DataError::File(from.to_owned(), error))?;
        let mut gone = false;
        for file in files {
            let name = file.file_name();
            if copied.contains(&name) {
                continue;
            }
            match copy_segment(&file, &to.join(&name)) {
                Ok(()) => drop(copied.insert(name)),
                // The server has just compressed or sealed it: it is there under another name.
                Err(error) if error.kind() == io::ErrorKind::NotFound => gone = true,
                Err(error) => return Err(DataError::File(file.path, error)),
            }
        }
        if !gone {
            return Ok(copied.into_iter().map(|name| format!("{JOURNAL}/{name}")).collect());
        }
    }
}

/// Copies a segment. Of one that is being written, what is there; a record that is only half there is left out.
fn copy_segment(file: &SegmentFile, to: &Path) -> io::Result<()> {
    fs::copy(&file.path, to)?;
    if file.kind != Kind::Plain {
        return Ok(());
    }
    let copy = SegmentFile { path: to.to_owned(), ..file.clone() };
    // One without a readable head is copied as it is: somebody may know how to mend it.
    let Ok(mut reader) = SegmentReader::open(&copy) else { return Ok(()) };
    let end = loop {
        match reader.next(u64::MAX)? {
            Next::Record(_) => {}
            end => break end,
        }
    };
    let at = reader.offset();
    match end {
        Next::Bad | Next::Blank if reader.records_after_damage()?.is_empty() => {
            File::options().write(true).open(to)?.set_len(at)
        }
        _ => Ok(()),
    }
}
