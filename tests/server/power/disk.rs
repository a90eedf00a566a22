//! A disk that keeps only what was synced: from the calls of a real server, what is left when the power fails.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::trace::{Call, What};
use crate::chance::Chance;

/// What becomes of what was written and not yet synced.
#[derive(Clone, Copy, Debug)]
pub enum Loss {
    /// All of it is gone.
    All,
    /// All of it made it to the disk after all.
    Nothing,
    /// A first part of it made it, the last write only in part.
    Tail,
    /// Any sectors of it made it.
    Torn,
}

pub const LOSSES: [Loss; 4] = [Loss::All, Loss::Nothing, Loss::Tail, Loss::Torn];

const SECTOR: usize = 512;

/// What a file has on disk, and what waits to get there.
#[derive(Clone, Default)]
struct Kept {
    bytes: Vec<u8>,
    /// With the time each was over.
    waiting: Vec<(u64, Step)>,
}

#[derive(Clone)]
enum Step {
    Write(u64, Vec<u8>),
    Cut(u64),
}

impl Step {
    fn apply(&self, bytes: &mut Vec<u8>) {
        match self {
            Step::Write(at, new) => {
                let end = *at as usize + new.len();
                if bytes.len() < end {
                    bytes.resize(end, 0);
                }
                bytes[*at as usize..end].copy_from_slice(new);
            }
            Step::Cut(length) => bytes.resize(*length as usize, 0),
        }
    }
}

#[derive(Clone)]
enum Naming {
    Create(PathBuf, usize),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
}

/// A folder on a disk that keeps its word and nothing more.
#[derive(Clone)]
pub struct Disk {
    root: PathBuf,
    files: Vec<Kept>,
    /// Names as a running program sees them.
    seen: BTreeMap<PathBuf, usize>,
    /// Names as they are on disk.
    names: BTreeMap<PathBuf, usize>,
    waiting: Vec<Naming>,
}

impl Disk {
    /// A disk that has safely kept the files of `root`.
    pub fn of(root: &Path) -> Disk {
        let mut disk = Disk {
            root: root.to_owned(),
            files: Vec::new(),
            seen: BTreeMap::new(),
            names: BTreeMap::new(),
            waiting: Vec::new(),
        };
        for (name, bytes) in crate::driver::files(root) {
            disk.names.insert(root.join(name), disk.files.len());
            disk.files.push(Kept { bytes, waiting: Vec::new() });
        }
        disk.seen = disk.names.clone();
        disk
    }

    /// What a call leaves that is over. A sync covers what was written before it began.
    pub fn take(&mut self, call: &Call) {
        match &call.what {
            What::Create(path) if !self.seen.contains_key(path) && self.holds(path) => {
                self.seen.insert(path.clone(), self.files.len());
                self.waiting.push(Naming::Create(path.clone(), self.files.len()));
                self.files.push(Kept::default());
            }
            What::Write { file, at, bytes } => self.wait(file, call.end, Step::Write(*at, bytes.clone())),
            What::Cut(file, length) => self.wait(file, call.end, Step::Cut(*length)),
            What::Sync(path) => self.sync(path, call.start),
            What::Rename(from, to) => {
                if let Some(file) = self.seen.remove(from) {
                    self.seen.insert(to.clone(), file);
                    self.waiting.push(Naming::Rename(from.clone(), to.clone()));
                }
            }
            What::Remove(path) if self.seen.remove(path).is_some() => {
                self.waiting.push(Naming::Remove(path.clone()));
            }
            _ => {}
        }
    }

    /// What SQLite shares between processes by way of memory is no file that anybody syncs.
    fn holds(&self, path: &Path) -> bool {
        path.starts_with(&self.root) && !path.to_string_lossy().ends_with("-shm")
    }

    fn wait(&mut self, path: &Path, when: u64, step: Step) {
        if let Some(file) = self.seen.get(path) {
            self.files[*file].waiting.push((when, step));
        }
    }

    fn sync(&mut self, path: &Path, since: u64) {
        if let Some(file) = self.seen.get(path) {
            let file = &mut self.files[*file];
            let synced = file.waiting.iter().take_while(|(when, _)| *when <= since).count();
            for (_, step) in file.waiting.drain(..synced) {
                step.apply(&mut file.bytes);
            }
        } else if self.waiting.iter().any(|naming| naming.folder() == Some(path)) {
            let (these, others): (Vec<_>, Vec<_>) =
                std::mem::take(&mut self.waiting).into_iter().partition(|naming| naming.folder() == Some(path));
            self.waiting = others;
            these.iter().for_each(|naming| naming.apply(&mut self.names));
        }
    }

    /// Writes what is left after the power failed to `folder`.
    pub fn fail(&self, loss: Loss, chance: &mut Chance, folder: &Path) {
        let mut names = self.names.clone();
        let kept = match loss {
            Loss::All => 0,
            Loss::Nothing => self.waiting.len(),
            Loss::Tail | Loss::Torn => chance.below(self.waiting.len() as u64 + 1) as usize,
        };
        self.waiting[..kept].iter().for_each(|naming| naming.apply(&mut names));
        for (path, file) in names {
            let to = folder.join(path.strip_prefix(&self.root).unwrap());
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::write(to, self.files[file].left(loss, chance)).unwrap();
        }
    }
}

impl Naming {
    fn folder(&self) -> Option<&Path> {
        match self {
            Naming::Create(path, _) | Naming::Remove(path) | Naming::Rename(_, path) => path.parent(),
        }
    }

    fn apply(&self, names: &mut BTreeMap<PathBuf, usize>) {
        match self {
            Naming::Create(path, file) => drop(names.insert(path.clone(), *file)),
            Naming::Remove(path) => drop(names.remove(path)),
            Naming::Rename(from, to) => {
                if let Some(file) = names.remove(from) {
                    names.insert(to.clone(), file);
                }
            }
        }
    }
}

impl Kept {
    /// Its bytes after the power failed.
    fn left(&self, loss: Loss, chance: &mut Chance) -> Vec<u8> {
        let mut bytes = self.bytes.clone();
        let steps = self.waiting.iter().map(|(_, step)| step);
        match loss {
            Loss::All => {}
            Loss::Nothing => steps.for_each(|step| step.apply(&mut bytes)),
            Loss::Tail => {
                let whole = chance.below(self.waiting.len() as u64 + 1) as usize;
                for (i, step) in steps.enumerate().take(whole + 1) {
                    match step {
                        Step::Write(at, new) if i == whole => {
                            let part = chance.below(new.len() as u64 + 1) as usize;
                            Step::Write(*at, new[..part].to_vec()).apply(&mut bytes);
                        }
                        Step::Cut(_) if i == whole => {}
                        step => step.apply(&mut bytes),
                    }
                }
            }
            Loss::Torn => {
                for step in steps {
                    match step {
                        Step::Write(at, new) => {
                            for (i, sector) in new.chunks(SECTOR).enumerate() {
                                if chance.below(2) == 0 {
                                    Step::Write(at + (i * SECTOR) as u64, sector.to_vec()).apply(&mut bytes);
                                }
                            }
                        }
                        cut => cut.apply(&mut bytes),
                    }
                }
            }
        }
        bytes
    }
}
