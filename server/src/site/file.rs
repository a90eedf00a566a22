//! A file as it is served.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use axum::body::Bytes;
use axum::http::HeaderValue;
use flate2::Compression;
use flate2::write::GzEncoder;
use sha2::{Digest, Sha256};

use super::kinds::{FileKind, kind_of};

/// Files up to this size are kept in memory.
const SMALL: u64 = 512 << 10;

/// Texts shorter than this are not worth compressing.
const SHORT: usize = 512;

/// The script tag pages carry while somebody writes them.
const RELOAD: &[u8] = b"<script src=\"/_disan/reload.js\"></script>";

/// A file as it is served.
#[derive(Debug)]
pub struct SiteFile {
    /// What it holds.
    pub content: Content,
    /// Validator: a hash of the content, the same on every server and after every build that changes nothing.
    pub etag: HeaderValue,
    /// Its kind.
    pub kind: &'static FileKind,
    /// The policy a page carries, and what such a policy can only say in a header.
    pub policy: Option<HeaderValue>,
}

/// Where the bytes are.
#[derive(Debug)]
pub enum Content {
    /// In memory.
    Memory {
        /// As they are.
        plain: Bytes,
        /// Compressed with gzip, where that pays.
        gzip: Option<Bytes>,
    },
    /// On disk, because they are many.
    Disk {
        /// Where.
        file: PathBuf,
        /// How many.
        length: u64,
    },
}

impl SiteFile {
    /// Reads a file, and the `.gz` beside it; compresses where there is none. `None` when there is no such file.
    pub(super) fn read(file: &Path, trial: bool) -> io::Result<Option<SiteFile>> {
        let opened = match File::open(file) {
            Ok(opened) => opened,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let metadata = opened.metadata()?;
        if !metadata.is_file() {
            return Ok(None);
        }
        let kind = kind_of(&file.file_name().unwrap_or_default().to_string_lossy());
        if metadata.len() > SMALL {
            let etag = etag_of(opened)?;
            return Ok(Some(SiteFile {
                content: Content::Disk { file: file.to_owned(), length: metadata.len() },
                etag,
                kind,
                policy: None,
            }));
        }
        let mut plain = Vec::with_capacity(metadata.len() as usize);
        io::BufReader::new(opened).read_to_end(&mut plain)?;
        let changed = trial && kind.ending == "html";
        if changed {
            insert_script(&mut plain);
        }
        let gzip = if changed { None } else { gzip(file, &plain, kind)? };
        let etag = etag_of(plain.as_slice())?;
        let policy = if kind.ending == "html" { policy(&plain) } else { None };
        let content = Content::Memory { plain: plain.into(), gzip: gzip.map(Bytes::from) };
        Ok(Some(SiteFile { content, etag, kind, policy }))
    }

    /// Bytes it takes in memory.
    pub(super) fn weight(&self) -> usize {
        match &self.content {
            Content::Memory { plain, gzip } => plain.len() + gzip.as_ref().map_or(0, Bytes::len) + 256,
            Content::Disk { .. } => 256,
        }
    }

    /// Its bytes, if they are in memory.
    pub fn plain(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Memory { plain, .. } => Some(plain),
            Content::Disk { .. } => None,
        }
    }
}

/// The policy in the head of a page, for the header: a page in another's frame could be made to look like that other's.
fn policy(page: &[u8]) -> Option<HeaderValue> {
    let head = std::str::from_utf8(page).ok()?.split("<title>").next()?;
    let (_, rest) = head.split_once("http-equiv=\"Content-Security-Policy\" content=\"")?;
    let (own, _) = rest.split_once('"')?;
    HeaderValue::from_str(&format!("{own}; frame-ancestors 'none'")).ok()
}

fn insert_script(page: &mut Vec<u8>) {
    let at = page.windows(7).rposition(|w| w.eq_ignore_ascii_case(b"</body>")).unwrap_or(page.len());
    page.splice(at..at, RELOAD.iter().copied());
}

fn gzip(file: &Path, plain: &[u8], kind: &FileKind) -> io::Result<Option<Vec<u8>>> {
    if !kind.compresses || plain.len() < SHORT {
        return Ok(None);
    }
    let mut name = file.as_os_str().to_owned();
    name.push(".gz");
    match fs::read(PathBuf::from(name)) {
        // A sibling of an older build would be another text. Its last four bytes are the length of what it holds.
        Ok(packed) if packed.ends_with(&(plain.len() as u32).to_le_bytes()) && holds(&packed, plain) => {
            Ok(Some(packed))
        }
        Ok(_) => pack(plain).map(Some),
        Err(error) if error.kind() == io::ErrorKind::NotFound => pack(plain).map(Some),
        Err(error) => Err(error),
    }
}

fn holds(packed: &[u8], plain: &[u8]) -> bool {
    let mut unpacked = Vec::with_capacity(plain.len());
    let read = flate2::read::GzDecoder::new(packed).take(plain.len() as u64 + 1).read_to_end(&mut unpacked);
    read.is_ok() && unpacked == plain
}

fn pack(plain: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(plain.len() / 3), Compression::default());
    encoder.write_all(plain)?;
    encoder.finish()
}

fn etag_of(mut content: impl Read) -> io::Result<HeaderValue> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match content.read(&mut buffer)? {
            0 => break,
            n => hasher.update(&buffer[..n]),
        }
    }
    let hash: String = hasher.finalize().iter().take(8).map(|b| format!("{b:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hash}\"")).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_s_own_policy_goes_into_the_header() {
        let page = "<!doctype html><head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'\"><title>a</title>";
        assert_eq!(policy(page.as_bytes()).unwrap(), "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(policy(b"<html><title>http-equiv=\"Content-Security-Policy\" content=\"x\"</title>"), None);
        assert_eq!(policy(b"\xff"), None);
    }
}
