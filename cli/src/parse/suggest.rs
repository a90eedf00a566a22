//! "Did you mean": the known word nearest to a mistyped one.

/// The one of `known` that `typed` most likely stands for; none when nothing is near.
pub fn suggest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = fold(typed);
    let limit = (folded.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&folded, &fold(word)), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
}

/// `text` in lower case without tones and marks, `đ` as `d`: how people type when the keyboard is set wrong.
pub fn fold(text: &str) -> String {
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
    fn the_nearest_known_word_is_suggested() {
        let known = ["unit", "coordinates", "old_address", "address"];
        assert_eq!(suggest("cordinates", known), Some("coordinates"));
        assert_eq!(suggest("Unit", known), Some("unit"));
        assert_eq!(suggest("adress", known), Some("address"));
        assert_eq!(suggest("giờ", known), None);
    }

    #[test]
    fn folding_drops_tones_marks_and_case() {
        assert_eq!(fold("Nguồn Gốc RA ĐỜI"), "nguon goc ra doi");
        assert_eq!(fold("hòa"), fold("hoà"));
    }
}
