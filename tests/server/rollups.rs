//! Σ journal = Σ rollups: however records, passes, restarts, failures, unit changes, compressions and seals fall, the
//! counts are what plain arithmetic over the records gives, to the last row.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use disan_server::clock::{date_of, day_number, half_of};
use disan_server::fold::Fold;
use disan_server::journal::{Answer, Header, Record, SegmentWriter, Tables};
use disan_server::recorder::Live;
use disan_server::scan::{App, Class, Device, First, Scan};
use disan_server::store::{Cells, Counts, Engine, EntryUnit, Param, Purpose, Sqlite, SqliteStore, Store, StoreError};
use jiff::civil::date;

use crate::chance::Chance;
use crate::driver::Folder;

const LANGUAGES: [&str; 2] = ["vi", "en"];
const PLACEMENTS: [&str; 3] = ["main", "cong-sau", "bia"];

/// An engine that fails now and then, also just after it has committed.
struct Flaky {
    engine: Sqlite,
    chance: Chance,
    /// One call in so many fails; 0: none.
    odds: u64,
}

impl Flaky {
    fn fails(&mut self) -> Result<(), StoreError> {
        match self.odds > 0 && self.chance.below(self.odds) == 0 {
            true => Err(StoreError::Silent(1)),
            false => Ok(()),
        }
    }
}

impl Engine for Flaky {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        self.fails()?;
        self.engine.begin(purpose)
    }

    fn end(&mut self, commit: bool) -> Result<(), StoreError> {
        if commit && let Err(error) = self.fails() {
            self.engine.end(self.chance.below(2) == 0)?;
            return Err(error);
        }
        self.engine.end(commit)
    }

    fn run(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.fails()?;
        self.engine.run(sql, params)
    }

    fn add(&mut self, sql: &'static str, width: usize, cells: &[Param<'_>]) -> Result<(), StoreError> {
        self.fails()?;
        self.engine.add(sql, width, cells)
    }

    fn each(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.fails()?;
        self.engine.each(sql, params, row)
    }

    fn close(self) -> Result<(), StoreError> {
        self.engine.close()
    }
}

