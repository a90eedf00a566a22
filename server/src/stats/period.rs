//! Reporting periods: which days a figure is about.
//!
//! Three conventions live side by side: Decree 09/2019/NĐ-CP counts a month from the 15th of the month before to the
//! 14th, the statistics regime follows the calendar, and a team may ask for any days. Every period is a run of local
//! days with both ends included.

use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::Date;

use super::days::Days;

/// How the months of a report are cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reckoning {
    /// Decree 09/2019/NĐ-CP: from the 15th of the month before to the 14th; the year from 15 December to 14 December.
    Nd09,
    /// From the first to the last day of the month.
    Calendar,
}

impl Reckoning {
    /// All of them, the official one first.
    pub const ALL: [Reckoning; 2] = [Reckoning::Nd09, Reckoning::Calendar];

    /// Its name in addresses and in the locales.
    pub fn id(self) -> &'static str {
        match self {
            Reckoning::Nd09 => "nd09",
            Reckoning::Calendar => "calendar",
        }
    }
}

/// A part of a reporting year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Span {
    /// Month 1 to 12.
    Month(i8),
    /// Quarter 1 to 4.
    Quarter(i8),
    /// Half 1 or 2.
    Half(i8),
    /// The first nine months.
    NineMonths,
    /// The whole year.
    Year,
}

impl Span {
    /// Its months within the year, both included.
    pub fn months(self) -> RangeInclusive<i8> {
        match self {
            Span::Month(m) => m..=m,
            Span::Quarter(q) => q * 3 - 2..=q * 3,
            Span::Half(h) => h * 6 - 5..=h * 6,
            Span::NineMonths => 1..=9,
            Span::Year => 1..=12,
        }
    }

    /// The span of the same length before it, and by how many years that lies back.
    fn before(self) -> (Span, i16) {
        match self {
            Span::Month(1) => (Span::Month(12), 1),
            Span::Month(m) => (Span::Month(m - 1), 0),
            Span::Quarter(1) => (Span::Quarter(4), 1),
            Span::Quarter(q) => (Span::Quarter(q - 1), 0),
            Span::Half(1) => (Span::Half(2), 1),
            Span::Half(_) => (Span::Half(1), 0),
            // Nine months do not tile a year: what came before is the same nine months a year ago.
            Span::NineMonths | Span::Year => (self, 1),
        }
    }
}

/// The days a figure is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Period {
    /// A part of a reporting year.
    Regular {
        /// How months are cut.
        reckoning: Reckoning,
        /// The reporting year.
        year: i16,
        /// The part of it.
        span: Span,
    },
    /// Any days.
    Custom(Days),
}

impl Period {
    /// The month that `day` falls in.
    pub fn month_of(reckoning: Reckoning, day: Date) -> Period {
        let name = match reckoning {
            Reckoning::Nd09 if day.day() >= 15 => day.first_of_month().saturating_add(1.month()),
            _ => day,
        };
        Period::Regular { reckoning, year: name.year(), span: Span::Month(name.month()) }
    }

    /// Its days.
    pub fn days(self) -> Days {
        match self {
            Period::Custom(days) => days,
            Period::Regular { reckoning, year, span } => {
                let months = span.months();
                let first = first_of_month(year, *months.start());
                let last = first_of_month(year, *months.end());
                match reckoning {
                    Reckoning::Calendar => Days { first, last: last.last_of_month() },
                    Reckoning::Nd09 => Days {
                        first: first.saturating_sub(1.month()).saturating_add(14.days()),
                        last: last.saturating_add(13.days()),
                    },
                }
            }
        }
    }

    /// The period of the same length before it.
    pub fn previous(self) -> Period {
        match self {
            Period::Regular { reckoning, year, span } => {
                let (span, back) = span.before();
                Period::Regular { reckoning, year: year - back, span }
            }
            Period::Custom(days) => {
                let last = days.first.saturating_sub(1.day());
                Period::Custom(Days { first: days.first.saturating_sub(days.count().days()), last })
            }
        }
    }

