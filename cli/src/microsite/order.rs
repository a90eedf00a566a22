//! The order of lists: as a dictionary of the reader's language has it, numbers by their value.

use std::cmp::Ordering;

use disan_server::catalog::Lang;
use icu_collator::options::CollatorOptions;
use icu_collator::{CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// Compares titles as readers of a language expect: a before á before ạ, tổ 2 before tổ 12.
pub struct Order(Option<CollatorBorrowed<'static>>);

impl Order {
    /// The order of `lang`.
    pub fn of(lang: &Lang) -> Order {
        let locale: Option<Locale> = format!("{lang}-u-kn").parse().ok();
        let preferences = locale.as_ref().map_or_else(CollatorPreferences::default, CollatorPreferences::from);
        Order(CollatorBorrowed::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// How `a` stands to `b`. Texts that a dictionary holds equal keep to their bytes, so that the order is total.
    pub fn compare(&self, a: &str, b: &str) -> Ordering {
        self.0.as_ref().map_or(Ordering::Equal, |collator| collator.compare(a, b)).then_with(|| a.cmp(b))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_letters_tones_and_numbers_stand_in_their_order() {
        let mut names = ["tổ 12", "mạ", "Ô", "má", "đền", "tổ 2", "mà", "dinh", "mả", "ma", "ơ", "o", "mã", "e", "ê"];
        let order = Order::of(&Lang::vi());
        names.sort_by(|a, b| order.compare(a, b));
        assert_eq!(
            names,
            ["dinh", "đền", "e", "ê", "ma", "mà", "mả", "mã", "má", "mạ", "o", "Ô", "ơ", "tổ 2", "tổ 12"]
        );
    }
}
