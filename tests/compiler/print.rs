//! Signs as a print shop meets them: the files `disan build` writes, read back by programs that share no code with it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::driver::{Folder, copy, program, root, run, said};

/// The small project with a code for each place, built; gives the folder of its signs.
fn build(folder: &Folder, out: &str, variables: &[(&str, &str)]) -> PathBuf {
    let content = folder.join("content");
    if !content.exists() {
        copy(&root().join("tests/fixtures/small"), &content);
        let allotted = program("disan").args(["codes", "allot"]).arg(&content).output().unwrap();
        assert!(allotted.status.success(), "{}", said(&allotted));
    }
    let out = folder.join(out);
    let built =
        program("disan").arg("build").arg(&content).arg("--out").arg(&out).envs(variables.iter().copied()).output();
    let built = built.unwrap();
    assert!(built.status.success(), "{}", said(&built));
    out.join("print")
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// Every PDF of a folder, by name.
fn signs(print: &Path) -> Vec<PathBuf> {
    let mut signs: Vec<PathBuf> = fs::read_dir(print).unwrap().map(|item| item.unwrap().path()).collect();
    signs.sort();
    assert!(signs.len() > 2, "{signs:?}");
    signs
}

/// The value of a line `Name:   value` of pdfinfo.
fn field<'a>(info: &'a str, name: &str) -> &'a str {
    let line = info.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.unwrap_or_else(|| panic!("{name} in {info}")).trim()
}

#[test]
fn every_file_is_a_sound_pdf_of_the_right_size_that_says_what_it_is() {
    let folder = Folder::new("print-sound");
    for sign in signs(&build(&folder, "dist", &[])) {
        run("qpdf", &["--check", text(&sign)]);
        let info = run("pdfinfo", &["-box", text(&sign)]);
        assert!(!field(&info, "Title").is_empty() && field(&info, "Subject").starts_with("Bảng mã QR · Di sản thử"));
        assert!(!field(&info, "Author").is_empty());
        assert_eq!(field(&info, "PDF version"), "1.7");
        assert_eq!(field(&info, "Page size"), "595.28 x 841.89 pts (A4)");
        for area in ["MediaBox", "CropBox", "BleedBox", "TrimBox"] {
            let numbers: Vec<&str> = field(&info, area).split_whitespace().collect();
            assert_eq!(numbers, ["0.00", "0.00", "595.28", "841.89"], "{area} of {}", sign.display());
        }
        assert!(!info.contains("PDF subtype") && !info.contains("15930"), "it claims to be a PDF/X: {info}");
    }
}

#[test]
fn fonts_are_embedded_and_the_text_can_be_found() {
    let folder = Folder::new("print-text");
    let print = build(&folder, "dist", &[]);
    for sign in signs(&print) {
        let fonts = run("pdffonts", &[text(&sign)]);
        assert!(fonts.lines().count() > 3, "{fonts}");
        for font in fonts.lines().skip(2) {
            assert!(font.contains("+NotoSans") && font.contains(" yes yes yes "), "{font}");
        }
    }
    let words = run("pdftotext", &["-layout", text(&print.join("den-suot.pdf")), "-"]);
    let markdown = fs::read_to_string(folder.join("content/di-tich/den-suot/vi.md")).unwrap();
    let title = markdown.lines().next().unwrap().trim_start_matches("# ");
    assert!(words.contains(title), "“{title}” in {words}");
    for line in
        ["Quét mã", "Mã này không yêu cầu thanh toán hay đăng nhập.", "BẢN THỬ – KHÔNG TREO · TRIAL – DO NOT HANG"]
    {
        assert!(words.contains(line), "“{line}” in {words}");
    }
}

#[test]
fn an_independent_reader_finds_each_code_of_the_ledger_once() {
    let folder = Folder::new("print-codes");
    let print = build(&folder, "dist", &[]);
    run("pdftoppm", &["-r", "150", "-gray", text(&print.join("all.pdf")), text(&folder.join("page"))]);
    let mut pages: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|item| item.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|e| e == "pgm"));
    let mut found: Vec<String> =
        pages.iter().map(|page| run("zbarimg", &["--quiet", "--raw", text(page)]).trim().to_owned()).collect();
    found.sort();
    let ledger = fs::read_to_string(folder.join("content/codes.csv")).unwrap();
    let mut issued: Vec<String> = ledger
        .lines()
        .filter_map(|line| {
            line.split([',', ';']).find(|cell| cell.len() == 5 && cell.bytes().all(|b| b.is_ascii_digit()))
        })
        .map(|code| format!("https://disan.example/{code}"))
        .collect();
    issued.sort();
    assert!(!issued.is_empty());
    assert_eq!(found, issued);
}

#[test]
fn a_sign_is_lines_in_black_alone() {
    let folder = Folder::new("print-black");
    let all = build(&folder, "dist", &[]).join("all.pdf");
    assert_eq!(run("pdfimages", &["-list", text(&all)]).lines().count(), 2, "no picture, only the heading of the list");
    let plain = folder.join("plain.pdf");
    run("qpdf", &["--qdf", "--object-streams=disable", text(&all), text(&plain)]);
    let plain = fs::read(plain).unwrap();
    let source = String::from_utf8_lossy(&plain);
    assert!(source.lines().any(|line| line == "0 g"), "black is the grey of one ink");
    let colour =
        source.lines().find(|line| [" rg", " RG", " k", " K", " sc", " scn"].iter().any(|end| line.ends_with(end)));
    assert_eq!(colour, None);
}

#[test]
fn the_same_content_gives_the_same_files_anywhere() {
    let folder = Folder::new("print-same");
    let first = build(&folder, "here", &[("TZ", "Asia/Ho_Chi_Minh"), ("RAYON_NUM_THREADS", "1")]);
    let second = build(&folder, "there", &[("TZ", "Asia/Ho_Chi_Minh"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "4")]);
    let (first, second) = (signs(&first), signs(&second));
    assert_eq!(first.len(), second.len());
    for (a, b) in first.iter().zip(&second) {
        assert!(fs::read(a).unwrap() == fs::read(b).unwrap(), "{} differs", a.display());
    }
}