    /// The period after it; for days of one's own choice, as many days again.
    pub fn next(self) -> Period {
        match self {
            Period::Regular { reckoning, year, span } => {
                let (span, on) = match span {
                    Span::Month(12) => (Span::Month(1), 1),
                    Span::Month(m) => (Span::Month(m + 1), 0),
                    Span::Quarter(4) => (Span::Quarter(1), 1),
                    Span::Quarter(q) => (Span::Quarter(q + 1), 0),
                    Span::Half(1) => (Span::Half(2), 0),
                    Span::Half(_) => (Span::Half(1), 1),
                    Span::NineMonths | Span::Year => (span, 1),
                };
                Period::Regular { reckoning, year: year + on, span }
            }
            Period::Custom(days) => {
                let first = days.last.saturating_add(1.day());
                Period::Custom(Days { first, last: days.last.saturating_add(days.count().days()) })
            }
        }
    }

    /// The same part of the year before.
    pub fn year_before(self) -> Period {
        match self {
            Period::Regular { reckoning, year, span } => Period::Regular { reckoning, year: year - 1, span },
            Period::Custom(Days { first, last }) => Period::Custom(Days {
                first: first.saturating_sub(1.year()),
                // The whole of February stays the whole of February.
                last: match last == last.last_of_month() {
                    true => last.first_of_month().saturating_sub(1.year()).last_of_month(),
                    false => last.saturating_sub(1.year()),
                },
            }),
        }
    }

    /// From the first day of its reporting year to its own last day: lũy kế.
    ///
    /// Days of one's own choice follow the calendar year of their last day, and start earlier where they do.
    pub fn cumulative(self) -> Days {
        let days = self.days();
        let first = match self {
            Period::Regular { reckoning, year, .. } => {
                Period::Regular { reckoning, year, span: Span::Year }.days().first
            }
            Period::Custom(_) => days.last.first_of_year().min(days.first),
        };
        Days { first, last: days.last }
    }

    /// Whether its last day lies behind `today`; before that every figure of it is an estimate ("ước").
    pub fn is_over(self, today: Date) -> bool {
        self.days().last < today
    }
}

