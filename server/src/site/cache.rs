//! Files in memory, up to a limit.
//!
//! Two generations: what is read goes into the young one; when that is full it becomes the old one, and the old one's
//! files, unless they were asked for meanwhile, are forgotten. No file is searched for and no list is kept in order.

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use super::file::SiteFile;

/// Bytes a generation holds at most.
const GENERATION: usize = 12 << 20;

#[derive(Debug)]
pub(super) struct Cache {
    root: PathBuf,
    trial: bool,
    generations: RwLock<Generations>,
}

#[derive(Default, Debug)]
struct Generations {
    young: HashMap<Box<str>, Arc<SiteFile>>,
    old: HashMap<Box<str>, Arc<SiteFile>>,
    weight: usize,
}

impl Cache {
    pub fn new(root: PathBuf, trial: bool) -> Cache {
        Cache { root, trial, generations: RwLock::default() }
    }

    pub fn cached(&self, path: &str) -> Option<Arc<SiteFile>> {
        let generations = self.generations.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(file) = generations.young.get(path) {
            return Some(file.clone());
        }
        let file = generations.old.get(path)?.clone();
        drop(generations);
        self.keep(path, file.clone());
        Some(file)
    }

    pub fn load(&self, path: &str) -> io::Result<Option<Arc<SiteFile>>> {
        if let Some(file) = self.cached(path) {
            return Ok(Some(file));
        }
        let Some(file) = self.file(path) else { return Ok(None) };
        let Some(read) = SiteFile::read(&file, self.trial)? else { return Ok(None) };
        // A link that leads out of the folder is none of ours.
        if !file.canonicalize()?.starts_with(self.root.canonicalize()?) {
            return Ok(None);
        }
        let read = Arc::new(read);
        self.keep(path, read.clone());
        Ok(Some(read))
    }

    /// The file an address names: `None` for one that could lead anywhere but into the folder.
    pub fn file(&self, path: &str) -> Option<PathBuf> {
        let decoded = decode(path)?;
        let relative = decoded.strip_prefix('/')?;
        let (folders, name) = relative.rsplit_once('/').unwrap_or(("", relative));
        let name = if name.is_empty() { "index.html" } else { name };
        let parts = folders.split('/').filter(|_| !folders.is_empty()).chain([name]);
        let mut file = self.root.clone();
        for part in parts {
            if !is_plain(part) {
                return None;
            }
            file.push(part);
        }
        (!has_ending(&file, "gz")).then_some(file)
    }

    fn keep(&self, path: &str, file: Arc<SiteFile>) {
        let mut generations = self.generations.write().unwrap_or_else(PoisonError::into_inner);
        generations.weight += file.weight();
        if generations.young.insert(path.into(), file).is_some() {
            return;
        }
        if generations.weight > GENERATION {
            generations.old = std::mem::take(&mut generations.young);
            generations.weight = 0;
        }
    }
}

/// Whether a part of a path is the plain name of a file or folder, on every system.
fn is_plain(part: &str) -> bool {
    let hidden = part.starts_with('.') && part != ".well-known";
    !part.is_empty() && !hidden && !part.contains(['\\', ':', '\0']) && !part.ends_with(['.', ' '])
}

fn has_ending(file: &Path, ending: &str) -> bool {
    file.extension().is_some_and(|e| e.eq_ignore_ascii_case(ending))
}

