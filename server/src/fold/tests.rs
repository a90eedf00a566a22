//! Journals of many shapes, folded at once, bit by bit, after crashes, and again from nothing.

use std::fs;
use std::path::PathBuf;

use super::*;
use crate::journal::{Abandoned, Header, Record, SegmentWriter, Tables};
use crate::scan::{App, Class, Device, First, Scan};
use crate::store::{EntryUnit, Gap, GapReason, SqliteStore};

fn folder(name: &str) -> PathBuf {
    let dir = std::env::temp_dir().join(format!("disan-fold-{name}-{}", std::process::id()));
    let _ = fs::remove_dir_all(&dir);
    fs::create_dir_all(&dir).unwrap();
    dir
}

fn segment(dir: &Path, id: &str, change: impl FnOnce(&mut Header)) -> SegmentWriter {
    let tables =
        Tables { languages: vec!["vi".into(), "en".into()], placements: vec!["main".into(), "cổng sau".into()] };
    let mut header = Header::new(id.repeat(16), 1_795_280_400, 420, tables);
    change(&mut header);
    SegmentWriter::create(dir, header).unwrap()
}

/// The `i`-th of a varied row of scans around a turn of the half-month (15 November 2026 is day 20,772).
fn scan(i: u64) -> Record {
    Record::Scan(Scan {
        entry: 1 << 32 | (1_000 + i % 5),
        code: 48_217,
        placement: (i % 2) as u32,
        day: 20_770 + (i % 4) as i32,
        minute: (i * 37 % 1440) as u16,
        lang: u8::from(i.is_multiple_of(3)),
        device: Device::ALL[i as usize % 4],
        app: App::ALL[i as usize % 3],
        class: Class::ALL[i as usize % 6],
        first: if i.is_multiple_of(7) { First::Yes } else { First::No },
    })
}

fn scans(range: std::ops::Range<u64>) -> Vec<Record> {
    range.map(scan).collect()
}

fn open(dir: &Path) -> Fold<SqliteStore> {
    Fold::open(dir, SqliteStore::in_memory().unwrap()).unwrap()
}

/// What folding from nothing gives.
fn afresh(dir: &Path, units: &[EntryUnit]) -> Vec<String> {
    let mut fold = open(dir);
    fold.set_units(&units.to_vec().into()).unwrap();
    fold.pass(&[]).unwrap();
    fold.store().dump().unwrap()
}

fn total(store: &mut SqliteStore) -> i64 {
    store.classes(0..=99_999).unwrap().iter().map(|c| c.sum.n).sum()
}

#[test]
fn however_the_passes_fall_the_counts_are_those_of_a_rebuild() {
    let dir = folder("passes");
    let units = [
        EntryUnit { entry: 1 << 32 | 1_000, from_day: 0, unit: "old".into() },
        EntryUnit { entry: 1 << 32 | 1_000, from_day: 20_772, unit: "new".into() },
    ];
    let mut fold = open(&dir);
    fold.set_units(&units.to_vec().into()).unwrap();
    let mut next = 0;
    for id in ["aa", "bb", "cc"] {
        let mut writer = segment(&dir, id, |_| {});
        for step in [1, 0, 7, 130, 2] {
            writer.append(&scans(next..next + step)).unwrap();
            next += step;
            // A pass sees only what is synced: records behind that offset are not there yet.
            let live =
                Live { id: writer.header().id.clone(), synced: writer.synced() - 32 * (step / 3), closed: false };
            fold.pass(&[live]).unwrap();
        }
        writer.append(&[Record::Orphans { day: 20_771, bucket: 9, sample: 12_345, n: 3 }]).unwrap();
        writer.append(&[Record::Answers { day: 20_771, answer: 1, n: 2 }, Record::Closed(1_795_280_900)]).unwrap();
        let live = Live { id: writer.header().id.clone(), synced: writer.synced(), closed: true };
        fold.pass(std::slice::from_ref(&live)).unwrap();
        if id == "bb" {
            assert!(fold.compress_one(&[live]).unwrap());
        }
    }
    assert_eq!(total(fold.store()), next as i64);
    let rows = fold.store().dump().unwrap();
    assert_eq!(rows, afresh(&dir, &units));
    assert!(
        rows.iter().any(|r| r.starts_with("unit_half old ")) && rows.iter().any(|r| r.starts_with("unit_half new "))
    );
    assert!(
        rows.contains(&"orphan_day 20771 9 9 12345".to_owned())
            && rows.contains(&"answer_day 20771 lost-queue 6".to_owned())
    );

    // Another program's pass over the same store and journal changes nothing.
    let mut again = Fold::open(&dir, fold.into_store()).unwrap();
    assert_eq!(again.pass(&[]).unwrap(), Folded::default());
    assert_eq!(again.store().dump().unwrap(), rows);
    while again.compress_one(&[]).unwrap() {}
    assert!(list(&dir).unwrap().iter().all(|f| f.kind == Kind::Compressed));
    assert_eq!(again.pass(&[]).unwrap(), Folded::default());
    assert_eq!(afresh(&dir, &units), rows, "from compressed segments");
}

