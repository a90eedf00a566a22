//! When a report is to be handed in: the receiver says so, in working days after the cut-off or by name of the day.

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::period::Period;

/// How a receiver sets the day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Due {
    /// So many working days after the last day of the period; days off fall on no fixed date, so they are given.
    WorkingDays {
        /// How many.
        count: u8,
        /// Days off besides Saturday and Sunday.
        off: BTreeSet<Date>,
    },
    /// That day.
    On(Date),
}

impl Default for Due {
    /// Two working days, as one province asks.
    fn default() -> Due {
        Due::WorkingDays { count: 2, off: BTreeSet::new() }
    }
}

impl Due {
    /// The day the report of a period is due.
    pub fn of(&self, period: Period) -> Date {
        let (count, off) = match self {
            Due::On(day) => return *day,
            Due::WorkingDays { count, off } => (*count, off),
        };
        let mut day = period.days().last;
        for _ in 0..count {
            day = day.saturating_add(1.day());
            while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) || off.contains(&day) {
                day = day.saturating_add(1.day());
            }
        }
        day
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::stats::{Reckoning, Span};

    fn march() -> Period {
        Period::Regular { reckoning: Reckoning::Nd09, year: 2026, span: Span::Month(3) }
    }

    #[test]
    fn working_days_leave_out_the_week_s_end_and_days_off() {
        // 14 March 2026 is a Saturday.
        assert_eq!(Due::default().of(march()), date(2026, 3, 17));
        let off = [date(2026, 3, 16)].into();
        assert_eq!(Due::WorkingDays { count: 2, off }.of(march()), date(2026, 3, 18));
        let none = Due::WorkingDays { count: 0, off: BTreeSet::new() };
        assert_eq!(none.of(march()), date(2026, 3, 14));
    }

    #[test]
    fn a_named_day_is_that_day() {
        assert_eq!(Due::On(date(2026, 11, 25)).of(march()), date(2026, 11, 25));
    }
}
