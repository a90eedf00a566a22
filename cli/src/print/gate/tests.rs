//! Every way a sheet can be broken, and the gate that sees it.

use disan_server::catalog::Lang;
use jiff::civil::date;

use super::super::font::Fonts;
use super::super::pdf::{self, Document};
use super::super::press::Press;
use super::super::sheet::{Ink, Item, MM_PER_DOT, Sheet};
use super::proof::{Grade, Proof};
use super::*;
use crate::qr::Symbol;

const URL: &str = "https://disan.example/48217";
const ORDER: Order<'_> = Order { payload: URL, least: SMALLEST_MODULE };

/// A sheet with one symbol at 40 mm from the corner, its modules of `dots`.
fn sheet(url: &str, dots: u32) -> Sheet {
    let symbol = Symbol::new(url).unwrap();
    let items = vec![Item::Symbol { x: 40.0, y: 40.0, dots, symbol }];
    Sheet { width: 210.0, height: 297.0, title: "Bảng".into(), label: String::new(), items }
}

fn file(sheet: &Sheet) -> Written {
    let lang = Lang::vi();
    let document = Document {
        title: "Bảng",
        author: "Phường",
        subject: "Bảng mã QR",
        lang: &lang,
        date: date(2026, 11, 22),
        sheets: &[sheet],
        press: Press::default(),
    };
    pdf::write(&Fonts::embedded(), &document).unwrap()
}

fn problems(sheet: &Sheet) -> Vec<Problem> {
    let findings = scan(&file(sheet), &[ORDER], &Memory::default(), false);
    assert_eq!(findings.len(), 1);
    assert!(findings.iter().all(|f| f.seen.is_some() == f.problems.is_empty()));
    findings.into_iter().flat_map(|f| f.problems).collect()
}

/// A rectangle in modules from the upper left corner of the symbol.
fn over(sheet: &mut Sheet, dots: u32, [x, y, width, height]: [f64; 4], ink: u8) {
    let module = f64::from(dots) * MM_PER_DOT;
    sheet.items.push(Item::Rectangle {
        x: 40.0 + x * module,
        y: 40.0 + y * module,
        width: width * module,
        height: height * module,
        ink: Ink::Tint(ink),
    });
}

/// Draws the symbol's modules by hand in `dark` on a ground of `light`.
fn by_hand(dark: u8, light: u8) -> Sheet {
    let symbol = Symbol::new(URL).unwrap();
    let mut sheet = sheet(URL, 30);
    let side = symbol.width_with_quiet_zone() as f64;
    over(&mut sheet, 30, [-4.0, -4.0, side, side], light);
    for r in symbol.rectangles() {
        over(&mut sheet, 30, [r.x, r.y, r.width, r.height].map(|n| n as f64), dark);
    }
    sheet
}

#[test]
fn a_clean_sheet_passes_from_large_to_the_smallest_module() {
    for dots in [31, 20, 10] {
        assert_eq!(problems(&sheet(URL, dots)), [], "{dots} dots");
    }
    assert_eq!(problems(&by_hand(100, 0)), [], "drawn by hand");
}

#[test]
fn what_passed_once_passes_again_unread_and_nothing_else_does() {
    let written = file(&sheet(URL, 20));
    let mut memory = Memory::default();
    let first = scan(&written, &[ORDER], &memory, false);
    memory.learn(&written, &[ORDER], &first);
    assert_eq!(scan(&written, &[ORDER], &memory, false), first);
    // Another file with the same look is rasterised, but not read.
    let mut longer = sheet(URL, 20);
    longer.items.push(Item::Rectangle { x: 10.0, y: 250.0, width: 5.0, height: 5.0, ink: Ink::BLACK });
    let again = scan(&file(&longer), &[ORDER], &memory, false);
    assert_eq!(again, first);
    let other = Order { payload: "https://disan.example/31073", ..ORDER };
    assert!(!scan(&written, &[other], &memory, false)[0].problems.is_empty(), "another address is read again");
    let larger = Order { least: 3.0, ..ORDER };
    assert!(!scan(&written, &[larger], &memory, false)[0].problems.is_empty(), "another least size is measured again");
    assert!(first[0].seen.as_ref().unwrap().proof.is_none());
    let proven = scan(&written, &[ORDER], &memory, true);
    assert!(proven[0].seen.as_ref().unwrap().proof.is_some(), "what was only read is proven when that is asked for");
}

