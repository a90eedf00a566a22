//! The Vietnamese lunar calendar: which solar day a day of the lunar year is.
//!
//! Its rules (as Hồ Ngọc Đức states them) reckon with days of Hà Nội, UTC+7:
//! - a month begins on the day of a new moon (`sky`);
//! - the winter solstice falls in month 11;
//! - where thirteen months begin between two such months, the first in which the sun enters no new sign is a leap month
//!   and repeats the number of the month before.
//!
//! China reckons with UTC+8, so now and then a month, and Tết with it, begins on another day there.

mod sky;

use jiff::Span;
use jiff::civil::{Date, date};

use crate::model::LunarDay;

/// A month of the lunar calendar.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    /// 1 to 12.
    pub number: u8,
    /// Whether it repeats the month before.
    pub leap: bool,
    /// Its first day.
    pub first: Date,
    /// 29 or 30.
    pub days: u8,
}

/// A lunar year, from Tết to the eve of the next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LunarYear {
    /// The solar year Tết falls in.
    pub number: i16,
    /// Its twelve or thirteen months.
    pub months: Vec<Month>,
}

impl LunarYear {
    /// The lunar year that begins in the solar year `number` (1900 to 2100).
    pub fn new(number: i16) -> LunarYear {
        let (before, after) = (months_between_solstices(number), months_between_solstices(number + 1));
        let first_month = |months: &[Month]| months.iter().position(|month| month.number == 1 && !month.leap);
        let begins = first_month(&before).unwrap_or_default();
        let ends = first_month(&after).unwrap_or_default();
        LunarYear { number, months: [&before[begins..], &after[..ends]].concat() }
    }

    /// The month with this number. Festivals are held in the month itself, not in the leap month that repeats it.
    pub fn month(&self, number: u8) -> Option<Month> {
        self.months.iter().copied().find(|month| month.number == number && !month.leap)
    }

    /// The solar day of a lunar one. The 30th of a month of 29 days is its last, as anniversaries are kept.
    pub fn day(&self, lunar: LunarDay) -> Option<Date> {
        let month = self.month(lunar.month)?;
        let after = i64::from(lunar.day.clamp(1, month.days)) - 1;
        month.first.checked_add(Span::new().days(after)).ok()
    }
}

impl Month {
    /// Its last day.
    pub fn last(&self) -> Option<Date> {
        self.first.checked_add(Span::new().days(i64::from(self.days) - 1)).ok()
    }
}

/// The months from month 11 of the year before `year` to month 10 of `year`, leap month and all.
fn months_between_solstices(year: i16) -> Vec<Month> {
    let (from, to) = (winter_moon(year - 1), winter_moon(year));
    // One more than the months, for the end of the last.
    let days: Vec<i32> = (from..=to).map(sky::new_moon_day).collect();
    let signs: Vec<u8> = days.iter().map(|day| sky::sign_at_dawn(*day)).collect();
    // The sun leaves a month in the sign it came in: that month has no sign of its own.
    let leap = if days.len() > 13 { (1..13).find(|i| signs[*i] == signs[i + 1]) } else { None };
    let month = |i: usize| {
        let counted = i - usize::from(leap.is_some_and(|leap| leap <= i));
        Month {
            number: ((counted + 10) % 12 + 1) as u8,
            leap: leap == Some(i),
            first: day_of(days[i]),
            days: (days[i + 1] - days[i]) as u8,
        }
    };
    (0..days.len() - 1).map(month).collect()
}

/// Which new moon begins month 11 of the solar year `year`: the last that is not after the winter solstice.
fn winter_moon(year: i16) -> i32 {
    let last = number_of(date(year, 12, 31));
    let mut moon = sky::moon_near(last) + 1;
    while sky::new_moon_day(moon) > last {
        moon -= 1;
    }
    // From the solstice on the sun is in the tenth sign (270° to 300°).
    if sky::sign_at_dawn(sky::new_moon_day(moon)) >= 9 { moon - 1 } else { moon }
}

/// 1 January 2000, whose Julian day number is known.
const MILLENNIUM: (Date, i32) = (date(2000, 1, 1), 2_451_545);

/// The Julian day number of a date.
fn number_of(day: Date) -> i32 {
    let (from, number) = MILLENNIUM;
    (day - from).get_days() + number
}

