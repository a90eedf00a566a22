//! `disan report` as a team meets it: a folder of content, a copy of the server's data, and a report in every form.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use disan_server::catalog::Lang;
use disan_server::clock::{day_number, half_of};
use disan_server::report::{Block, Cell, Paper, broken, grouped};
use disan_server::store::{Archive, Batch, EntryUnit, FrozenReport, Opened, SqliteOffice, SqliteStore, Store};
use jiff::ToSpan;
use jiff::civil::{Date, date};

use crate::driver::{Folder, program, root, run, said};

/// 17 October 2027, eight in the morning in Việt Nam: the third quarter is over.
const NOW: &str = "1823734800";

/// A project that has a host of its own, so that its figures can be official.
const NAMED: &str = "tests/fixtures/places";

/// Entries of a project that have a code, with their unit.
fn entries(content: &str) -> Vec<(i64, String)> {
    let content = disan::load::load(&root().join(content)).unwrap();
    let (project, _) = disan::model::build(disan::parse::parse(&content).0, &content);
    let catalog = disan::catalog::catalog(&project.unwrap(), "");
    let unit = |entry: &disan_server::catalog::Entry| entry.unit.first().map_or(String::new(), |unit| unit.id.clone());
    catalog.entries.iter().filter_map(|e| Some((e.id?.0.cast_signed(), unit(e)))).collect()
}

/// A data folder with scans of every entry from 1 January to 30 September 2027, more of some than of others.
fn data(folder: &Folder, content: &str) -> PathBuf {
    let data = folder.join("data");
    std::fs::create_dir(&data).unwrap();
    let mut store = SqliteStore::open(&data.join("counts.sqlite")).unwrap();
    let entries = entries(content);
    let units: Vec<EntryUnit> =
        entries.iter().map(|(entry, unit)| EntryUnit { entry: *entry, from_day: 0, unit: unit.clone() }).collect();
    store.put_entry_units(&units).unwrap();
    let mut batch = Batch::default();
    let mut day = date(2027, 1, 1);
    while day < date(2027, 10, 1) {
        for (i, (entry, unit)) in entries.iter().enumerate() {
            for n in 0..(day.day() as usize * 7 + i * 3) % 11 {
                scan(&mut batch, *entry, unit, day, if n % 5 == 0 { "en" } else { "vi" });
            }
        }
        day = day.saturating_add(1.day());
    }
    // Nothing of it is left to be counted.
    batch.watermarks.insert("a".into(), (0, 0));
    let at = (day_number(date(2027, 1, 1)) * 24 - 7) * 3_600;
    batch.opened.insert("a".into(), Opened { at, trial: false, covers: None });
    store.fold(&batch).unwrap();
    store.close().unwrap();
    data
}

fn scan(batch: &mut Batch, entry: i64, unit: &str, day: Date, lang: &str) {
    let half = half_of(day);
    batch.scan_day.entry((entry, "main".into(), day_number(day), "person")).or_default().add(true);
    for (dim, value) in [("total", ""), ("lang", lang)] {
        batch.entry_half.entry((entry, half, "person", dim, value.to_owned())).or_default().add(true);
        batch.unit_half.entry((unit.to_owned(), half, "person", dim, value.to_owned())).or_default().add(true);
    }
}

/// Runs `disan report`; gives what it said, and whether it did it.
fn report(data: &Path, out: &Path, arguments: &[&str]) -> (String, bool) {
    let mut command = program("disan");
    command.env("SOURCE_DATE_EPOCH", NOW).arg("report").arg(root().join("content")).arg("--data").arg(data);
    let output = command.arg("--out").arg(out).args(arguments).output().unwrap();
    (said(&output), output.status.success())
}

fn made(data: &Path, out: &Path, arguments: &[&str]) -> Vec<u8> {
    let (said, done) = report(data, out, arguments);
    assert!(done, "{arguments:?}: {said}");
    std::fs::read(out).unwrap()
}

fn words(lang: &Lang) -> String {
    root().join(format!("tests/fixtures/report/{lang}.toml")).display().to_string()
}

