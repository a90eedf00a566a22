//! Texts as the index has them; what is compared is spelt exactly as `search.js` spells it.

use std::fmt::Write as _;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// The slug as `search.js` makes it from the title, where it can.
pub fn short_slug(title: &str, slug: &str) -> String {
    if let Some(made) = letters(title) {
        if made == slug {
            return String::new();
        }
        let all: Vec<&str> = made.split('-').collect();
        let wanted: Vec<&str> = slug.split('-').collect();
        let at = all.windows(wanted.len().max(1)).position(|window| window == wanted);
        if let Some(at) = at.filter(|at| *at < 10 && wanted.len() < 10) {
            return format!("{at}{}", wanted.len());
        }
    }
    format!("={slug}")
}

/// The title in plain letters and hyphens; none where it has a letter that is not of the plain alphabet.
fn letters(title: &str) -> Option<String> {
    let mut out = String::with_capacity(title.len());
    let mut is_plain = true;
    bare(title, |c| match if c == 'đ' { 'd' } else { c } {
        c if c.is_ascii_lowercase() || c.is_ascii_digit() => out.push(c),
        c if c.is_alphanumeric() || is_combining_mark(c) => is_plain = false,
        _ if out.ends_with('-') || out.is_empty() => {}
        _ => out.push('-'),
    });
    out.truncate(out.trim_end_matches('-').len());
    is_plain.then_some(out)
}

/// The words of a text as they are compared: no case, no marks, `ly` as `li`.
pub fn fold(text: &str) -> Vec<String> {
    let apart = |c: char| c.is_whitespace() || "-–—_,.;:()/'\"“”‘’«»…!?|·+&*#@[]".contains(c);
    let mut plain = String::with_capacity(text.len());
    bare(text, |c| plain.push(if matches!(c, 'đ' | 'ð') { 'd' } else { c }));
    let mut words: Vec<String> = Vec::new();
    for word in plain.split(apart).filter(|word| !word.is_empty()) {
        let mut word = word.to_owned();
        let vowel = |stem: &str| stem.is_empty() || stem.ends_with(['a', 'e', 'o', 'u']) && !stem.ends_with("qu");
        if word.strip_suffix('y').is_some_and(|stem| !vowel(stem)) {
            word.pop();
            word.push('i');
        }
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Hands `take` the letters of a text in lower case, taken apart, without the marks of Latin letters.
fn bare(text: &str, mut take: impl FnMut(char)) {
    let mut keep = |c: char| {
        if !('\u{300}'..='\u{36f}').contains(&c) {
            take(c);
        }
    };
    // Latin letters come apart one by one: their marks are left out, so the order of these does not matter.
    if text.chars().all(|c| matches!(c, ..'\u{250}' | '\u{1e00}'..='\u{1eff}')) {
        for c in text.chars() {
            if c.is_ascii() {
                keep(c.to_ascii_lowercase());
            } else {
                c.to_lowercase().for_each(|c| decompose_canonical(c, &mut keep));
            }
        }
    } else {
        text.to_lowercase().nfd().for_each(keep);
    }
}

/// A text on one line, without what parts the lines of an index.
pub fn one_line(text: &str) -> String {
    let mut line = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

/// Adds a number to a line; nothing where there is none.
pub fn push_base36(line: &mut String, number: Option<u32>) {
    let Some(mut number) = number else { return };
    // 36⁷ is more than any number.
    let mut digits = [0; 7];
    let mut from = digits.len();
    loop {
        from -= 1;
        digits[from] = b"0123456789abcdefghijklmnopqrstuvwxyz"[number as usize % 36];
        number /= 36;
        if number == 0 {
            break;
        }
    }
    line.extend(digits[from..].iter().map(|digit| char::from(*digit)));
}

/// The name of a part's file: letters beyond a–z by their number.
pub fn file_name(part: &str) -> String {
    let mut name = String::with_capacity(part.len());
    for unit in part.encode_utf16() {
        match char::from_u32(u32::from(unit)) {
            Some(c) if c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.' => name.push(c),
            _ => drop(write!(name, "_{unit:x}")),
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_compared_without_case_marks_and_the_two_spellings_of_one_sound() {
        assert_eq!(fold("Đền Cẩm Giàng (Lý – Mỹ)"), ["den", "cam", "giang", "li", "mi"]);
        assert_eq!(fold("Quý Tây huy"), ["qui", "tay", "huy"]);
        assert_eq!(fold("Hoà, hòa"), ["hoa"]);
    }

    #[test]
    fn latin_letters_come_apart_as_all_others_do() {
        for c in (0..0x2000).filter_map(char::from_u32) {
            let alone = c.to_string();
            let mut quick = String::new();
            bare(&alone, |c| quick.push(c));
            let slow: String = alone.to_lowercase().nfd().filter(|c| !('\u{300}'..='\u{36f}').contains(c)).collect();
            assert_eq!(quick, slow, "U+{:04X}", c as u32);
        }
    }

    #[test]
    fn slugs_are_told_by_their_title_where_they_can_be() {
        for (title, slug, short) in [
            ("Chùa Côn Sơn", "chua-con-son", ""),
            ("Chùa Côn Sơn", "con-son", "12"),
            ("Con Son Pagoda", "con-son", "02"),
            ("Chùa Côn Sơn", "hun", "=hun"),
            ("معبد", "den-bia", "=den-bia"),
            ("Chùa 寺", "chua", "=chua"),
            ("Đền 5", "5", "11"),
        ] {
            assert_eq!(short_slug(title, slug), short, "{title}");
        }
    }

    #[test]
    fn numbers_and_names_of_files_are_short_and_plain() {
        assert_eq!((file_name("chua."), file_name("مع")), ("chua.".into(), "_645_639".into()));
        let base36 = |number| {
            let mut line = String::new();
            push_base36(&mut line, number);
            line
        };
        assert_eq!((base36(Some(0)), base36(Some(36)), base36(None)), ("0".into(), "10".into(), String::new()));
        assert_eq!(base36(Some(u32::MAX)), "1z141z3");
    }
}
