//! Numbers and dates as a language writes them.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::Locale;

impl Locale {
    /// A whole number with this language's thousands separator: 348.362 in Vietnamese, 348,362 in English.
    pub fn number(&self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let mut out = if n < 0 { String::from("−") } else { String::new() };
        for (i, digit) in digits.chars().enumerate() {
            if i > 0 && (digits.len() - i).is_multiple_of(3) {
                out.push_str(self.text("number.thousands"));
            }
            out.push(digit);
        }
        out
    }

    /// A number with at most `places` decimals and this language's separators: 4,36 in Vietnamese, 4.36 in English.
    pub fn decimal(&self, value: f64, places: usize) -> String {
        let fixed = format!("{:.places$}", value.abs());
        let (whole, fraction) = fixed.split_once('.').unwrap_or((&fixed, ""));
        let mut out = if value < 0.0 { String::from("−") } else { String::new() };
        out.push_str(&self.number(whole.parse().unwrap_or_default()));
        let fraction = fraction.trim_end_matches('0');
        if !fraction.is_empty() {
            out.push_str(self.text("number.decimal"));
            out.push_str(fraction);
        }
        out
    }

    /// A date in short form: 05/3/2026 in Vietnamese, 5 March 2026 in English.
    ///
    /// Vietnamese official writing pads days below 10 and the months 1 and 2 only (Decree 30/2020/NĐ-CP).
    pub fn date(&self, date: Date) -> String {
        self.dated("date.short", date)
    }

    /// A date in long form: ngày 05 tháng 3 năm 2026, 5 March 2026.
    pub fn long_date(&self, date: Date) -> String {
        self.dated("date.long", date)
    }

    /// A date in the form under `pattern`, such as `date.in_month`, which leaves month and year to what follows.
    pub fn dated(&self, pattern: &str, date: Date) -> String {
        let (day, month) = (date.day(), date.month());
        let listed = |list: &str, index: i8| self.list(list).get(index as usize).map_or("", String::as_str);
        let mut out = String::with_capacity(32);
        let mut rest = self.text(pattern);
        while let Some((before, (name, after))) =
            rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
        {
            out.push_str(before);
            let _ = match name {
                "day" => write!(out, "{day}"),
                "day2" => write!(out, "{day:02}"),
                "month" if month < 3 => write!(out, "{month:02}"),
                "month" => write!(out, "{month}"),
                "month_name" => out.write_str(listed("date.months", month - 1)),
                "weekday" => out.write_str(listed("date.weekdays", date.weekday().to_monday_zero_offset())),
                "year" => write!(out, "{}", date.year()),
                _ => write!(out, "{{{name}}}"),
            };
            rest = after;
        }
        out.push_str(rest);
        out
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::{Lang, Locale};

    #[test]
    fn numbers_and_dates_follow_each_language() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|l| Locale::embedded(&l));
        assert_eq!((vi.number(348_362), en.number(348_362)), ("348.362".into(), "348,362".into()));
        assert_eq!((vi.decimal(4.36, 2), en.decimal(-4.5, 2)), ("4,36".into(), "−4.5".into()));
        let date = jiff::civil::date(2026, 3, 5);
        assert_eq!(
            (vi.long_date(date), en.long_date(date)),
            ("ngày 05 tháng 3 năm 2026".into(), "5 March 2026".into())
        );
        assert_eq!(vi.date(jiff::civil::date(2026, 2, 15)), "15/02/2026");
    }
}
