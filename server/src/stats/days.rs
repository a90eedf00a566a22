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

/// A part of a run of days, in the form the store sums fastest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Piece {
    /// Days that are no whole half-months.
    Days(RangeInclusive<i64>),
    /// Whole half-months.
    Halves(RangeInclusive<i64>),
}

/// A run of days as whole half-months and the days before and after them.
pub fn pieces(days: RangeInclusive<i64>) -> Vec<Piece> {
    let (first, last) = days.into_inner();
    let bounds = |half: i64| (day_number(half_dates(half).0), day_number(half_dates(half).1));
    let (mut from, mut to) = (half_of(date_of(first)), half_of(date_of(last)));
    let (mut head, mut tail) = (None, None);
    if bounds(from).0 != first {
        head = Some(Piece::Days(first..=bounds(from).1.min(last)));
        from += 1;
    }
    if to >= from && bounds(to).1 != last {
        tail = Some(Piece::Days(bounds(to).0..=last));
        to -= 1;
    }
    let whole = (from <= to).then_some(Piece::Halves(from..=to));
    head.into_iter().chain(whole).chain(tail).collect()
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

    #[test]
    fn a_run_is_cut_into_half_months_and_odd_days() {
        for length in 0..70 {
            for shift in 0..70 {
                let first = day_number(date(2024, 2, 1)) + shift;
                let mut next = first;
                for piece in pieces(first..=first + length) {
                    let run = match piece {
                        Piece::Days(run) => run,
                        Piece::Halves(halves) => {
                            let (from, to) = halves.into_inner();
                            day_number(half_dates(from).0)..=day_number(half_dates(to).1)
                        }
                    };
                    assert_eq!(*run.start(), next);
                    assert!(run.start() <= run.end());
                    next = run.end() + 1;
                }
                assert_eq!(next, first + length + 1);
            }
        }
        let month = Days { first: date(2026, 2, 15), last: date(2026, 3, 14) };
        assert_eq!(pieces(month.numbers()), [Piece::Halves(month.halves())]);
    }
}
