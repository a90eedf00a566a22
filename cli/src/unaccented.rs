//! Text as people type it when the keyboard is set wrong: what is searched, suggested and made into slugs.

/// `text` in lower case without tones and marks, `đ` as `d`: how people type when the keyboard is set wrong.
pub fn unaccented(text: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    text.nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, 'đ' | 'ð') { 'd' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_drops_tones_marks_and_case() {
        assert_eq!(unaccented("Nguồn Gốc RA ĐỜI"), "nguon goc ra doi");
        assert_eq!(unaccented("hòa"), unaccented("hoà"));
    }
}