#[test]
fn what_is_seen_is_measured() {
    let seen = scan(&file(&sheet(URL, 20)), &[ORDER], &Memory::default(), false).remove(0).seen.unwrap();
    assert!((seen.module - 20.0 * MM_PER_DOT).abs() < 0.01 && (seen.side - 29.0 * 20.0 * MM_PER_DOT).abs() < 0.1);
    assert_eq!((seen.quiet_zone, seen.contrast), (4.0, 1.0));
    let row = report::Row::of(&seen);
    assert_eq!((row.distance_m, row.decoders, row.grade), (0.5, vec!["rxing", "rqrr"], None));
}

#[test]
fn a_wrong_address_is_seen() {
    let found = "https://disan.example/31073".to_owned();
    assert_eq!(problems(&sheet(&found, 30)), [Problem::Payload { found }]);
}

#[test]
fn ink_in_the_quiet_zone_is_seen() {
    let mut sheet = sheet(URL, 30);
    over(&mut sheet, 30, [-3.5, 10.0, 0.5, 0.5], 100);
    assert_eq!(problems(&sheet), [Problem::QuietZone]);
    let mut pale = super::tests::sheet(URL, 30);
    over(&mut pale, 30, [10.0, 30.0, 1.0, 1.0], 20);
    assert_eq!(problems(&pale), [Problem::QuietZone], "a tint is ink too");
}

#[test]
fn light_on_dark_is_seen() {
    assert_eq!(problems(&by_hand(0, 100)), [Problem::Inverted]);
}

#[test]
fn a_module_too_small_is_seen() {
    let found = problems(&sheet(URL, 9));
    assert!(matches!(found[..], [Problem::Small { module, least: 0.8 }] if (0.75..0.8).contains(&module)), "{found:?}");
}

#[test]
fn a_pale_symbol_is_seen_although_it_can_be_read() {
    let found = problems(&by_hand(60, 0));
    assert!(matches!(found[..], [Problem::Contrast { contrast }] if contrast < 0.7), "{found:?}");
}

#[test]
fn a_covered_symbol_is_seen_although_decoders_mend_it() {
    let mut sheet = sheet(URL, 30);
    over(&mut sheet, 30, [13.0, 13.0, 3.0, 3.0], 0);
    let found = problems(&sheet);
    assert!(matches!(found[..], [Problem::Covered { modules: 1..=9 }]), "{found:?}");
    over(&mut sheet, 30, [0.0, 0.0, 9.0, 9.0], 0);
    let torn = problems(&sheet);
    assert!(matches!(torn[..], [Problem::Covered { modules: 20.. }]), "{torn:?}");
}

#[test]
fn a_symbol_that_is_not_there_is_seen() {
    let mut sheet = sheet(URL, 30);
    over(&mut sheet, 30, [-4.0, -4.0, 40.0, 40.0], 0);
    assert!(!problems(&sheet).is_empty());
    let mut written = file(&super::tests::sheet(URL, 30));
    let missing = |written: &Written| scan(written, &[ORDER], &Memory::default(), false).remove(0).problems;
    written.placed[0].page = 7;
    assert_eq!(missing(&written), [Problem::Missing]);
    written.bytes.truncate(300);
    written.placed[0].page = 0;
    assert_eq!(missing(&written), [Problem::Missing]);
    let mut bare = super::tests::sheet(URL, 30);
    bare.items.clear();
    assert_eq!(missing(&file(&bare)), [Problem::Missing], "the writer placed none");
}