#[test]
fn every_dimension_adds_up_to_the_total() {
    let dir = folder("dimensions");
    segment(&dir, "aa", |_| {}).append(&scans(0..500)).unwrap();
    let mut fold = open(&dir);
    fold.pass(&[]).unwrap();
    let store = fold.store();
    for dim in crate::store::Dim::ALL {
        let sum: i64 = store.dimension(0..=99_999, dim).unwrap().iter().map(|d| d.sum.n).sum();
        assert_eq!(sum, 500, "{dim:?}");
        let of_entries: i64 = (1_000..1_005)
            .flat_map(|e| store.entry_dimension(1 << 32 | e, 0..=99_999, dim).unwrap())
            .map(|d| d.sum.n)
            .sum();
        assert_eq!(of_entries, 500, "{dim:?}");
    }
    assert_eq!(store.answers(0..=99_999).unwrap().iter().map(|a| a.n).sum::<i64>(), 500, "all are stored");
}

#[test]
fn a_torn_tail_ends_a_segment_and_damage_inside_is_a_gap() {
    let dir = folder("damage");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..10)).unwrap();
    let path = writer.path().to_owned();
    assert_eq!(
        open(&dir).pass(&[]).unwrap(),
        Folded { records: 10, faults: Vec::new() },
        "zeros are an end like another"
    );
    writer.finish().unwrap();
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() - 5]).unwrap();
    let mut fold = open(&dir);
    let folded = fold.pass(&[]).unwrap();
    assert_eq!((folded.records, folded.faults.len()), (9, 1));
    assert!(folded.faults[0].to_string().contains("as a crash leaves it"), "{}", folded.faults[0]);
    assert_eq!(fold.store().gaps(0, i64::MAX).unwrap(), []);

    let mut damaged = whole.clone();
    let third = damaged.len() - 8 * 32 + 20;
    damaged[third] ^= 0xff;
    let mut blank = whole.clone();
    blank[third - 20..third + 12].fill(0);
    for bytes in [damaged, blank] {
        fs::write(&path, &bytes).unwrap();
        let mut fold = open(&dir);
        let folded = fold.pass(&[]).unwrap();
        assert_eq!(folded.records, 2);
        assert!(folded.faults[0].to_string().contains("7 records after it"), "{}", folded.faults[0]);
        assert_eq!(fold.store().gaps(0, i64::MAX).unwrap()[0].reason, GapReason::Damaged);
    }
}

#[test]
fn an_abandoned_segment_ends_where_its_successor_says() {
    let dir = folder("abandoned");
    let mut first = segment(&dir, "aa", |_| {});
    first.append(&scans(0..4)).unwrap();
    let end = first.synced();
    // These reached the file, but the sync failed, so they were written again in the next segment.
    first.append(&scans(4..9)).unwrap();
    let mut second = segment(&dir, "bb", |header| {
        header.abandoned = Some(Abandoned { segment: "aa".repeat(16), offset: end, reason: "EIO".into() });
    });
    second.append(&scans(4..9)).unwrap();
    let mut fold = open(&dir);
    fold.pass(&[]).unwrap();
    assert_eq!(total(fold.store()), 9);
    while fold.compress_one(&[]).unwrap() {}
    assert_eq!(total(open_and_pass(&dir).store()), 9, "from compressed segments");
}

