//! Where a line may end: the pieces a paragraph is made of, and the best places between them.
//!
//! A line breaks at a space, between two ideographs, or where a zero-width space allows it; never inside a word, never
//! before punctuation, never between a short number and what it counts. Only an address too long for a line breaks
//! between its own parts.

use super::typeset::Shape;

/// What stays together on a line.
#[derive(Clone, PartialEq, Debug)]
pub struct Piece {
    /// Its letters, single spaces between words that must not part.
    pub text: String,
    /// Whether a space parts it from the piece before on the same line.
    pub spaced: bool,
}

/// Punctuation that stays with the word before it.
const CLOSING: &str = ",.;:!?…)]}»”’–—·%‰°、。，．：；！？）」』】〉》";
/// Punctuation that stays with the word after it.
const OPENING: &str = "([{«“‘（「『【〈《";
/// A number after one of these stays with it: a year, a day, a century, the number of a paper.
const COUNTED: [&str; 19] = [
    "năm", "ngày", "tháng", "kỷ", "số", "thứ", "điều", "khoản", "đời", "khóa", "quý", "lần", "tổ", "khu", "no.", "nr",
    "century", "article", "page",
];
/// These stay with the number before them.
const UNITS: [&str; 20] = [
    "m", "m²", "m³", "km", "km²", "cm", "mm", "ha", "kg", "g", "lít", "đ", "đồng", "₫", "vnd", "phút", "giờ", "min",
    "pt", "tcn",
];

/// The pieces of a text whose white space is single.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut before = "";
    for word in text.split(' ').filter(|w| !w.is_empty()) {
        let mut spaced = true;
        for part in parts(word) {
            match pieces.last_mut() {
                Some(last) if spaced && keeps(before, part) => {
                    last.text.push(' ');
                    last.text.push_str(part);
                }
                _ => pieces.push(Piece { text: part.to_owned(), spaced }),
            }
            spaced = false;
        }
        before = word;
    }
    pieces
}

/// Whether two words that follow each other stay on one line.
fn keeps(before: &str, word: &str) -> bool {
    let bare = |text: &str| text.trim_matches(|c: char| !c.is_alphanumeric() && c != '₫').to_owned();
    let is_number = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && bare(text).len() <= 5;
    let is_roman = |text: String| !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b"IVXLC".contains(&b));
    let ends = before.ends_with(|c: char| CLOSING.contains(c) && c != '.');
    word.starts_with(|c: char| CLOSING.contains(c))
        || before.ends_with(|c: char| OPENING.contains(c))
        || !ends && COUNTED.contains(&before.to_lowercase().as_str()) && (is_number(word) || is_roman(bare(word)))
        || !ends && is_number(before) && UNITS.contains(&bare(word).to_lowercase().as_str())
}

/// An address of more letters may break: shorter ones fit on a line of most columns.
const LONG_ADDRESS: usize = 40;
/// Where a long address may break: after one of these.
const WITHIN_ADDRESS: &str = "/?&=-_.#";

/// A word at its own break points: after a zero-width space, between ideographs, within a long address.
fn parts(word: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let is_long_address = word.len() > LONG_ADDRESS && word.contains("://");
    let (mut start, mut before) = (0, None);
    for (at, c) in word.char_indices() {
        let Some(last) = before.replace(c) else { continue };
        let after_space = last == '\u{200b}';
        let ideographs = (is_ideograph(last) || CLOSING.contains(last) && !last.is_ascii())
            && is_ideograph(c)
            && !OPENING.contains(last);
        let within = is_long_address && WITHIN_ADDRESS.contains(last) && c.is_alphanumeric();
        if (after_space || ideographs || within) && !CLOSING.contains(c) {
            parts.push(word[start..at].trim_end_matches('\u{200b}'));
            start = at;
        }
    }
    parts.push(word[start..].trim_end_matches('\u{200b}'));
    parts.retain(|part| !part.is_empty());
    parts
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What a title pays for a line that starts amid a name: as much as for a line that is two fifths empty.
const WITHIN_NAME: f64 = 0.16;

/// Whether two pieces read as one name: "Đền" and "Xưa", but not what a comma or a dash parts.
fn is_within_name(before: &Piece, piece: &Piece) -> bool {
    let is_capital = |word: Option<&str>| word.and_then(|w| w.chars().next()).is_some_and(char::is_uppercase);
    let parted = before.text.ends_with(|c: char| CLOSING.contains(c));
    !parted && piece.spaced && is_capital(before.text.rsplit(' ').next()) && is_capital(piece.text.split(' ').next())
}

/// What the breaks are chosen by: how wide the pieces are, and how they may share the lines.
pub struct Measures<'a> {
    /// The pieces.
    pub pieces: &'a [Piece],
    /// The width of each.
    pub widths: &'a [f64],
    /// Width of a space.
    pub space: f64,
    /// Width of the lines.
    pub measure: f64,
    /// How the lines share the pieces.
    pub shape: Shape,
}

