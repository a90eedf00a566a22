//! The files themselves: the same bytes every time, and no text that a program would run.

use disan_server::catalog::{Lang, Locale};
use disan_server::report::form::{docx, json, xlsx};
use disan_server::report::{Layout, Paper, paper_csv};

use super::{paper, variants};
use crate::statistics::sample::{admin, catalog, store};
use crate::statistics::visit::Pages;

#[test]
fn the_same_report_gives_the_same_bytes() {
    for (name, lang, layout) in variants().into_iter().step_by(3) {
        let locale = Locale::embedded(&lang);
        let (one, two) = (paper(&lang, layout), paper(&lang, layout));
        assert_eq!(docx(&one, &locale), docx(&two, &locale), "{name}");
        assert_eq!(xlsx(&one, &locale), xlsx(&two, &locale), "{name}");
        assert_eq!(paper_csv(&one, &locale), paper_csv(&two, &locale), "{name}");
    }
}

#[test]
fn the_statistics_offer_each_form_of_each_layout() {
    let catalog = catalog();
    let pages = Pages::serve(admin(catalog.clone(), store(&catalog), false));
    let report = pages.text("/thong-ke/bao-cao?ky=2026-q1&lich=nd09");
    let ways: Vec<&str> = report.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let ways: Vec<String> =
        ways.iter().filter(|way| way.contains("bao-cao-nop")).map(|way| way.replace("&amp;", "&")).collect();
    assert_eq!(ways.len(), 10, "{ways:?}");
    for way in &ways {
        let answer = pages.get(way);
        assert_eq!(answer.status, 200, "{way}");
        let name = answer.header("content-disposition").unwrap_or_default();
        match way.split(['?', '.']).nth(1).unwrap() {
            "docx" | "xlsx" => {
                assert!(answer.body.starts_with(b"PK") && name.contains("bao-cao-2026-q1-nd09."), "{name}")
            }
            "csv" | "json" => assert!(answer.text().contains("6200"), "{way}"),
            _ => {
                let union = way.contains("youth-union");
                assert_eq!(answer.text().contains("ĐOÀN TNCS HỒ CHÍ MINH"), union, "{way}");
                assert!(answer.text().contains("6.200"), "{way}");
            }
        }
    }
}

#[test]
fn json_is_read_back_whole() {
    let paper = paper(&Lang::vi(), Layout::YouthUnion);
    let back: Paper = serde_json::from_slice(&json(&paper)).unwrap();
    assert_eq!(back, paper);
}

#[test]
fn no_cell_of_a_table_file_is_a_formula() {
    for (name, lang, layout) in variants() {
        let bytes = paper_csv(&paper(&lang, layout), &Locale::embedded(&lang));
        let text = std::str::from_utf8(&bytes).unwrap().strip_prefix('\u{feff}').expect("a byte order mark");
        let separator = if lang == Lang::vi() { ';' } else { ',' };
        for cell in text.lines().flat_map(|line| line.split(separator)) {
            let cell = cell.trim_start_matches('"');
            let is_number = cell.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
            assert!(is_number || !cell.starts_with(['=', '+', '-', '@', '＝']), "{name}: {cell}");
        }
        assert!(text.contains("'=HYPERLINK") || text.contains("'＝1+1"), "{name}");
    }
}
