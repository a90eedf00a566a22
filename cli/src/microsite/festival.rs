//! When festivals are held: by the lunar calendar in words, and by the solar one for the years to come.

use std::collections::BTreeMap;

use disan_server::catalog::Locale;
use jiff::civil::Date;
use serde::Serialize;

use super::lunar::LunarYear;
use super::span;
use super::text::{Text, upper_first};
use super::tongue::Tongue;
use crate::model::{Festival, KindFacts, LunarDay, Project};

/// Times a festival is told ahead.
const AHEAD: usize = 5;

/// A festival on the page of its relic.
#[derive(Debug, Serialize)]
pub struct FestivalView<'a> {
    name: Option<Text>,
    days: &'a str,
    /// Whether only the month is known, so that what follows is that month.
    is_month: bool,
    /// HTML of the next times, each with its year, as items of a list.
    coming: &'a str,
}

/// When the festivals of a project are held, in the words of one language. Many are held on the same days: each is
/// worked out once.
#[derive(Debug, Default)]
pub struct Festivals(BTreeMap<Key, Told>);

/// What decides when a festival is held.
type Key = [Option<LunarDay>; 4];

/// When a festival is held, in words and as HTML.
#[derive(Debug)]
struct Told {
    days: String,
    coming: String,
}

/// The lunar years festivals are looked up in.
#[derive(Debug)]
pub struct Almanac {
    today: Date,
    years: Vec<LunarYear>,
}

/// One time a festival is held.
struct Occasion {
    from: Date,
    to: Date,
    main: Option<Date>,
}

impl Almanac {
    /// The almanac of `today` and the years after it.
    pub fn new(today: Date) -> Almanac {
        // A year before, for the lunar year that is not over yet; one more after, for a festival held this year already
        // and for one that ends in the year after it began.
        let years = (today.year() - 1)..=(today.year() + AHEAD as i16 + 1);
        Almanac { today, years: years.map(LunarYear::new).collect() }
    }

    /// The next times `festival` is held, the one that is not over yet among them.
    fn coming(&self, festival: &Festival) -> Vec<Occasion> {
        let pairs = self.years.windows(2);
        let all = pairs.filter_map(|years| occasion(festival, &years[0], &years[1]));
        all.filter(|occasion| self.today <= occasion.to).take(AHEAD).collect()
    }
}

/// `festival` in the lunar year `year`, with the year after it.
fn occasion(festival: &Festival, year: &LunarYear, after: &LunarYear) -> Option<Occasion> {
    let Some(from) = festival.lunar_from else {
        let month = year.month(festival.month_only?)?;
        let main = festival.main.and_then(|main| year.day(main));
        return Some(Occasion { from: month.first, to: month.last()?, main });
    };
    let order = |day: LunarDay| (day.month, day.day);
    // What comes earlier in the year than the first day is in the year after: from Chạp to Giêng.
    let following = |day: LunarDay| if order(day) < order(from) { after.day(day) } else { year.day(day) };
    let to = festival.lunar_to.unwrap_or(from);
    let main = festival.main.filter(|main| *main != from || to != from);
    Some(Occasion { from: year.day(from)?, to: following(to)?, main: main.and_then(following) })
}

impl Festivals {
    /// Every festival of `project`.
    pub fn of(project: &Project, almanac: &Almanac, locale: &Locale) -> Festivals {
        let mut all = BTreeMap::new();
        for entry in &project.entries {
            let KindFacts::Relic(relic) = &entry.kind else { continue };
            for festival in &relic.festivals {
                all.entry(key(festival)).or_insert_with(|| Told::new(festival, almanac, locale));
            }
        }
        Festivals(all)
    }

    /// The view of `festival` on a page of `tongue`.
    pub fn view<'a>(&'a self, festival: &Festival, tongue: &Tongue) -> Option<FestivalView<'a>> {
        let told = self.0.get(&key(festival))?;
        Some(FestivalView {
            name: Text::pick(&festival.name, tongue),
            days: &told.days,
            is_month: festival.lunar_from.is_none(),
            coming: &told.coming,
        })
    }
}

fn key(festival: &Festival) -> Key {
    let month = festival.month_only.map(|month| LunarDay { day: 1, month });
    [festival.lunar_from, festival.lunar_to, festival.main, month]
}

