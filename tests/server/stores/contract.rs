//! What every store must do, whichever engine it is: one suite for all.

use disan_server::store::{
    Batch, ClassCount, Dim, DimCount, EntryUnit, Gap, GapReason, Office, Opened, Store, StoreError, Sum, UnitHalf,
};

fn batch(segment: &str, from: u64, to: u64) -> Batch {
    let mut batch = Batch::default();
    let sum = Sum { n: 2, first: 1 };
    batch.scan_day.insert((7, "main".into(), 20_000, "person"), sum);
    batch.scan_day.insert((7, "gate".into(), 20_001, "bot"), Sum { n: 1, first: 0 });
    batch.entry_half.insert((7, 48_600, "person", "lang", "vi".into()), sum);
    batch.unit_half.insert(("ward".into(), 48_600, "person", "lang", "vi".into()), sum);
    batch.orphan_day.insert((20_000, 3), (5, format!("{from}67")));
    batch.answer_day.insert((20_000, "late".into()), 4);
    batch.gaps.push(Gap { from_ts: 100, to_ts: 200, reason: GapReason::Unclean });
    batch.watermarks.insert(segment.into(), (from, to));
    batch
}

/// Checks the whole contract on fresh stores.
pub fn keeps<S: Store>(mut fresh: impl FnMut() -> S) {
    sums_add_up(fresh());
    a_batch_counts_once(fresh());
    units_are_replaced_entry_by_entry(fresh());
    rows_come_by_span(fresh());
    texts_are_compared_by_their_bytes(fresh());
    a_view_stands_still(fresh());
    many_rows_at_once_are_each_counted(fresh());
}

fn sums_add_up(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    store.fold(&batch("a", 64, 128)).unwrap();
    store.fold(&batch("b", 0, 96)).unwrap();
    let people = ClassCount { class: "person".into(), sum: Sum { n: 6, first: 3 } };
    let bots = ClassCount { class: "bot".into(), sum: Sum { n: 3, first: 0 } };
    assert_eq!(store.classes(0..=30_000).unwrap(), [bots, people]);
    let vi = DimCount { class: "person".into(), value: "vi".into(), sum: Sum { n: 6, first: 3 } };
    assert_eq!(store.dimension(0..=99_999, Dim::Lang).unwrap(), std::slice::from_ref(&vi));
    assert_eq!(store.entry_dimension(7, 0..=99_999, Dim::Lang).unwrap(), [vi]);
    assert_eq!(store.entry_dimension(8, 0..=99_999, Dim::Lang).unwrap(), []);
    assert_eq!(store.units(48_600..=48_600, Dim::Lang).unwrap()[0].sum.n, 6);
    assert_eq!(store.answers(20_000..=20_000).unwrap()[0].n, 12);
    assert_eq!(store.gaps(0, 1_000).unwrap().len(), 1);
    let orphans = store.orphans(20_000..=20_000).unwrap();
    assert_eq!((orphans[0].n, orphans[0].sample.as_str()), (15, "067"), "the first number stays the sample");
    assert_eq!(store.watermarks().unwrap(), [("a".to_owned(), 128), ("b".to_owned(), 96)].into());
}

fn a_batch_counts_once(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    let error = store.fold(&batch("a", 0, 64)).unwrap_err();
    assert!(matches!(error, StoreError::Watermark(segment, 0) if segment == "a"));
    assert_eq!(store.classes(0..=30_000).unwrap()[1].sum.n, 2, "nothing of a refused batch is kept");
    assert_eq!(store.watermarks().unwrap()["a"], 64);
}

fn units_are_replaced_entry_by_entry(mut store: impl Store) {
    let row = |entry, from_day, unit: &str| EntryUnit { entry, from_day, unit: unit.into() };
    store.put_entry_units(&[row(1, 0, "a"), row(1, 9, "b"), row(2, 0, "a")]).unwrap();
    store.put_entry_units(&[row(1, 0, "c")]).unwrap();
    assert_eq!(store.entry_units().unwrap(), [row(1, 0, "c"), row(2, 0, "a")]);

    store.fold(&batch("a", 0, 64)).unwrap();
    let counted = UnitHalf::from([(("c".into(), 48_600, "person", "lang", "vi".into()), Sum { n: 9, first: 2 })]);
    store.replace_units(&[row(2, 0, "b")], &counted).unwrap();
    assert_eq!(store.entry_units().unwrap(), [row(1, 0, "c"), row(2, 0, "b")]);
    let units = store.units(0..=99_999, Dim::Lang).unwrap();
    assert_eq!((units.len(), units[0].unit.as_str(), units[0].sum.n), (1, "c", 9));
    assert!(store.has_scans(7, 20_001..=i64::MAX).unwrap());
    assert!(!store.has_scans(7, 20_002..=i64::MAX).unwrap() && !store.has_scans(8, 0..=i64::MAX).unwrap());
}

