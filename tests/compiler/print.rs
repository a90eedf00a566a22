//! Signs as a print shop meets them: the files `disan build` writes, read back by programs that share no code with it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use image::GrayImage;
use image::imageops::FilterType;

use crate::driver::{Folder, copy, node, program, root, run, said};

/// The small project with a code for each place.
fn content(folder: &Folder) -> PathBuf {
    let content = folder.join("content");
    if !content.exists() {
        copy(&root().join("tests/fixtures/small"), &content);
        let allotted = program("disan").args(["codes", "allot"]).arg(&content).output().unwrap();
        assert!(allotted.status.success(), "{}", said(&allotted));
    }
    content
}

/// `disan print` on the small project; gives what it said, whether it was content, and the folder of the signs.
fn print(folder: &Folder, arguments: &[&str]) -> (String, bool, PathBuf) {
    let out = folder.join("dist");
    let printed = program("disan").arg("print").arg(content(folder)).arg("--out").arg(&out).args(arguments).output();
    let printed = printed.unwrap();
    (said(&printed), printed.status.success(), out.join("print"))
}

/// The small project built; gives the folder of its posters.
fn build(folder: &Folder, out: &str, variables: &[(&str, &str)]) -> PathBuf {
    let content = content(folder);
    let out = folder.join(out);
    let built =
        program("disan").arg("build").arg(&content).arg("--out").arg(&out).envs(variables.iter().copied()).output();
    let built = built.unwrap();
    assert!(built.status.success(), "{}", said(&built));
    out.join("print/a4")
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

/// What zbar reads on the pages of a file, rasterised at so many dots to the inch; sorted.
fn decoded(folder: &Folder, pdf: &Path, resolution: u32) -> Vec<String> {
    let name = pdf.file_stem().unwrap().to_str().unwrap();
    let start = folder.join(&format!("raster-{name}"));
    run("pdftoppm", &["-r", &resolution.to_string(), "-gray", text(pdf), text(&start)]);
    let mut found = Vec::new();
    for item in fs::read_dir(folder.path()).unwrap() {
        let page = item.unwrap().path();
        if page.extension().is_some_and(|e| e == "pgm") {
            found.extend(run("zbarimg", &["--quiet", "--raw", text(&page)]).lines().map(str::to_owned));
            fs::remove_file(page).unwrap();
        }
    }
    found.sort();
    found
}

/// The address of each code of a ledger; sorted.
fn addresses(ledger: &str) -> Vec<String> {
    let is_code = |cell: &&str| cell.len() == 5 && cell.bytes().all(|b| b.is_ascii_digit());
    let codes = ledger.lines().filter_map(|line| line.split([',', ';']).find(is_code));
    let mut addresses: Vec<String> = codes.map(|code| format!("https://disan.example/{code}")).collect();
    addresses.sort();
    addresses
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
    let found = decoded(&folder, &print.join("all.pdf"), 150);
    let ledger = fs::read_to_string(folder.join("content/codes.csv")).unwrap();
    let issued = addresses(&ledger);
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

#[test]
fn every_format_is_a_sound_pdf_whose_symbols_strangers_read() {
    let folder = Folder::new("print-formats");
    let formats = "a3,a4,a5,plaque-200x300,plaque-120x180,label,card,large-print,proof,install,patrol";
    let (said, sound, print) = print(&folder, &["--format", formats]);
    assert!(sound, "{said}");
    let issued = addresses(&fs::read_to_string(folder.join("content/codes.csv")).unwrap());
    let sizes = [
        ("a3", "841.89 x 1190.55 pts (A3)", 2),
        ("a5", "419.53 x 595.28 pts (A5)", 1),
        ("plaque-200x300", "566.93 x 850.39 pts", 2),
        ("plaque-120x180", "340.16 x 510.24 pts", 1),
        ("label", "595.28 x 841.89 pts (A4)", 1),
        ("card", "297.64 x 419.53 pts", 1),
        ("proof", "595.28 x 841.89 pts (A4)", 3),
        ("install", "841.89 x 595.28 pts", 0),
        ("patrol", "841.89 x 595.28 pts", 0),
    ];
    for (format, size, symbols) in sizes {
        let all = print.join(format).join("all.pdf");
        run("qpdf", &["--check", text(&all)]);
        let info = run("pdfinfo", &[text(&all)]);
        assert!(field(&info, "Page size").starts_with(size.split(" (").next().unwrap()), "{format}: {info}");
        let mut expected: Vec<String> =
            issued.iter().flat_map(|url| std::iter::repeat_n(url.clone(), symbols)).collect();
        expected.sort();
        if symbols > 0 {
            assert_eq!(decoded(&folder, &all, 200), expected, "{format}");
        }
    }
    let report: serde_json::Value = serde_json::from_slice(&fs::read(print.join("report.json")).unwrap()).unwrap();
    let sheets = report["sheets"].as_array().unwrap();
    for (format, _, symbols) in sizes {
        let of_format = sheets.iter().filter(|row| row["format"] == format).count();
        assert_eq!(of_format, issued.len() * symbols, "{format}");
    }
    for row in sheets {
        let least = if row["format"] == "label" || row["format"] == "proof" { 0.7 } else { 0.8 };
        assert!(row["module_mm"].as_f64().unwrap() >= least && row["quiet_zone_modules"] == 4.0, "{row}");
        assert_eq!(row["decoders"], serde_json::json!(["rxing", "rqrr"]), "{row}");
    }
}

#[test]
fn what_is_chosen_is_printed_and_the_rest_is_left_alone() {
    let folder = Folder::new("print-chosen");
    let (said, sound, signs) = print(&folder, &["--format", "card"]);
    assert!(sound, "{said}");
    let names = |path: &Path| -> Vec<String> {
        let mut names: Vec<String> =
            fs::read_dir(path).unwrap().map(|item| item.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    let cards = names(&signs.join("card"));
    assert!(cards.contains(&"all.pdf".to_owned()) && cards.contains(&"units".to_owned()), "{cards:?}");
    let (said, sound, _) = print(&folder, &["--format", "a5", "--entry", "den-suot"]);
    assert!(sound, "{said}");
    assert_eq!(names(&signs.join("a5")), ["den-suot.pdf"]);
    assert_eq!(names(&signs.join("card")), cards, "what was printed before is still there");
    let ledger = fs::read_to_string(folder.join("content/codes.csv")).unwrap();
    let code = addresses(&ledger)[0].rsplit('/').next().unwrap().to_owned();
    let (said, sound, _) = print(&folder, &["--format", "a5", "--placement", &code]);
    assert!(sound, "{said}");
    assert_eq!(names(&signs.join("a5")), [format!("{code}.pdf"), "den-suot.pdf".to_owned()]);
    for (arguments, words) in [
        (["--entry", "den-suut"], "không có mục nào tên `den-suut`"),
        (["--entry", "den-suut"], "có phải bạn muốn: --entry den-suot"),
        (["--unit", "xa-la"], "không có đơn vị nào mang tên `xa-la`"),
        (["--placement", "10003"], "không có bảng nào mang số"),
    ] {
        let (said, sound, _) = print(&folder, &arguments);
        let wrong_code = arguments[0] == "--placement" && !said.contains(words);
        assert!(!sound && (said.contains(words) || wrong_code), "{arguments:?}: {said}");
    }
}

#[test]
fn the_print_shop_gets_boxes_marks_and_colours() {
    let folder = Folder::new("print-press");
    let options = ["--format", "a5,card", "--entry", "den-suot", "--bleed", "3mm", "--marks", "--colour"];
    let (said, sound, print) = print(&folder, &options);
    assert!(sound, "{said}");
    for (format, width, height) in [("a5", 148.0, 210.0), ("card", 105.0, 148.0)] {
        let pdf = print.join(format).join("den-suot.pdf");
        let info = run("pdfinfo", &["-box", text(&pdf)]);
        let area = |name: &str| -> Vec<f64> {
            field(&info, name).split_whitespace().map(|n| n.parse::<f64>().unwrap() * 25.4 / 72.0).collect()
        };
        let (media, bleed, trim) = (area("MediaBox"), area("BleedBox"), area("TrimBox"));
        let near = |a: f64, b: f64| (a - b).abs() < 0.02;
        assert!(near(trim[2] - trim[0], width) && near(trim[3] - trim[1], height), "{info}");
        assert!((0..2).all(|i| near(trim[i] - bleed[i], 3.0) && near(bleed[i + 2] - trim[i + 2], 3.0)), "{info}");
        assert!((0..2).all(|i| media[i] < bleed[i] && media[i + 2] > bleed[i + 2]), "{info}");
        let plain = folder.join("plain.pdf");
        run("qpdf", &["--qdf", "--object-streams=disable", text(&pdf), text(&plain)]);
        let source = fs::read(plain).unwrap();
        let source = String::from_utf8_lossy(&source);
        assert!(source.lines().any(|line| line == "0.106 0.231 0.451 rg"), "the cobalt of the pages");
        // A symbol is placed right after the one black ink was chosen.
        let lines: Vec<&str> = source.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.contains("/S") && line.ends_with("Do Q")) {
            let ink = lines[..at].iter().rev().find(|line| line.ends_with(" g") || line.ends_with(" rg"));
            assert_eq!(ink, Some(&"0 g"), "a symbol in black alone");
        }
    }
    let refused = program("disan").args(["print", "--bleed", "30mm"]).output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
}

#[test]
fn a_sheet_that_cannot_be_printed_leaves_the_last_good_ones() {
    let folder = Folder::new("print-kept");
    let (said, sound, signs) = print(&folder, &["--format", "label,card"]);
    assert!(sound, "{said}");
    let before = fs::read(signs.join("label/all.pdf")).unwrap();
    let settings = folder.join("content/disan.toml");
    let text = fs::read_to_string(&settings).unwrap();
    // Labels too small for any symbol.
    fs::write(&settings, format!("{text}\n[print.labels]\nwidth = 20\nheight = 20\n")).unwrap();
    let (said, sound, _) = print(&folder, &["--format", "label,card"]);
    assert!(!sound && said.contains("bảng khổ LABEL của"), "{said}");
    assert!(said.contains("Kết quả lần trước được giữ nguyên"), "{said}");
    assert_eq!(fs::read(signs.join("label/all.pdf")).unwrap(), before);
    // A project without a number to call.
    let without: String = text.lines().filter(|line| !line.starts_with("phone")).collect::<Vec<_>>().join("\n");
    fs::write(&settings, without).unwrap();
    for facts in fs::read_dir(folder.join("content")).unwrap().map(|item| item.unwrap().path().join("folder.toml")) {
        let _ = fs::remove_file(facts);
    }
    let (said, sound, _) = print(&folder, &["--format", "card", "--entry", "den-suot"]);
    assert!(!sound && said.contains("thẻ của `den-suot` không có số điện thoại nào để gọi"), "{said}");
}

#[test]
fn proof_sheets_tell_the_grade_that_the_report_has() {
    let folder = Folder::new("print-proof");
    let (said, sound, print) = print(&folder, &["--format", "a4,proof", "--prove", "--entry", "den-suot"]);
    assert!(sound, "{said}");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(print.join("report.json")).unwrap()).unwrap();
    let poster = &report["sheets"].as_array().unwrap()[0];
    let grade = poster["grade"].as_str().unwrap().to_owned();
    assert!("ABCDE".contains(&grade), "{poster}");
    assert_eq!(poster["trials"].as_object().unwrap().len(), 15, "{poster}");
    let words = run("pdftotext", &["-raw", text(&print.join("proof/den-suot.pdf")), "-"]);
    assert!(words.lines().any(|line| "ABCDE".contains(line.trim()) && line.trim().len() == 1), "a grade in {words}");
    for line in ["TỜ IN THỬ", "50 mm", "Nhòe ½ ô", "Bị dán che 10 %"] {
        assert!(words.contains(line), "“{line}” in {words}");
    }
}

#[test]
fn signs_of_an_older_layout_are_named_and_left_alone() {
    let folder = Folder::new("print-older");
    fs::create_dir_all(folder.join("dist/print")).unwrap();
    let old = folder.join("dist/print/den-suot.pdf");
    fs::write(&old, "%PDF of an earlier version").unwrap();
    let (said, sound, _) = print(&folder, &["--format", "card"]);
    assert!(sound && said.contains("den-suot.pdf") && said.contains("cách xếp cũ"), "{said}");
    assert!(old.exists());
    let mut build = program("disan");
    let built = build.args(["build", "--out"]).arg(folder.join("dist")).arg(content(&folder)).output().unwrap();
    assert!(built.status.success() && self::said(&built).contains("cách xếp cũ"), "{}", self::said(&built));
    fs::remove_file(old).unwrap();
    let (said, _, _) = print(&folder, &["--format", "card"]);
    assert!(!said.contains("cách xếp cũ"), "{said}");
}

#[test]
fn symbols_for_other_layouts_come_as_svg_and_png_with_a_table() {
    let folder = Folder::new("print-symbols");
    let (said, sound, print) = print(&folder, &["--format", "a5"]);
    assert!(sound, "{said}");
    let table = fs::read_to_string(print.join("symbols/symbols.csv")).unwrap();
    let mut lines = table.trim_start_matches('\u{feff}').lines();
    assert_eq!(lines.next(), Some("code,entry,placement,address"));
    let mut listed = Vec::new();
    for line in lines {
        let [code, entry, _, address] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        assert!(folder.join("content").read_dir().is_ok() && !entry.is_empty());
        let png = print.join(format!("symbols/{code}.png"));
        assert_eq!(run("zbarimg", &["--quiet", "--raw", text(&png)]).trim(), address);
        let svg = fs::read_to_string(print.join(format!("symbols/{code}.svg"))).unwrap();
        assert!(svg.starts_with("<svg ") && svg.contains("viewBox=\"0 0 37 37\""), "{svg}");
        listed.push(address.to_owned());
    }
    listed.sort();
    assert_eq!(listed, addresses(&fs::read_to_string(folder.join("content/codes.csv")).unwrap()));
}

/// A second pair of eyes on what ships: OpenCV and zbar, which the print gate knows nothing of.
#[test]
fn strangers_read_every_sign_of_the_sample() {
    let folder = Folder::new("print-eyes");
    let out = folder.join("dist");
    let formats = ["print", "--format", "a4,plaque-120x180", "--out"];
    let printed = program("disan").args(formats).arg(&out).arg(root().join("content")).output().unwrap();
    assert!(printed.status.success(), "{}", said(&printed));
    let issued = addresses(&fs::read_to_string(root().join("content/codes.csv")).unwrap());
    let python = root().join("target/eyes/bin/python");
    assert!(python.exists(), "tests/run installs OpenCV into target/eyes");
    for format in ["a4", "plaque-120x180"] {
        let all = out.join("print").join(format).join("all.pdf");
        let start = folder.join(format);
        run("pdftoppm", &["-r", "100", "-gray", text(&all), text(&start)]);
        let mut pages: Vec<PathBuf> = fs::read_dir(folder.path()).unwrap().map(|item| item.unwrap().path()).collect();
        pages.retain(|page| page.extension().is_some_and(|e| e == "pgm"));
        let reader = root().join("tests/eyes/opencv.py");
        let arguments: Vec<&str> = std::iter::once(text(&reader)).chain(pages.iter().map(|page| text(page))).collect();
        let seen = run(text(&python), &arguments);
        let mut seen: Vec<String> = seen.lines().map(|line| line.split_once('\t').unwrap().1.to_owned()).collect();
        seen.sort();
        assert_eq!(seen, issued, "OpenCV on {format}");
        pages.iter().for_each(|page| fs::remove_file(page).unwrap());
        assert_eq!(decoded(&folder, &all, 100), issued, "zbar on {format}");
    }
}

/// The formats a gallery shows, one file of each.
const FORMATS: [&str; 11] = [
    "a3",
    "a4",
    "a5",
    "plaque-200x300",
    "plaque-120x180",
    "label",
    "card",
    "large-print",
    "proof",
    "install",
    "patrol",
];

/// Signs with codes that never change, in every format: the first file of each.
fn gallery(folder: &Folder) -> Vec<(&'static str, PathBuf)> {
    let out = folder.join("dist");
    let content = root().join("tests/fixtures/signs");
    let formats = FORMATS.join(",");
    let printed =
        program("disan").args(["print", "--format", &formats, "--out"]).arg(&out).arg(&content).output().unwrap();
    assert!(printed.status.success(), "{}", said(&printed));
    FORMATS.map(|format| (format, out.join("print").join(format).join("all.pdf"))).to_vec()
}

/// A page as poppler shows it, grey, so many dots to the inch.
fn poppler(folder: &Folder, pdf: &Path, resolution: u32) -> GrayImage {
    let shown = folder.join("poppler");
    let resolution = resolution.to_string();
    run("pdftoppm", &["-r", &resolution, "-gray", "-png", "-f", "1", "-singlefile", text(pdf), text(&shown)]);
    image::open(folder.join("poppler.png")).unwrap().into_luma8()
}

/// A picture as wide as so many columns, soft enough that hairs and edges of letters count for little.
fn soft(picture: &GrayImage, columns: u32) -> GrayImage {
    let rows = (f64::from(columns) * f64::from(picture.height()) / f64::from(picture.width())).round() as u32;
    image::imageops::blur(&image::imageops::thumbnail(picture, columns, rows), 0.8)
}

/// The largest difference of two pictures in any place.
fn difference(a: &GrayImage, b: &GrayImage) -> u8 {
    assert_eq!(a.dimensions(), b.dimensions());
    a.pixels().zip(b.pixels()).map(|(a, b)| a.0[0].abs_diff(b.0[0])).max().unwrap()
}

/// A picture moved down by a row.
fn moved(picture: &GrayImage) -> GrayImage {
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| *picture.get_pixel(x, y.saturating_sub(1)))
}

/// What each format looks like, at a millimetre a dot: `UPDATE_GOLDEN=1` draws the pictures anew.
#[test]
fn every_format_looks_as_before() {
    const MOST: u8 = 45;
    let folder = Folder::new("print-looks");
    for (format, pdf) in gallery(&folder) {
        let shown = poppler(&folder, &pdf, 25);
        let golden = root().join(format!("tests/golden/signs/{format}.png"));
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            shown.save(&golden).unwrap();
        }
        let before = image::open(&golden).unwrap_or_else(|e| panic!("{}: {e}", golden.display())).into_luma8();
        let soft = |picture: &GrayImage| image::imageops::blur(picture, 0.8);
        let far = difference(&soft(&shown), &soft(&before));
        assert!(far <= MOST, "{format} differs by {far}; look at it, then UPDATE_GOLDEN=1 accepts it");
        // What is looked for would be seen: a page that is moved by a millimetre.
        assert!(difference(&soft(&moved(&shown)), &soft(&before)) > MOST, "{format}");
    }
}

