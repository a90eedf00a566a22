//! The words of an entry in one language: pure markdown, cut into title, summary and sections.

use std::ops::Range;
use std::sync::Arc;

use super::{Reference, fingerprint};

/// The text of an entry in one language. Parts are ranges of bytes in `source`, so that ten thousand entries cost
/// no more than their text.
#[derive(Clone, Debug)]
pub struct Words {
    /// Path relative to the content folder.
    pub path: String,
    /// The whole markdown, NFC, `\n` at line ends; shared with the content it was read from.
    pub source: Arc<str>,
    /// The first heading as plain text.
    pub title: Box<str>,
    /// The first paragraph as plain text.
    pub summary: Box<str>,
    /// The first paragraph as markdown.
    pub summary_markdown: Range<usize>,
    /// Markdown between the summary and the first section; often empty.
    pub lead: Range<usize>,
    /// Sections in their order.
    pub sections: Vec<Section>,
    /// Links and pictures, in the order of the text.
    pub references: Box<[Reference]>,
    /// How far the text has come.
    pub status: Status,
}

/// A section under a second-level heading.
#[derive(Clone, Debug)]
pub struct Section {
    /// What the heading is recognised as.
    pub role: Option<Role>,
    /// The heading as plain text.
    pub heading: Arc<str>,
    /// The anchor of the heading.
    pub anchor: Arc<str>,
    /// The heading's own line.
    pub at: Range<usize>,
    /// The markdown under the heading.
    pub body: Range<usize>,
}

/// What a section is for, recognised by its heading (`content.heading.<id>` in the locales).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Role {
    /// Nguồn gốc ra đời: required of a relic.
    Origin,
    /// Quá trình phát triển: required of a relic.
    Development,
    /// Nên xem.
    See,
    /// Thông tin cần biết.
    Practical,
    /// Các bước.
    Steps,
    /// Cần mang theo.
    Bring,
    /// Có thể làm gì ở đây.
    Offer,
    /// Cần giúp.
    Help,
}

impl Role {
    /// All roles.
    pub const ALL: [Role; 8] = [
        Self::Origin,
        Self::Development,
        Self::See,
        Self::Practical,
        Self::Steps,
        Self::Bring,
        Self::Offer,
        Self::Help,
    ];

    /// Id in the locales.
    pub fn id(self) -> &'static str {
        match self {
            Self::Origin => "origin",
            Self::Development => "development",
            Self::See => "see",
            Self::Practical => "practical",
            Self::Steps => "steps",
            Self::Bring => "bring",
            Self::Offer => "offer",
            Self::Help => "help",
        }
    }
}

/// How far a text has come. Locale key: `content.status.<id>`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Status {
    /// Nobody has answered for it as it stands.
    Draft,
    /// A translation whose source has changed since it was last in step.
    Stale,
    /// Reviewed as it stands.
    Reviewed,
}

impl Words {
    /// The markdown of a part.
    pub fn part(&self, range: &Range<usize>) -> &str {
        &self.source[range.clone()]
    }

    /// The section recognised as `role`.
    pub fn section(&self, role: Role) -> Option<&Section> {
        self.sections.iter().find(|s| s.role == Some(role))
    }

    /// Fingerprint of the text: what reviews and translations refer to. Worked out when asked for: of most texts
    /// nobody does.
    pub fn fingerprint(&self) -> Box<str> {
        fingerprint(&self.source)
    }

    /// Number of words, as a reader counts them: groups of letters between white space.
    pub fn count(&self) -> usize {
        let text = self.source.as_bytes();
        let Some(first) = text.first() else { return 0 };
        let mut count = usize::from(!first.is_ascii_whitespace() && has_letter(&self.source));
        // Every text of a project passes here. Word by word would cost a guess of the processor each; so the bytes
        // that begin a word are counted in pieces, which needs none, and only words that begin with no plain letter
        // are looked at.
        for at in (1..text.len()).step_by(PIECE) {
            let end = (at + PIECE).min(text.len());
            let (mut begun, mut unsure) = (0_u8, 0_u8);
            for (before, byte) in text[at - 1..end - 1].iter().zip(&text[at..end]) {
                let is_begun = before.is_ascii_whitespace() & !byte.is_ascii_whitespace();
                begun += u8::from(is_begun);
                unsure += u8::from(is_begun & !is_plain_letter(*byte));
            }
            count += usize::from(begun);
            if unsure > 0 {
                let begins = |i: &usize| text[i - 1].is_ascii_whitespace() && !text[*i].is_ascii_whitespace();
                let unsure = (at..end).filter(begins).filter(|i| !is_plain_letter(text[*i]));
                count -= unsure.filter(|i| !has_letter(&self.source[*i..])).count();
            }
        }
        count
    }

    /// Minutes to read it at 200 words (Vietnamese: syllables) a minute, at least 1.
    pub fn reading_minutes(&self) -> usize {
        self.count().div_ceil(200).max(1)
    }
}

/// Bytes looked at together when words are counted: fewer than a byte can count.
const PIECE: usize = 64;

/// Whether a byte is a letter or digit, or the first of characters that are all letters: Ā to ƿ, among them ă, đ, ĩ, ũ,
/// ơ and ư.
fn is_plain_letter(byte: u8) -> bool {
    (byte | 0x20).wrapping_sub(b'a') < 26 || byte.wrapping_sub(b'0') < 10 || byte.wrapping_sub(0xC4) < 3
}

/// Whether the group a text begins with has a letter or digit of any script.
fn has_letter(text: &str) -> bool {
    text.chars().take_while(|c| !c.is_ascii_whitespace()).any(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_groups_with_a_letter_in_any_script() {
        let count = |source: &str| {
            let words = Words {
                path: String::new(),
                source: source.into(),
                title: "".into(),
                summary: "".into(),
                summary_markdown: 0..0,
                lead: 0..0,
                sections: Vec::new(),
                references: Box::default(),
                status: Status::Draft,
            };
            words.count()
        };
        for source in ["", " – … \n", "# Đền Kiếp Bạc\n\n**đẹp** – “Ồ”, 1329!", "- กิน ꪼꪕ\n* ***", "a\u{a0}b ¿qué? 5"]
        {
            let plain = source.split_ascii_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
            assert_eq!(count(source), plain, "{source}");
        }
        // Every kind of word at every place of a piece, and over its border.
        for shift in 0..=2 * PIECE {
            let text = format!("{}\n – ấn ** “Ồ” đền – × 1 ôm", "x".repeat(shift));
            assert_eq!(count(&text), 5 + usize::from(shift > 0), "{shift}");
            assert_eq!(count(&format!("{}a", "– ".repeat(shift))), 1, "{shift}");
            assert_eq!(count(&"đ ".repeat(shift)), shift);
        }
        for c in ('\u{80}'..'\u{3000}').chain(['\u{ff21}', '\u{20000}', '\u{1f600}']) {
            assert_eq!(count(&format!("a {c}. {c}")), 1 + 2 * usize::from(c.is_alphanumeric()), "U+{:04X}", c as u32);
        }
    }
}
