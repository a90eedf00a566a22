//! Days of the lunar year in words.

use disan_server::catalog::Locale;

use crate::model::{Festival, LunarDay};

/// When `festival` is held, by the lunar calendar: "từ mùng 10 đến ngày 20 tháng 8 âm lịch (chính hội ngày 18 tháng 8)".
pub fn festival_days(festival: &Festival, locale: &Locale) -> Option<String> {
    let when = match (festival.lunar_from, festival.lunar_to.filter(|to| Some(*to) != festival.lunar_from)) {
        (Some(from), Some(to)) if from.month == to.month => Some(locale.fill(
            "reader.festival.same_month",
            &[("from", day(locale, from)), ("to", day(locale, to)), ("month", month(locale, from.month))],
        )),
        (Some(from), Some(to)) => Some(locale.fill(
            "reader.festival.two_months",
            &[
                ("from", day(locale, from)),
                ("from_month", month(locale, from.month)),
                ("to", day(locale, to)),
                ("to_month", month(locale, to.month)),
            ],
        )),
        (Some(from), None) => Some(one_day(locale, "reader.festival.day", from)),
        (None, _) => festival.month_only.map(|m| locale.fill("reader.festival.month", &[("month", month(locale, m))])),
    };
    let main =
        festival.main.filter(|main| festival.lunar_to.is_some() || festival.lunar_from != Some(*main)).map(|main| {
            locale.fill("reader.festival.main", &[("day", &one_day(locale, "reader.festival.main_day", main))])
        });
    match (when, main) {
        (Some(when), Some(main)) => Some(format!("{when} ({main})")),
        (when, main) => when.or(main),
    }
}

fn one_day(locale: &Locale, key: &str, date: LunarDay) -> String {
    locale.fill(key, &[("day", day(locale, date)), ("month", month(locale, date.month))])
}

fn day(locale: &Locale, date: LunarDay) -> &str {
    listed(locale, "reader.festival.days", date.day)
}

fn month(locale: &Locale, month: u8) -> &str {
    listed(locale, "reader.festival.months", month)
}

fn listed<'a>(locale: &'a Locale, key: &str, number: u8) -> &'a str {
    locale.list(key).get(usize::from(number).wrapping_sub(1)).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;

    use super::*;

    fn words(from: Option<(u8, u8)>, to: Option<(u8, u8)>, main: Option<(u8, u8)>, month: Option<u8>) -> [String; 2] {
        let lunar = |date: Option<(u8, u8)>| date.map(|(day, month)| LunarDay { day, month });
        let festival = Festival {
            name: Default::default(),
            lunar_from: lunar(from),
            lunar_to: lunar(to),
            main: lunar(main),
            month_only: month,
        };
        [Lang::vi(), Lang::en()].map(|lang| festival_days(&festival, &Locale::embedded(&lang)).unwrap())
    }

    #[test]
    fn lunar_days_are_said_as_people_say_them() {
        assert_eq!(
            words(Some((10, 8)), Some((20, 8)), Some((18, 8)), None),
            [
                "mùng 10 đến ngày 20 tháng 8 âm lịch (chính hội ngày 18 tháng 8)",
                "10th day to 20th day of the 8th lunar month (main day: 18th day of the 8th lunar month)"
            ]
        );
        assert_eq!(
            words(Some((22, 1)), None, Some((22, 1)), None),
            ["ngày 22 tháng Giêng âm lịch", "22nd day of the 1st lunar month"]
        );
        assert_eq!(
            words(Some((25, 12)), Some((5, 1)), None, None)[0],
            "ngày 25 tháng Chạp đến mùng 5 tháng Giêng âm lịch"
        );
        assert_eq!(words(None, None, None, Some(3)), ["tháng 3 âm lịch", "in the 3rd lunar month"]);
    }
}
