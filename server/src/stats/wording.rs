//! Periods, changes and dates in words, in the language of a page.

use jiff::civil::{Date, Weekday};

use crate::catalog::{Locale, fill};
use crate::clock::{Moment, date_of};

use super::days::Days;
use super::period::{Period, Reckoning, Span};

/// The name of a period as it stands in lists: Tháng 02/2026, Quý I/2026, 6 tháng đầu năm 2026.
pub fn short_name(locale: &Locale, period: Period) -> String {
    named(locale, period, "stats.period.month", "stats.period.quarters")
}

/// The name of a period as it stands in a title: Tháng 02 năm 2026, Quý I năm 2026.
pub fn long_name(locale: &Locale, period: Period) -> String {
    named(locale, period, "stats.period.long_month", "stats.period.long_quarters")
}

fn named(locale: &Locale, period: Period, month: &str, quarters: &str) -> String {
    let Period::Regular { year, span, .. } = period else { return capitalized(&odd_days(locale, period)) };
    let year = year.to_string();
    let item = |list: &str, number: i8| locale.list(list).get(number as usize - 1).cloned().unwrap_or_default();
    let name = match span {
        Span::Month(m) => locale.fill(month, &[("month", &item("date.months", m)), ("year", &year)]),
        Span::Quarter(q) => fill(&item(quarters, q), &[("year", &year)]),
        Span::Half(h) => fill(&item("stats.period.halves", h), &[("year", &year)]),
        Span::NineMonths => locale.fill("stats.period.nine_months", &[("year", &year)]),
        Span::Year => locale.fill("stats.period.year", &[("year", &year)]),
    };
    capitalized(&name)
}

/// A week by its number where it begins on a Monday, as offices count them; other days by both their ends.
fn odd_days(locale: &Locale, period: Period) -> String {
    match period {
        Period::Week { first } if first.weekday() == Weekday::Monday => {
            let iso = first.iso_week_date();
            let values = [("week", &*iso.week().to_string()), ("year", &iso.year().to_string())];
            locale.fill("stats.period.week", &values)
        }
        Period::Week { .. } => {
            locale.fill("stats.period.other_week", &[("days", &span_of_days(locale, period.days()))])
        }
        _ => span_of_days(locale, period.days()),
    }
}

/// Days in words: từ 15/02/2026 đến hết 14/3/2026; ngày 05/3/2026.
pub fn span_of_days(locale: &Locale, days: Days) -> String {
    let (first, last) = (locale.date(days.first), locale.date(days.last));
    match days.first == days.last {
        true => locale.fill("stats.period.one_day", &[("day", &first)]),
        false => locale.fill("stats.period.days", &[("first", &first), ("last", &last)]),
    }
}

/// How the months of a period are cut, in words.
pub fn reckoning(locale: &Locale, period: Period) -> String {
    let key = match period {
        Period::Regular { reckoning: Reckoning::Nd09, .. } => "stats.reckoning.nd09",
        Period::Regular { reckoning: Reckoning::Calendar, .. } => "stats.reckoning.calendar",
        Period::Regular { reckoning: Reckoning::CutOff(last), .. } => {
            let days = [("last", &*format!("{last:02}")), ("first", &format!("{:02}", last + 1))];
            return locale.fill("stats.reckoning.cut", &days);
        }
        Period::Week { .. } => "stats.reckoning.week",
        Period::Custom(_) => "stats.reckoning.custom",
    };
    locale.text(key).to_owned()
}

/// A moment: 14:05 ngày 05/3/2026.
pub fn moment(locale: &Locale, at: Moment) -> String {
    let time = format!("{:02}:{:02}", at.minute / 60, at.minute % 60);
    locale.fill("stats.moment", &[("time", &time), ("day", &locale.date(date_of(at.day)))])
}

/// A day without its year, for the axis of a chart: 05/3.
pub fn day_of_month(locale: &Locale, day: Date) -> String {
    let month = locale.list("stats.months_short").get(day.month() as usize - 1).cloned().unwrap_or_default();
    locale.fill("stats.day_of_month", &[("day", &format!("{:02}", day.day())), ("month", &month)])
}

/// A difference with its sign: +12, −3, 0.
pub fn difference(locale: &Locale, difference: i64) -> String {
    let number = locale.number(difference);
    if difference > 0 { format!("+{number}") } else { number }
}

