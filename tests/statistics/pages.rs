//! Whole pages of the sample, compared with those kept under `tests/golden/statistics`.

use std::path::Path;

use crate::sample::{admin, catalog, store};
use crate::visit::Pages;

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
        golden(name, &pages.text(path));
    }
    let trial = Pages::serve(admin(catalog.clone(), store(&catalog), true));
    golden("trial.vi.html", &trial.text("/thong-ke"));
}
