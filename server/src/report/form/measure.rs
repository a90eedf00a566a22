//! How wide things run, for forms that must say so beforehand.

use crate::catalog::Locale;
use crate::report::{Column, Table};

/// Letters a column of numbers has at least, and at most.
const NUMERIC: (usize, usize) = (4, 13);
/// Letters a column of words has at least, and at most.
const WORDS: (usize, usize) = (6, 36);
/// The same at most, in a table of many columns: words can be parted, numbers cannot.
const WORDS_OF_MANY: usize = 24;
/// Columns that are many.
const MANY: usize = 7;

/// Width of the text of a page in millimetres, about.
const ROOM: f64 = 160.0;
/// Millimetres a digit of a table takes, a bold letter of a heading, and the room around both.
const DIGIT: f64 = 2.0;
const BOLD: f64 = 2.35;
const AROUND: f64 = 3.0;
/// Millimetres a column of numbers has at least, and the part of the width all of them have at most.
const NARROWEST: f64 = 11.0;
const NUMBERS: f64 = 0.72;

/// The part of the width each column of a table takes; together they are 1. Numbers and the words of their headings can
/// be parted nowhere: they get what they need, and the columns of words share the rest.
pub fn widths(table: &Table, locale: &Locale) -> Vec<f64> {
    let needs = letters(table, locale);
    let numeric = |index: usize, column: &Column| {
        let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| cell.words(locale));
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0) as f64 * DIGIT;
        longest.max(longest_word(&column.title) as f64 * BOLD).max(NARROWEST) + AROUND
    };
    let fixed: Vec<Option<f64>> =
        table.columns.iter().enumerate().map(|(i, c)| c.numeric.then(|| numeric(i, c) / ROOM)).collect();
    let taken: f64 = fixed.iter().flatten().sum();
    let words: f64 = needs.iter().zip(&fixed).filter(|(_, f)| f.is_none()).map(|(need, _)| need).sum();
    if words == 0.0 || taken > NUMBERS {
        let all: f64 = needs.iter().sum();
        return needs.into_iter().map(|need| need / all).collect();
    }
    needs.into_iter().zip(fixed).map(|(need, fixed)| fixed.unwrap_or((1.0 - taken) * need / words)).collect()
}

/// The letters each column of a table has room for, its headings being bold.
pub fn letters(table: &Table, locale: &Locale) -> Vec<f64> {
    table.columns.iter().enumerate().map(|(i, column)| need(table, locale, i, column) as f64 * 1.1 + 3.5).collect()
}

fn need(table: &Table, locale: &Locale, index: usize, column: &Column) -> usize {
    let cells = table.rows.iter().filter_map(|row| row.cells.get(index)).map(|cell| cell.words(locale));
    if column.numeric {
        let longest = cells.map(|cell| cell.chars().count()).max().unwrap_or(0);
        // Headings are bold, and their letters wider than digits.
        return longest.max(longest_word(&column.title) * 5 / 4).clamp(NUMERIC.0, NUMERIC.1);
    }
    let (mut longest, mut word) = (column.title.chars().count() / 2, longest_word(&column.title));
    for cell in cells {
        longest = longest.max(cell.chars().count());
        word = word.max(longest_word(&cell).min(20));
    }
    let most = if table.columns.len() < MANY { WORDS.1 } else { WORDS_OF_MANY };
    longest.max(word).clamp(WORDS.0, most)
}

fn longest_word(text: &str) -> usize {
    text.split(' ').map(|word| word.chars().count()).max().unwrap_or(0)
}

/// About how wide a line runs in Times New Roman, in points: only rules under a line depend on it.
pub fn line_width(text: &str, size: f64, bold: bool) -> f64 {
    let em = |c: char| match c {
        ' ' | '-' | '.' | ',' | 'i' | 'l' | 't' | 'f' | 'j' | 'I' => 0.3,
        'm' | 'w' | 'M' | 'W' => 0.85,
        c if c.is_uppercase() => 0.69,
        _ => 0.48,
    };
    let weight = if bold { 1.04 } else { 1.0 };
    text.chars().map(em).sum::<f64>() * size * weight
}

/// The text in lines about equally long, as many as it needs in `width` points: a name should not leave one word alone.
pub fn balanced(text: &str, size: f64, bold: bool, width: f64) -> Vec<String> {
    let whole = line_width(text, size, bold);
    let count = (whole / width).ceil().max(1.0);
    let (mut lines, mut line) = (Vec::new(), String::new());
    for word in text.split(' ') {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        let so_far = line_width(&line, size, bold);
        let room = count - lines.len() as f64 > 1.0;
        // A word goes to the nearer side of the middle.
        let past = line_width(&longer, size, bold) - whole / count;
        if room && !line.is_empty() && (past > whole / count - so_far || line_width(&longer, size, bold) > width) {
            lines.push(std::mem::replace(&mut line, word.to_owned()));
        } else {
            line = longer;
        }
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;
    use crate::report::Cell;

    #[test]
    fn a_long_name_is_parted_near_its_middle() {
        let name = "BCH ĐOÀN PHƯỜNG TRẦN HƯNG ĐẠO";
        assert_eq!(balanced(name, 14.0, true, 240.0), ["BCH ĐOÀN PHƯỜNG", "TRẦN HƯNG ĐẠO"]);
        assert_eq!(balanced("ĐOÀN", 14.0, true, 240.0), ["ĐOÀN"]);
    }

    #[test]
    fn words_get_more_room_than_numbers_and_all_of_it_is_shared_out() {
        let mut table = Table::new("", &[("Nội dung", false), ("Kỳ này", true), ("Kỳ trước", true)]);
        table.push(vec![Cell::Text("Lượt mở mã trong kỳ báo cáo".into()), Cell::Number(1), Cell::Nothing]);
        let widths = widths(&table, &Locale::embedded(&Lang::vi()));
        assert!(widths[0] > 2.0 * widths[1]);
        assert!((widths.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
