//! A small project with three months of scans: the fixed data set of the golden pages.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicI64;
use std::sync::{Arc, Mutex};

use disan_server::access::Access;
use disan_server::admin::{Admin, Client, StaffDesk};
use disan_server::catalog::{
    CATALOG_FORMAT, Catalog, Code, Entry, EntryId, Issued, Kind, Lang, Level, Localized, Unit, UnitFrom, Units,
};
use disan_server::clock::{Clock, day_number, half_of};
use disan_server::store::{Batch, EntryUnit, Gap, GapReason, Opened, Reader, SqliteStore, Store, StoreError};
use disan_server::template::Templates;
use jiff::civil::{Date, date};

/// Vietnamese titles, English titles, unit, placements, how often each is scanned a day.
const ENTRIES: &[(&str, &str, &str, usize, u32)] = &[
    ("Đền Kiếp Bạc", "Kiep Bac Temple", "tran-hung-dao", 3, 22),
    ("Chùa Côn Sơn", "Con Son Pagoda", "tran-hung-dao", 2, 18),
    ("Đền thờ Chu Văn An", "Chu Van An Temple", "chu-van-an", 1, 9),
    ("Văn miếu Mao Điền", "Mao Dien Temple of Literature", "mao-dien", 1, 7),
    ("Động Kính Chủ", "Kinh Chu Cave", "pham-su-manh", 1, 6),
    ("Đền Cao An Phụ", "An Phu High Temple", "pham-su-manh", 1, 5),
    ("Chùa Thanh Mai", "Thanh Mai Pagoda", "chu-van-an", 1, 4),
    ("Chùa Nhẫm Dương", "Nham Duong Pagoda", "nhi-chieu", 1, 3),
    ("Đền Xưa – Chùa Giám – Đền Bia", "Xua Temple – Giam Pagoda – Bia Temple", "cam-giang", 3, 5),
    ("Đền – Đình Sượt", "Suot Temple", "thanh-dong", 1, 2),
    ("Côn Sơn – Kiếp Bạc – Chu Văn An – Thanh Mai", "Con Son – Kiep Bac – Chu Van An – Thanh Mai", "chu-van-an", 1, 3),
    ("Kích hoạt VNeID mức 2", "Activate VNeID, Level 2", "tran-hung-dao", 1, 8),
    ("Nộp hồ sơ dịch vụ công trực tuyến", "Submit a Public Service File Online", "tran-hung-dao", 1, 4),
    ("Mua bán trực tuyến an tâm", "Buy and Sell Online with Confidence", "doi", 1, 1),
    ("Thanh toán trực tuyến", "Pay Online", "doi", 1, 2),
    ("Tự bảo vệ trên không gian mạng", "Protect Yourself Online", "doi", 1, 2),
    ("Nền tảng số của địa phương", "Your Local Digital Platform", "doi", 1, 0),
    ("Trung tâm Phục vụ hành chính công", "Public Administrative Service Centre", "chu-van-an", 1, 6),
    ("Cổng Dịch vụ công quốc gia", "National Public Service Portal", "doi", 1, 1),
    ("Tháng Thanh niên 2026", "Youth Month 2026", "doi", 1, 0),
];

/// Unit, its name in both languages.
const UNITS: &[(&str, &str, &str)] = &[
    ("tran-hung-dao", "Phường Trần Hưng Đạo", "Tran Hung Dao Ward"),
    ("chu-van-an", "Phường Chu Văn An", "Chu Van An Ward"),
    ("pham-su-manh", "Phường Phạm Sư Mạnh", "Pham Su Manh Ward"),
    ("nhi-chieu", "Phường Nhị Chiểu", "Nhi Chieu Ward"),
    ("thanh-dong", "Phường Thành Đông", "Thanh Dong Ward"),
    ("mao-dien", "Xã Mao Điền", "Mao Dien Commune"),
    ("cam-giang", "Xã Cẩm Giàng", "Cam Giang Commune"),
];

/// One scan, as the fold sees it.
#[derive(Clone, Debug)]
pub struct Scan {
    pub entry: i64,
    pub placement: String,
    pub day: Date,
    pub hour: u32,
    pub class: &'static str,
    pub lang: &'static str,
    pub device: &'static str,
    pub app: &'static str,
    pub first: bool,
}

/// Numbers that look random and are the same everywhere.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, most: u32) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(most.max(1))) as u32
    }

    pub fn pick<T: Copy>(&mut self, of: &[(T, u32)]) -> T {
        let mut at = self.below(of.iter().map(|(_, weight)| weight).sum());
        for (value, weight) in of {
            if at < *weight {
                return *value;
            }
            at -= weight;
        }
        of[0].0
    }
}

pub fn both(vi: &str, en: &str) -> Localized<String> {
    [(Lang::vi(), vi.to_owned()), (Lang::en(), en.to_owned())].into_iter().collect()
}

