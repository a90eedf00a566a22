//! "Did you mean": the known word nearest to a mistyped one.

use crate::unaccented::unaccented;

/// The one of `known` that `typed` most likely stands for; none when nothing is near.
pub fn suggest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = unaccented(typed);
    let limit = (folded.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(&folded, &unaccented(word)), word))
        .filter(|(distance, _)| *distance <= limit)
        .min()
        .map(|(_, word)| word)
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
}
