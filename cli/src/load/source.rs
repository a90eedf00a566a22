//! The text of one file as later stages see it: NFC, line ends as `\n`, no byte order mark.

use std::sync::Arc;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// What a text file holds.
#[derive(Clone, Debug)]
pub enum Source {
    /// A text of usual letters only: nothing in it needs a closer look. Nearly every text is one.
    Usual(Arc<str>),
    /// Any other valid UTF-8. Lines stand where they stand in the file, for neither NFC nor line ends change their
    /// number.
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
        if is_usual(text) {
            Source::Usual(text.into())
        } else if is_nfc(text) {
            Source::Text(unix_lines(text).into())
        } else {
            Source::Text(unix_lines(&text.nfc().collect::<String>()).into())
        }
    }

    /// The text, where the file is UTF-8.
    pub fn text(&self) -> Option<&Arc<str>> {
        match self {
            Source::Usual(text) | Source::Text(text) => Some(text),
            Source::Bytes(_) => None,
        }
    }
}

/// Whether every character is one that texts of today are made of, and that is as NFC has it wherever it stands:
/// ASCII, the letters of Vietnamese, common punctuation; no line end of Windows, no mark of direction, no letter that
/// is another's look-alike or a sign of an old encoding.
fn is_usual(text: &str) -> bool {
    // By bytes, for every byte of every text passes here.
    let mut rest = text.as_bytes();
    loop {
        // Eight plain letters at once: most of a text, nearly all of a facts file.
        while let Some((eight, after)) = rest.split_first_chunk()
            && are_plain(*eight)
        {
            rest = after;
        }
        rest = match rest {
            [] => return true,
            [b'\r', ..] => return false,
            [..=0x7F, after @ ..] => after,
            // À to ý, as far as Vietnamese has them.
            [0xC3, 0x80..=0x83 | 0x88..=0x8A | 0x8C | 0x8D | 0x92..=0x95 | 0x99 | 0x9A | 0x9D, after @ ..] => after,
            [0xC3, 0xA0..=0xA3 | 0xA8..=0xAA | 0xAC | 0xAD | 0xB2..=0xB5 | 0xB9 | 0xBA | 0xBD, after @ ..] => after,
            // Ă, Đ, Ĩ and Ũ; Ơ and Ư.
            [0xC4, 0x82 | 0x83 | 0x90 | 0x91 | 0xA8 | 0xA9, after @ ..] => after,
            [0xC5, 0xA8 | 0xA9, after @ ..] => after,
            [0xC6, 0xA0 | 0xA1 | 0xAF | 0xB0, after @ ..] => after,
            // Ạ to ỹ.
            [0xE1, 0xBA, 0xA0..=0xBF, after @ ..] | [0xE1, 0xBB, 0x80..=0xB9, after @ ..] => after,
            // Hyphens, dashes, quotation marks, dots, primes.
            [0xE2, 0x80, 0x90..=0xA7 | 0xB0..=0xBF, after @ ..] => after,
            _ => return false,
        };
    }
}

/// Whether all are ASCII and none is a carriage return.
fn are_plain(eight: [u8; 8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const TOPS: u64 = ONES << 7;
    let word = u64::from_ne_bytes(eight);
    let returns = word ^ (ONES * b'\r' as u64);
    // Taking one from each byte sets the top bit where the byte was 0 (or stood above one that was).
    (word | returns.wrapping_sub(ONES)) & TOPS == 0
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
    fn only_characters_that_never_change_are_usual() {
        for c in (0..=0x10_FFFFu32).filter_map(char::from_u32) {
            if is_usual(&c.to_string()) {
                // Also behind a letter, where a mark would join it.
                let text = format!("e{c}");
                assert!(c != '\r' && text.nfc().eq(text.chars()), "U+{:04X}", c as u32);
            }
        }
        assert!(is_usual("Đền Kiếp Bạc – “nơi sáu dòng sông gặp nhau”…\n"));
        let vowels = "aàáạảãăằắặẳẵâầấậẩẫeèéẹẻẽêềếệểễiìíịỉĩoòóọỏõôồốộổỗơờớợởỡuùúụủũưừứựửữyỳýỵỷỹđ";
        assert!(is_usual(vowels) && is_usual(&vowels.to_uppercase()));
    }

    #[test]
    fn a_line_end_of_windows_is_seen_wherever_it_stands() {
        for at in 0..24 {
            let mut text = "abcdefghijklmnopqrstuvwxyz".to_owned();
            assert!(is_usual(&text));
            text.replace_range(at..=at, "\r");
            assert!(!is_usual(&text), "{at}");
        }
    }

    #[test]
    fn bytes_that_are_not_utf8_are_kept_as_they_are() {
        assert!(matches!(Source::new(b"h\xd0p m\xf8t"), Source::Bytes(bytes) if &*bytes == b"h\xd0p m\xf8t"));
    }
}
