//! The order of lists: as a dictionary of the reader's language has it, numbers by their value.

use std::cmp::Ordering;

use disan_server::catalog::Lang;
use icu_collator::options::{CollatorOptions, Strength};
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;
use icu_locale_core::extensions::unicode::{key, value};

/// Compares titles as readers of a language expect: a before á before ạ, tổ 2 before tổ 12.
pub struct Order {
    whole: Option<CollatorBorrowed<'static>>,
    /// Letters alone: neither tones nor case count.
    letters: Option<CollatorBorrowed<'static>>,
}

impl Order {
    /// The order of `lang`. Languages of Việt Nam that have none of their own use Vietnamese letters and their order.
    pub fn of(lang: &Lang) -> Order {
        let tag = if lang.is_of_vietnam() { "vi" } else { lang.as_str() };
        let locale: Option<Locale> = tag.parse().ok();
        let mut locale = locale.unwrap_or(Locale::UNKNOWN);
        locale.extensions.unicode.keywords.set(key!("kn"), value!("true"));
        let mut only_letters = CollatorOptions::default();
        only_letters.strength = Some(Strength::Primary);
        let collator = |options| CollatorBorrowed::try_new(CollatorPreferences::from(&locale), options).ok();
        Order { whole: collator(CollatorOptions::default()), letters: collator(only_letters) }
    }

    /// How `a` stands to `b`. Texts that a dictionary holds equal keep to their bytes, so that the order is total.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.whole.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }

    /// Whether `text` stands before everything that begins with `letter`.
    pub fn is_before(&self, text: &str, letter: &str) -> bool {
        self.letters.as_ref().map_or_else(|| text < letter, |collator| collator.compare(text, letter).is_lt())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_tones_and_numbers_stand_in_their_order() {
        let mut names = ["tổ 12", "mạ", "Ô", "má", "đền", "tổ 2", "mà", "dinh", "mả", "ma", "ơ", "o", "mã", "e", "ê"];
        let sorted = ["dinh", "đền", "e", "ê", "ma", "mà", "mả", "mã", "má", "mạ", "o", "Ô", "ơ", "tổ 2", "tổ 12"];
        for lang in ["vi", "vi-VN", "tyz"] {
            let order = Order::of(&lang.parse().unwrap());
            names.sort_by(|a, b| order.compare(a, b));
            assert_eq!(names, sorted, "{lang}");
        }
    }

    #[test]
    fn any_tag_has_an_order() {
        for lang in ["art-x-mau", "qaa", "hmn-Latn", "ar"] {
            let order = Order::of(&lang.parse().unwrap());
            assert!(order.compare("2", "12").is_lt() && order.compare("á", "b").is_lt(), "{lang}");
        }
    }
}