fn open_and_pass(dir: &Path) -> Fold<SqliteStore> {
    let mut fold = open(dir);
    fold.pass(&[]).unwrap();
    fold
}

#[test]
fn a_compression_cut_off_anywhere_neither_loses_nor_doubles() {
    let dir = folder("cut");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..50)).unwrap();
    let plain = fs::read(writer.path()).unwrap();
    let fold = open_and_pass(&dir);
    while fold.compress_one(&[]).unwrap() {}
    // The compressed file is in place and the old one not yet removed; a half-written one lies beside.
    fs::write(writer.path(), &plain).unwrap();
    fs::write(dir.join("20261121T000000Z-x.tmp"), b"half").unwrap();
    assert_eq!(total(open_and_pass(&dir).store()), 50);
    let mut again = Fold::open(&dir, fold.into_store()).unwrap();
    again.pass(&[]).unwrap();
    assert_eq!(total(again.store()), 50);
    assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "what was left behind is removed");
    assert_eq!(total(open_and_pass(&dir).store()), 50);
}

#[test]
fn a_store_that_fails_is_simply_folded_into_later() {
    let dir = folder("away");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..3)).unwrap();
    let mut fold = open(&dir);
    fold.store().break_off();
    assert!(fold.pass(&[]).is_err());
    writer.append(&scans(3..8)).unwrap();
    fold.store().mend();
    fold.pass(&[]).unwrap();
    assert_eq!(total(fold.store()), 8);
}

#[test]
fn an_unreadable_segment_is_a_gap_as_long_as_its_name_tells() {
    let dir = folder("unreadable");
    let writer = segment(&dir, "aa", |_| {});
    fs::write(writer.path(), b"rubbish").unwrap();
    segment(&dir, "bb", |header| header.opened += 900).append(&scans(0..3)).unwrap();
    for _ in 0..2 {
        let mut fold = open(&dir);
        let folded = fold.pass(&[]).unwrap();
        assert!(matches!(&folded.faults[..], [Fault::Header { file, .. }] if file.contains("aaaa")), "{folded:?}");
        let gap = Gap { from_ts: 1_795_280_400, to_ts: 1_795_281_300, reason: GapReason::Damaged };
        assert_eq!(fold.store().gaps(0, i64::MAX).unwrap(), [gap]);
        assert_eq!(fold.store().began(false).unwrap(), Some(1_795_281_300));
    }
}

#[test]
fn units_of_past_days_are_counted_anew_when_they_change() {
    let dir = folder("moved");
    let row = |from_day, unit: &str| EntryUnit { entry: 1 << 32 | 1_000, from_day, unit: unit.into() };
    let (before, after) = (vec![row(0, "old")], vec![row(0, "old"), row(20_771, "new")]);
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..200)).unwrap();
    let mut closed = segment(&dir, "bb", |_| {});
    closed.append(&scans(200..260)).unwrap();
    closed.append(&[Record::Closed(1_795_280_900)]).unwrap();
    let mut fold = open(&dir);
    fold.set_units(&before.into()).unwrap();
    fold.pass(&[]).unwrap();
    while fold.compress_one(&[]).unwrap() {}
    fold.set_units(&after.clone().into()).unwrap();
    assert!(!fold.units_are_stale());
    let rows = fold.store().dump().unwrap();
    assert!(rows.iter().any(|r| r.starts_with("unit_half new ")), "{rows:?}");
    assert_eq!(rows, afresh(&dir, &after));

    // A change that only days to come feel rewrites nothing.
    fold.store().break_off();
    fold.set_units(&vec![row(0, "old"), row(20_771, "new"), row(30_000, "later")].into()).unwrap();
    fold.store().mend();

    // Where the journal is gone, nothing can be counted anew, and that is said.
    fs::remove_file(&list(&dir).unwrap()[0].path).unwrap();
    fold.set_units(&vec![row(0, "third")].into()).unwrap();
    assert!(fold.units_are_stale());
}

