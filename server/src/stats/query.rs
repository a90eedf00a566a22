//! What a reader of the statistics asks for: the words of an address (`ky=2026-03&lich=nd09`) and back.

use std::collections::BTreeMap;

use jiff::civil::{Date, ISOWeekDate, Weekday};

use super::days::Days;
use super::period::{Period, Reckoning, Span};

/// Name of the parameter that holds a period.
pub const PERIOD: &str = "ky";
/// Name of the parameter that holds how months are cut.
pub const RECKONING: &str = "lich";
/// Name of the parameter that holds the first day of one's own choice.
pub const FROM: &str = "tu";
/// Name of the parameter that holds the last day of one's own choice.
pub const TO: &str = "den";
/// Name of the parameter that holds a unit.
pub const UNIT: &str = "don-vi";
/// Name of the parameter that stops the page from renewing itself.
pub const RENEW: &str = "lam-moi";
/// Name of the parameter that holds the form of a report.
pub const FORM: &str = "dang";
/// Name of the parameter that holds the layout of the official report.
pub const LAYOUT: &str = "the-thuc";
/// Value of [`PERIOD`] for the day that is running.
pub const TODAY: &str = "hom-nay";

/// Years a period may lie in.
const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;
/// Most days one may ask for at once: ten years.
const MOST_DAYS: i64 = 3_660;

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// The days, by name.
    pub choice: Choice,
    /// How months are cut, also where the choice itself does not say.
    pub reckoning: Reckoning,
    /// Id of the unit whose entries count, with all below it; none for the whole project.
    pub unit: Option<String>,
    /// Whether a page about today renews itself.
    pub renew: bool,
    /// Whether a report is wanted as a table file.
    pub table: bool,
    /// Whether the official report is laid out for the Youth Union.
    pub union: bool,
}

/// The days, by name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Choice {
    /// The day that is running.
    Today,
    /// A period.
    Period(Period),
}

/// Why an address cannot be answered. Each has a text in the locales under `stats.fault`.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum AskError {
    /// Not a period.
    #[error("`{0}` is not a period")]
    Period(String),
    /// Not a way to cut months.
    #[error("`{0}` is not a way to cut months")]
    Reckoning(String),
    /// Not a day.
    #[error("`{0}` is not a day")]
    Day(String),
    /// Only one end of the days is given.
    #[error("one end of the days is missing")]
    OneEnd,
    /// The last day is before the first.
    #[error("the last day is before the first")]
    Backwards,
    /// More than ten years.
    #[error("more than ten years")]
    TooLong,
    /// Not a form a report comes in.
    #[error("there is no form `{0}` of a report")]
    Form(String),
    /// Not a layout of the official report.
    #[error("there is no layout `{0}`")]
    Layout(String),
    /// No such unit.
    #[error("there is no unit `{0}`")]
    Unit(String),
}

impl AskError {
    /// The key of its text, and what is filled in for `{text}`.
    pub fn words(&self) -> (&'static str, &str) {
        match self {
            AskError::Period(text) => ("stats.fault.period", text),
            AskError::Reckoning(text) => ("stats.fault.reckoning", text),
            AskError::Day(text) => ("stats.fault.day", text),
            AskError::OneEnd => ("stats.fault.one_end", ""),
            AskError::Backwards => ("stats.fault.backwards", ""),
            AskError::TooLong => ("stats.fault.too_long", ""),
            AskError::Form(text) => ("stats.fault.form", text),
            AskError::Layout(text) => ("stats.fault.layout", text),
            AskError::Unit(text) => ("stats.fault.unit", text),
        }
    }
}

impl Ask {
    /// Reads the parameters of an address. Empty ones count as absent, as forms send them; `otherwise` is what an
    /// address without any period means, by the way it cuts months.
    pub fn parse(
        parameters: &BTreeMap<String, String>,
        otherwise: impl FnOnce(Reckoning) -> Choice,
    ) -> Result<Ask, AskError> {
        let get = |name| parameters.get(name).map(|v: &String| v.trim()).filter(|v| !v.is_empty());
        let reckoning = match get(RECKONING) {
            None => Reckoning::Nd09,
            Some(text) => Reckoning::named(text).ok_or_else(|| AskError::Reckoning(text.to_owned()))?,
        };
        let choice = match (get(FROM), get(TO), get(PERIOD)) {
            (Some(from), Some(to), _) => Choice::Period(Period::Custom(custom(from, to)?)),
            (None, None, Some(TODAY)) => Choice::Today,
            (None, None, Some(text)) => {
                Choice::Period(named(text, reckoning).ok_or_else(|| AskError::Period(text.to_owned()))?)
            }
            (None, None, None) => otherwise(reckoning),
            _ => return Err(AskError::OneEnd),
        };
        let reckoning = match choice {
            Choice::Period(Period::Regular { reckoning, .. }) => reckoning,
            _ => reckoning,
        };
        let table = match get(FORM) {
            None | Some("html") => false,
            Some("csv") => true,
            Some(text) => return Err(AskError::Form(text.to_owned())),
        };
        let union = match get(LAYOUT) {
            None | Some("state") => false,
            Some("youth-union") => true,
            Some(text) => return Err(AskError::Layout(text.to_owned())),
        };
        let unit = get(UNIT).map(str::to_owned);
        Ok(Ask { choice, reckoning, unit, renew: get(RENEW) != Some("khong"), table, union })
    }

