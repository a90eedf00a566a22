//! Where rendered files go until all of them are there.

use std::collections::{HashMap, HashSet};
use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::plan::Plan;

/// Folder inside the output folder that holds what is staged. Hidden, so that no server serves it.
const STAGING: &str = ".staging";

/// Rendered files on their way into the output folder.
#[derive(Debug)]
pub struct Stage {
    out: PathBuf,
    staging: PathBuf,
    staged: Mutex<Vec<Staged>>,
    /// What stood in the output folder when the stage was opened: only there can a file be the same as before.
    standing: HashSet<OsString>,
    /// Held as long as the stage lives: two builds into one folder would mix their files.
    _lock: File,
}

#[derive(Debug)]
struct Staged {
    path: String,
    /// Tells changes apart; nobody is to be kept from making two files with the same one.
    digest: u128,
    changed: bool,
}

/// What a commit did.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Commit {
    /// Files that are new or differ.
    pub written: usize,
    /// Files that stood already with the same bytes.
    pub unchanged: usize,
    /// Files of an earlier build that this one no longer makes.
    pub removed: usize,
}

/// Why staging failed.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// Another build writes into the same folder.
    #[error("another build is writing into {0}")]
    Busy(PathBuf),
    /// The file system refused.
    #[error("{path}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
}

impl StageError {
    pub(super) fn io(path: &Path) -> impl FnOnce(io::Error) -> StageError + '_ {
        move |source| StageError::Io { path: path.to_owned(), source }
    }
}

impl Stage {
    /// An empty stage for the output folder `out`, made if missing. Finishes a move that was cut short, and drops
    /// what a build that failed had staged.
    pub fn open(out: &Path) -> Result<Stage, StageError> {
        fs::create_dir_all(out).map_err(StageError::io(out))?;
        let lock_path = out.join(".lock");
        let lock = File::create(&lock_path).map_err(StageError::io(&lock_path))?;
        lock.try_lock().map_err(|_| StageError::Busy(out.to_owned()))?;
        let staging = out.join(STAGING);
        if let Some(plan) = Plan::unfinished(&staging)? {
            plan.carry_out(out, &staging)?;
        }
        remove_folder(&staging)?;
        fs::create_dir_all(&staging).map_err(StageError::io(&staging))?;
        let standing = fs::read_dir(out).map_err(StageError::io(out))?.flatten().map(|item| item.file_name()).collect();
        Ok(Stage { out: out.to_owned(), staging, staged: Mutex::default(), standing, _lock: lock })
    }

    /// Stages a file. `path` is relative to the output folder, `/` between its parts: `site/vi/index.html`,
    /// `print/con-son.pdf`. Callable from several threads; each path once.
    pub fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let changed = !self.stands(path, bytes);
        if changed {
            write_new(&self.staging.join(path), bytes)?;
        }
        let staged = Staged { path: path.to_owned(), digest: xxh3_128(bytes), changed };
        self.staged.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).push(staged);
        Ok(())
    }

    /// What was staged under `path`.
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        match fs::read(self.staging.join(path)) {
            // What stood already was not written again.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::read(self.out.join(path)),
            read => read,
        }
    }

    /// How many files were staged so far.
    pub fn len(&self) -> usize {
        self.staged.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).len()
    }

    /// Whether nothing was staged yet.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Moves everything into place: `parts` are the folders this build makes whole (`site`, `print`), in which files
    /// it did not stage are removed. `catalog` is given the revision, a hash of all that was staged, and makes the
    /// file that is moved last under the name `catalog_name`.
    pub fn commit(
        self,
        parts: &[&str],
        catalog_name: &str,
        catalog: impl FnOnce(&str) -> Vec<u8>,
    ) -> Result<Commit, StageError> {
        let revision = self.revision();
        self.put(catalog_name, &catalog(&revision)).map_err(StageError::io(&self.staging.join(catalog_name)))?;
        self.move_all(parts, Some(catalog_name))
    }

    /// Moves everything into place and leaves the catalog, and so a running server, as it is: for what no reader of
    /// pages ever asks for.
    pub fn commit_aside(self, parts: &[&str]) -> Result<Commit, StageError> {
        self.move_all(parts, None)
    }

    fn move_all(self, parts: &[&str], catalog: Option<&str>) -> Result<Commit, StageError> {
        let staged = self.staged.into_inner().unwrap_or_else(|poisoned| poisoned.into_inner());
        let kept: HashSet<&str> = staged.iter().map(|s| s.path.as_str()).collect();
        let written = staged.iter().filter(|s| s.changed).count();
        let plan = Plan::make(&self.out, &self.staging, parts, &kept, catalog)?;
        let removed = plan.removals();
        plan.write_down(&self.staging)?;
        plan.carry_out(&self.out, &self.staging)?;
        remove_folder(&self.staging)?;
        Ok(Commit { written, unchanged: staged.len() - written, removed })
    }

    fn stands(&self, path: &str, bytes: &[u8]) -> bool {
        let part = path.split('/').next().unwrap_or(path);
        if !self.standing.contains(OsStr::new(part)) {
            return false;
        }
        let file = self.out.join(path);
        fs::metadata(&file).is_ok_and(|m| m.len() == bytes.len() as u64) && fs::read(&file).is_ok_and(|b| b == bytes)
    }

    /// A hash of every path staged so far and its bytes, whatever the order they came in.
    pub fn revision(&self) -> String {
        let mut staged = self.staged.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        staged.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        let mut hash = Xxh3::new();
        for file in staged.iter() {
            hash.update(file.path.as_bytes());
            hash.update(&[0]);
            hash.update(&file.digest.to_le_bytes());
        }
        format!("{:032x}", hash.digest128())
    }

    /// The digests of the files at `paths`, as far as they are staged.
    pub fn digests(&self, paths: &HashSet<&str>) -> HashMap<String, u128> {
        let staged = self.staged.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        let wanted = staged.iter().filter(|file| paths.contains(file.path.as_str()));
        wanted.map(|file| (file.path.clone(), file.digest)).collect()
    }

    /// How many bytes the file staged at `path` has; none where no such file was staged.
    pub fn size(&self, path: &str) -> Option<u64> {
        let of = |root: &Path| fs::metadata(root.join(path)).ok().map(|metadata| metadata.len());
        of(&self.staging).or_else(|| of(&self.out))
    }
}

