//! `disan report` as a team meets it: a folder of content, a copy of the server's data, and a report in every form.

mod kept;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use disan_server::catalog::Lang;
use disan_server::clock::{day_number, half_of};
use disan_server::report::{Block, Cell, Paper};
use disan_server::store::{Batch, EntryUnit, Opened, SqliteStore, Store};
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

/// A data folder with scans of every entry from 1 January to 30 September, more of some than of others.
fn data(folder: &Folder, content: &str, year: i16) -> PathBuf {
    let data = folder.join("data");
    std::fs::create_dir(&data).unwrap();
    let mut store = SqliteStore::open(&data.join("counts.sqlite")).unwrap();
    let entries = entries(content);
    let units: Vec<EntryUnit> =
        entries.iter().map(|(entry, unit)| EntryUnit { entry: *entry, from_day: 0, unit: unit.clone() }).collect();
    store.put_entry_units(&units).unwrap();
    let mut batch = Batch::default();
    let mut day = date(year, 1, 1);
    while day < date(year, 10, 1) {
        for (i, (entry, unit)) in entries.iter().enumerate() {
            for n in 0..(day.day() as usize * 7 + i * 3) % 11 {
                scan(&mut batch, *entry, unit, day, if n % 5 == 0 { "en" } else { "vi" });
            }
        }
        day = day.saturating_add(1.day());
    }
    // Nothing of it is left to be counted.
    batch.watermarks.insert("a".into(), (0, 0));
    let at = (day_number(date(year, 1, 1)) * 24 - 7) * 3_600;
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
    let data = data(&folder, "content", 2027);
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
    let data = data(&folder, "content", 2027);
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
fn what_cannot_be_reported_is_told_with_the_way_to_mend_it() {
    let folder = Folder::new("report-wrong");
    let data = data(&folder, "content", 2027);
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