impl Measures<'_> {
    /// Where each line ends, as indices into the pieces: the least uneven of the settings with the fewest lines.
    pub fn best(&self) -> Vec<usize> {
        let count = self.pieces.len();
        // ends[i]: where piece i would start if all stood on one line.
        let mut ends = vec![0.0];
        for (i, width) in self.widths.iter().enumerate() {
            let gap = self.pieces.get(i + 1).map_or(0.0, |next| if next.spaced { self.space } else { 0.0 });
            ends.push(ends[i] + width + gap);
        }
        let gap_after = |to: usize| match self.pieces.get(to) {
            Some(next) if next.spaced => self.space,
            _ => 0.0,
        };
        let run = |from: usize, to: usize| ends[to] - ends[from] - gap_after(to);
        let within = self.within_names();
        let cost = |from: usize, to: usize| {
            self.cost(run(from, to), from, to) + if within.get(from) == Some(&true) { WITHIN_NAME } else { 0.0 }
        };
        // best[k][to]: cost of the first `to` pieces in k + 1 lines, and where the last of them starts.
        let mut best: Vec<Vec<Option<(f64, usize)>>> = Vec::new();
        loop {
            let row: Vec<Option<(f64, usize)>> = (0..=count)
                .map(|to| {
                    let starts = (0..to).rev().take_while(|from| run(*from, to) <= self.measure);
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

    /// For each piece of a title, whether a line that starts there starts amid a name.
    fn within_names(&self) -> Vec<bool> {
        if self.shape != Shape::Balanced {
            return Vec::new();
        }
        let inner = self.pieces.windows(2).map(|pair| is_within_name(&pair[0], &pair[1]));
        std::iter::once(false).chain(inner).collect()
    }

    /// How ill a line looks that runs `width` wide from one piece to another.
    fn cost(&self, width: f64, from: usize, to: usize) -> f64 {
        let slack = (self.measure - width) / self.measure;
        let is_last = to == self.pieces.len();
        let lonely = is_last && from > 0 && to - from == 1 && !self.pieces[from].text.contains(' ');
        let unevenness = if is_last && self.shape == Shape::Running { 0.0 } else { slack * slack };
        // Worse than any unevenness, but not forbidden: there may be no other setting.
        unevenness + if lonely { 100.0 } else { 0.0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        pieces(text).into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn punctuation_stays_with_its_word() {
        assert_eq!(shown("lịch sử – văn hóa ( đền ) ."), ["lịch", "sử –", "văn", "hóa", "( đền ) ."]);
    }

    #[test]
    fn a_short_number_stays_with_what_it_counts() {
        assert_eq!(shown("mất năm 1300, nhân dân"), ["mất", "năm 1300,", "nhân", "dân"]);
        assert_eq!(shown("thầy thuốc thế kỷ XIV được gọi"), ["thầy", "thuốc", "thế", "kỷ XIV", "được", "gọi"]);
        assert_eq!(shown("cách 2 km, cao 120 cm"), ["cách", "2 km,", "cao", "120 cm"]);
        assert_eq!(shown("hằng năm, 16 tháng 8"), ["hằng", "năm,", "16", "tháng 8"]);
        assert_eq!(shown("số 12345678 và 5 người"), ["số", "12345678", "và", "5", "người"]);
    }

    #[test]
    fn ideographs_part_anywhere_but_before_their_punctuation() {
        assert_eq!(shown("海陽省，祠"), ["海", "陽", "省，", "祠"]);
        assert_eq!(shown("「海陽」Hải Dương"), ["「海", "陽」Hải", "Dương"]);
        assert!(pieces("海陽")[1..].iter().all(|p| !p.spaced));
    }

    #[test]
    fn a_long_address_breaks_between_its_parts_and_a_short_one_does_not() {
        let address = "https://dichvucong.gov.vn/p/home/dvc-tra-cuu-ho-so.html?ma=123456789";
        let parts = shown(address);
        assert_eq!(parts.concat(), address);
        assert_eq!(parts[..4], ["https://", "dichvucong.", "gov.", "vn/"]);
        assert_eq!(parts.last().unwrap(), "123456789");
        assert!(pieces(address)[1..].iter().all(|piece| !piece.spaced));
        assert_eq!(shown("https://dichvucong.gov.vn/"), ["https://dichvucong.gov.vn/"]);
        assert_eq!(shown(&"chữ-".repeat(20)).len(), 1, "only addresses break");
    }

    #[test]
    fn a_zero_width_space_lets_a_word_part() {
        assert_eq!(shown("ខ្មែរ\u{200b}កម្ពុជា"), ["ខ្មែរ", "កម្ពុជា"]);
    }
}