impl Told {
    fn new(festival: &Festival, almanac: &Almanac, locale: &Locale) -> Told {
        let mut coming = String::new();
        for occasion in almanac.coming(festival) {
            coming.push_str("<li>");
            coming.push_str(&span::html(occasion.from, occasion.to, locale));
            if let Some(main) = occasion.main {
                let day = span::marked(main, &locale.dated("date.in_year", main));
                coming.push_str(" <small>");
                coming.push_str(&span::fill_html(locale, "reader.festival.main", &[("day", &day)]));
                coming.push_str("</small>");
            }
            coming.push_str("</li>\n");
        }
        Told { days: festival_days(festival, locale).map_or_else(String::new, |days| upper_first(&days)), coming }
    }
}

/// When `festival` is held, by the lunar calendar: "từ mùng 10 đến ngày 20 tháng 8 âm lịch (chính hội ngày 18 tháng 8)".
fn festival_days(festival: &Festival, locale: &Locale) -> Option<String> {
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
    use jiff::civil::date;

    use super::*;

    fn words(from: Option<(u8, u8)>, to: Option<(u8, u8)>, main: Option<(u8, u8)>, month: Option<u8>) -> [String; 2] {
        let festival = festival(from, to, main, month);
        [Lang::vi(), Lang::en()].map(|lang| festival_days(&festival, &Locale::embedded(&lang)).unwrap())
    }

    /// Each coming time on `today` as text.
    fn coming(festival: &Festival, today: Date, lang: &Lang) -> Vec<String> {
        let locale = Locale::embedded(lang);
        let view = |occasion: &Occasion| {
            let html = span::html(occasion.from, occasion.to, &locale);
            let main = occasion.main.map(|main| format!(" ({})", locale.date(main)));
            let text: String =
                html.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text)).collect();
            text + &main.unwrap_or_default()
        };
        Almanac::new(today).coming(festival).iter().map(view).collect()
    }

    fn festival(from: Option<(u8, u8)>, to: Option<(u8, u8)>, main: Option<(u8, u8)>, month: Option<u8>) -> Festival {
        let lunar = |date: Option<(u8, u8)>| date.map(|(day, month)| LunarDay { day, month });
        Festival {
            name: Default::default(),
            lunar_from: lunar(from),
            lunar_to: lunar(to),
            main: lunar(main),
            month_only: month,
        }
    }

    #[test]
    fn solar_days_are_told_for_five_times_from_the_day_of_the_build() {
        let kiep_bac = festival(Some((16, 8)), Some((20, 8)), Some((20, 8)), None);
        assert_eq!(
            coming(&kiep_bac, date(2026, 11, 22), &Lang::vi()),
            [
                "16–20/9/2027 (20/9/2027)",
                "04–08/10/2028 (08/10/2028)",
                "23–27/9/2029 (27/9/2029)",
                "13–17/9/2030 (17/9/2030)",
                "02–06/10/2031 (06/10/2031)"
            ]
        );
        // While it is on, it is still the next.
        let on = coming(&kiep_bac, date(2026, 9, 30), &Lang::en());
        assert_eq!((on[0].as_str(), on.len()), ("26–30 September 2026 (30 September 2026)", 5));
        assert_eq!(coming(&kiep_bac, date(2026, 10, 1), &Lang::en())[0], "16–20 September 2027 (20 September 2027)");
    }

    #[test]
    fn a_festival_over_tet_ends_in_the_year_after() {
        let tet = festival(Some((25, 12)), Some((5, 1)), Some((1, 1)), None);
        assert_eq!(
            coming(&tet, date(2027, 2, 9), &Lang::vi())[..2],
            ["01–10/02/2027 (06/02/2027)", "21–30/01/2028 (26/01/2028)"].map(str::to_owned)
        );
    }

    #[test]
    fn where_only_the_month_is_known_no_day_is_made_up() {
        let spring = festival(None, None, None, Some(1));
        assert_eq!(coming(&spring, date(2026, 11, 22), &Lang::en())[0], "6 February – 7 March 2027");
        // The month itself, not the leap month after it.
        let fifth = festival(None, None, None, Some(5));
        assert_eq!(coming(&fifth, date(2027, 11, 22), &Lang::vi())[0], "24/5 – 22/6/2028");
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
