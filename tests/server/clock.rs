//! A clock that steps back, jumps ahead and crosses midnight: each scan is counted on the day its reader was told.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use disan_server::clock::Clock;
use disan_server::fold::Fold;
use disan_server::journal::{Tables, list};
use disan_server::recorder::{self, Limits, Outcome};
use disan_server::scan::{App, Class, Device, First, Scan};
use disan_server::store::{GapReason, SqliteStore, Store};

use crate::driver::Folder;
use crate::scans::ALL;

/// 21 November 2026, 23:59:59 in Việt Nam.
const LAST_SECOND: i64 = 1_795_280_399;

fn scan(clock: &Clock) -> Scan {
    let now = clock.now();
    Scan {
        entry: 1 << 32 | 48_217,
        code: 48_217,
        placement: 0,
        day: now.day as i32,
        minute: now.minute,
        lang: 0,
        device: Device::Phone,
        app: App::None,
        class: Class::Person,
        first: First::No,
    }
}

#[tokio::test]
async fn steps_of_the_clock_lose_and_double_nothing() {
    let folder = Folder::new("clock");
    let unix = Arc::new(AtomicI64::new(LAST_SECOND));
    let clock = Clock::by_hand(420, unix.clone());
    let tables = Arc::new(Tables { languages: vec!["vi".into()], placements: vec!["main".into()] });
    let mut fold = Fold::open(folder.path(), SqliteStore::in_memory().unwrap()).unwrap();
    let mut expected: BTreeMap<i64, i64> = BTreeMap::new();
    // Over midnight, back before it, over it again, an hour back, a year ahead and home again, each in two lives.
    for steps in [[0, 1, 0, 1, 2, -3_600], [2, 31_536_000, 3, -86_400, 4, 5]] {
        let (recorder, running) =
            recorder::start(folder.path(), clock.clone(), tables.clone(), Limits::default(), false).unwrap();
        for step in steps {
            unix.store(LAST_SECOND + step, Ordering::Relaxed);
            for _ in 0..3 {
                let scan = scan(&clock);
                assert_ne!(recorder.record(scan).await, Outcome::Lost);
                *expected.entry(scan.day.into()).or_default() += 1;
            }
            fold.pass(&recorder.live()).unwrap();
        }
        tokio::task::spawn_blocking(move || running.close()).await.unwrap();
        fold.pass(&[]).unwrap();
        let days = fold.store().days(ALL).unwrap().into_iter().map(|day| (day.day, day.sum.n));
        assert_eq!(days.collect::<BTreeMap<_, _>>(), expected);
    }
    let gaps = fold.store().gaps(0, i64::MAX).unwrap();
    assert!(gaps.iter().all(|gap| gap.from_ts <= gap.to_ts && gap.reason == GapReason::Stopped), "{gaps:?}");
    let counted = fold.store().dump().unwrap();
    while fold.compress_one(&[]).unwrap() {}
    let mut afresh = Fold::open(folder.path(), SqliteStore::in_memory().unwrap()).unwrap();
    afresh.pass(&[]).unwrap();
    assert_eq!(afresh.store().dump().unwrap(), counted);
    assert!(list(folder.path()).unwrap().len() >= 8, "a day has segments of its own");
}
