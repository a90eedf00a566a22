//! LibreOffice opens the files, and what it shows is what the report says. One start for all of them: it takes seconds.

use std::path::Path;

use disan_server::catalog::{Lang, Locale};
use disan_server::report::form::{docx, xlsx};
use disan_server::report::{Block, Cell, Layout, Paper};

use super::{paper, variants};
use crate::driver::{Folder, run};

#[test]
fn libreoffice_shows_every_figure_and_word() {
    let folder = Folder::new("office");
    let mut files = Vec::new();
    let papers: Vec<Paper> = variants().iter().map(|(_, lang, layout)| paper(lang, *layout)).collect();
    for ((name, lang, _), paper) in variants().iter().zip(&papers) {
        let locale = Locale::embedded(lang);
        for (ending, bytes) in [("docx", docx(paper, &locale)), ("xlsx", xlsx(paper, &locale))] {
            let file = folder.join(&format!("{name}-{ending}.{ending}"));
            std::fs::write(&file, bytes).unwrap();
            files.push(file.display().to_string());
        }
    }
    let profile = format!("-env:UserInstallation=file://{}", folder.join("profile").display());
    let out = folder.path().display().to_string();
    let mut arguments = vec![profile.as_str(), "--headless", "--convert-to", "pdf", "--outdir", &out];
    arguments.extend(files.iter().map(String::as_str));
    run("soffice", &arguments);
    for ((name, lang, layout), paper) in variants().iter().zip(&papers) {
        for ending in ["docx", "xlsx"] {
            let text = shown("-layout", &folder.join(&format!("{name}-{ending}.pdf")));
            compare(&format!("{name} {ending}"), &text, paper, &Locale::embedded(lang));
        }
        // In the order of the file: the halves of the head stand side by side.
        looks_official(name, &shown("-raw", &folder.join(&format!("{name}-docx.pdf"))), lang, *layout);
    }
}

/// The text of a PDF without any white space, which lines and columns put between words and figures.
fn shown(order: &str, pdf: &Path) -> String {
    packed(&run("pdftotext", &[order, &pdf.display().to_string(), "-"]))
}

fn packed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Every figure and every word of every table is shown.
fn compare(name: &str, shown: &str, paper: &Paper, locale: &Locale) {
    let plain = digits(shown);
    let mut found = 0;
    for block in paper.body.iter().chain(paper.annexes.iter().flat_map(|annex| &annex.blocks)) {
        let Block::Table(table) = block else { continue };
        for cell in table.rows.iter().flat_map(|row| &row.cells) {
            let words = cell.words(locale);
            let wanted: Vec<&str> = match cell {
                Cell::Nothing => continue,
                // Lines may end between any two words.
                Cell::Text(text) | Cell::Code(text) => text.split(|c: char| !c.is_alphanumeric()).collect(),
                _ => vec![&words],
            };
            // A spreadsheet gives all shares of a column the same decimals.
            let even =
                |word: &str| matches!(cell, Cell::PerMille { value, .. } if value % 10 == 0) && word.ends_with('%');
            for word in wanted {
                let wanted = digits(&packed(word));
                let padded = wanted.replace('%', "0%");
                let found = plain.contains(&wanted) || even(word) && plain.contains(&padded);
                assert!(found, "{name}: “{word}” of {cell:?} is not shown");
            }
            found += 1;
        }
    }
    assert!(found > 150, "{name}: only {found} figures were compared");
}

/// The text with one form of minus and without the marks between thousands and before decimals: a spreadsheet shows
/// numbers as its own user is used to them.
fn digits(text: &str) -> String {
    text.replace('−', "-").replace(['.', ','], "")
}

fn looks_official(name: &str, shown: &str, lang: &Lang, layout: Layout) {
    let is_there = |text: &str| shown.contains(&packed(text));
    let vi = lang == &Lang::vi();
    let nation = if vi { "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" } else { "SOCIALIST REPUBLIC OF VIET NAM" };
    let union = if vi { "ĐOÀN TNCS HỒ CHÍ MINH" } else { "HO CHI MINH COMMUNIST YOUTH UNION" };
    assert_eq!(is_there(nation), layout == Layout::State, "{name}");
    assert_eq!(is_there(union), layout == Layout::YouthUnion, "{name}");
    assert!(is_there(if layout == Layout::State { "05/BC-UBND" } else { "12-BC/ĐTN" }), "{name}");
    assert!(is_there(if vi { "ngày 17 tháng 3 năm 2026" } else { "17 March 2026" }), "{name}");
    assert!(is_there("Nguyễn Văn Mẫu"), "{name}");
}