#[test]
fn a_quarter_comes_out_in_every_form_and_says_the_same() {
    let folder = Folder::new("report");
    let data = data(&folder, "content");
    let words = words(&Lang::vi());
    let asked = |format| ["--period", "2027-Q3", "--words", words.as_str(), "--format", format];
    let json = made(&data, &folder.join("r.json"), &asked("json"));
    let paper: Paper = serde_json::from_slice(&json).unwrap();
    let figures = figures(&paper);
    assert!(figures.len() > 60, "{figures:?}");
    let mut shown = BTreeMap::new();
    made(&data, &folder.join("r.pdf"), &asked("pdf"));
    let pdf = folder.join("r.pdf").display().to_string();
    shown.insert("pdf", run("pdftotext", &["-layout", &pdf, "-"]));
    assert!(run("qpdf", &["--check", &pdf]).contains("No syntax or stream encoding errors"));
    for format in ["html", "csv"] {
        let bytes = made(&data, &folder.join(format), &asked(format));
        shown.insert(format, String::from_utf8(bytes).unwrap());
    }
    for (format, text) in &shown {
        let text: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect();
        for figure in &figures {
            assert!(text.contains(figure.as_str()), "{format} does not show {figure}");
        }
    }
    for format in ["docx", "xlsx"] {
        assert!(made(&data, &folder.join(format), &asked(format)).starts_with(b"PK\x03\x04"));
    }
    let card = made(&data, &folder.join("r.png"), &asked("card"));
    assert_eq!((&card[1..4], &card[16..24]), (&b"PNG"[..], &[0, 0, 4, 176, 0, 0, 2, 118][..]));
    let digest = String::from_utf8(made(&data, &folder.join("r.txt"), &asked("digest"))).unwrap();
    assert!(digest.chars().count() <= 501 && digest.replace('.', "").contains(&figures[0]), "{digest}");
}

/// The counts of a report without marks between thousands.
fn figures(paper: &Paper) -> Vec<String> {
    let blocks = paper.body.iter().chain(paper.annexes.iter().flat_map(|annex| &annex.blocks));
    let tables = blocks.filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None });
    let cells = tables.flat_map(|table| &table.rows).flat_map(|row| &row.cells);
    let numbers = cells.filter_map(|cell| if let Cell::Number(n) = cell { Some(n.to_string()) } else { None });
    paper
        .headline
        .iter()
        .filter_map(|h| if let Cell::Number(n) = h.value { Some(n.to_string()) } else { None })
        .chain(numbers)
        .collect()
}

#[test]
fn the_same_day_gives_the_same_bytes_and_a_unit_gets_its_own() {
    let folder = Folder::new("report-unit");
    let data = data(&folder, "content");
    for format in ["pdf", "card"] {
        let asked = ["--period", "2027-h1", "--layout", "youth-union", "--format", format];
        let one = made(&data, &folder.join("one"), &asked);
        assert_eq!(one, made(&data, &folder.join("two"), &asked), "{format}");
    }
    let scans = |more: &[&str]| {
        let asked = [&["--period", "2027", "--calendar", "calendar", "--format", "json"], more].concat();
        let paper: Paper = serde_json::from_slice(&made(&data, &folder.join("r.json"), &asked)).unwrap();
        match paper.headline[0].value {
            Cell::Number(n) => n,
            ref other => panic!("{other:?}"),
        }
    };
    let unit = entries("content")[0].1.clone();
    let of_unit = scans(&["--unit", &unit]);
    assert!(0 < of_unit && of_unit < scans(&[]), "{unit}: {of_unit}");
}