/// Days at whose borders something turns: halves, months, years, leap days.
fn days() -> Vec<i64> {
    let dates = [
        date(2026, 11, 1),
        date(2026, 11, 14),
        date(2026, 11, 15),
        date(2026, 11, 16),
        date(2026, 11, 30),
        date(2026, 12, 1),
        date(2026, 12, 31),
        date(2027, 1, 1),
        date(2027, 2, 28),
        date(2028, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    ];
    dates.map(day_number).to_vec()
}

fn record(chance: &mut Chance, days: &[i64]) -> Record {
    let day = *chance.pick(days) as i32;
    match chance.below(12) {
        0 => Record::Orphans { day, bucket: chance.below(3) as u8, sample: 77, n: chance.below(9) as u32 + 1 },
        1 => Record::Answers { day, answer: Answer::Late as u8, n: chance.below(9) as u32 + 1 },
        _ => {
            let hours = [0, 1_439, 719, 720, chance.below(1_440)];
            Record::Scan(Scan {
                entry: 1 << 32 | (1_000 + chance.below(4)),
                code: 48_217,
                placement: chance.below(3) as u32,
                day,
                minute: *chance.pick(&hours) as u16,
                lang: chance.below(2) as u8,
                device: *chance.pick(Device::ALL),
                app: *chance.pick(App::ALL),
                class: *chance.pick(Class::ALL),
                first: *chance.pick(&[First::Yes, First::No, First::Unknown]),
            })
        }
    }
}

/// The rows that plain arithmetic gives.
fn plainly(records: &[Record], units: &BTreeMap<i64, Vec<(i64, String)>>) -> Vec<String> {
    let mut sums: BTreeMap<String, (i64, i64)> = BTreeMap::new();
    let mut counts: BTreeMap<String, i64> = BTreeMap::new();
    for record in records {
        match *record {
            Record::Scan(scan) => {
                let (entry, day) = (scan.entry as i64, i64::from(scan.day));
                let (half, class) = (half_of(date_of(day)), scan.class.name());
                let line = units.get(&entry).map_or(&[][..], Vec::as_slice);
                let unit = line.iter().rev().find(|(from, _)| *from <= day).map_or("", |(_, unit)| unit);
                let first = i64::from(scan.first == First::Yes);
                let mut add = |row: String| {
                    let sum = sums.entry(row).or_default();
                    *sum = (sum.0 + 1, sum.1 + first);
                };
                add(format!("scan_day {entry} {} {day} {class}", PLACEMENTS[scan.placement as usize]));
                for (dim, value) in [
                    ("total", String::new()),
                    ("lang", LANGUAGES[usize::from(scan.lang)].to_owned()),
                    ("device", scan.device.name().to_owned()),
                    ("app", scan.app.name().to_owned()),
                    ("hour", format!("{:02}", scan.minute / 60)),
                ] {
                    add(format!("entry_half {entry} {half} {class} {dim} {value}"));
                    add(format!("unit_half {unit} {half} {class} {dim} {value}"));
                }
                *counts.entry(format!("answer_day {day} stored")).or_default() += 1;
            }
            Record::Answers { day, n, .. } => {
                *counts.entry(format!("answer_day {day} late")).or_default() += i64::from(n);
            }
            Record::Orphans { day, bucket, n, .. } => {
                *counts.entry(format!("orphan_day {day} {bucket}")).or_default() += i64::from(n);
            }
            Record::Alive(_) | Record::Closed(_) => {}
        }
    }
    let sums = sums.into_iter().map(|(row, (n, first))| format!("{row} {n} {first}"));
    let counts = counts.into_iter().map(|(row, n)| match row.starts_with("orphan_day") {
        true => format!("{row} {n} 77"),
        false => format!("{row} {n}"),
    });
    let mut lines: Vec<String> = sums.chain(counts).collect();
    lines.sort_unstable();
    lines
}

/// One run of chance over one journal.
struct Run {
    chance: Chance,
    days: Vec<i64>,
    opened: i64,
    writer: Option<SegmentWriter>,
    live: Vec<Live>,
    records: Vec<Record>,
    units: BTreeMap<i64, Vec<(i64, String)>>,
    wanted: Option<Vec<EntryUnit>>,
    fold: Option<Fold<Counts<Flaky>>>,
}

impl Run {
    fn step(&mut self, dir: &Path) {
        match self.chance.below(20) {
            0..7 => self.write(dir),
            7..11 => self.pass(),
            11 => self.end_segment(true),
            12 => self.end_segment(false),
            13..15 => self.restart(dir),
            15..17 => self.change_units(),
            17 => {
                let _ = self.fold.as_ref().unwrap().compress_one(&self.live);
            }
            18 => {
                let day = *self.chance.pick(&self.days.clone());
                let _ = self.fold.as_mut().unwrap().seal_one(day);
            }
            _ => self.fold.as_mut().unwrap().store_odds(self.chance.below(3) * 7),
        }
    }

    fn write(&mut self, dir: &Path) {
        if self.writer.is_none() {
            let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
            let tables = Tables { languages: names(&LANGUAGES), placements: names(&PLACEMENTS) };
            self.opened += 1 + self.chance.below(90_000) as i64;
            let id = format!("{:016x}{:016x}", self.chance.next(), self.chance.next());
            let writer = SegmentWriter::create(dir, Header::new(id.clone(), self.opened, 420, tables)).unwrap();
            self.live.push(Live { id, synced: writer.synced(), closed: false });
            self.writer = Some(writer);
        }
        let writer = self.writer.as_mut().unwrap();
        let new: Vec<Record> = (0..self.chance.below(30)).map(|_| record(&mut self.chance, &self.days)).collect();
        writer.append(&new).unwrap();
        self.records.extend(new);
        self.live.last_mut().unwrap().synced = writer.synced();
    }

    /// Ends the open segment in order, or as a crash does, with half a record behind.
    fn end_segment(&mut self, in_order: bool) {
        let Some(mut writer) = self.writer.take() else { return };
        if in_order {
            writer.append(&[Record::Closed(self.opened)]).unwrap();
        } else {
            use std::os::unix::fs::FileExt;
            let file = fs::File::options().write(true).open(writer.path()).unwrap();
            file.write_all_at(&[7; 19], writer.synced()).unwrap();
        }
        let live = self.live.last_mut().unwrap();
        (live.synced, live.closed) = (writer.synced(), true);
        if in_order {
            writer.finish().unwrap();
        }
    }

    fn pass(&mut self) {
        let mut live = self.live.clone();
        // Now and then the newest records are not synced yet.
        if let Some(last) = live.last_mut().filter(|last| !last.closed && self.chance.below(3) == 0) {
            last.synced -= (last.synced / 32 / 4).min(3) * 32;
        }
        let fold = self.fold.as_mut().unwrap();
        if let Some(rows) = self.wanted.clone() {
            if fold.set_units(&rows.into()).is_err() {
                return;
            }
            self.wanted = None;
        }
        let _ = fold.pass(&live);
    }

    fn restart(&mut self, dir: &Path) {
        // A new program has no segment of its own but the one it opens.
        self.live.retain(|live| !live.closed);
        let mut store = self.fold.take().unwrap().into_store();
        loop {
            // The program that starts knows nothing of the one before, and its store may fail at once.
            match Fold::open(dir, store) {
                Ok(fold) => return self.fold = Some(fold),
                Err(_) => {
                    let engine = SqliteStore::open(&dir.join("counts.sqlite")).unwrap().into_engine();
                    store = Counts::over(Flaky { engine, chance: Chance::new(self.chance.next()), odds: 0 });
                }
            }
        }
    }

    fn change_units(&mut self) {
        let mut rows = Vec::new();
        for entry in 1_000..1_004 {
            let entry = 1 << 32 | entry;
            let mut line = vec![(0, (*self.chance.pick(&["xa", "phuong", ""])).to_owned())];
            if self.chance.below(2) == 0 {
                line.push((*self.chance.pick(&self.days), (*self.chance.pick(&["moi", "xa"])).to_owned()));
            }
            rows.extend(line.iter().map(|(from_day, unit)| EntryUnit {
                entry,
                from_day: *from_day,
                unit: unit.clone(),
            }));
            self.units.insert(entry, line);
        }
        self.wanted = Some(rows);
    }
}

/// Reaches through to the engine.
trait Odds {
    fn store_odds(&mut self, odds: u64);
}

impl Odds for Fold<Counts<Flaky>> {
    fn store_odds(&mut self, odds: u64) {
        self.store().engine().odds = odds;
    }
}

fn run(seed: u64) {
    let folder = Folder::new(&format!("rollups-{seed}"));
    let dir = folder.path();
    let engine = SqliteStore::open(&dir.join("counts.sqlite")).unwrap().into_engine();
    let store = Counts::over(Flaky { engine, chance: Chance::new(seed), odds: 0 });
    let mut run = Run {
        chance: Chance::new(seed),
        days: days(),
        opened: 1_795_280_400,
        writer: None,
        live: Vec::new(),
        records: Vec::new(),
        units: BTreeMap::new(),
        wanted: None,
        fold: Some(Fold::open(dir, store).unwrap()),
    };
    for _ in 0..120 {
        run.step(dir);
    }
    run.fold.as_mut().unwrap().store_odds(0);
    run.end_segment(true);
    run.pass();
    let counted = run.fold.as_mut().unwrap().store().dump().unwrap();
    let sums: Vec<&String> =
        counted.iter().filter(|r| !r.starts_with("gap ") && !r.starts_with("watermark ")).collect();
    let plain = plainly(&run.records, &run.units);
    let first = plain.iter().zip(&sums).find(|(a, b)| *a != **b);
    assert!(sums.len() == plain.len() && first.is_none(), "seed {seed}: {first:?}");

    // And once more from nothing.
    let mut afresh = Fold::open(dir, SqliteStore::in_memory().unwrap()).unwrap();
    let rows = run.units.iter().flat_map(|(entry, line)| {
        line.iter().map(|(from_day, unit)| EntryUnit { entry: *entry, from_day: *from_day, unit: unit.clone() })
    });
    afresh.set_units(&rows.collect::<Vec<_>>().into()).unwrap();
    afresh.pass(&[]).unwrap();
    let again = afresh.store().dump().unwrap();
    let differ: Vec<&String> = again.iter().filter(|row| !counted.contains(row)).collect();
    assert!(again.len() == counted.len() && differ.is_empty(), "seed {seed}: {differ:?}");
}

#[test]
fn the_rollups_are_what_plain_arithmetic_gives_however_things_fall() {
    let runs = if std::env::var_os("DISAN_LONG").is_some() { 400 } else { 25 };
    (1..=runs).for_each(run);
}
