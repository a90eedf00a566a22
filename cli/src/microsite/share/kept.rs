//! Pictures kept from one build to the next: a file each, named by the hash of all it is made of.

use std::path::{Path, PathBuf};
use std::{fs, io};

use super::encode::{ENDINGS, File};
use crate::cache;

/// The place of the pictures in the cache.
#[derive(Debug)]
pub struct Kept {
    folder: Option<PathBuf>,
}

impl Kept {
    /// Those kept in `cache`, if there is one.
    pub fn new(cache: Option<&Path>) -> Kept {
        Kept { folder: cache.map(|cache| cache.join("share")) }
    }

    /// The picture with this key.
    pub fn read(&self, key: &str) -> Option<File> {
        let folder = self.folder.as_ref()?;
        let read = |ending: &'static str| {
            let bytes = fs::read(folder.join(format!("{key}.{ending}"))).ok()?;
            Some(File { bytes, ending })
        };
        ENDINGS.into_iter().find_map(read)
    }

    /// Keeps a picture. An error names the file.
    pub fn write(&self, key: &str, file: &File) -> Result<(), (String, io::Error)> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let name = folder.join(format!("{key}.{}", file.ending));
        cache::keep(&name, &file.bytes).map_err(|error| (name.display().to_string(), error))
    }
}