/// The date with this Julian day number.
fn day_of(number: i32) -> Date {
    let (from, millennium) = MILLENNIUM;
    from.saturating_add(Span::new().days(number - millennium))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Day and month of the lunar calendar, and whether the month is a leap month.
    fn lunar(day: Date) -> (u8, u8, bool) {
        let years = [day.year() - 1, day.year()].map(LunarYear::new);
        let month = years.iter().flat_map(|year| &year.months).rfind(|month| month.first <= day).unwrap();
        ((day - month.first).get_days() as u8 + 1, month.number, month.leap)
    }

    #[test]
    fn days_printed_in_the_press_are_met() {
        for (day, expected) in [
            (date(2017, 3, 28), (1, 3)),
            (date(2018, 4, 20), (5, 3)),
            (date(2019, 3, 22), (17, 2)),
            // After the leap second month of that year.
            (date(2023, 4, 24), (5, 3)),
            (date(2024, 4, 18), (10, 3)),
            (date(2024, 3, 23), (14, 2)),
            (date(2025, 10, 1), (10, 8)),
            (date(2026, 2, 26), (10, 1)),
            (date(1985, 1, 21), (1, 1)),
            (date(2007, 2, 17), (1, 1)),
            (date(2030, 2, 2), (1, 1)),
            (date(2026, 9, 30), (20, 8)),
            (date(2027, 9, 20), (20, 8)),
            (date(2028, 10, 8), (20, 8)),
        ] {
            let (number, month) = expected;
            assert_eq!(lunar(day), (number, month, false), "{day}");
            let year = LunarYear::new(day.year());
            assert_eq!(year.day(LunarDay { day: number, month }), Some(day));
        }
    }

    /// Tết and the leap month of each year from 1968, when UTC+7 became the rule, computed with PyEphem 4.2 (VSOP87 and
    /// ELP 2000, which this program does not use).
    const YEARS: &str = "29/1/1968+7 16/2/1969 6/2/1970 27/1/1971+5 15/2/1972 3/2/1973 23/1/1974+4 11/2/1975 \
        31/1/1976+8 18/2/1977 7/2/1978 28/1/1979+6 16/2/1980 5/2/1981 25/1/1982+4 13/2/1983 2/2/1984 21/1/1985+2 \
        9/2/1986 29/1/1987+7 17/2/1988 6/2/1989 27/1/1990+5 15/2/1991 4/2/1992 23/1/1993+3 10/2/1994 31/1/1995+8 \
        19/2/1996 7/2/1997 28/1/1998+5 16/2/1999 5/2/2000 24/1/2001+4 12/2/2002 1/2/2003 22/1/2004+2 9/2/2005 \
        29/1/2006+7 17/2/2007 7/2/2008 26/1/2009+5 14/2/2010 3/2/2011 23/1/2012+4 10/2/2013 31/1/2014+9 19/2/2015 \
        8/2/2016 28/1/2017+6 16/2/2018 5/2/2019 25/1/2020+4 12/2/2021 1/2/2022 22/1/2023+2 10/2/2024 29/1/2025+6 \
        17/2/2026 6/2/2027 26/1/2028+5 13/2/2029 2/2/2030 23/1/2031+3 11/2/2032 31/1/2033+11 19/2/2034 8/2/2035 \
        28/1/2036+6 15/2/2037 4/2/2038 24/1/2039+5 12/2/2040 1/2/2041 22/1/2042+2 10/2/2043 30/1/2044+7 17/2/2045 \
        6/2/2046 26/1/2047+5 14/2/2048 2/2/2049 23/1/2050+3 11/2/2051 1/2/2052+8 18/2/2053";

    #[test]
    fn every_tet_and_leap_month_is_as_an_ephemeris_has_them() {
        let ours = (1968..=2053).map(|number| {
            let year = LunarYear::new(number);
            let tet = year.months[0].first;
            let leap = year.months.iter().find(|month| month.leap).map(|month| format!("+{}", month.number));
            format!("{}/{}/{}{}", tet.day(), tet.month(), tet.year(), leap.unwrap_or_default())
        });
        assert_eq!(ours.collect::<Vec<_>>(), YEARS.split_whitespace().collect::<Vec<_>>());
    }

    #[test]
    fn years_and_months_follow_each_other_without_a_gap() {
        let mut next = LunarYear::new(1900).months[0].first;
        for number in 1900..=2100 {
            let year = LunarYear::new(number);
            let leaps = year.months.iter().filter(|month| month.leap).count();
            assert!(leaps <= 1 && year.months.len() == 12 + leaps, "{number}: {} months", year.months.len());
            assert_eq!((year.months[0].number, next.year()), (1, number));
            // Tết is between 21 January and 21 February.
            assert!((21..=31 + 21).contains(&next.day_of_year()), "Tết {next}");
            let plain: Vec<u8> = year.months.iter().filter(|month| !month.leap).map(|month| month.number).collect();
            assert_eq!(plain, (1..=12).collect::<Vec<u8>>(), "{number}");
            for month in &year.months {
                assert!(month.first == next && (29..=30).contains(&month.days), "{number}: {month:?}");
                next = month.last().unwrap().tomorrow().unwrap();
            }
        }
        // Seven leap months in nineteen years, as the moon and the sun have it.
        let leap_years = (1900..=2100).filter(|number| LunarYear::new(*number).months.len() == 13).count();
        assert!((73..=75).contains(&leap_years), "{leap_years}");
    }

    #[test]
    fn a_day_a_short_month_lacks_is_kept_on_its_last() {
        let year = LunarYear::new(2027);
        let short = year.months.iter().find(|month| month.days == 29 && !month.leap).unwrap();
        assert_eq!(year.day(LunarDay { day: 30, month: short.number }), short.last());
        assert_eq!(year.day(LunarDay { day: 1, month: 13 }), None);
    }
}
