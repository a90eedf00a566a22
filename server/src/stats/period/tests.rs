//! The periods against the handbook, the calendar and each other.

use jiff::civil::date;

use super::*;

fn regular(reckoning: Reckoning, year: i16, span: Span) -> Period {
    Period::Regular { reckoning, year, span }
}

/// The two every office knows, and some that close on a day of their own.
fn reckonings() -> Vec<Reckoning> {
    Reckoning::ALL.into_iter().chain([1, 6, 25, 27].map(Reckoning::CutOff)).collect()
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
    for reckoning in reckonings() {
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
                let whole = !matches!(reckoning, Reckoning::CutOff(_));
                assert_eq!(month.days().whole_halves() == month.days(), whole, "halves add up to {month:?}");
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
    let weeks = [Period::Week { first: days.first }];
    let regular = reckonings().into_iter().flat_map(|r| spans.map(|s| regular(r, 2024, s)));
    for period in regular.chain(weeks).chain([Period::Custom(days), Period::Custom(Days { last: days.first, ..days })])
    {
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

#[test]
fn an_office_s_own_cut_is_the_decree_s_on_the_fourteenth() {
    let cut = |reckoning, span| ends(regular(reckoning, 2026, span));
    for span in [Span::Month(1), Span::Quarter(3), Span::Half(2), Span::NineMonths, Span::Year] {
        assert_eq!(cut(Reckoning::CutOff(14), span), cut(Reckoning::Nd09, span), "{span:?}");
    }
    // The years of old Circular 02/2023 closed on 25 November and its quarters on the 6th of their last month.
    assert_eq!(cut(Reckoning::CutOff(25), Span::Month(3)), (date(2026, 2, 26), date(2026, 3, 25)));
    assert_eq!(cut(Reckoning::CutOff(6), Span::Quarter(1)), (date(2025, 12, 7), date(2026, 3, 6)));
}

#[test]
fn each_reckoning_is_found_by_its_name_and_nothing_else_is() {
    for reckoning in reckonings() {
        assert_eq!(Reckoning::named(&reckoning.id()), Some(reckoning));
    }
    for name in ["", "nd9", "cut-", "cut-0", "cut-28", "cut-07", "cut-+7", "cut--1", "cut-999"] {
        assert_eq!(Reckoning::named(name), None, "{name}");
    }
}

#[test]
fn weeks_follow_each_other_from_any_day_they_begin_on() {
    for start in Weekday::Monday.cycle_forward().take(7) {
        let mut week = Period::week_of(date(2025, 12, 20), start);
        for _ in 0..60 {
            assert_eq!(week.days().count(), 7);
            assert_eq!(week.days().first.weekday(), start);
            for day in week.days().iter() {
                assert_eq!(Period::week_of(day, start), week, "{day}");
            }
            assert_eq!(week.year_before().days().first.weekday(), start);
            assert_eq!(week.days().last.tomorrow().unwrap(), week.next().days().first);
            week = week.next();
        }
    }
    let across = Period::week_of(date(2026, 1, 1), Weekday::Monday);
    assert_eq!(ends(across), (date(2025, 12, 29), date(2026, 1, 4)));
    assert_eq!(across.cumulative(), across.days());
}
