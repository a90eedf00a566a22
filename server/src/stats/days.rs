//! A run of local days, and the half-months the rollups are kept in.

use std::ops::RangeInclusive;

use jiff::civil::Date;

use crate::clock::{date_of, day_number, half_dates, half_of};

/// Days from `first` to `last`, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Days {
    /// The first day.
    pub first: Date,
    /// The last day, never before the first.
    pub last: Date,
}

impl Days {
    /// The days from `first` to `last`; none when `last` is before `first`.
    pub fn new(first: Date, last: Date) -> Option<Days> {
        (first <= last).then_some(Days { first, last })
    }

    /// How many days, at least 1.
    pub fn count(self) -> i64 {
        day_number(self.last) - day_number(self.first) + 1
    }

    /// Whether `day` is one of them.
    pub fn contains(self, day: Date) -> bool {
        self.first <= day && day <= self.last
    }

    /// Each day in order.
    pub fn iter(self) -> impl Iterator<Item = Date> {
        self.numbers().map(date_of)
    }

    /// The numbers of the days, as the store counts them.
    pub fn numbers(self) -> RangeInclusive<i64> {
        day_number(self.first)..=day_number(self.last)
    }

    /// The half-months these days touch, as the store counts them.
    pub fn halves(self) -> RangeInclusive<i64> {
        half_of(self.first)..=half_of(self.last)
    }

    /// All days of the half-months these days touch: the same days wherever both ends fall on a half-month.
    pub fn whole_halves(self) -> Days {
        let (first, last) = self.halves().into_inner();
        Days { first: half_dates(first).0, last: half_dates(last).1 }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn days_are_counted_with_both_ends() {
        let days = Days::new(date(2024, 2, 27), date(2024, 3, 1)).unwrap();
        assert_eq!(days.count(), 4);
        assert_eq!(days.iter().collect::<Vec<_>>()[2], date(2024, 2, 29));
        assert!(days.contains(days.first) && days.contains(days.last) && !days.contains(date(2024, 3, 2)));
        assert_eq!(Days::new(days.last, days.first), None);
    }

    #[test]
    fn days_that_are_no_whole_half_months_widen_to_them() {
        let days = Days { first: date(2026, 2, 20), last: date(2026, 3, 2) };
        assert_eq!(days.whole_halves(), Days { first: date(2026, 2, 15), last: date(2026, 3, 14) });
        assert_eq!(days.whole_halves().whole_halves(), days.whole_halves());
    }
}
