//! The last stage: everything is staged before anything is replaced.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Where rendered files go until all of them are there, beside the output they will replace.
#[derive(Debug)]
pub struct Stage {
    staging: PathBuf,
}

impl Stage {
    /// An empty staging folder inside the output folder `out`; what an interrupted build left there is removed.
    pub fn open(out: &Path) -> io::Result<Stage> {
        let staging = out.join(".staging");
        match fs::remove_dir_all(&staging) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => fs::create_dir_all(&staging)?,
        }
        Ok(Stage { staging })
    }

    /// Stages a file. `path` is relative to the output folder, `/` between its parts: `site/vi/index.html`,
    /// `print/con-son.pdf`. Callable from several threads; each path once.
    pub fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.staging.join(path);
        match fs::write(&file, bytes) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                fs::create_dir_all(file.parent().unwrap_or(&self.staging))?;
                fs::write(&file, bytes)
            }
            done => done,
        }
    }
}