    /// The period asked for, on a day.
    pub fn period(&self, today: Date) -> Period {
        match self.choice {
            Choice::Today => Period::Custom(Days { first: today, last: today }),
            Choice::Period(period) => period,
        }
    }

    /// The same question as the parameters of an address, without `?`. The form of a report is not among them: each
    /// has an address of its own.
    pub fn to_query(&self) -> String {
        let mut query = match self.choice {
            Choice::Today => format!("{PERIOD}={TODAY}"),
            Choice::Period(period) => period_query(period),
        };
        if let Some(unit) = &self.unit {
            query.push_str(&format!("&{UNIT}={}", percent_encoded(unit)));
        }
        if self.union {
            query.push_str(&format!("&{LAYOUT}=youth-union"));
        }
        if !self.renew {
            query.push_str(&format!("&{RENEW}=khong"));
        }
        query
    }
}

/// A period as the parameters of an address.
pub fn period_query(period: Period) -> String {
    match period {
        Period::Regular { reckoning, year, span } => {
            format!("{PERIOD}={}&{RECKONING}={}", span_value(year, span), reckoning.id())
        }
        Period::Week { first } => format!("{PERIOD}={}", week_value(first)),
        Period::Custom(days) => format!("{FROM}={}&{TO}={}", days.first, days.last),
    }
}

/// A week as the value of [`PERIOD`]: its number by ISO 8601, and the weekday it begins on where that is no Monday.
pub fn week_value(first: Date) -> String {
    let iso = first.iso_week_date();
    let week = format!("{}-w{:02}", iso.year(), iso.week());
    match iso.weekday() {
        Weekday::Monday => week,
        other => format!("{week}-{}", other.to_monday_one_offset()),
    }
}

/// A period by its name in addresses: `2026-03`, `2026-q1`, `2026-h1`, `2026-9t`, `2026`, `2026-w48`; `2026-w48-5` for
/// a week that begins on a Friday.
pub fn named(text: &str, reckoning: Reckoning) -> Option<Period> {
    regular(text, reckoning).or_else(|| week(text))
}

fn week(text: &str) -> Option<Period> {
    let (year, rest) = text.split_once("-w")?;
    let (week, day) = rest.split_once('-').unwrap_or((rest, "1"));
    let year: i16 = (year.len() == 4).then(|| year.parse().ok()).flatten().filter(|y| YEARS.contains(y))?;
    let weekday = Weekday::from_monday_one_offset(one_of(day, 7)?).ok()?;
    let iso = ISOWeekDate::new(year, one_of(week, 53)?, weekday).ok()?;
    Some(Period::Week { first: iso.date() })
}

/// A part of a year as the value of [`PERIOD`].
pub fn span_value(year: i16, span: Span) -> String {
    match span {
        Span::Month(m) => format!("{year}-{m:02}"),
        Span::Quarter(q) => format!("{year}-q{q}"),
        Span::Half(h) => format!("{year}-h{h}"),
        Span::NineMonths => format!("{year}-9t"),
        Span::Year => year.to_string(),
    }
}

fn regular(text: &str, reckoning: Reckoning) -> Option<Period> {
    let (year, part) = text.split_once('-').map_or((text, None), |(year, part)| (year, Some(part)));
    let year: i16 = (year.len() == 4).then(|| year.parse().ok()).flatten().filter(|y| YEARS.contains(y))?;
    let span = match part {
        None => Span::Year,
        Some("9t") => Span::NineMonths,
        Some(part) => match part.split_at_checked(1)? {
            ("q", q) => Span::Quarter(one_of(q, 4)?),
            ("h", h) => Span::Half(one_of(h, 2)?),
            _ => Span::Month(one_of(part, 12)?),
        },
    };
    Some(Period::Regular { reckoning, year, span })
}

/// A number from 1 to `most`, in one or two digits.
fn one_of(text: &str, most: i8) -> Option<i8> {
    let digits = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|n| (1..=most).contains(n))
}

fn custom(from: &str, to: &str) -> Result<Days, AskError> {
    let day = |text: &str| {
        let date: Option<Date> = (text.len() == 10).then(|| text.parse().ok()).flatten();
        date.filter(|d| YEARS.contains(&d.year())).ok_or_else(|| AskError::Day(text.to_owned()))
    };
    let days = Days::new(day(from)?, day(to)?).ok_or(AskError::Backwards)?;
    if days.count() > MOST_DAYS { Err(AskError::TooLong) } else { Ok(days) }
}

/// The text with every byte but letters, digits, `-`, `_`, `.` and `~` as `%XX`.
fn percent_encoded(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut out, byte| {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
        out
    })
}

#[cfg(test)]
mod tests;