/// Writes a file and makes its folder: nearly every page has one of its own.
fn write_new(file: &Path, bytes: &[u8]) -> io::Result<()> {
    // Where the folder stands already, or its own parent is missing, the writing tells.
    let _ = fs::create_dir(file.parent().unwrap_or(file));
    match fs::write(file, bytes) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            fs::create_dir_all(file.parent().unwrap_or(file))?;
            fs::write(file, bytes)
        }
        done => done,
    }
}

fn remove_folder(folder: &Path) -> Result<(), StageError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(StageError::io(folder)(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("disan-stage-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        folder
    }

    fn build(out: &Path, files: &[(&str, &str)]) -> Commit {
        let stage = Stage::open(out).unwrap();
        for (path, text) in files {
            stage.put(path, text.as_bytes()).unwrap();
        }
        stage.commit(&["site"], "catalog.json", |revision| revision.as_bytes().to_vec()).unwrap()
    }

    #[test]
    fn only_what_changed_is_written_and_what_is_no_longer_made_is_removed() {
        let out = folder("changed");
        let first = build(&out, &[("site/a/index.html", "a"), ("site/b/index.html", "b"), ("print/x.pdf", "x")]);
        assert_eq!(first, Commit { written: 4, unchanged: 0, removed: 0 });
        let untouched = fs::metadata(out.join("site/a/index.html")).unwrap().modified().unwrap();
        let second = build(&out, &[("site/a/index.html", "a"), ("site/c/index.html", "c")]);
        assert_eq!(second, Commit { written: 2, unchanged: 1, removed: 1 });
        assert_eq!(fs::metadata(out.join("site/a/index.html")).unwrap().modified().unwrap(), untouched);
        assert!(!out.join("site/b").exists(), "an empty folder stays behind");
        assert!(out.join("print/x.pdf").exists(), "a part that was not built is left alone");
        fs::remove_dir_all(out).unwrap();
    }

    #[test]
    fn a_failed_build_leaves_the_last_good_output() {
        let out = folder("failed");
        build(&out, &[("site/index.html", "good")]);
        let stage = Stage::open(&out).unwrap();
        stage.put("site/index.html", b"half").unwrap();
        drop(stage);
        assert_eq!(fs::read_to_string(out.join("site/index.html")).unwrap(), "good");
        assert_eq!(build(&out, &[("site/index.html", "good")]).unchanged, 2);
        fs::remove_dir_all(out).unwrap();
    }

    #[test]
    fn a_move_cut_short_is_finished_by_the_next_run() {
        let out = folder("cut");
        build(&out, &[("site/old.html", "old"), ("site/a/index.html", "a1")]);
        let stage = Stage::open(&out).unwrap();
        stage.put("site/a/index.html", b"a2").unwrap();
        stage.put("site/n/index.html", b"n").unwrap();
        stage.put("catalog.json", b"new").unwrap();
        let kept = ["site/a/index.html", "site/n/index.html", "catalog.json"].into_iter().collect();
        let plan = Plan::make(&out, &stage.staging, &["site"], &kept, Some("catalog.json")).unwrap();
        plan.write_down(&stage.staging).unwrap();
        // The power goes after the first move.
        fs::rename(stage.staging.join("site/a/index.html"), out.join("site/a/index.html")).unwrap();
        drop(stage);
        Stage::open(&out).unwrap();
        let text = |path: &str| fs::read_to_string(out.join(path)).unwrap();
        assert_eq!(
            (text("site/a/index.html"), text("site/n/index.html"), text("catalog.json")),
            ("a2".into(), "n".into(), "new".into())
        );
        assert!(!out.join("site/old.html").exists());
        fs::remove_dir_all(out).unwrap();
    }

    #[test]
    fn what_goes_aside_leaves_the_catalog_and_other_parts_alone() {
        let out = folder("aside");
        build(&out, &[("site/index.html", "good"), ("print/a4/x.pdf", "x"), ("print/a4/y.pdf", "y")]);
        let catalog = fs::read(out.join("catalog.json")).unwrap();
        let stage = Stage::open(&out).unwrap();
        stage.put("print/a4/x.pdf", b"new").unwrap();
        stage.put("print/card/x.pdf", b"card").unwrap();
        let commit = stage.commit_aside(&["print/a4", "print/card"]).unwrap();
        assert_eq!(commit, Commit { written: 2, unchanged: 0, removed: 1 });
        assert_eq!(fs::read(out.join("catalog.json")).unwrap(), catalog);
        assert!(out.join("site/index.html").exists() && !out.join("print/a4/y.pdf").exists());
        assert_eq!(fs::read_to_string(out.join("print/a4/x.pdf")).unwrap(), "new");
        fs::remove_dir_all(out).unwrap();
    }

    #[test]
    fn two_builds_into_one_folder_are_refused() {
        let out = folder("busy");
        let _first = Stage::open(&out).unwrap();
        assert!(matches!(Stage::open(&out), Err(StageError::Busy(_))));
        fs::remove_dir_all(out).unwrap();
    }
}
