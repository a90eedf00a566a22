//! Every way a sheet can be broken, and the gate that sees it.

use disan_server::catalog::Lang;
use jiff::civil::date;

use super::super::font::Fonts;
use super::super::pdf::{self, Document};
use super::super::press::Press;
use super::super::sheet::{Ink, Item, MM_PER_DOT, Sheet};
use super::*;
use crate::qr::Symbol;

const URL: &str = "https://disan.example/48217";

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
    let findings = scan(&file(sheet), &[URL], &Passed::new());
    assert_eq!(findings.len(), 1);
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
fn what_passed_once_passes_again_unread() {
    let written = file(&sheet(URL, 20));
    let first = scan(&written, &[URL], &Passed::new()).remove(0);
    assert_eq!(first.passed.len(), RESOLUTIONS.len());
    let passed: Passed = first.passed.iter().copied().collect();
    assert_eq!(scan(&written, &[URL], &passed).remove(0).problems, []);
    let other = "https://disan.example/31073";
    assert!(!scan(&written, &[other], &passed).remove(0).problems.is_empty(), "another address is read again");
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
    assert!(matches!(found[..], [Problem::Small { module }] if (0.75..0.8).contains(&module)), "{found:?}");
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
    written.placed[0].page = 7;
    assert_eq!(scan(&written, &[URL], &Passed::new()).remove(0).problems, [Problem::Missing]);
    written.bytes.truncate(300);
    written.placed[0].page = 0;
    assert_eq!(scan(&written, &[URL], &Passed::new()).remove(0).problems, [Problem::Missing]);
}
