//! A line in the parts it is drawn in: words and spaces from left to right, each in its direction.

use unicode_bidi::ParagraphBidiInfo;

/// A part of a line that is drawn at once: a word or a space.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Piece<'t> {
    /// Its letters as they are read.
    pub text: &'t str,
    /// Whether it runs from right to left.
    pub leftward: bool,
}

/// A line as it is drawn from left to right: its words and spaces, each in its direction.
pub fn pieces(line: &str) -> Vec<Piece<'_>> {
    // Hebrew, Arabic and their neighbours, and the old scripts of that region.
    let may_run_left = |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}');
    if !line.chars().any(may_run_left) {
        return words(line).map(|text| Piece { text, leftward: false }).collect();
    }
    let info = ParagraphBidiInfo::new(line, None);
    let (levels, runs) = info.visual_runs(0..line.len());
    let mut pieces = Vec::new();
    for run in runs {
        let leftward = levels[run.start].is_rtl();
        let mut own: Vec<Piece<'_>> = words(&line[run]).map(|text| Piece { text, leftward }).collect();
        if leftward {
            own.reverse();
        }
        pieces.extend(own);
    }
    pieces
}

/// Whether a line is read from right to left.
pub fn is_leftward(line: &str) -> bool {
    unicode_bidi::get_base_direction(line) == unicode_bidi::Direction::Rtl
}

/// The words of a text and, each on its own, the spaces between.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive(is_space).flat_map(|part| {
        let word = part.trim_end_matches(is_space);
        [word, &part[word.len()..]].into_iter().filter(|piece| !piece.is_empty())
    })
}

/// Spaces of a line, those that do not break included.
pub fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_stand_alone_and_nothing_is_lost() {
        let line = "giữ\u{a0}liền  nhau ";
        let shown: Vec<&str> = pieces(line).iter().map(|p| p.text).collect();
        assert_eq!(shown.concat(), line);
        assert_eq!(shown[..3], ["giữ", "\u{a0}", "liền"]);
    }
}
