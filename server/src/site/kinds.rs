//! Kinds of files: type, whether it pays to compress, how long it keeps.

/// What a file name's ending says.
#[derive(PartialEq, Eq, Debug)]
pub struct FileKind {
    /// Ending, in lower case.
    pub ending: &'static str,
    /// `Content-Type`.
    pub content_type: &'static str,
    /// Whether compressing makes it smaller.
    pub compresses: bool,
}

const fn kind(ending: &'static str, content_type: &'static str, compresses: bool) -> FileKind {
    FileKind { ending, content_type, compresses }
}

/// Endings with a known type.
const KINDS: &[FileKind] = &[
    kind("html", "text/html; charset=utf-8", true),
    kind("css", "text/css; charset=utf-8", true),
    kind("js", "text/javascript; charset=utf-8", true),
    kind("json", "application/json", true),
    kind("webmanifest", "application/manifest+json", true),
    kind("svg", "image/svg+xml", true),
    kind("xml", "application/xml", true),
    kind("txt", "text/plain; charset=utf-8", true),
    kind("csv", "text/csv; charset=utf-8", true),
    kind("vcf", "text/vcard; charset=utf-8", true),
    kind("ics", "text/calendar; charset=utf-8", true),
    kind("ico", "image/x-icon", true),
    kind("jpg", "image/jpeg", false),
    kind("jpeg", "image/jpeg", false),
    kind("png", "image/png", false),
    kind("webp", "image/webp", false),
    kind("avif", "image/avif", false),
    kind("gif", "image/gif", false),
    kind("mp3", "audio/mpeg", false),
    kind("m4a", "audio/mp4", false),
    kind("ogg", "audio/ogg", false),
    kind("opus", "audio/ogg", false),
    kind("wav", "audio/wav", false),
    kind("mp4", "video/mp4", false),
    kind("webm", "video/webm", false),
    kind("pdf", "application/pdf", false),
    kind("woff2", "font/woff2", false),
    kind("zip", "application/zip", false),
];

const UNKNOWN: FileKind = kind("", "application/octet-stream", false);

/// The kind of a file by its name.
pub fn kind_of(name: &str) -> &'static FileKind {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    KINDS.iter().find(|k| k.ending.eq_ignore_ascii_case(ending)).unwrap_or(&UNKNOWN)
}

/// Whether a file's name holds a hash of its content (`style.3f2a9c1b.css`, `cover-640-3f2a9c1b.webp`): such an
/// address never means anything else.
pub fn is_immutable(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let last = stem.rsplit(['.', '-']).next().unwrap_or_default();
    let hash = (8..=64).contains(&last.len()) && last.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    // A word such as `facade` is no hash, nor is a date.
    hash && last.len() < stem.len()
        && ending != "html"
        && last.bytes().any(|b| b.is_ascii_digit())
        && last.bytes().any(|b| b.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_follow_the_ending() {
        assert_eq!(kind_of("/vi/index.html").content_type, "text/html; charset=utf-8");
        assert_eq!(kind_of("/a/COVER.JPG").content_type, "image/jpeg");
        assert_eq!(kind_of("/a/README").content_type, "application/octet-stream");
    }

    #[test]
    fn only_names_with_a_hash_keep_for_ever() {
        for name in ["/a/style.3f2a9c1b.css", "/a/cover-640-3f2a9c1b77.webp"] {
            assert!(is_immutable(name), "{name}");
        }
        for name in [
            "/sw.js",
            "/a/cover-640.webp",
            "/a/3f2a9c1b.css",
            "/a/anh-20261122.jpg",
            "/a/x-facadeed.jpg",
            "/a/x-3f2a9c1b.html",
        ] {
            assert!(!is_immutable(name), "{name}");
        }
    }
}