#[test]
fn of_two_symbols_the_wrong_one_is_seen() {
    let other = "https://disan.example/31073";
    let mut two = sheet(URL, 15);
    two.items.push(Item::Symbol { x: 120.0, y: 200.0, dots: 15, symbol: Symbol::new(other).unwrap() });
    let written = file(&two);
    let second = Order { payload: other, ..ORDER };
    let problems = |orders: &[Order<'_>]| -> Vec<Vec<Problem>> {
        scan(&written, orders, &Memory::default(), false).into_iter().map(|f| f.problems).collect()
    };
    assert_eq!(problems(&[ORDER, second]), [vec![], vec![]]);
    assert_eq!(problems(&[ORDER, ORDER]), [vec![], vec![Problem::Payload { found: other.into() }]]);
    assert_eq!(problems(&[ORDER, second, ORDER])[2], [Problem::Missing]);
}

#[test]
fn a_finder_that_is_painted_over_is_seen() {
    let mut torn = sheet(URL, 30);
    over(&mut torn, 30, [0.0, 0.0, 7.0, 7.0], 100);
    let found = problems(&torn);
    assert!(matches!(found[..], [Problem::Covered { modules: 10.. }]), "{found:?}");
}

#[test]
fn a_sound_symbol_stands_every_trial_and_gets_the_same_grade_again() {
    for (url, dots) in [(URL, 31), (URL, 10), ("https://ditich.vn/48217", 12), ("https://abc.vn/48217", 12)] {
        let order = Order { payload: url, ..ORDER };
        let prove = || scan(&file(&sheet(url, dots)), &[order], &Memory::default(), true).remove(0);
        let finding = prove();
        assert_eq!(finding.problems, [], "{url} {dots}");
        let proof = finding.seen.clone().unwrap().proof.unwrap();
        assert!(proof.grade() <= Grade::C, "{url} {dots}: {:?}", proof.trials().collect::<Vec<_>>());
        assert_eq!(prove(), finding);
    }
}

#[test]
fn grades_follow_the_readings() {
    let proof = |both: usize, one: usize, none: usize| {
        let rows = [vec![[true, true]; both], vec![[true, false]; one], vec![[false, false]; none]].concat();
        serde_json::from_value::<Proof>(serde_json::to_value(rows).unwrap()).unwrap().grade()
    };
    assert_eq!(proof(15, 0, 0), Grade::A);
    assert_eq!(proof(12, 3, 0), Grade::A);
    assert_eq!(proof(10, 5, 0), Grade::B);
    assert_eq!(proof(7, 8, 0), Grade::C);
    assert_eq!(proof(4, 11, 0), Grade::D);
    assert_eq!(proof(0, 15, 0), Grade::E);
    assert_eq!(proof(14, 0, 1), Grade::F, "one trial nobody reads is enough");
}

#[test]
fn what_no_decoder_reads_after_a_trial_is_refused_by_its_name() {
    // Bare paper.
    let raster = raster::Raster { side: 370, luma: vec![255; 370 * 370], resolution: 300.0 };
    let proof = proof::prove(&raster, URL, 7);
    assert_eq!(proof.grade(), Grade::F);
    let failed: Vec<&str> = proof.failed().collect();
    assert_eq!(failed.len(), trial::TRIALS.len());
    assert_eq!(failed[0], "blur-25");
}

#[test]
fn memory_outlives_the_run_and_a_torn_file_is_forgotten() {
    let folder = std::env::temp_dir().join(format!("disan-gate-{}", std::process::id()));
    let written = file(&sheet(URL, 20));
    let mut memory = Memory::open(Some(&folder));
    let first = scan(&written, &[ORDER], &memory, true);
    memory.learn(&written, &[ORDER], &first);
    memory.keep();
    let memory = Memory::open(Some(&folder));
    assert_eq!(memory.recall(&written, &[ORDER], true), Some(first));
    assert_eq!(memory.recall(&written, &[Order { least: 0.7, ..ORDER }], true), None);
    std::fs::write(folder.join("scanned-signs.json"), "{\"files\":").unwrap();
    assert_eq!(Memory::open(Some(&folder)).recall(&written, &[ORDER], false), None);
    std::fs::remove_dir_all(folder).unwrap();
}