/// poppler, MuPDF, pdf.js and the viewer of Chromium share no code.
#[test]
fn four_readers_show_the_same_and_their_codes_can_be_scanned() {
    const MOST: u8 = 60;
    const COLUMNS: u32 = 100;
    let folder = Folder::new("print-readers");
    let mut gallery = gallery(&folder);
    if std::env::var_os("DISAN_EVERY_PAGE").is_none() {
        gallery.retain(|(format, _)| matches!(*format, "a4" | "card" | "plaque-120x180" | "patrol"));
    }
    let files: Vec<&str> = gallery.iter().map(|(_, pdf)| text(pdf)).collect();
    let shown = folder.join("shown");
    fs::create_dir(&shown).unwrap();
    assert_eq!(node("pdf.mjs", &[&[text(&shown)], files.as_slice()].concat()), gallery.len());
    for (number, (format, pdf)) in gallery.iter().enumerate() {
        let expected = poppler(&folder, pdf, 150);
        let mupdf = folder.join("mupdf.png");
        run("mutool", &["draw", "-q", "-r", "150", "-c", "gray", "-o", text(&mupdf), text(pdf), "1"]);
        let viewer = shown.join(format!("chromium-{number}.png"));
        let page = paper(&image::open(&viewer).unwrap().into_luma8());
        page.save(&viewer).unwrap();
        let scanned = scanned(&folder.join("poppler.png"));
        assert_eq!(scanned.is_empty(), matches!(*format, "install" | "patrol"), "{format}: {scanned:?}");
        let base = soft(&expected, COLUMNS);
        assert!(difference(&soft(&moved(&base), COLUMNS), &soft(&base, COLUMNS)) > MOST, "{format}");
        for picture in [mupdf, shown.join(format!("pdfjs-{number}.png")), viewer] {
            let name = picture.file_name().unwrap().to_string_lossy().into_owned();
            let seen = image::open(&picture).unwrap().into_luma8();
            let seen =
                image::imageops::resize(&soft(&seen, COLUMNS), base.width(), base.height(), FilterType::Triangle);
            let far = difference(&seen, &base);
            assert!(far <= MOST, "{name} shows {format} otherwise than poppler, by {far}");
            assert_eq!(self::scanned(&picture), scanned, "{name} of {format}");
        }
    }
}