/// The first day of a month; `year` and `month` come from checked spans, so only a year no calendar holds gives the
/// first day of the era instead.
fn first_of_month(year: i16, month: i8) -> Date {
    Date::new(year, month, 1).unwrap_or(Date::MIN)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn regular(reckoning: Reckoning, year: i16, span: Span) -> Period {
        Period::Regular { reckoning, year, span }
    }

    fn ends(period: Period) -> (Date, Date) {
        (period.days().first, period.days().last)
    }

    /// Whether `parts`, one after the other, are exactly `whole`: no gap, no overlap.
    fn tile(parts: &[Period], whole: Period) {
        assert_eq!(parts[0].days().first, whole.days().first, "{whole:?}");
        assert_eq!(parts[parts.len() - 1].days().last, whole.days().last, "{whole:?}");
        for pair in parts.windows(2) {
            assert_eq!(pair[0].days().last.tomorrow().unwrap(), pair[1].days().first, "{pair:?}");
        }
        assert_eq!(parts.iter().map(|p| p.days().count()).sum::<i64>(), whole.days().count());
    }

    #[test]
    fn the_decree_s_periods_of_2026_are_those_of_the_handbook() {
        use Span::*;
        let nd09 = |span| ends(regular(Reckoning::Nd09, 2026, span));
        assert_eq!(nd09(Month(3)), (date(2026, 2, 15), date(2026, 3, 14)));
        assert_eq!(nd09(Month(1)), (date(2025, 12, 15), date(2026, 1, 14)));
        assert_eq!(nd09(Quarter(1)), (date(2025, 12, 15), date(2026, 3, 14)));
        assert_eq!(nd09(Half(1)), (date(2025, 12, 15), date(2026, 6, 14)));
        assert_eq!(nd09(Half(2)), (date(2026, 6, 15), date(2026, 12, 14)));
        assert_eq!(nd09(NineMonths), (date(2025, 12, 15), date(2026, 9, 14)));
        assert_eq!(nd09(Year), (date(2025, 12, 15), date(2026, 12, 14)));
        let calendar = |span| ends(regular(Reckoning::Calendar, 2024, span));
        assert_eq!(calendar(Month(2)), (date(2024, 2, 1), date(2024, 2, 29)));
        assert_eq!(calendar(Half(2)), (date(2024, 7, 1), date(2024, 12, 31)));
    }

    #[test]
    fn months_quarters_and_halves_add_up_in_every_year() {
        for reckoning in Reckoning::ALL {
            for year in 2019..2033 {
                let of = |span| regular(reckoning, year, span);
                let months: Vec<Period> = (1..=12).map(|m| of(Span::Month(m))).collect();
                let quarters: Vec<Period> = (1..=4).map(|q| of(Span::Quarter(q))).collect();
                let halves = [of(Span::Half(1)), of(Span::Half(2))];
                tile(&months, of(Span::Year));
                tile(&quarters, of(Span::Year));
                tile(&halves, of(Span::Year));
                tile(&quarters[..2], halves[0]);
                tile(&quarters[..3], of(Span::NineMonths));
                for (q, quarter) in quarters.iter().enumerate() {
                    tile(&months[q * 3..q * 3 + 3], *quarter);
                }
                tile(
                    &[of(Span::Year), of(Span::Year).next()],
                    Period::Custom(Days {
                        first: of(Span::Year).days().first,
                        last: regular(reckoning, year + 1, Span::Year).days().last,
                    }),
                );
                for month in months {
                    assert_eq!(month.days().whole_halves(), month.days(), "halves add up to {month:?}");
                    for day in month.days().iter() {
                        assert_eq!(Period::month_of(reckoning, day), month, "{day}");
                    }
                }
            }
        }
    }

    #[test]
    fn before_and_after_are_neighbours() {
        let spans = [Span::Month(1), Span::Month(12), Span::Quarter(1), Span::Quarter(3), Span::Half(1), Span::Half(2)];
        let days = Days { first: date(2024, 2, 27), last: date(2024, 3, 3) };
        let regular = Reckoning::ALL.into_iter().flat_map(|r| spans.map(|s| regular(r, 2024, s)));
        for period in regular.chain([Period::Custom(days), Period::Custom(Days { last: days.first, ..days })]) {
            assert_eq!(period.previous().days().last.tomorrow().unwrap(), period.days().first);
            assert_eq!(period.days().last.tomorrow().unwrap(), period.next().days().first);
            assert_eq!(period.next().previous(), period);
        }
        let nine = self::regular(Reckoning::Nd09, 2024, Span::NineMonths);
        assert_eq!(nine.previous(), nine.year_before());
    }

    #[test]
    fn a_year_before_keeps_whole_months_whole() {
        let custom = |first, last| Period::Custom(Days { first, last });
        let february = custom(date(2025, 2, 1), date(2025, 2, 28)).year_before();
        assert_eq!(ends(february), (date(2024, 2, 1), date(2024, 2, 29)));
        let leap = custom(date(2024, 2, 29), date(2024, 2, 29)).year_before();
        assert_eq!(ends(leap), (date(2023, 2, 28), date(2023, 2, 28)));
        let plain = custom(date(2026, 3, 5), date(2026, 4, 7)).year_before();
        assert_eq!(ends(plain), (date(2025, 3, 5), date(2025, 4, 7)));
    }

    #[test]
    fn the_cumulative_run_starts_with_the_reporting_year() {
        let march = regular(Reckoning::Nd09, 2026, Span::Month(3));
        assert_eq!(march.cumulative(), Days { first: date(2025, 12, 15), last: date(2026, 3, 14) });
        let january = regular(Reckoning::Nd09, 2026, Span::Month(1));
        assert_eq!(january.cumulative(), january.days());
        let across = Period::Custom(Days { first: date(2025, 12, 30), last: date(2026, 1, 3) });
        assert_eq!(across.cumulative(), across.days());
        let spring = Period::Custom(Days { first: date(2026, 2, 10), last: date(2026, 3, 3) });
        assert_eq!(spring.cumulative().first, date(2026, 1, 1));
    }

    #[test]
    fn a_period_is_over_the_day_after_its_last() {
        let march = regular(Reckoning::Nd09, 2026, Span::Month(3));
        assert!(!march.is_over(date(2026, 3, 14)));
        assert!(march.is_over(date(2026, 3, 15)));
    }
}
