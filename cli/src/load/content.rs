//! The content folder in memory.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use super::Source;

/// Everything under a content folder: texts read, other files listed.
#[derive(Debug)]
pub struct Content {
    /// The content folder.
    pub root: PathBuf,
    /// Every folder that holds a file, by path; the content folder itself has the empty path.
    pub folders: Vec<Folder>,
}

/// One folder.
#[derive(Debug)]
pub struct Folder {
    /// Path relative to the content folder, NFC, `/` between its parts.
    pub path: Box<str>,
    /// Where it is on the disk, when that differs from `path`, as with decomposed names from a Mac.
    pub disk: Option<Box<Path>>,
    /// Files that end in `.md`, `.toml` or `.csv`, by name.
    pub texts: Vec<TextFile>,
    /// All other files, by name.
    pub assets: Vec<Asset>,
}

/// A text file.
#[derive(Debug)]
pub struct TextFile {
    /// Its name, NFC.
    pub name: Box<str>,
    /// What it holds.
    pub source: Source,
}

/// A file that is no text: a picture, a recording.
#[derive(Debug)]
pub struct Asset {
    /// Its name, NFC.
    pub name: Box<str>,
    /// Its name on the disk, when that differs.
    pub disk: Option<OsString>,
}

impl Folder {
    /// Path of a file of this folder, relative to the content folder.
    pub fn join(&self, name: &str) -> String {
        if self.path.is_empty() { name.to_owned() } else { format!("{}/{name}", self.path) }
    }

    /// The text file with this name.
    pub fn text(&self, name: &str) -> Option<&TextFile> {
        self.texts.binary_search_by(|t| (*t.name).cmp(name)).ok().map(|i| &self.texts[i])
    }

    /// The asset with this name.
    pub fn asset(&self, name: &str) -> Option<&Asset> {
        self.assets.binary_search_by(|a| (*a.name).cmp(name)).ok().map(|i| &self.assets[i])
    }
}

impl Content {
    /// The folder with this path.
    pub fn folder(&self, path: &str) -> Option<&Folder> {
        self.folders.binary_search_by(|f| (*f.path).cmp(path)).ok().map(|i| &self.folders[i])
    }

    /// The text of the file at `path`, where there is one and it is UTF-8.
    pub fn text(&self, path: &str) -> Option<&Arc<str>> {
        let (folder, name) = split(path);
        self.folder(folder)?.text(name)?.source.text()
    }

    /// Whether there is a file at `path`, text or not.
    pub fn has(&self, path: &str) -> bool {
        let (folder, name) = split(path);
        self.folder(folder).is_some_and(|f| f.text(name).is_some() || f.asset(name).is_some())
    }

    /// The bytes of a picture or other asset; `path` is relative to the content folder, NFC, as in the model. The
    /// file on the disk is found even where its name is decomposed.
    pub fn read_asset(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let file = self.asset_file(path);
        std::fs::read(&file).with_context(|| format!("{}", file.display()))
    }

    /// The file on the disk behind the asset at `path`.
    pub fn asset_file(&self, path: &str) -> PathBuf {
        let (folder_path, name) = split(path);
        let folder = self.folder(folder_path);
        let mut file = match folder.and_then(|f| f.disk.as_deref()) {
            Some(disk) => disk.to_owned(),
            None => self.root.join(folder_path),
        };
        match folder.and_then(|f| f.asset(name)).and_then(|a| a.disk.as_deref()) {
            Some(disk) => file.push(disk),
            None => file.push(name),
        }
        file
    }
}

/// The folder and the name of a path.
pub(crate) fn split(path: &str) -> (&str, &str) {
    path.rsplit_once('/').unwrap_or(("", path))
}
