//! The figures against a plain count over the same scans.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use disan_server::catalog::{Lang, Locale};
use disan_server::clock::{Clock, date_of, day_number};
use disan_server::report::{Block, Cell, Document, scan_report};
use disan_server::scan::Class;
use disan_server::stats::{Counts, Days, Period, Question, Reckoning, Scope, Span, by_day, by_placement};
use disan_server::store::{EntryUnit, SqliteStore, Store};
use jiff::civil::{Date, date};

use super::sample::{Dice, Scan, catalog, entry_id, put, unix};

const CLASSES: [&str; 6] = ["person", "repeat", "preview", "bot", "staff", "trial"];

/// Scans of two years, on entries that change their unit now and then.
fn random(seed: u64) -> (Vec<Scan>, Vec<EntryUnit>) {
    let mut dice = Dice(seed);
    let first = day_number(date(2023, 11, 20));
    let mut rows = Vec::new();
    for i in 0..6 {
        rows.push(EntryUnit { entry: entry_id(i), from_day: 0, unit: "mao-dien".into() });
        for _ in 0..dice.below(4) {
            let unit = ["doi", "tran-hung-dao", "chu-van-an", "hai-phong"][dice.below(4) as usize];
            rows.push(EntryUnit {
                entry: entry_id(i),
                from_day: first + i64::from(dice.below(700)),
                unit: unit.into(),
            });
        }
    }
    rows.sort();
    rows.dedup_by_key(|r| (r.entry, r.from_day));
    let scans = (0..1_500)
        .map(|_| Scan {
            entry: entry_id(dice.below(6) as usize),
            placement: ["main", "cong-sau"][dice.below(2) as usize].into(),
            day: date_of(first + i64::from(dice.below(760))),
            hour: dice.below(24),
            class: CLASSES[dice.below(6) as usize],
            lang: ["vi", "en"][dice.below(2) as usize],
            device: "phone",
            app: "none",
            first: dice.below(2) == 0,
        })
        .collect();
    (scans, rows)
}

fn unit_on(rows: &[EntryUnit], entry: i64, day: i64) -> String {
    rows.iter().rfind(|r| r.entry == entry && r.from_day <= day).map(|r| r.unit.clone()).unwrap_or_default()
}

fn filled(scans: &[Scan], rows: &[EntryUnit]) -> SqliteStore {
    let mut store = SqliteStore::in_memory().unwrap();
    store.put_entry_units(rows).unwrap();
    put(&mut store, scans, |entry, day| unit_on(rows, entry, day));
    store
}

/// Periods around the edges: the 14th and 15th, the turn of the year, the leap day, odd days of one's own.
fn periods() -> Vec<Period> {
    let regular = |reckoning, year, span| Period::Regular { reckoning, year, span };
    let custom = |first: Date, last: Date| Period::Custom(Days { first, last });
    let mut periods = Vec::new();
    for reckoning in Reckoning::ALL {
        for span in [Span::Month(1), Span::Month(2), Span::Month(3), Span::Month(12), Span::Quarter(1)] {
            periods.push(regular(reckoning, 2024, span));
        }
        periods.extend([Span::Half(2), Span::NineMonths, Span::Year].map(|span| regular(reckoning, 2024, span)));
        periods.push(regular(reckoning, 2025, Span::Month(1)));
    }
    periods.push(custom(date(2024, 2, 29), date(2024, 2, 29)));
    periods.push(custom(date(2023, 12, 28), date(2024, 1, 4)));
    periods.push(custom(date(2024, 3, 14), date(2024, 3, 15)));
    periods
}

const UNITS: [Option<&str>; 5] = [None, Some("hai-phong"), Some("mao-dien"), Some("tran-hung-dao"), Some("doi")];

fn inside(unit: Option<&str>, of: &str) -> bool {
    match unit {
        None => true,
        // All units of the sample but the team lie below the city.
        Some("hai-phong") => !of.is_empty() && of != "doi",
        Some(unit) => unit == of,
    }
}

#[test]
fn sums_are_those_of_a_plain_count() {
    let catalog = catalog();
    for seed in 1..3 {
        let (scans, rows) = random(seed);
        let mut store = filled(&scans, &rows);
        for unit in UNITS {
            let scope = unit.map_or_else(Scope::whole, |unit| Scope::of_unit(&catalog.units, unit, &rows));
            for period in periods() {
                let days = period.days();
                let counts = Counts::read(&mut store, days, &scope).unwrap();
                let counted = |scan: &&Scan| {
                    days.contains(scan.day) && inside(unit, &unit_on(&rows, scan.entry, day_number(scan.day)))
                };
                for class in Class::ALL {
                    let mut expected: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
                    for scan in scans.iter().filter(|s| s.class == class.name()).filter(counted) {
                        let sum = expected.entry(scan.entry).or_default();
                        *sum = (sum.0 + 1, sum.1 + i64::from(scan.first));
                    }
                    let got: BTreeMap<i64, (i64, i64)> =
                        counts.entries(*class).into_iter().map(|(entry, sum)| (entry, (sum.n, sum.first))).collect();
                    assert_eq!(got, expected, "{unit:?} {period:?} {class:?}");
                }
                let person = |scan: &&Scan| scan.class == "person";
                let mut expected: BTreeMap<(i64, String), i64> = BTreeMap::new();
                let mut daily: BTreeMap<i64, i64> = BTreeMap::new();
                for scan in scans.iter().filter(person).filter(counted) {
                    *expected.entry((scan.entry, scan.placement.clone())).or_default() += 1;
                    *daily.entry(day_number(scan.day)).or_default() += 1;
                }
                let mut got = BTreeMap::new();
                for entry in (0..6).map(entry_id) {
                    let places = by_placement(&mut store, days, &scope, Class::Person, entry).unwrap();
                    got.extend(places.into_iter().map(|(key, sum)| ((entry, key), sum.n)));
                }
                assert_eq!(got, expected, "{unit:?} {period:?}");
                let got = by_day(&mut store, days, &scope, Class::Person).unwrap();
                assert_eq!(got.into_iter().map(|(day, sum)| (day, sum.n)).collect::<BTreeMap<_, _>>(), daily);
            }
        }
    }
}

