//! The order of titles in lists.

use unicode_normalization::UnicodeNormalization;

/// What a title is sorted by: letters without marks in lower case, numbers by value, then the title itself, so that
/// "tổ 2" comes before "tổ 12" and equal letters are told apart by their marks.
pub fn title_key(title: &str) -> (String, String) {
    let mut folded = String::with_capacity(title.len());
    let mut number = String::new();
    for letter in title.nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).flat_map(char::to_lowercase) {
        if letter.is_ascii_digit() {
            number.push(letter);
            continue;
        }
        flush(&mut folded, &mut number);
        folded.push(if letter == 'đ' { 'd' } else { letter });
    }
    flush(&mut folded, &mut number);
    (folded, title.to_owned())
}

/// Appends a number padded to one width, so that it compares by its value.
fn flush(folded: &mut String, number: &mut String) {
    if !number.is_empty() {
        folded.push_str(&format!("{number:0>12}"));
        number.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_come_in_the_order_a_reader_expects() {
        let mut titles = ["Tổ 12", "tổ 2", "Đền Suốt", "Chùa Côn Sơn", "Động Kính Chủ", "Văn miếu", "Đền Kiếp Bạc"];
        titles.sort_by_key(|t| title_key(t));
        assert_eq!(titles, ["Chùa Côn Sơn", "Đền Kiếp Bạc", "Đền Suốt", "Động Kính Chủ", "tổ 2", "Tổ 12", "Văn miếu"]);
    }
}