/// How much `now` is over `before` in per cent, with its sign: +12,5%. None where nothing was before.
pub fn change(locale: &Locale, now: i64, before: i64) -> Option<String> {
    if before == 0 {
        return None;
    }
    let tenths = (now as f64 - before as f64) / before as f64 * 1000.0;
    let rounded = tenths.round() / 10.0;
    let sign = if rounded > 0.0 { "+" } else { "" };
    Some(format!("{sign}{}%", locale.decimal(rounded, 1)))
}

/// `part` of `whole` in per cent: 36,4%. None of nothing.
pub fn share(locale: &Locale, part: i64, whole: i64) -> Option<String> {
    (whole != 0).then(|| format!("{}%", locale.decimal((part as f64 / whole as f64 * 1000.0).round() / 10.0, 1)))
}

/// The text with its first letter in capitals.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// The text with its first letter small, as it stands within a sentence.
pub fn uncapitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::Lang;

    fn locales() -> [Locale; 2] {
        [Lang::vi(), Lang::en()].map(|l| Locale::embedded(&l))
    }

    fn nd09(span: Span) -> Period {
        Period::Regular { reckoning: Reckoning::Nd09, year: 2026, span }
    }

    #[test]
    fn periods_have_the_names_an_office_gives_them() {
        let [vi, en] = locales();
        for (span, short, long, english) in [
            (Span::Month(2), "Tháng 02/2026", "Tháng 02 năm 2026", "February 2026"),
            (Span::Month(3), "Tháng 3/2026", "Tháng 3 năm 2026", "March 2026"),
            (Span::Month(12), "Tháng 12/2026", "Tháng 12 năm 2026", "December 2026"),
            (Span::Quarter(1), "Quý I/2026", "Quý I năm 2026", "First quarter of 2026"),
            (Span::Half(2), "6 tháng cuối năm 2026", "6 tháng cuối năm 2026", "Second half of 2026"),
            (Span::NineMonths, "9 tháng đầu năm 2026", "9 tháng đầu năm 2026", "First nine months of 2026"),
            (Span::Year, "Năm 2026", "Năm 2026", "Year 2026"),
        ] {
            assert_eq!(short_name(&vi, nd09(span)), short);
            assert_eq!(long_name(&vi, nd09(span)), long);
            assert_eq!(long_name(&en, nd09(span)), english);
        }
    }

    #[test]
    fn weeks_are_numbered_where_they_begin_on_a_monday() {
        let [vi, en] = locales();
        let week = |day| Period::Week { first: date(2026, 11, day) };
        assert_eq!(long_name(&vi, week(23)), "Tuần 48/2026");
        assert_eq!(long_name(&en, week(23)), "Week 48 of 2026");
        assert_eq!(short_name(&vi, week(27)), "Tuần từ 27/11/2026 đến hết 03/12/2026");
        let cut = Period::Regular { reckoning: Reckoning::CutOff(6), year: 2026, span: Span::Month(3) };
        assert_eq!(reckoning(&vi, cut), "kỳ chốt theo ngày của cơ quan: từ ngày 07 tháng trước đến hết ngày 06");
    }

    #[test]
    fn both_ends_of_a_period_are_said() {
        let [vi, en] = locales();
        let days = nd09(Span::Month(3)).days();
        assert_eq!(span_of_days(&vi, days), "từ 15/02/2026 đến hết 14/3/2026");
        assert_eq!(span_of_days(&en, days), "from 15 February 2026 to 14 March 2026 inclusive");
        let one = Days { first: days.last, last: days.last };
        assert_eq!(short_name(&vi, Period::Custom(one)), "Ngày 14/3/2026");
        assert_eq!(day_of_month(&vi, date(2026, 2, 5)), "05/02");
        assert_eq!(day_of_month(&vi, date(2026, 3, 5)), "05/3");
        assert_eq!(day_of_month(&en, date(2026, 3, 5)), "05 Mar");
    }

    #[test]
    fn changes_carry_their_sign() {
        let [vi, en] = locales();
        assert_eq!(difference(&vi, 1234), "+1.234");
        assert_eq!(difference(&vi, -5), "−5");
        assert_eq!(change(&vi, 112, 100).unwrap(), "+12%");
        assert_eq!(change(&vi, 875, 1000).unwrap(), "−12,5%");
        assert_eq!(change(&en, 2001, 2000).unwrap(), "+0.1%");
        assert_eq!(change(&vi, 100_000, 100_001).unwrap(), "0%");
        assert_eq!(change(&vi, 3, 0), None);
        assert_eq!(share(&vi, 1, 3).unwrap(), "33,3%");
    }
}