fn units() -> Units {
    let unit = |id: &str, level, kind: &str, vi: &str, en: &str, parent: Option<&str>| Unit {
        id: id.into(),
        code: None,
        level,
        kind: kind.into(),
        name: both(vi, en),
        parent: parent.map(str::to_owned),
        valid_from: None,
        valid_to: None,
        succession: Vec::new(),
    };
    let mut units =
        vec![unit("hai-phong", Level::Province, "thanh-pho", "Thành phố Hải Phòng", "Hai Phong City", None)];
    units.extend(UNITS.iter().map(|(id, vi, en)| unit(id, Level::Commune, "phuong", vi, en, Some("hai-phong"))));
    units.push(unit("doi", Level::Team, "team", "Đội thanh niên tình nguyện mẫu", "Sample Youth Volunteer Team", None));
    Units::new(units)
}

pub fn entry_id(index: usize) -> i64 {
    EntryId::new(1, Code::from_stem(4_000 + index as u32 * 10).unwrap()).0 as i64
}

pub fn catalog() -> Catalog {
    let place = [("main", "", ""), ("cong-sau", "Cổng sau", "Rear gate"), ("bai-xe", "Bãi gửi xe", "Car park")];
    let mut codes = Vec::new();
    let mut entries = Vec::new();
    for (i, (vi, en, unit, placements, _)) in ENTRIES.iter().enumerate() {
        let reviewed = [Lang::vi(), Lang::en()].into_iter().take((i * 7 + 2) % 3).collect::<BTreeSet<_>>().into();
        entries.push(Entry {
            id: Some(EntryId(entry_id(i) as u64)),
            slug: format!("muc-{i}"),
            kind: if i < 10 { Kind::Relic } else { Kind::Guide },
            title: both(vi, en),
            pages: Localized::default(),
            unit: [UnitFrom { from: None, id: (*unit).into() }].into(),
            reviewed,
        });
        for (p, (key, vi, en)) in place.iter().take(*placements).enumerate() {
            codes.push(Issued {
                host: "disan.example".into(),
                code: Code::from_stem(4_000 + i as u32 * 10 + p as u32).unwrap(),
                entry: Some(i as u32),
                placement: (*key).into(),
                name: if vi.is_empty() { Localized::default() } else { both(vi, en) },
                issued: date(2025, 12, 10).saturating_add(jiff::ToSpan::days(i64::from(i as u32 % 4) * 9)),
                printed: (i % 5 != 3).then(|| date(2026, 1, 8)),
                retired: None,
            });
        }
    }
    Catalog {
        format: CATALOG_FORMAT,
        revision: "sample".into(),
        project: 1,
        title: both("Di sản quanh ta", "Heritage Around Us"),
        owner: both("Đội thanh niên tình nguyện mẫu", "Sample Youth Volunteer Team"),
        owner_unit: "doi".into(),
        host: "disan.example".into(),
        hosts: ["disan.example".to_owned()].into(),
        host_is_placeholder: true,
        languages: vec![Lang::vi(), Lang::en()],
        international: Lang::en(),
        fallback: Localized::default(),
        code_digits: 5,
        units: units(),
        entries,
        codes,
    }
}

/// Scans of 20 December 2025 to 20 March 2026, more of them around the spring festivals.
pub fn scans() -> Vec<Scan> {
    let mut dice = Dice(7);
    let mut scans = Vec::new();
    let (first, last) = (day_number(date(2025, 12, 20)), day_number(date(2026, 3, 20)));
    for number in first..=last {
        let day = disan_server::clock::date_of(number);
        let weekend = matches!(day.weekday(), jiff::civil::Weekday::Saturday | jiff::civil::Weekday::Sunday);
        let festival = date(2026, 2, 17) <= day && day <= date(2026, 3, 8);
        for (i, (_, _, _, placements, a_day)) in ENTRIES.iter().enumerate() {
            let most = a_day * (2 + u32::from(weekend) * 2 + u32::from(festival) * 3) / 2;
            for _ in 0..dice.below(most + 1) {
                // The rear gate of the second entry stays silent, as a lost sign would.
                let places = if i == 1 { 1 } else { *placements };
                let placement = ["main", "cong-sau", "bai-xe"][dice.below(places as u32) as usize];
                scans.push(Scan {
                    entry: entry_id(i),
                    placement: placement.into(),
                    day,
                    hour: dice.pick(&[
                        (6, 2),
                        (7, 5),
                        (8, 9),
                        (9, 12),
                        (10, 12),
                        (11, 6),
                        (14, 8),
                        (15, 10),
                        (16, 9),
                        (17, 5),
                        (19, 2),
                        (21, 1),
                    ]),
                    class: dice.pick(&[
                        ("person", 82),
                        ("repeat", 5),
                        ("preview", 5),
                        ("bot", 4),
                        ("staff", 2),
                        ("trial", 2),
                    ]),
                    lang: dice.pick(&[("vi", 78), ("en", 19), ("blt", 3)]),
                    device: dice.pick(&[("phone", 93), ("tablet", 4), ("desktop", 3)]),
                    app: dice.pick(&[("none", 46), ("zalo", 40), ("facebook", 9), ("messenger", 5)]),
                    first: dice.below(10) < 8,
                });
            }
        }
    }
    scans
}

