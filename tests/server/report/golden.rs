//! Whole reports, compared with those kept under `tests/golden/report`.

use disan_server::catalog::{Lang, Locale};
use disan_server::report::{DIGEST, Layout, paper_csv, paper_view};
use disan_server::stats::{Period, Reckoning, Span};
use disan_server::template::Templates;
use jiff::civil::date;

use super::{brief, file, made, paper, quarter, variants};

/// Compares with the golden file; `UPDATE_GOLDEN=1` writes it instead.
fn golden(name: &str, text: &str) {
    let file = file("golden/report").join(name);
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(kept == text, "{name} differs from the golden file: run again with UPDATE_GOLDEN=1 and look at the diff");
}

#[test]
fn the_reports_of_both_layouts_and_languages_are_those_kept() {
    let templates = Templates::new(None).unwrap();
    for (name, lang, layout) in variants() {
        let paper = paper(&lang, layout);
        let view = paper_view(&paper, templates.locale(&lang));
        let html = templates.render("report/paper.html", &lang, &view, &templates.paper).unwrap();
        let key = html.split("report.").skip(1).find(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        assert_eq!(key, None, "{name}: a word is missing, its key stands there");
        assert!(!html.contains("<script>") && !html.contains("<b>thẻ"), "{name}: markup of a brief is alive");
        golden(&format!("{name}.html"), &html.replace(&templates.paper.text, "…"));
    }
    let vi = Lang::vi();
    let csv = paper_csv(&paper(&vi, Layout::State), &Locale::embedded(&vi));
    golden("state.vi.csv", std::str::from_utf8(&csv).unwrap());
}

#[test]
fn a_report_before_the_cut_off_says_that_it_is_an_estimate() {
    let vi = Lang::vi();
    let early = made(&vi, &brief(&vi, Layout::State), quarter(), date(2026, 3, 14), None);
    assert!(early.marks.iter().any(|mark| mark.starts_with("Số liệu ước")), "{:?}", early.marks);
    assert_eq!(early.headline[0].name, "Lượt mở mã (ước)");
    let late = made(&vi, &brief(&vi, Layout::State), quarter(), date(2026, 3, 15), None);
    assert!(!late.marks.iter().any(|mark| mark.contains("ước")), "{:?}", late.marks);
}

#[test]
fn a_period_nobody_counted_gives_no_figure_at_all() {
    let vi = Lang::vi();
    let before = Period::Regular { reckoning: Reckoning::Nd09, year: 2025, span: Span::Quarter(3) };
    let paper = made(&vi, &Default::default(), before, date(2026, 3, 17), None);
    let words: Vec<String> = paper.headline.iter().map(|h| h.value.words(&Locale::embedded(&vi))).collect();
    assert_eq!(words[0], "–");
    assert!(paper.digest.contains("chưa được đếm"), "{}", paper.digest);
}

#[test]
fn the_digest_fits_a_message_and_says_the_same_figures() {
    for (name, lang, layout) in variants() {
        let paper = paper(&lang, layout);
        assert!(paper.digest.chars().count() <= DIGEST, "{name}: {}", paper.digest);
        for key in ["scans", "cumulative"] {
            let figure = paper.headline.iter().find(|h| h.key == key).unwrap();
            assert!(paper.digest.contains(&figure.value.words(&Locale::embedded(&lang))), "{name}: {}", paper.digest);
        }
        golden(&format!("digest.{lang}.txt"), &format!("{}\n", paper.digest));
    }
}
