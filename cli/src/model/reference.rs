//! Links and pictures of a text, and where they lead.

use std::ops::Range;

use pulldown_cmark::Options;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Schemes a link may have.
pub const LINK_SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// A link or picture in a text.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Which of the two.
    pub target: ReferenceTarget,
    /// Where it leads, as written.
    pub address: Box<str>,
    /// Its bytes in the source.
    pub span: Range<usize>,
    /// What stands for a picture where it is not seen; of a link nothing is kept.
    pub alt: Box<str>,
}

/// What a reference is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReferenceTarget {
    /// `[words](address)`.
    Link,
    /// `![words](address)`.
    Picture,
}

/// The dialect every text is read in. Both the cut and the page use it, so that what is checked is what is shown.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The scheme of an address, `https` of `https://…`; none of a name. White space and control characters that
/// browsers would skip do not hide it.
pub fn scheme(address: &str) -> Option<String> {
    let (before, _) = address.split_once(':')?;
    let scheme: String = before.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let letters = scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'.' | b'-'));
    (letters && scheme.starts_with(|c: char| c.is_ascii_alphabetic())).then_some(scheme)
}

/// The anchor of a section with this heading, and the slug of a folder with this name: `Nguồn gốc ra đời` →
/// `nguon-goc-ra-doi`.
pub fn anchor(heading: &str) -> String {
    let mut anchor = String::with_capacity(heading.len());
    for c in heading.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'đ' => anchor.push('d'),
            c if c.is_alphanumeric() => anchor.push(c),
            _ if anchor.ends_with('-') || anchor.is_empty() => {}
            _ => anchor.push('-'),
        }
    }
    anchor.truncate(anchor.trim_end_matches('-').len());
    anchor
}

/// Path, relative to the content folder, of a picture that a text or facts file in `folder` calls `name`.
pub fn resolve(folder: &str, name: &str) -> String {
    if name.contains("://") {
        return name.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            // Above the content folder there is nothing: the path stays one that no file has.
            ".." if parts.pop().is_none() => parts.push(".."),
            ".." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// As [`resolve`], for an address in markdown, where a space in a file name is written `%20`.
pub fn picture_path(folder: &str, address: &str) -> String {
    resolve(folder, &unescaped(address)).nfc().collect()
}

/// `address` with `%20` and the like decoded, where that gives a text.
fn unescaped(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = after.get(..2).filter(|_| *first == b'%').and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_pictures_are_relative_to_the_entry() {
        assert_eq!(resolve("di-tich/con-son", "cover.jpg"), "di-tich/con-son/cover.jpg");
        assert_eq!(resolve("di-tich/con-son", "../anh/a.jpg"), "di-tich/anh/a.jpg");
        assert_eq!(resolve("di-tich", "..\\a.jpg"), "a.jpg");
        assert_eq!(resolve("di-tich", "../../a.jpg"), "../a.jpg");
        assert_eq!(resolve("di-tich", "https://x.vn/a.jpg"), "https://x.vn/a.jpg");
        assert_eq!(picture_path("den", "gi%E1%BA%BFng%20ngoc.jpg"), "den/giếng ngoc.jpg");
        assert_eq!(picture_path("den", "100%.jpg"), "den/100%.jpg");
    }

    #[test]
    fn a_scheme_cannot_hide() {
        assert_eq!(scheme("java\tscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("HTTPS://x.vn").as_deref(), Some("HTTPS"));
        assert_eq!((scheme("con-son"), scheme("đền:1")), (None, None));
    }

    #[test]
    fn anchors_are_plain_letters() {
        assert_eq!(anchor("Nguồn gốc ra đời"), "nguon-goc-ra-doi");
        assert_eq!(anchor("  Đền: Kiếp Bạc! "), "den-kiep-bac");
    }
}
