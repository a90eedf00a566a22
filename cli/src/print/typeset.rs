//! A small typesetter: lines of text by the font's own widths.
//!
//! Lines break at spaces only, never before punctuation and never inside a word. A paragraph is set in as few lines
//! as hold it; among those settings the evenest is taken, and a last line of a single syllable is avoided.

use unicode_normalization::UnicodeNormalization;

use super::font::{Fonts, Style};

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

/// Text as it is set: NFC, white space single, nothing invisible.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split(is_breakable).filter(|w| !w.is_empty()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.nfc().filter(|c| !is_invisible(*c)));
    }
    out
}

fn is_breakable(c: char) -> bool {
    c.is_whitespace() && c != '\u{a0}' && c != '\u{202f}'
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe00}'..='\u{fe0f}')
}

/// The characters of `text` the face has no glyph for, in their order, each once.
pub fn missing(fonts: &Fonts, style: Style, text: &str) -> Vec<char> {
    let mut missing = Vec::new();
    for c in text.chars() {
        if !fonts.covers(style, c) && !missing.contains(&c) {
            missing.push(c);
        }
    }
    missing
}

/// How wide a line runs, in millimetres.
pub fn width(fonts: &Fonts, face: Type, text: &str) -> f64 {
    let mut thousandths = 0;
    let mut before = None;
    for c in text.chars() {
        if face.size >= KERNED_FROM
            && let Some(left) = before
        {
            thousandths += fonts.kerning(face.style, left, c);
        }
        thousandths += fonts.advance(face.style, c);
        before = Some(c);
    }
    f64::from(thousandths) / 1000.0 * face.size * MM_PER_POINT
}

/// `text` in lines of at most `measure` millimetres; none where a single word is wider.
pub fn lines(fonts: &Fonts, face: Type, measure: f64, shape: Shape, text: &str) -> Option<Vec<Line>> {
    let words = unbreakable(&clean(text));
    let widths: Vec<f64> = words.iter().map(|w| width(fonts, face, w)).collect();
    let space = width(fonts, face, " ");
    if widths.iter().any(|w| *w > measure) {
        return None;
    }
    let breaks = best_breaks(&words, &widths, space, measure, shape);
    let mut start = 0;
    let set = |end: usize| {
        let text = words[start..end].join(" ");
        start = end;
        Line { width: width(fonts, face, &text), text }
    };
    Some(breaks.into_iter().map(set).collect())
}

/// The pieces between which a line may break. A dash or other punctuation that stands alone stays with the word
/// before it, an opening bracket with the word after.
fn unbreakable(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let hangs_on = word.starts_with(|c: char| ",.;:!?…)]»”’–—·%".contains(c));
        match pieces.last_mut() {
            Some(last) if hangs_on || last.ends_with(['(', '[', '«', '“', '‘']) => {
                last.push(' ');
                last.push_str(word);
            }
            _ => pieces.push(word.to_owned()),
        }
    }
    pieces
}

/// Where each line ends, as indices into the words: the least uneven of the settings with the fewest lines.
fn best_breaks(words: &[String], widths: &[f64], space: f64, measure: f64, shape: Shape) -> Vec<usize> {
    let count = words.len();
    let mut ends = vec![0.0];
    for width in widths {
        ends.push(ends[ends.len() - 1] + width + space);
    }
    let run = |from: usize, to: usize| ends[to] - ends[from] - space;
    let cost = |from: usize, to: usize| {
        let slack = (measure - run(from, to)) / measure;
        let is_last = to == count;
        let lonely = is_last && from > 0 && to - from == 1 && !words[from].contains(' ');
        let unevenness = if is_last && shape == Shape::Running { 0.0 } else { slack * slack };
        // Worse than any unevenness, but not forbidden: there may be no other setting.
        unevenness + if lonely { 100.0 } else { 0.0 }
    };
    // best[k][to]: cost of the first `to` words in k + 1 lines, and where the last of them starts.
    let mut best: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
    loop {
        let row: Vec<Option<(f64, usize)>> = (0..=count)
            .map(|to| {
                let starts = (0..to).rev().take_while(|from| run(*from, to) <= measure);
                let options = starts.filter_map(|from| match best.last() {
                    None => (from == 0).then(|| (cost(from, to), from)),
                    Some(before) => before[from].map(|(so_far, _)| (so_far + cost(from, to), from)),
                });
                options.min_by(|a, b| a.0.total_cmp(&b.0))
            })
            .collect();
        let done = count == 0 || row[count].is_some();
        best.push(row);
        if done {
            break;
        }
    }
    let mut breaks = Vec::new();
    let mut to = count;
    for row in best.iter().rev() {
        let Some((_, from)) = row[to] else { break };
        breaks.push(to);
        to = from;
    }
    breaks.reverse();
    breaks
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
    fn a_character_without_a_glyph_is_named_once() {
        assert_eq!(missing(&Fonts::embedded(), Style::Bold, "劫泊祠 đền 祠"), ['劫', '泊', '祠']);
    }
}