/// Three segments of three days and an open one, some of it damaged, all counted.
fn three_days(dir: &Path) -> (Fold<SqliteStore>, Vec<EntryUnit>) {
    let units = [
        EntryUnit { entry: 1 << 32 | 1_000, from_day: 0, unit: "old".into() },
        EntryUnit { entry: 1 << 32 | 1_000, from_day: 20_772, unit: "new".into() },
    ];
    for (i, id) in ["aa", "bb", "cc"].into_iter().enumerate() {
        let mut writer = segment(dir, id, |header| {
            header.opened += 86_400 * i as i64;
            header.gap = Some(crate::journal::Span { from: i as i64, to: 7, reason: "stopped".into() });
        });
        writer.append(&scans(i as u64 * 100..i as u64 * 100 + 90)).unwrap();
        writer.append(&[Record::Orphans { day: 20_771, bucket: 9, sample: 12_345, n: 3 }]).unwrap();
        writer.append(&[Record::Answers { day: 20_771, answer: 1, n: 2 }, Record::Closed(1_795_280_900)]).unwrap();
        if id == "bb" {
            let mut bytes = fs::read(writer.path()).unwrap();
            let at = writer.synced() as usize - 40 * 32;
            bytes[at] ^= 1;
            fs::write(writer.path(), bytes).unwrap();
        }
    }
    let mut fold = open(dir);
    fold.set_units(&units.to_vec().into()).unwrap();
    assert_eq!(fold.pass(&[]).unwrap().faults.len(), 1);
    while fold.compress_one(&[]).unwrap() {}
    (fold, units.to_vec())
}

#[test]
fn sealed_segments_count_the_same_also_for_other_units() {
    let dir = folder("sealed");
    let (mut fold, units) = three_days(&dir);
    let rows = fold.store().dump().unwrap();
    let moved = vec![EntryUnit { entry: 1 << 32 | 1_000, from_day: 20_771, unit: "other".into() }];
    let rows_moved = afresh(&dir, &moved);
    // The last day of their records is day 20,773, whatever day they were opened.
    assert!(!fold.seal_one(20_773).unwrap(), "not before all is old");
    let mut fold = Fold::open(&dir, fold.into_store()).unwrap();
    fold.pass(&[]).unwrap();
    for left in [2, 1, 0] {
        assert!(fold.seal_one(21_000).unwrap());
        let kinds: Vec<Kind> = list(&dir).unwrap().iter().map(|f| f.kind).collect();
        assert_eq!(kinds.iter().filter(|kind| **kind == Kind::Compressed).count(), left);
        assert_eq!(afresh(&dir, &units), rows, "{left} not sealed");
        assert_eq!(afresh(&dir, &moved), rows_moved, "{left} not sealed");
    }
    assert!(!fold.seal_one(21_000).unwrap());
    assert_eq!(fold.pass(&[]).unwrap(), Folded::default(), "what is counted is not counted again");
    fold.set_units(&moved.into()).unwrap();
    assert!(!fold.units_are_stale());
    let units_only = |rows: Vec<String>| rows.into_iter().filter(|r| r.starts_with("unit_half")).collect::<Vec<_>>();
    assert_eq!(units_only(fold.store().dump().unwrap()), units_only(rows_moved));
}

