//! Local time by configuration: days, minutes of the day and half-months, as scans and rollups count them.
//!
//! Việt Nam is at +07:00 all year. The day is computed here and never in SQL or from the machine's own time zone.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::civil::{Date, date};

/// Minutes in a day.
const DAY: i64 = 24 * 60;

/// The day counting starts from.
const EPOCH: Date = date(1970, 1, 1);

/// Where the time comes from, and how far local time is ahead of UTC.
#[derive(Clone, Debug)]
pub struct Clock {
    offset_minutes: i32,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    System,
    Hand(Arc<AtomicI64>),
}

/// A moment, in local time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Moment {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub unix: i64,
    /// Local day: days since 1970-01-01.
    pub day: i64,
    /// Minute of the local day, 0 to 1439.
    pub minute: u16,
}

impl Clock {
    /// The machine's clock, `offset_minutes` ahead of UTC.
    pub fn system(offset_minutes: i32) -> Clock {
        Clock { offset_minutes, source: Source::System }
    }

    /// A clock that shows what `unix` holds: for tests.
    pub fn by_hand(offset_minutes: i32, unix: Arc<AtomicI64>) -> Clock {
        Clock { offset_minutes, source: Source::Hand(unix) }
    }

    /// How far local time is ahead of UTC.
    pub fn offset_minutes(&self) -> i32 {
        self.offset_minutes
    }

    /// Now.
    pub fn now(&self) -> Moment {
        let unix = match &self.source {
            // A clock before 1970 is a broken one; the scans of such a machine land on the first day.
            Source::System => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs() as i64),
            Source::Hand(unix) => unix.load(Ordering::Relaxed),
        };
        self.at(unix)
    }

    /// The local moment `unix` seconds after 1970-01-01 00:00 UTC.
    pub fn at(&self, unix: i64) -> Moment {
        let minutes = unix.div_euclid(60) + i64::from(self.offset_minutes);
        Moment { unix, day: minutes.div_euclid(DAY), minute: minutes.rem_euclid(DAY) as u16 }
    }

    /// The first second of a local day, in seconds since 1970-01-01 00:00 UTC.
    pub fn begin_of(&self, day: i64) -> i64 {
        (day * DAY - i64::from(self.offset_minutes)) * 60
    }

    /// Today's local date.
    pub fn today(&self) -> Date {
        date_of(self.now().day)
    }
}

/// Days from 1970-01-01 to `date`.
pub fn day_number(date: Date) -> i64 {
    i64::from(EPOCH.until(date).map_or(0, |span| span.get_days()))
}

/// The date `day` days after 1970-01-01, within the years a calendar knows.
pub fn date_of(day: i64) -> Date {
    EPOCH.saturating_add(jiff::Span::new().days(day.clamp(-719_000, 2_932_000)))
}

/// The half-month `date` falls in: `(year × 12 + month − 1) × 2`, plus 1 from the 15th on.
///
/// Halves add up exactly to calendar months and to the 15→14 periods of Decree 09/2019/NĐ-CP.
pub fn half_of(date: Date) -> i64 {
    (i64::from(date.year()) * 12 + i64::from(date.month()) - 1) * 2 + i64::from(date.day() >= 15)
}

/// First and last date of a half-month.
pub fn half_dates(half: i64) -> (Date, Date) {
    let month = half.div_euclid(2);
    let (year, month) = (month.div_euclid(12).clamp(1, 9998) as i16, month.rem_euclid(12) as i8 + 1);
    let first = date(year, month, 1);
    match half.rem_euclid(2) {
        0 => (first, date(year, month, 14)),
        _ => (date(year, month, 15), first.last_of_month()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_local_midnight() {
        let clock = Clock::system(420);
        // 2026-11-21 16:59:59 and 17:00:00 UTC are 23:59:59 and 00:00:00 in Việt Nam.
        let before = clock.at(1_795_280_399);
        let after = clock.at(1_795_280_400);
        assert_eq!((date_of(before.day), before.minute), (date(2026, 11, 21), 1439));
        assert_eq!((date_of(after.day), after.minute), (date(2026, 11, 22), 0));
        assert_eq!(Clock::system(420).at(-25_200).day, 0);
        assert_eq!(clock.begin_of(after.day), after.unix);
    }

    #[test]
    fn days_and_dates_are_the_same_thing() {
        for day in [-1, 0, 1, 11_016, 20_514, 20_515] {
            assert_eq!(day_number(date_of(day)), day);
        }
        assert_eq!(day_number(date(2024, 2, 29)), 19_782);
    }

    #[test]
    fn halves_add_up_to_months_and_reporting_periods() {
        let half = half_of(date(2024, 2, 14));
        assert_eq!(half_dates(half), (date(2024, 2, 1), date(2024, 2, 14)));
        assert_eq!(half_of(date(2024, 2, 15)), half + 1);
        assert_eq!(half_dates(half + 1), (date(2024, 2, 15), date(2024, 2, 29)));
        assert_eq!(half_of(date(2024, 3, 1)), half + 2);
        assert_eq!(half_of(date(2027, 1, 1)), half_of(date(2026, 12, 31)) + 1);
    }
}
