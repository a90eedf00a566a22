//! The files themselves: the same bytes every time, and no text that a program would run.

use disan_server::catalog::{Lang, Locale};
use disan_server::report::form::{docx, json, xlsx};
use disan_server::report::{Layout, Paper, paper_csv};

use super::{paper, variants};

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
