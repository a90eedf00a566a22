//! The walk through the content folder.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context;
use disan_server::catalog::CATALOG_FILE;
use rayon::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::{Asset, Content, Folder, Source, TextFile};

/// Endings of the files that are read; all others are listed.
const TEXT_ENDINGS: [&str; 3] = ["md", "toml", "csv"];

/// Reads the content folder `root`.
///
/// Left out: hidden files and folders, the output folder `dist`, and any folder that holds an output of this
/// program, whatever its name. Fails with the path of what the system cannot read.
pub fn load(root: &Path) -> anyhow::Result<Content> {
    let mut folders = walk(root, String::new(), None)?;
    folders.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Ok(Content { root: root.to_owned(), folders })
}

/// The folder at `disk` and all below it that hold files.
fn walk(disk: &Path, path: String, moved: Option<&Path>) -> anyhow::Result<Vec<Folder>> {
    let mut names = Vec::new();
    let mut subfolders: Vec<(String, PathBuf)> = Vec::new();
    let listing = fs::read_dir(disk).with_context(|| disk.display().to_string())?;
    for item in listing {
        let item = item.with_context(|| disk.display().to_string())?;
        let name = item.file_name();
        if name.as_encoded_bytes().starts_with(b".") {
            if name == ".staging" {
                return Ok(Vec::new());
            }
            continue;
        }
        if name == CATALOG_FILE {
            return Ok(Vec::new());
        }
        let kind = item.file_type().with_context(|| item.path().display().to_string())?;
        if kind.is_dir() {
            if !(path.is_empty() && name == "dist") {
                let nfc = nfc(&name);
                subfolders.push((if path.is_empty() { nfc } else { format!("{path}/{nfc}") }, item.path()));
            }
        } else {
            // A link to a folder is not followed: it could lead round in a circle.
            if kind.is_symlink() && fs::metadata(item.path()).is_ok_and(|m| m.is_dir()) {
                continue;
            }
            names.push(name);
        }
    }
    let mut folders: Vec<Folder> = subfolders
        .into_par_iter()
        .map(|(path, disk)| {
            let moved = moved.is_some() || disk.file_name().is_some_and(|n| n != super::content::split(&path).1);
            walk(&disk, path, moved.then_some(&disk))
        })
        .collect::<anyhow::Result<Vec<_>>>()?
        .into_iter()
        .flatten()
        .collect();
    if !names.is_empty() {
        folders.push(read(disk, path, moved, names)?);
    }
    Ok(folders)
}

fn read(disk: &Path, path: String, moved: Option<&Path>, names: Vec<std::ffi::OsString>) -> anyhow::Result<Folder> {
    let mut texts = Vec::new();
    let mut assets = Vec::new();
    for name in names {
        let nfc = nfc(&name).into_boxed_str();
        if is_text(&nfc) {
            let file = disk.join(&name);
            let bytes = fs::read(&file).with_context(|| file.display().to_string())?;
            texts.push(TextFile { name: nfc, source: Source::new(&bytes) });
        } else {
            let differs = name != *nfc;
            assets.push(Asset { name: nfc, disk: differs.then_some(name) });
        }
    }
    texts.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    texts.shrink_to_fit();
    assets.sort_unstable_by(|a, b| a.name.cmp(&b.name));
    assets.shrink_to_fit();
    Ok(Folder { path: path.into(), disk: moved.map(Into::into), texts, assets })
}

fn is_text(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| TEXT_ENDINGS.iter().any(|e| ending.eq_ignore_ascii_case(e)))
}

/// A file name as later stages know it. Bytes that are no text are replaced: nothing in the content can name such
/// a file.
fn nfc(name: &OsStr) -> String {
    match name.to_str() {
        Some(name) if name.is_ascii() => name.to_owned(),
        _ => name.to_string_lossy().nfc().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("disan-load-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    fn put(root: &Path, path: &str, text: &str) {
        let file = root.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }

    #[test]
    fn outputs_and_hidden_folders_are_no_content() {
        let root = folder("skips");
        put(&root, "disan.toml", "");
        put(&root, "den/vi.md", "# Đền");
        put(&root, "den/cover.jpg", "");
        put(&root, "dist/site/vi/index.md", "");
        put(&root, "out/catalog.json", "{}");
        put(&root, "out/site/a.md", "");
        put(&root, "half/.staging/site/a.md", "");
        put(&root, ".git/a.md", "");
        let content = load(&root).unwrap();
        let paths: Vec<&str> = content.folders.iter().map(|f| &*f.path).collect();
        assert_eq!(paths, ["", "den"]);
        assert_eq!(content.text("den/vi.md").map(|t| &**t), Some("# Đền"));
        assert!(content.has("den/cover.jpg") && !content.has("den/cover.png"));
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn decomposed_names_are_found_by_their_composed_form() {
        let root = folder("nfd");
        put(&root, "ba\u{323}c/gie\u{302}\u{301}ng.jpg", "ảnh");
        let content = load(&root).unwrap();
        assert!(content.has("bạc/giếng.jpg"));
        assert_eq!(content.read_asset("bạc/giếng.jpg").unwrap(), "ảnh".as_bytes());
        fs::remove_dir_all(root).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let error = load(Path::new("/nowhere/at-all")).unwrap_err();
        assert!(format!("{error:#}").contains("/nowhere/at-all"), "{error:#}");
    }
}