#[test]
fn a_frozen_report_keeps_its_figures_and_what_came_late_is_told_in_the_next() {
    let folder = Folder::new("report-frozen");
    let data = data(&folder, NAMED);
    let content = root().join(NAMED);
    let out = folder.join("r.json");
    let freeze = |now: &str, arguments: &[&str]| {
        let mut command = program("disan");
        command
            .env("SOURCE_DATE_EPOCH", now)
            .arg("report")
            .arg(&content)
            .arg("--data")
            .arg(&data)
            .arg("--out")
            .arg(&out);
        let output = command.args(["--format", "json", "--freeze"]).args(arguments).output().unwrap();
        let read = || serde_json::from_slice::<Paper>(&std::fs::read(&out).unwrap()).unwrap();
        (said(&output), output.status.success().then(read))
    };
    let scans = |paper: &Paper| match paper.headline[0].value {
        Cell::Number(n) => n,
        ref other => panic!("{other:?}"),
    };
    let (said, none) = freeze("1800000000", &["--period", "2027-q3"]);
    assert!(none.is_none() && said.contains("kỳ này chưa kết thúc"), "{said}");
    let (said, second) = freeze(NOW, &["--period", "2027-q2"]);
    let second = second.unwrap_or_else(|| panic!("{said}"));
    let proof = second.proof.clone().unwrap();
    assert!(said.contains("lần 1") && proof.contains("(lần 1)"), "{said}");
    // Scans of May turn up in June: a server had been offline.
    let mut store = SqliteStore::open(&data.join("counts.sqlite")).unwrap();
    let mut batch = Batch::default();
    let (entry, unit) = entries(NAMED)[0].clone();
    for _ in 0..5 {
        scan(&mut batch, entry, &unit, date(2027, 5, 3), "vi");
    }
    store.fold(&batch).unwrap();
    store.close().unwrap();
    let (said, third) = freeze(NOW, &["--period", "2027-q3"]);
    let third = third.unwrap_or_else(|| panic!("{said}"));
    let blocks = third.body.iter().filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None });
    let late = blocks.flat_map(|t| &t.rows).find(|row| row.cells[0] == Cell::Text("Bổ sung kỳ trước".into())).unwrap();
    assert_eq!(late.cells[2], Cell::Number(5));
    // The same again is the same; other figures are a new version; the old one is untouched.
    let (said, again) = freeze("1823800000", &["--period", "2027-q3"]);
    assert_eq!(again.unwrap(), third, "{said}");
    let (said, corrected) = freeze(NOW, &["--period", "2027-q2"]);
    assert_eq!(scans(&corrected.unwrap()), scans(&second) + 5);
    assert!(said.contains("lần 3"), "{said}");
    let mut office = SqliteOffice::open(&data.join("office.sqlite")).unwrap();
    let chain = office.frozen("").unwrap();
    assert_eq!((chain.len(), broken(&chain)), (3, None));
    assert_eq!(chain[0].scans, scans(&second));
    assert!(proof.contains(&grouped(&chain[0].code)));
    assert_eq!(office.by_code(&chain[1].code).unwrap(), chain[1..2]);
    // One digit changed, or a row taken out, is seen.
    let mut changed: Vec<FrozenReport> = chain.clone();
    changed[1].scans += 1;
    assert_eq!(broken(&changed), Some(2));
    assert_eq!(broken(&[chain[0].clone(), chain[2].clone()]), Some(3));
    assert!(office.freeze(&chain[2]).is_err(), "a number is given once");
}

#[test]
fn what_cannot_be_reported_is_told_with_the_way_to_mend_it() {
    let folder = Folder::new("report-wrong");
    let data = data(&folder, "content");
    let out = folder.join("r.csv");
    let wrong = |data: &Path, arguments: &[&str], words: &str| {
        let (said, done) = report(data, &out, &[arguments, &["--format", "csv"]].concat());
        assert!(!done && said.contains(words), "{arguments:?}: {said}");
        assert!(!out.exists());
    };
    wrong(&data, &["--period", "2027-Q5"], "Kỳ “2027-Q5” không đọc được");
    wrong(&data, &["--period", "2027", "--calendar", "am"], "Cách tính kỳ “am” không có");
    wrong(&data, &["--period", "2027", "--unit", "mat-trang"], "Không có đơn vị “mat-trang”");
    wrong(&data, &["--period", "2027", "--words", "/none.toml"], "Không đọc được tệp /none.toml");
    wrong(&folder.join("none"), &["--period", "2027"], "counts.sqlite");
    let words = folder.join("w.toml");
    std::fs::write(&words, "superor = \"x\"\n").unwrap();
    wrong(&data, &["--period", "2027", "--words", &words.display().to_string()], "superor");
}
