//! Whole pages of the sample, compared with those kept under `tests/golden/statistics`.

use std::path::Path;

use super::sample::{admin, catalog, store};
use super::visit::Pages;

/// Compares with the golden file; `UPDATE_GOLDEN=1` writes it instead.
pub fn golden(name: &str, text: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/golden/statistics").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "{name} differs from the golden file: run again with UPDATE_GOLDEN=1 and look at the diff");
}

/// The first key of a word that stands in a text instead of the word.
fn missing(text: &str) -> Option<&str> {
    let is_key = |rest: &str| rest.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.starts_with("csv");
    ["stats.", "report."].into_iter().flat_map(|area| text.split(area).skip(1)).find(|rest| is_key(rest))
}

#[test]
fn the_pages_of_the_sample_are_those_kept() {
    let catalog = catalog();
    let pages = Pages::serve(admin(catalog.clone(), store(&catalog), false));
    for (name, path) in [
        ("march.vi.html", "/thong-ke?ky=2026-03&lich=nd09"),
        ("march.en.html", "/en/statistics?ky=2026-03&lich=nd09"),
        ("report.vi.html", "/thong-ke/bao-cao?ky=2026-03&lich=nd09"),
        ("report.en.html", "/en/statistics/report?ky=2026-03&lich=nd09"),
        ("report.vi.csv", "/thong-ke/bao-cao.csv?ky=2026-03&lich=nd09"),
        ("report.en.csv", "/en/statistics/report?ky=2026-03&lich=nd09&dang=csv"),
        ("estimate.vi.csv", "/thong-ke/bao-cao.csv?ky=2026-q1&lich=calendar&don-vi=doi"),
        ("ward.vi.html", "/thong-ke?ky=2026-03&lich=nd09&don-vi=tran-hung-dao"),
    ] {
        let text = pages.text(path);
        assert_eq!(missing(&text), None, "{name}: a word is missing, its key stands there");
        golden(name, &text);
    }
    let trial = Pages::serve(admin(catalog.clone(), store(&catalog), true));
    golden("trial.vi.html", &trial.text("/thong-ke"));
}