fn rows_come_by_span(mut store: impl Store) {
    assert_eq!(store.extent().unwrap(), None);
    assert_eq!(store.began(true).unwrap(), None);
    for (segment, at, trial) in [("x", 500, true), ("y", 900, false), ("z", 700, false)] {
        let mut batch = Batch::default();
        batch.watermarks.insert(segment.into(), (0, 64));
        batch.opened.insert(segment.into(), Opened { at, trial, covers: None });
        store.fold(&batch).unwrap();
    }
    assert_eq!((store.began(true).unwrap(), store.began(false).unwrap()), (Some(500), Some(700)));
    store.fold(&batch("a", 0, 64)).unwrap();
    assert_eq!(store.extent().unwrap(), Some((20_000, 20_001)));
    assert_eq!(store.days(20_001..=20_001).unwrap().len(), 1);
    assert_eq!(store.entries(20_000..=20_001).unwrap().len(), 2);
    assert_eq!(store.entry_days(20_000..=20_000).unwrap()[0].day, 20_000);
    let placements = store.placements(0..=30_000).unwrap();
    let found: Vec<_> = placements.iter().map(|p| (p.placement.as_str(), p.last_day)).collect();
    assert_eq!(found, [("gate", 20_001), ("main", 20_000)]);
    assert_eq!(store.units(0..=1, Dim::Lang).unwrap(), []);
    assert_eq!(store.gaps(201, 300).unwrap(), []);

    // A log of another server covers its day, and is no beginning of ours.
    let mut batch = Batch::default();
    batch.watermarks.insert("log".into(), (0, 64));
    batch.opened.insert("log".into(), Opened { at: 100, trial: false, covers: Some((100, 200)) });
    store.fold(&batch).unwrap();
    assert_eq!(store.covered(200, 900).unwrap(), [(100, 200)]);
    assert_eq!((store.covered(0, 99).unwrap(), store.covered(201, 900).unwrap()), (vec![], vec![]));
    assert_eq!(store.began(false).unwrap(), Some(700));
}

/// What every office must do.
pub fn office_keeps(mut office: impl Office) {
    assert_eq!(office.secret("staff").unwrap(), None);
    assert_eq!(office.keep_secret("staff", "a").unwrap(), "a");
    assert_eq!(office.keep_secret("staff", "b").unwrap(), "a", "the first stays");
    office.replace_secret("staff", "c").unwrap();
    office.replace_secret("other", "d").unwrap();
    assert_eq!(office.secret("staff").unwrap().as_deref(), Some("c"));
    assert_eq!(office.secret("other").unwrap().as_deref(), Some("d"));
    Box::new(office).close().unwrap();
}

fn texts_are_compared_by_their_bytes(mut store: impl Store) {
    let mut batch = Batch::default();
    for unit in ["a", "B", "â", "z", "đ", ""] {
        batch.unit_half.insert((unit.into(), 1, "person", "total", String::new()), Sum { n: 1, first: 0 });
    }
    store.fold(&batch).unwrap();
    let units: Vec<String> = store.units(1..=1, Dim::Total).unwrap().into_iter().map(|u| u.unit).collect();
    assert_eq!(units, ["", "B", "a", "z", "â", "đ"]);
}

fn a_view_stands_still(mut store: impl Store) {
    store.fold(&batch("a", 0, 64)).unwrap();
    let mut seen = Vec::new();
    store
        .snapshot(&mut |view| {
            seen.push(view.classes(0..=30_000)?.len());
            seen.push(view.days(0..=30_000)?.len());
            Ok(())
        })
        .unwrap();
    assert_eq!(seen, [2, 2]);
    // What goes wrong inside is told, and the next view is a new one.
    let wrong = store.snapshot(&mut |_| Err(StoreError::Watermark("x".into(), 7)));
    assert!(matches!(wrong, Err(StoreError::Watermark(..))));
    store.snapshot(&mut |view| view.classes(0..=1).map(drop)).unwrap();
    store.fold(&batch("a", 64, 128)).unwrap();
}

fn many_rows_at_once_are_each_counted(mut store: impl Store) {
    let mut batch = Batch::default();
    for entry in 0..1_234 {
        batch.scan_day.insert((entry, "main".into(), entry % 7, "person"), Sum { n: entry, first: 1 });
    }
    batch.watermarks.insert("a".into(), (0, 64));
    store.fold(&batch).unwrap();
    batch.watermarks.insert("a".into(), (64, 128));
    store.fold(&batch).unwrap();
    let rows = store.entries(0..=7).unwrap();
    assert_eq!(rows.len(), 1_234);
    assert!(rows.iter().all(|row| row.sum == Sum { n: 2 * row.entry, first: 2 }));
    assert_eq!(store.dump().unwrap().len(), 1_234 + 1);
}