/// The path with `%xx` decoded; `None` when that is no text.
fn decode(path: &str) -> Option<String> {
    if !path.contains('%') {
        return Some(path.to_owned());
    }
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digit = |b: Option<u8>| char::from(b?).to_digit(16);
            bytes.push((digit(rest.next())? * 16 + digit(rest.next())?) as u8);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cache(name: &str) -> (Cache, PathBuf) {
        let dir = std::env::temp_dir().join(format!("disan-cache-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(dir.join("site/vi")).unwrap();
        std::fs::write(dir.join("secret.html"), "secret").unwrap();
        std::fs::write(dir.join("site/vi/index.html"), "<p>Đền</p>").unwrap();
        std::fs::write(dir.join("site/vi/giếng.txt"), "giếng").unwrap();
        (Cache::new(dir.join("site"), false), dir)
    }

    #[test]
    fn no_address_leads_out_of_the_folder() {
        let (cache, dir) = cache("traversal");
        for path in [
            "/../secret.html",
            "/vi/../../secret.html",
            "/%2e%2e/secret.html",
            "/vi/%2e%2e%2f%2e%2e/secret.html",
            "/..%2fsecret.html",
            "/..\\secret.html",
            "/%5c..%5csecret.html",
            "//etc/passwd",
            "/vi//index.html",
            "/c:/secret.html",
            "/.hidden",
            "/vi/.git/config",
            "/vi/%00",
            "/%ff",
            "/%2",
            "",
            "vi/",
            "/./vi/",
            "/vi/index.html.",
            "/vi/index.html%20",
        ] {
            assert!(cache.load(path).unwrap().is_none(), "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(dir.join("secret.html"), dir.join("site/link.html")).unwrap();
            assert!(cache.load("/link.html").unwrap().is_none(), "a link out of the folder");
        }
        let _ = dir;
    }

    #[test]
    fn addresses_find_their_files() {
        let (cache, _) = cache("files");
        let text = |path: &str| cache.load(path).unwrap().map(|f| f.plain().unwrap().clone());
        assert_eq!(text("/vi/").unwrap(), "<p>Đền</p>");
        assert_eq!(text("/vi/gi%E1%BA%BFng.txt").unwrap(), "giếng");
        assert!(text("/vi/none.html").is_none() && text("/vi").is_none() && text("/vi/index.html/").is_none());
    }

    #[test]
    fn memory_is_bounded_and_what_is_asked_for_stays() {
        let (cache, dir) = cache("bounded");
        for i in 0..200 {
            std::fs::write(dir.join(format!("site/{i}.jpg")), vec![0; 300 << 10]).unwrap();
        }
        for i in 0..200 {
            cache.load(&format!("/{i}.jpg")).unwrap().unwrap();
            assert!(cache.load("/vi/").unwrap().is_some());
            let generations = cache.generations.read().unwrap();
            let weight: usize = generations.young.values().chain(generations.old.values()).map(|f| f.weight()).sum();
            assert!(weight <= 2 * GENERATION + (1 << 20), "{weight}");
            assert!(generations.young.contains_key("/vi/") || generations.old.contains_key("/vi/"));
        }
    }

    #[test]
    fn a_compressed_sibling_is_used_only_if_it_holds_the_same() {
        let (cache, dir) = cache("gz");
        let page = "<p>Đền Kiếp Bạc</p>".repeat(100);
        let other = "<p>Đền Kiếp Hạc</p>".repeat(100);
        let packed = |text: &str| {
            let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
            io::Write::write_all(&mut gz, text.as_bytes()).unwrap();
            gz.finish().unwrap()
        };
        std::fs::write(dir.join("site/a.html"), &page).unwrap();
        std::fs::write(dir.join("site/a.html.gz"), packed(&page)).unwrap();
        std::fs::write(dir.join("site/b.html"), &page).unwrap();
        std::fs::write(dir.join("site/b.html.gz"), packed(&other)).unwrap();
        std::fs::write(dir.join("site/c.html"), &page).unwrap();
        let gzip = |path: &str| match &cache.load(path).unwrap().unwrap().content {
            super::super::Content::Memory { gzip, .. } => gzip.clone().unwrap(),
            super::super::Content::Disk { .. } => panic!("small files are in memory"),
        };
        assert_eq!(gzip("/a.html"), packed(&page));
        for path in ["/b.html", "/c.html"] {
            let mut text = String::new();
            io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&gzip(path)[..]), &mut text).unwrap();
            assert_eq!(text, page, "{path}");
        }
        assert!(cache.load("/a.html.gz").unwrap().is_none());
    }
}