fn report(store: &mut SqliteStore, period: Period, unit: Option<&str>) -> Document {
    let catalog = catalog();
    let rows = store.entry_units().unwrap();
    let scope = unit.map_or_else(Scope::whole, |unit| Scope::of_unit(&catalog.units, unit, &rows));
    let clock = Clock::system(420);
    let question = Question {
        catalog: &catalog,
        clock: &clock,
        now: clock.at(unix(date(2026, 3, 20), 8, 0)),
        period,
        scope: &scope,
        // The report knows better than to believe it.
        class: Class::Trial,
        troubles: &[],
    };
    static LOCALE: LazyLock<Locale> = LazyLock::new(|| Locale::embedded(&Lang::vi()));
    scan_report(store, &LOCALE, &question, unit).unwrap()
}

/// The numbers of a column in the rows of a table: `total` says whether of its last row or of the others.
fn column(document: &Document, table: usize, column: usize, total: bool) -> Vec<i64> {
    let mut tables = document.blocks.iter().filter_map(|b| match b {
        Block::Table(table) => Some(table),
        _ => None,
    });
    let table = tables.nth(table).unwrap();
    let cells = table.rows.iter().filter(|r| r.total == total).map(|r| &r.cells[column]);
    cells.filter_map(|c| if let Cell::Number(n) = c { Some(*n) } else { None }).collect()
}

#[test]
fn the_report_adds_up_and_agrees_with_a_plain_count() {
    let (scans, rows) = random(9);
    let mut store = filled(&scans, &rows);
    for unit in UNITS {
        for period in periods() {
            let document = report(&mut store, period, unit);
            let persons = |days: Days| {
                let counted = scans.iter().filter(|s| {
                    s.class == "person"
                        && days.contains(s.day)
                        && inside(unit, &unit_on(&rows, s.entry, day_number(s.day)))
                });
                counted.count() as i64
            };
            let name = format!("{unit:?} {period:?}");
            // Table 1 is by entry: columns 3 this period, 4 previous, 7 cumulative.
            let expected = [(3, persons(period.days())), (7, persons(period.cumulative()))];
            for (at, expected) in expected {
                assert_eq!(column(&document, 1, at, true), [expected], "{name}");
                assert_eq!(column(&document, 1, at, false).iter().sum::<i64>(), expected, "{name}");
            }
            let before = persons(period.previous().days());
            if let [shown] = column(&document, 1, 4, true)[..] {
                assert_eq!(shown, before, "{name}");
            } else {
                assert_eq!(before, 0, "{name}: scans of the period before are hidden");
            }
            // Table 2 is by language, over whole half-months.
            let whole = persons(period.days().whole_halves());
            assert_eq!(column(&document, 2, 1, true), [whole], "{name}");
            assert_eq!(column(&document, 2, 1, false).iter().sum::<i64>(), whole, "{name}");
        }
    }
}

#[test]
fn trial_scans_leave_no_trace_in_the_report() {
    let (mut scans, rows) = random(5);
    scans.retain(|s| s.day >= date(2024, 2, 1) || s.class == "trial");
    let without: Vec<Scan> = scans.iter().filter(|s| s.class != "trial").cloned().collect();
    assert!(without.len() < scans.len());
    let (mut with, mut without) = (filled(&scans, &rows), filled(&without, &rows));
    for period in periods() {
        assert_eq!(report(&mut with, period, None), report(&mut without, period, None), "{period:?}");
    }
}

#[test]
fn months_of_the_report_add_up_to_the_year() {
    let (scans, rows) = random(3);
    let mut store = filled(&scans, &rows);
    for reckoning in Reckoning::ALL {
        let of = |span| Period::Regular { reckoning, year: 2024, span };
        let mut total = |period| column(&report(&mut store, period, None), 1, 3, true)[0];
        let year = total(of(Span::Year));
        assert_eq!((1..=12).map(|m| total(of(Span::Month(m)))).sum::<i64>(), year);
        assert_eq!((1..=4).map(|q| total(of(Span::Quarter(q)))).sum::<i64>(), year);
        assert_eq!(total(of(Span::Quarter(1))) + total(of(Span::Quarter(2))), total(of(Span::Half(1))));
    }
}
