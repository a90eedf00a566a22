//! A small typesetter: paragraphs become lines, by the widths of shaped words.
//!
//! A paragraph is set in as few lines as hold it; among those settings the evenest is taken, and a last line of a single
//! syllable is avoided. Where a line may end is said in `breaks`, how words look in `shape`. A line
//! keeps its letters as they are read: the writer shapes them again, to the same widths.

use unicode_normalization::UnicodeNormalization;

use super::breaks::{Measures, pieces};
use super::font::{Fonts, Style};
use super::piece;

/// Millimetres of a typographic point.
pub const MM_PER_POINT: f64 = 25.4 / 72.0;

/// From this size on letters are kerned: below, nobody sees it and it would double the size of the file.
pub const KERNED_FROM: f64 = 16.0;

/// One line of set text.
#[derive(Clone, PartialEq, Debug)]
pub struct Line {
    /// Its letters.
    pub text: String,
    /// How wide they run, in millimetres.
    pub width: f64,
}

/// How the lines of a paragraph share its words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// All lines about equally long: titles.
    Balanced,
    /// All but the last as full as they go: running text.
    Running,
}

/// A style at a size, in points.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Type {
    /// Which face.
    pub style: Style,
    /// Size in points.
    pub size: f64,
}

/// Text as it is set: NFC, white space single, nothing invisible but what parts or joins letters of other scripts.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_breakable).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.nfc() {
            let joins = matches!(c, '\u{200b}'..='\u{200d}') && out.ends_with(needs_joiners);
            if joins || !is_invisible(c) {
                out.push(c);
            }
        }
    }
    out
}

fn is_breakable(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// Letters of the scripts that know joiners, or words without spaces between: from Hebrew to Khmer.
fn needs_joiners(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{1cff}' | '\u{3040}'..='\u{9fff}' | '\u{a800}'..='\u{abff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// The characters of `text` no face of the style has a glyph for, in their order, each once.
pub fn missing(fonts: &Fonts<'_>, style: Style, text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for piece in piece::pieces(text) {
        for c in &fonts.word(style, false, piece.leftward, piece.text).missing {
            if !missing.contains(c) {
                missing.push(*c);
            }
        }
    }
    missing
}

/// How wide a line runs, in millimetres.
pub fn width(fonts: &Fonts<'_>, face: Type, text: &str) -> f64 {
    let kerned = face.size >= KERNED_FROM;
    let pieces = piece::pieces(text).into_iter();
    let thousandths: i32 = pieces.map(|p| fonts.word(face.style, kerned, p.leftward, visible(p.text)).width).sum();
    f64::from(thousandths) / 1000.0 * face.size * MM_PER_POINT
}

/// A piece as it is drawn. A no-break space has done its work once lines are set; a plain one is what readers search
/// for.
pub fn visible(piece: &str) -> &str {
    if piece.starts_with(piece::is_space) { " " } else { piece }
}

/// `text` in lines of at most `measure` millimetres; none where a single word is wider.
pub fn lines(fonts: &Fonts<'_>, face: Type, measure: f64, shape: Shape, text: &str) -> Option<Vec<Line>> {
    let pieces = pieces(&clean(text));
    let widths: Vec<f64> = pieces.iter().map(|piece| width(fonts, face, &piece.text)).collect();
    if widths.iter().any(|w| *w > measure) {
        return None;
    }
    let space = width(fonts, face, " ");
    let breaks = Measures { pieces: &pieces, widths: &widths, space, measure, shape }.best();
    let mut start = 0;
    let set = |end: usize| {
        let mut text = String::new();
        for (i, piece) in pieces[start..end].iter().enumerate() {
            if i > 0 && piece.spaced {
                text.push(' ');
            }
            text.push_str(&piece.text);
        }
        start = end;
        Line { width: width(fonts, face, &text), text }
    };
    Some(breaks.into_iter().map(set).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: &str =
        "Quần thể di tích lịch sử – văn hóa Đền Xưa, Chùa Giám và Đền Bia thờ Đại danh y Thiền sư Tuệ Tĩnh";

    fn set(size: f64, measure: f64, shape: Shape, text: &str) -> Option<Vec<String>> {
        let face = Type { style: Style::Bold, size };
        let lines = lines(&Fonts::embedded(), face, measure, shape, text)?;
        assert!(lines.iter().all(|l| l.width <= measure + 0.01), "{lines:?}");
        Some(lines.into_iter().map(|l| l.text).collect())
    }

    #[test]
    fn a_long_title_is_balanced_over_its_lines() {
        assert_eq!(
            set(28.0, 170.0, Shape::Balanced, LONG).unwrap(),
            ["Quần thể di tích lịch sử – văn hóa", "Đền Xưa, Chùa Giám và Đền Bia", "thờ Đại danh y Thiền sư Tuệ Tĩnh"]
        );
    }

    #[test]
    fn no_line_starts_with_a_dash_and_no_title_ends_in_a_lone_syllable() {
        for measure in 60..200 {
            let Some(lines) = set(24.0, f64::from(measure), Shape::Balanced, LONG) else { continue };
            assert_eq!(lines.join(" "), LONG, "nothing is lost or added");
            assert!(lines.iter().all(|l| !l.starts_with('–')), "{lines:?}");
            assert!(lines.last().unwrap().contains(' '), "{lines:?}");
        }
    }

    #[test]
    fn a_title_breaks_between_names_before_it_breaks_within_one() {
        let title = "Lễ hội truyền thống Đền Xưa, xã Cẩm Giàng";
        for measure in 88..=120 {
            let lines = set(24.0, f64::from(measure), Shape::Balanced, title).unwrap();
            let second = lines[1].as_str();
            assert!(!second.starts_with("Xưa") && !second.starts_with("Giàng"), "{measure} mm: {lines:?}");
        }
    }

    #[test]
    fn running_text_fills_its_lines_and_keeps_two_syllables_for_the_last() {
        let text = "Khu di tích gắn với Trần Hưng Đạo, nơi có dòng sông Lục Đầu chảy qua trước cổng đền";
        let lines = set(12.0, 70.0, Shape::Running, text).unwrap();
        assert_eq!(lines.join(" "), text);
        assert!(lines.last().unwrap().contains(' '), "{lines:?}");
    }

    #[test]
    fn a_word_wider_than_the_measure_is_not_set_at_all() {
        assert_eq!(set(40.0, 30.0, Shape::Balanced, "Nghiêng"), None);
        assert_eq!(set(40.0, 30.0, Shape::Balanced, ""), Some(vec![]));
    }

    #[test]
    fn decomposed_letters_are_composed_before_they_are_measured() {
        let composed: String = clean("Đền  Kiếp\nBạc");
        let decomposed: String = composed.nfd().collect();
        assert_ne!(composed, decomposed);
        assert_eq!(clean(&decomposed), composed);
        assert_eq!(clean("giữ\u{a0}liền \u{200b}nhau"), "giữ\u{a0}liền nhau");
    }

    #[test]
    fn what_joins_letters_of_other_scripts_is_kept() {
        assert_eq!(clean("ខ្មែរ\u{200b}កម្ពុជា \u{feff}می\u{200c}خواهم"), "ខ្មែរ\u{200b}កម្ពុជា می\u{200c}خواهم");
        assert_eq!(clean("a\u{200c}b"), "ab");
    }

    #[test]
    fn a_character_without_a_glyph_is_named_once() {
        assert_eq!(missing(&Fonts::embedded(), Style::Bold, "劫泊祠 đền 祠"), ['劫', '泊', '祠']);
    }
}
