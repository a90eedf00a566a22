//! The text of one file as later stages see it: NFC, line ends as `\n`, no byte order mark.

use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What a text file holds.
#[derive(Clone, Debug)]
pub enum Source {
    /// Valid UTF-8. Lines stand where they stand in the file, for neither NFC nor line ends change their number.
    Text(Arc<str>),
    /// Anything else, kept so that a diagnostic can name the encoding.
    Bytes(Box<[u8]>),
}

impl Source {
    /// Reads the bytes of a file.
    pub fn new(bytes: &[u8]) -> Source {
        let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let Ok(text) = std::str::from_utf8(bytes) else {
            return Source::Bytes(bytes.into());
        };
        // Nearly every file is in order already: those cost one look at each letter and one copy.
        if is_in_order(text) {
            Source::Text(text.into())
        } else if is_nfc(text) {
            Source::Text(unix_lines(text).into())
        } else {
            Source::Text(unix_lines(&text.nfc().collect::<String>()).into())
        }
    }

    /// The text, where the file is UTF-8.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Source::Text(text) => Some(text),
            Source::Bytes(_) => None,
        }
    }
}

/// Whether every character, wherever it stands, is as NFC has it and ends no line of Windows: Latin letters with their
/// Vietnamese ones and common punctuation. Others take a closer look.
fn is_in_order(text: &str) -> bool {
    // By bytes, for every byte of every text passes here.
    let mut rest = text.as_bytes();
    loop {
        rest = match rest {
            [] => return true,
            [b'\r', ..] => return false,
            // ASCII, and U+0080 to U+02FF with the bytes that follow their first.
            [..=0xCB, after @ ..] => after,
            // U+1E00 to U+1EFF.
            [0xE1, 0xB8..=0xBB, _, after @ ..] => after,
            // U+2010 to U+2027, U+2030 to U+203F, U+2040 to U+205E.
            [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBF, after @ ..] | [0xE2, 0x81, ..=0x9E, after @ ..] => after,
            _ => return false,
        };
    }
}

/// `text` with the line ends of Windows and of old Macs replaced.
fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> String {
        Source::new(bytes).text().unwrap().to_string()
    }

    #[test]
    fn byte_order_mark_line_ends_and_decomposed_letters_are_put_in_order() {
        assert_eq!(text("\u{feff}# Đền\r\nKiếp\rBạc\n".as_bytes()), "# Đền\nKiếp\nBạc\n");
        assert_eq!(text("Kie\u{302}\u{301}p Ba\u{323}c\r\n".as_bytes()), "Kiếp Bạc\n");
        assert_eq!(text("Ki\u{ea}\u{301}p".as_bytes()), "Kiếp");
    }

    #[test]
    fn only_characters_that_never_change_pass_without_a_closer_look() {
        for c in (0..=0x10_FFFFu32).filter_map(char::from_u32) {
            if is_in_order(&c.to_string()) {
                // Also behind a letter, where a mark would join it.
                let text = format!("e{c}");
                assert!(c != '\r' && text.nfc().eq(text.chars()), "U+{:04X}", c as u32);
            }
        }
        assert!(is_in_order("Đền Kiếp Bạc – “nơi sáu dòng sông gặp nhau”…\n"));
    }

    #[test]
    fn bytes_that_are_not_utf8_are_kept_as_they_are() {
        assert!(matches!(Source::new(b"h\xd0p m\xf8t"), Source::Bytes(bytes) if &*bytes == b"h\xd0p m\xf8t"));
    }
}
