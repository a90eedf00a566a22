//! Scans by language, device and app; numbers no sign carries; classes that do not count.

use std::collections::BTreeMap;

use crate::catalog::{Lang, Locale};
use crate::scan::Class;
use crate::store::{Dim, Sum};

use super::figures::{Figures, Question};
use super::view::{Breakdown, BreakdownRow, Excluded, Orphans};
use super::wording;

/// Numbers no sign carries, listed one by one.
const MOST_ORPHANS: usize = 10;

impl Breakdown {
    /// The table of a dimension, most scans first.
    pub fn of(locale: &Locale, dim: Dim, figures: &Figures<'_>) -> Breakdown {
        let empty = BTreeMap::new();
        let values = figures.values.get(&dim).unwrap_or(&empty);
        let total: i64 = values.values().map(|sum| sum.n).sum();
        let longest = values.values().map(|sum| sum.n).max().unwrap_or(0);
        let mut rows: Vec<(&String, &Sum)> = values.iter().filter(|(_, sum)| sum.n > 0).collect();
        rows.sort_by(|a, b| b.1.n.cmp(&a.1.n).then_with(|| a.0.cmp(b.0)));
        let row = |(value, sum): (&String, &Sum)| BreakdownRow {
            label: value_name(locale, dim, value),
            scans: locale.number(sum.n),
            share: wording::share(locale, sum.n, total).unwrap_or_default(),
            bar: bar(sum.n, longest),
        };
        Breakdown {
            title: locale.text(&format!("stats.by.{}", dim.name())).to_owned(),
            what: locale.text(&format!("stats.column.{}", dim.name())).to_owned(),
            rows: rows.into_iter().map(row).collect(),
        }
    }
}

/// The value of a dimension in words; as it stands where there are none.
pub fn value_name(locale: &Locale, dim: Dim, value: &str) -> String {
    let key = match dim {
        Dim::Lang => format!("language.{value}"),
        _ => format!("stats.{}.{value}", dim.name()),
    };
    if locale.has(&key) {
        return locale.text(&key).to_owned();
    }
    // A language of the project's own: its name for itself, where a locale has it.
    let endonym = value.parse::<Lang>().ok().filter(|_| dim == Dim::Lang).and_then(|lang| {
        let own = Locale::embedded(&lang);
        (own.lang() == &lang).then(|| own.text("language.endonym").to_owned())
    });
    endonym.unwrap_or_else(|| value.to_owned())
}

/// Length of a bar, in hundredths of the longest.
pub fn bar(n: i64, longest: i64) -> f64 {
    if longest == 0 { 0.0 } else { (n as f64 / longest as f64 * 1000.0).round() / 10.0 }
}

impl Orphans {
    /// The most frequent numbers no sign carries.
    pub fn of(locale: &Locale, figures: &Figures<'_>) -> Orphans {
        let total: i64 = figures.orphans.iter().map(|(_, n)| n).sum();
        let rows = figures.orphans.iter().take(MOST_ORPHANS).map(|(code, n)| (code.clone(), locale.number(*n)));
        Orphans { total: locale.number(total), none: total == 0, rows: rows.collect() }
    }
}

/// The classes besides the one that counts, in the order of their list.
pub fn excluded(locale: &Locale, question: &Question<'_>, figures: &Figures<'_>) -> Vec<Excluded> {
    let others = Class::ALL.iter().filter(|class| **class != question.class);
    others
        .map(|class| Excluded {
            label: locale.text(&format!("stats.class.{}", class.name())).to_owned(),
            why: locale.text(&format!("stats.why.{}", class.name())).to_owned(),
            scans: locale.number(figures.counts.total(*class).n),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{App, Device};
    use crate::store::GapReason;

    #[test]
    fn everything_counted_has_words_in_both_languages() {
        let mut keys: Vec<String> = Vec::new();
        for class in Class::ALL {
            keys.extend([format!("stats.class.{}", class.name()), format!("stats.why.{}", class.name())]);
        }
        keys.extend(Device::ALL.iter().map(|device| format!("stats.device.{}", device.name())));
        keys.extend(App::ALL.iter().map(|app| format!("stats.app.{}", app.name())));
        keys.extend(GapReason::ALL.iter().map(|reason| format!("stats.gap.{}", reason.name())));
        keys.extend(["stats.lost.queue", "stats.lost.disk"].map(str::to_owned));
        for locale in [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang)) {
            for key in &keys {
                assert!(locale.has(key), "{key}");
            }
        }
    }

    #[test]
    fn a_language_nobody_named_is_shown_by_its_tag() {
        let vi = Locale::embedded(&Lang::vi());
        assert_eq!(value_name(&vi, Dim::Lang, "en"), "Tiếng Anh");
        assert_eq!(value_name(&vi, Dim::Lang, "xx-Latn"), "xx-Latn");
        assert_eq!(value_name(&vi, Dim::App, "tương lai"), "tương lai");
    }
}