/// What zbar reads on a picture; sorted.
fn scanned(picture: &Path) -> Vec<String> {
    let read = Command::new("zbarimg").args(["--quiet", "--raw"]).arg(picture).output().unwrap();
    let mut found: Vec<String> = String::from_utf8(read.stdout).unwrap().lines().map(str::to_owned).collect();
    found.sort();
    found
}

/// The white page on the dark ground of a viewer.
fn paper(window: &GrayImage) -> GrayImage {
    let white = |x, y| window.get_pixel(x, y).0[0] > 250;
    let (width, height) = window.dimensions();
    let column = |x: &u32| (0..height).filter(|y| white(*x, *y)).count() > height as usize / 4;
    let row = |y: &u32| (0..width).filter(|x| white(*x, *y)).count() > width as usize / 4;
    let (left, right) = ((0..width).find(column).unwrap(), (0..width).rev().find(column).unwrap());
    let (top, foot) = ((0..height).find(row).unwrap(), (0..height).rev().find(row).unwrap());
    image::imageops::crop_imm(window, left, top, right - left + 1, foot - top + 1).to_image()
}

/// A letter the built-in font lacks is refused; with a file that has it the sign is set, the letters shaped.
#[test]
fn a_font_of_the_project_sets_what_the_built_in_one_lacks() {
    let folder = Folder::new("print-font");
    let words = content(&folder).join("di-tich/den-suot/vi.md");
    let markdown = fs::read_to_string(&words).unwrap();
    let (heading, rest) = markdown.split_once('\n').unwrap();
    // "Khmer" in Khmer: its second letter hangs below the first, its vowel stands before both.
    fs::write(&words, format!("{heading} ខ្មែរ\n{rest}")).unwrap();
    let chosen = ["--format", "a5", "--entry", "den-suot"];
    let (said, sound, signs) = print(&folder, &chosen);
    assert!(!sound && said.contains("lỗi[print-missing-glyph]") && said.contains("“ខ” (U+1781)"), "{said}");
    assert!(said.contains("[print.fonts]") && !signs.exists(), "{said}");
    let font = Path::new("/usr/share/fonts/truetype/noto/NotoSansKhmer-Bold.ttf");
    assert!(font.exists(), "tests/run installs fonts-noto-core");
    fs::copy(font, folder.join("content/khmer.ttf")).unwrap();
    let settings = folder.join("content/disan.toml");
    let text_of = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, format!("{text_of}\n[print.fonts]\nmore = [\"khmer.ttf\"]\n")).unwrap();
    let (said, sound, _) = print(&folder, &chosen);
    assert!(sound, "{said}");
    let pdf = signs.join("a5/den-suot.pdf");
    let fonts = run("pdffonts", &[text(&pdf)]);
    assert!(fonts.lines().any(|line| line.contains("+NotoSansKhmer") && line.contains(" yes yes yes ")), "{fonts}");
    let words = run("pdftotext", &[text(&pdf), "-"]);
    assert!(words.contains("ខ្មែរ"), "{words}");
    run("qpdf", &["--check", text(&pdf)]);
}