/// Puts scans into a store the way the fold does. `unit` says where an entry belonged on a day.
pub fn put(store: &mut SqliteStore, scans: &[Scan], unit: impl Fn(i64, i64) -> String) {
    let mut batch = Batch::default();
    for scan in scans {
        let (day, half) = (day_number(scan.day), half_of(scan.day));
        batch.scan_day.entry((scan.entry, scan.placement.clone(), day, scan.class)).or_default().add(scan.first);
        let hour = format!("{:02}", scan.hour);
        let values = [("total", ""), ("lang", scan.lang), ("device", scan.device), ("app", scan.app), ("hour", &hour)];
        for (dim, value) in values {
            let key = (scan.entry, half, scan.class, dim, value.to_owned());
            batch.entry_half.entry(key).or_default().add(scan.first);
            let key = (unit(scan.entry, day), half, scan.class, dim, value.to_owned());
            batch.unit_half.entry(key).or_default().add(scan.first);
        }
    }
    store.fold(&batch).unwrap();
}

/// Seconds since 1970 of a local time.
pub fn unix(day: Date, hour: i64, minute: i64) -> i64 {
    (day_number(day) * 24 + hour - 7) * 3_600 + minute * 60
}

/// The store of the sample.
pub fn store(catalog: &Catalog) -> SqliteStore {
    let mut store = SqliteStore::in_memory().unwrap();
    let unit_of = |index: usize| catalog.entries[index].unit[0].id.clone();
    let mut rows: Vec<EntryUnit> =
        (0..ENTRIES.len()).map(|i| EntryUnit { entry: entry_id(i), from_day: 0, unit: unit_of(i) }).collect();
    // The guide to VNeID passed from the ward to the team in the middle of a period.
    let moved = EntryUnit { entry: entry_id(11), from_day: day_number(date(2026, 2, 20)), unit: "doi".into() };
    rows.insert(12, moved);
    store.put_entry_units(&rows).unwrap();
    let unit = |entry: i64, day: i64| {
        rows.iter().rfind(|r| r.entry == entry && r.from_day <= day).map(|r| r.unit.clone()).unwrap_or_default()
    };
    let scans = scans();
    put(&mut store, &scans, unit);
    let mut batch = Batch::default();
    for scan in &scans {
        *batch.answer_day.entry((day_number(scan.day), "stored".into())).or_default() += 1;
    }
    let day = day_number(date(2026, 3, 2));
    batch.answer_day.insert((day, "late".into()), 14);
    batch.answer_day.insert((day, "lost-disk".into()), 3);
    batch.orphan_day.insert((day, 4), (6, "40219".into()));
    batch.orphan_day.insert((day, 9), (1, "77".into()));
    batch.gaps = vec![
        Gap {
            from_ts: unix(date(2026, 2, 21), 22, 5),
            to_ts: unix(date(2026, 2, 22), 0, 10),
            reason: GapReason::Unclean,
        },
        Gap { from_ts: unix(date(2026, 3, 2), 9, 0), to_ts: unix(date(2026, 3, 2), 9, 2), reason: GapReason::Disk },
    ];
    open(&mut batch, "a", date(2025, 12, 20));
    store.fold(&batch).unwrap();
    store
}

/// Notes that a segment was opened at the beginning of a day.
pub fn open(batch: &mut Batch, segment: &str, day: Date) {
    batch.watermarks.insert(segment.into(), (0, 64));
    batch.opened.insert(segment.into(), Opened { at: unix(day, 0, 0), trial: false, covers: None });
}

/// Gives out links that lead nowhere.
struct Desk;

impl StaffDesk for Desk {
    fn link(&self, unit: &str, now: i64) -> Option<(String, i64)> {
        Some((format!("https://disan.example/_disan/to?ve={unit}"), now + 86_400))
    }

    fn revoke(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

/// The admin pages over a catalog and a store, at a quarter past ten on 20 March 2026.
pub fn admin(catalog: Catalog, store: SqliteStore, trial: bool) -> Admin {
    let now = Arc::new(AtomicI64::new(unix(date(2026, 3, 20), 10, 15)));
    let catalog = Arc::new(catalog);
    let once = Mutex::new(Some(store));
    let templates = Arc::new(Templates::new(None).unwrap());
    Admin {
        access: Access::in_memory(),
        client: Box::new(|_, _| Client::default()),
        catalog: Box::new(move || Arc::clone(&catalog)),
        troubles: Box::new(Vec::new),
        store: Reader::new(Arc::default(), move || Ok(Box::new(once.lock().unwrap().take().unwrap()))),
        clock: Clock::by_hand(420, now),
        trial,
        listen: "127.0.0.1:8081".parse().unwrap(),
        staff: Box::new(Desk),
        templates: Box::new(move || Arc::clone(&templates)),
    }
}
