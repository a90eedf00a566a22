//! Files that people wrote are replaced whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;

/// Replaces the file by `text`: written beside it, synced, then moved into its place. Whatever fails, the file holds
/// either what it held or all of `text`.
///
/// `before` is what the file held when it was read, none if there was no file. When it holds something else by now,
/// somebody else has written to it and nothing is changed.
pub fn replace(file: &Path, before: Option<&str>, text: &str) -> anyhow::Result<()> {
    // A link is followed, so that the file itself is replaced and not the link.
    let file = &file.canonicalize().unwrap_or_else(|_| file.to_owned());
    let now = read(file)?;
    anyhow::ensure!(now.as_deref() == before, "{}: somebody else has written to it meanwhile", file.display());
    write(file, text).with_context(|| file.display().to_string())
}

/// What the file holds; none if there is no such file.
pub fn read(file: &Path) -> anyhow::Result<Option<String>> {
    match fs::read_to_string(file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| file.display().to_string()),
    }
}

fn write(file: &Path, text: &str) -> io::Result<()> {
    let folder = file.parent().unwrap_or(Path::new("."));
    // Hidden, so that the loader passes over what a crash leaves behind; the next try writes over it.
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(".new");
    let new = folder.join(name);
    let written = (|| {
        let mut output = File::create(&new)?;
        output.write_all(text.as_bytes())?;
        if let Ok(old) = fs::metadata(file) {
            output.set_permissions(old.permissions())?;
        }
        output.sync_all()?;
        drop(output);
        fs::rename(&new, file)
    })();
    if written.is_err() {
        let _ = fs::remove_file(&new);
        return written;
    }
    sync_folder(folder)
}

/// Makes the new name durable. Windows cannot sync a folder and does not need it.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("disan-save-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = folder("whole");
        let file = folder.join("codes.csv");
        replace(&file, None, "a\n").unwrap();
        replace(&file, Some("a\n"), "b\n").unwrap();
        assert_eq!(read(&file).unwrap().as_deref(), Some("b\n"));
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_somebody_else_wrote_is_not_overwritten() {
        let folder = folder("else");
        let file = folder.join("codes.csv");
        fs::write(&file, "theirs\n").unwrap();
        for before in [None, Some("ours\n")] {
            let error = replace(&file, before, "new\n").unwrap_err();
            assert!(error.to_string().contains("codes.csv"), "{error}");
        }
        assert_eq!(read(&file).unwrap().as_deref(), Some("theirs\n"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn a_failed_write_leaves_the_file_as_it_was() {
        let folder = folder("fails");
        let file = folder.join("codes.csv");
        fs::write(&file, "old\n").unwrap();
        // A folder in the way of the new file makes the write fail, for root as well.
        fs::create_dir(folder.join(".codes.csv.new")).unwrap();
        assert!(replace(&file, Some("old\n"), "new\n").is_err());
        assert_eq!(read(&file).unwrap().as_deref(), Some("old\n"));
        fs::remove_dir_all(folder).unwrap();
    }
}
