//! The list of moves a commit is going to make.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::StageError;

/// Name of the list inside the staging folder. Its presence means: everything was rendered and checked.
const LIST: &str = "moves.json";

/// What to move and what to remove, in this order; paths relative to the output folder.
#[derive(Serialize, Deserialize, PartialEq, Eq, Debug)]
pub struct Plan {
    /// Files, and whole folders where none stood.
    moves: Vec<String>,
    /// Files that are no longer made.
    removals: Vec<String>,
    /// The catalog, moved last; none where a command leaves it as it is.
    catalog: Option<String>,
}

impl Plan {
    /// Compares the staging folder with the output folder. `kept` are the files of this build, changed or not.
    pub fn make(
        out: &Path,
        staging: &Path,
        parts: &[&str],
        kept: &HashSet<&str>,
        catalog: Option<&str>,
    ) -> Result<Plan, StageError> {
        let mut plan = Plan { moves: Vec::new(), removals: Vec::new(), catalog: catalog.map(str::to_owned) };
        plan.find_moves(out, staging, "")?;
        plan.moves.retain(|path| Some(path.as_str()) != catalog && path != LIST);
        for part in parts {
            plan.find_removals(out, part, kept)?;
        }
        Ok(plan)
    }

    /// How many files it removes.
    pub fn removals(&self) -> usize {
        self.removals.len()
    }

    /// Writes the list into the staging folder and syncs it: from here on the moves will be made, now or by the
    /// next run.
    pub fn write_down(&self, staging: &Path) -> Result<(), StageError> {
        let list = staging.join(LIST);
        let write = || -> io::Result<()> {
            let half = staging.join("moves.half");
            let mut file = File::create(&half)?;
            file.write_all(&serde_json::to_vec(self)?)?;
            file.sync_all()?;
            fs::rename(&half, &list)?;
            File::open(staging)?.sync_all()
        };
        write().map_err(StageError::io(&list))
    }

    /// The list an interrupted run left in the staging folder.
    pub fn unfinished(staging: &Path) -> Result<Option<Plan>, StageError> {
        let list = staging.join(LIST);
        match fs::read(&list) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).map(Some).map_err(|e| StageError::io(&list)(io::Error::other(e)))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(StageError::io(&list)(error)),
        }
    }

    /// Makes the moves; those already made are passed over.
    pub fn carry_out(&self, out: &Path, staging: &Path) -> Result<(), StageError> {
        for path in &self.moves {
            move_into_place(out, staging, path)?;
        }
        for path in &self.removals {
            let file = out.join(path);
            match fs::remove_file(&file) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(StageError::io(&file)(error)),
                _ => remove_empty_parents(out, path),
            }
        }
        self.catalog.as_ref().map_or(Ok(()), |catalog| move_into_place(out, staging, catalog))
    }

    fn find_moves(&mut self, out: &Path, staging: &Path, folder: &str) -> Result<(), StageError> {
        for (name, is_folder) in list(&staging.join(folder))? {
            let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            if is_folder && out.join(&path).is_dir() {
                self.find_moves(out, staging, &path)?;
            } else {
                self.moves.push(path);
            }
        }
        Ok(())
    }

    fn find_removals(&mut self, out: &Path, folder: &str, kept: &HashSet<&str>) -> Result<(), StageError> {
        if !out.join(folder).is_dir() {
            return Ok(());
        }
        for (name, is_folder) in list(&out.join(folder))? {
            let path = format!("{folder}/{name}");
            if is_folder {
                self.find_removals(out, &path, kept)?;
            } else if !kept.contains(path.as_str()) {
                self.removals.push(path);
            }
        }
        Ok(())
    }
}

/// Names in a folder and whether each is a folder, sorted.
fn list(folder: &Path) -> Result<Vec<(String, bool)>, StageError> {
    let read = || -> io::Result<Vec<(String, bool)>> {
        let mut names = Vec::new();
        for item in fs::read_dir(folder)? {
            let item = item?;
            names.push((item.file_name().to_string_lossy().into_owned(), item.file_type()?.is_dir()));
        }
        names.sort_unstable();
        Ok(names)
    };
    read().map_err(StageError::io(folder))
}

fn move_into_place(out: &Path, staging: &Path, path: &str) -> Result<(), StageError> {
    let (from, to) = (staging.join(path), out.join(path));
    match fs::rename(&from, &to) {
        // Moved by the run that was interrupted, or a file that did not change.
        Err(error) if error.kind() == io::ErrorKind::NotFound && !from.exists() => Ok(()),
        // A folder stands where a file is to go, or the other way round.
        Err(_) if to.exists() => replace_other_type(&from, &to).map_err(StageError::io(&to)),
        Err(error) => Err(StageError::io(&to)(error)),
        Ok(()) => Ok(()),
    }
}

fn replace_other_type(from: &Path, to: &Path) -> io::Result<()> {
    if to.is_dir() {
        fs::remove_dir_all(to)?;
    } else {
        fs::remove_file(to)?;
    }
    fs::rename(from, to)
}

/// Removes the folders that the removal of `path` has left empty.
fn remove_empty_parents(out: &Path, path: &str) {
    let mut folder = Path::new(path).parent();
    while let Some(parent) = folder.filter(|p| p.components().count() > 1) {
        // Fails where the folder is not empty: that is where to stop.
        if fs::remove_dir(out.join(parent)).is_err() {
            return;
        }
        folder = parent.parent();
    }
}