#[test]
fn a_damaged_seal_is_named_and_one_cut_off_while_it_is_made_does_no_harm() {
    let dir = folder("seal-cut");
    let (mut fold, units) = three_days(&dir);
    let rows = fold.store().dump().unwrap();
    let compressed = list(&dir).unwrap().remove(0);
    let bytes = fs::read(&compressed.path).unwrap();
    assert!(fold.seal_one(21_000).unwrap());
    // The seal has its name, and what it stands for was not removed any more.
    fs::write(&compressed.path, bytes).unwrap();
    assert_eq!(afresh(&dir, &units), rows);

    let sealed = list(&dir).unwrap().remove(0);
    assert_eq!(sealed.kind, Kind::Sealed);
    let whole = fs::read(&sealed.path).unwrap();
    for (at, end) in [(whole.len() / 2, whole.len()), (0, whole.len()), (whole.len(), whole.len() - 9)] {
        let mut bytes = whole[..end].to_vec();
        if let Some(byte) = bytes.get_mut(at) {
            *byte ^= 0x40;
        }
        fs::write(&sealed.path, bytes).unwrap();
        let mut fold = open(&dir);
        let folded = fold.pass(&[]).unwrap();
        assert!(
            folded.faults.iter().any(|fault| matches!(fault, Fault::Header { file, .. } if file.ends_with(".seal.gz"))),
            "{folded:?}"
        );
    }
}

#[test]
fn counts_that_know_more_than_the_journal_are_told_of() {
    let dir = folder("beyond");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..50)).unwrap();
    let mut early = fs::read(writer.path()).unwrap();
    early.truncate(writer.synced() as usize - 320);
    writer.append(&scans(50..60)).unwrap();
    let path = writer.path().to_owned();
    writer.finish().unwrap();
    let fold = open_and_pass(&dir);
    // An older copy of the segment lies there now, plain or compressed.
    fs::write(&path, early).unwrap();
    let mut store = fold.into_store();
    for _ in 0..2 {
        let mut fold = Fold::open(&dir, store).unwrap();
        let folded = fold.pass(&[]).unwrap();
        assert!(
            matches!(&folded.faults[..], [Fault::Beyond { counted, end, .. }] if counted - end == 640),
            "{folded:?}"
        );
        assert_eq!((total(fold.store()), fold.alone().unwrap()), (60, None), "the figures stay");
        fold.compress_one(&[]).unwrap();
        store = fold.into_store();
    }
    fs::remove_file(&list(&dir).unwrap()[0].path).unwrap();
    let mut fold = Fold::open(&dir, store).unwrap();
    assert_eq!(fold.alone().unwrap(), Some(Fault::Missing { segments: 1 }));
}

#[test]
fn an_older_store_beside_newer_segments_catches_up() {
    let dir = folder("older");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..20)).unwrap();
    let file = dir.join("counts.sqlite");
    let live =
        |writer: &SegmentWriter| [Live { id: writer.header().id.clone(), synced: writer.synced(), closed: false }];
    let mut fold = Fold::open(&dir, SqliteStore::open(&file).unwrap()).unwrap();
    fold.pass(&live(&writer)).unwrap();
    fold.store().engine().copy_to(&dir.join("older.sqlite")).unwrap();
    writer.append(&scans(20..70)).unwrap();
    writer.append(&[Record::Closed(1_795_280_900)]).unwrap();
    segment(&dir, "bb", |header| header.opened += 900).append(&scans(70..100)).unwrap();
    fold.pass(&[]).unwrap();
    while fold.compress_one(&[]).unwrap() {}
    let rows = fold.store().dump().unwrap();
    let mut older = Fold::open(&dir, SqliteStore::open(&dir.join("older.sqlite")).unwrap()).unwrap();
    assert_eq!(total(older.store()), 20);
    older.pass(&[]).unwrap();
    assert_eq!(older.store().dump().unwrap(), rows);
}

#[test]
fn damage_found_in_a_later_pass_is_noted_as_a_rebuild_would() {
    let dir = folder("later");
    let mut writer = segment(&dir, "aa", |_| {});
    writer.append(&scans(0..10)).unwrap();
    let live = [Live { id: writer.header().id.clone(), synced: writer.synced(), closed: false }];
    let mut fold = open(&dir);
    fold.pass(&live).unwrap();
    writer.append(&scans(10..20)).unwrap();
    let mut bytes = fs::read(writer.path()).unwrap();
    bytes[live[0].synced as usize + 9] ^= 1;
    fs::write(writer.path(), bytes).unwrap();
    assert_eq!(fold.pass(&[]).unwrap().faults.len(), 1);
    assert_eq!(fold.store().dump().unwrap(), afresh(&dir, &[]));
}
