//! The official report, in every form it is handed in.

mod forms;
mod golden;
mod office;
mod verify;

use std::path::PathBuf;

use disan_server::catalog::{Lang, Locale};
use disan_server::clock::Clock;
use disan_server::report::{Brief, Layout, Paper, official};
use disan_server::scan::Class;
use disan_server::stats::{Period, Question, Reckoning, Scope, Span};
use disan_server::store::{SqliteStore, Store};
use jiff::civil::{Date, date};

use crate::driver::root;
use crate::statistics::sample::{catalog, store, unix};

/// The first quarter of 2026 by Decree 09/2019.
pub fn quarter() -> Period {
    Period::Regular { reckoning: Reckoning::Nd09, year: 2026, span: Span::Quarter(1) }
}

/// The brief of a ward in a language, with everything a brief can have; `+`, `=` and markup stand in its words.
pub fn brief(lang: &Lang, layout: Layout) -> Brief {
    let text = std::fs::read_to_string(file(&format!("fixtures/report/{lang}.toml"))).unwrap();
    let mut brief: Brief = toml::from_str(&text).unwrap();
    brief.layout = layout;
    if layout == Layout::YouthUnion {
        let vi = lang == &Lang::vi();
        let name = |vi_name: &str, en_name: &str| Some(if vi { vi_name } else { en_name }.to_owned());
        brief.superior = name("Thành đoàn Hải Phòng", "Hai Phong City Youth Union");
        brief.issuer = name("BCH Đoàn phường Trần Hưng Đạo", "Youth Union of Tran Hung Dao Ward");
        brief.number = Some("12".into());
        brief.symbol = Some("ĐTN".into());
        brief.recipients.clear();
    }
    brief
}

pub fn file(path: &str) -> PathBuf {
    root().join("tests").join(path)
}

/// The report of the sample, made on `today`.
pub fn made(lang: &Lang, brief: &Brief, period: Period, today: Date, unit: Option<&str>) -> Paper {
    let catalog = catalog();
    let mut store: SqliteStore = store(&catalog);
    let rows = store.entry_units().unwrap();
    let scope = unit.map_or_else(Scope::whole, |unit| Scope::of_unit(&catalog.units, unit, &rows));
    let clock = Clock::system(420);
    let question = Question {
        catalog: &catalog,
        clock: &clock,
        now: clock.at(unix(today, 8, 0)),
        period,
        scope: &scope,
        class: Class::Person,
        troubles: &[],
    };
    official(&mut store, &Locale::embedded(lang), &question, unit, brief).unwrap()
}

/// The full report of the quarter.
pub fn paper(lang: &Lang, layout: Layout) -> Paper {
    made(lang, &brief(lang, layout), quarter(), date(2026, 3, 17), None)
}

/// Both languages in both layouts, with a name for each.
pub fn variants() -> Vec<(String, Lang, Layout)> {
    let pairs = Layout::ALL.into_iter().flat_map(|layout| [Lang::vi(), Lang::en()].map(|lang| (lang, layout)));
    pairs.map(|(lang, layout)| (format!("{}.{lang}", layout.id()), lang, layout)).collect()
}
