//! Reporting periods: which days a figure is about.
//!
//! Three conventions live side by side: Decree 09/2019/NĐ-CP counts a month from the 15th of the month before to the
//! 14th, the statistics regime follows the calendar, and an office may cut its months on a day of its own, or a team ask
//! for any days. Every period is a run of local days with both ends included.

use std::borrow::Cow;
use std::ops::RangeInclusive;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::days::Days;

/// How the months of a report are cut.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reckoning {
    /// Decree 09/2019/NĐ-CP: from the 15th of the month before to the 14th; the year from 15 December to 14 December.
    Nd09,
    /// From the first to the last day of the month.
    Calendar,
    /// As the decree does it, but cut on a day of an office's own (1 to 27), the last that still counts for the month:
    /// social insurance closes on the 25th.
    CutOff(i8),
}

impl Reckoning {
    /// Those every office knows, the official one first.
    pub const ALL: [Reckoning; 2] = [Reckoning::Nd09, Reckoning::Calendar];

    /// Its name in addresses and in the locales.
    pub fn id(self) -> Cow<'static, str> {
        match self {
            Reckoning::Nd09 => "nd09".into(),
            Reckoning::Calendar => "calendar".into(),
            Reckoning::CutOff(day) => format!("cut-{day}").into(),
        }
    }

    /// The one with this name.
    pub fn named(id: &str) -> Option<Reckoning> {
        let own = || id.strip_prefix("cut-")?.parse().ok().filter(|day| (1..=27).contains(day)).map(Reckoning::CutOff);
        Reckoning::ALL.into_iter().find(|r| r.id() == id).or_else(own).filter(|r| r.id() == id)
    }

    /// The last day of a month that still counts for it; none where that is its last day.
    fn cut(self) -> Option<i8> {
        match self {
            Reckoning::Nd09 => Some(14),
            Reckoning::Calendar => None,
            Reckoning::CutOff(day) => Some(day),
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
    /// Seven days. The decree fixes none: Monday to Sunday unless an office closes its week on another day.
    Week {
        /// The first of them.
        first: Date,
    },
    /// Any days.
    Custom(Days),
}

impl Period {
    /// The month that `day` falls in.
    pub fn month_of(reckoning: Reckoning, day: Date) -> Period {
        let name = match reckoning.cut() {
            Some(cut) if day.day() > cut => day.first_of_month().saturating_add(1.month()),
            _ => day,
        };
        Period::Regular { reckoning, year: name.year(), span: Span::Month(name.month()) }
    }

    /// The week that `day` falls in, where weeks begin on `start`.
    pub fn week_of(day: Date, start: Weekday) -> Period {
        Period::Week { first: day.saturating_sub(i64::from(day.weekday().since(start)).days()) }
    }

    /// Its days.
    pub fn days(self) -> Days {
        match self {
            Period::Custom(days) => days,
            Period::Week { first } => Days { first, last: first.saturating_add(6.days()) },
            Period::Regular { reckoning, year, span } => {
                let months = span.months();
                let first = first_of_month(year, *months.start());
                let last = first_of_month(year, *months.end());
                match reckoning.cut() {
                    None => Days { first, last: last.last_of_month() },
                    Some(cut) => Days {
                        first: first.saturating_sub(1.month()).saturating_add(i64::from(cut).days()),
                        last: last.saturating_add(i64::from(cut - 1).days()),
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
            Period::Week { first } => Period::Week { first: first.saturating_sub(7.days()) },
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
            Period::Week { first } => Period::Week { first: first.saturating_add(7.days()) },
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
            // The same weekdays: markets and masses follow the week.
            Period::Week { first } => Period::Week { first: first.saturating_sub(364.days()) },
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
    /// Weeks and days of one's own choice follow the calendar year of their last day, and start earlier where they do.
    pub fn cumulative(self) -> Days {
        let days = self.days();
        let first = match self {
            Period::Regular { reckoning, year, .. } => {
                Period::Regular { reckoning, year, span: Span::Year }.days().first
            }
            Period::Week { .. } | Period::Custom(_) => days.last.first_of_year().min(days.first),
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
mod tests;
