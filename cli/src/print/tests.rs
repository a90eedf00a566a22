//! Signs as wholes: sheets against their text form, files against what they promise.

use std::path::PathBuf;

use disan_server::catalog::{Code, Lang, Locale, Localized, fill};

use super::sample::{guide, kiep_bac, main_sign, options, project, relic, tue_tinh};
use super::*;
use crate::model::{LabelGrid, SignFormat};

/// An output folder of one test, removed when it ends.
struct Out(PathBuf);

impl Out {
    fn new(name: &str) -> Out {
        let folder = std::env::temp_dir().join(format!("disan-print-{name}-{}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        Out(folder)
    }

    fn staged(&self, path: &str) -> Vec<u8> {
        std::fs::read(self.0.join(".staging").join(path)).unwrap()
    }
}

impl Drop for Out {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn build(project: &Project, options: &Options, out: &Out) -> Result<Printed, Error> {
    render(project, options, &Stage::open(&out.0).unwrap())
}

/// Every sheet of a format, each once.
fn sheets(project: &Project, options: &Options, format: SignFormat) -> Vec<Sheet> {
    let options = Options { formats: vec![format], ..options.clone() };
    let fonts = Fonts::embedded();
    let speaker = Speaker::new(project, &options);
    let signs = sign::signs(project, &options, &speaker).unwrap();
    let paint = if options.colour { Paint::of(&project.settings.palette.light) } else { Paint::MONO };
    let labels = project.settings.print.labels;
    let setting = Setting { fonts: &fonts, paint, emblem: options.material.emblem.as_ref(), labels };
    let format = Format::of(format);
    let binder = Binder { options: &options, setting, speaker: &speaker, signs: &signs, format };
    let mut keeper = Keeper::open(&options, &signs);
    let batches = batch::batches(&signs, &options, &format, &speaker);
    let leaves = binder.leaves(&mut keeper, &batches).unwrap().unwrap_or_else(|faults| panic!("{faults:?}"));
    leaves.into_iter().flatten().map(|leaf| leaf.sheet).collect()
}

/// The posters of a project in their text form.
fn sheet(project: &Project) -> String {
    let sheets = sheets(project, &options(project), SignFormat::A4);
    sheets.iter().map(Sheet::to_string).collect()
}

/// Compares with `golden/<name>.txt` beside this file; `UPDATE_GOLDEN=1` writes it.
fn golden(name: &str, text: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("src/print/golden/{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(text, expected, "the sheet {name} has changed; UPDATE_GOLDEN=1 accepts it");
}

/// The faults of a build that must fail, as texts in both languages.
fn faults(project: &Project) -> Vec<[String; 4]> {
    let out = Out::new("faults");
    match build(project, &options(project), &out) {
        Err(Error::Faults(faults)) => faults.iter().map(texts).collect(),
        other => panic!("{other:?}"),
    }
}

/// Message and help of a diagnostic in Vietnamese and in English.
pub fn texts(diagnostic: &Diagnostic) -> [String; 4] {
    let values: Vec<(&str, &str)> = diagnostic.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let [vi, en] = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
    let say = |locale: &Locale, part: &str| {
        let key = format!("diagnostic.{}.{part}", diagnostic.rule);
        assert!(locale.has(&key), "{key}");
        let text = fill(locale.text(&key), &values);
        assert!(!text.contains('{'), "a value is missing in: {text}");
        text
    };
    [say(&vi, "message"), say(&vi, "help"), say(&en, "message"), say(&en, "help")]
}

#[test]
fn the_sheet_of_a_relic_with_two_signs() {
    let project = project(vec![kiep_bac()]);
    golden("relic", &sheet(&project));
}

#[test]
fn the_sheet_of_a_very_long_name_with_a_placement() {
    let project = project(vec![tue_tinh()]);
    golden("long-name", &sheet(&project));
}

#[test]
fn the_sheet_of_a_guide_in_one_language() {
    let project = project(vec![guide()]);
    golden("guide", &sheet(&project));
}

#[test]
fn a_reviewed_text_on_a_real_host_is_no_trial() {
    let mut project = project(vec![kiep_bac()]);
    assert!(sheet(&project).contains("BẢN THỬ – KHÔNG TREO · TRIAL – DO NOT HANG"));
    project.settings.host = "disan.haiphong.gov.vn".into();
    let sheet = sheet(&project);
    assert!(!sheet.contains("BẢN THỬ"), "{sheet}");
    assert!(sheet.contains("https://disan.haiphong.gov.vn/48217"));
}

#[test]
fn the_other_language_is_at_most_three_quarters_of_the_first() {
    let project = project(vec![kiep_bac(), tue_tinh()]);
    for sheet in sheets(&project, &options(&project), SignFormat::A4) {
        let size = |start: &str| {
            let found = sheet.items.iter().find_map(|item| match item {
                Item::Text { face, text, .. } if text.starts_with(start) => Some(face.size),
                _ => None,
            });
            found.unwrap_or_else(|| panic!("{start} in {}", sheet))
        };
        let pairs = [
            ("Quét mã", "Scan to read"),
            ("Mã này", "This code"),
            ("DI TÍCH", "Special National"),
            ("Hoặc nhập", "Or type"),
            ("Phường", "Tran Hung Dao Ward"),
            ("Nội dung mẫu", "Sample content"),
        ];
        for (vi, en) in pairs {
            assert!(size(en) <= size(vi) * 0.75 + 1e-9, "{vi} {} – {en} {}", size(vi), size(en));
        }
    }
}

/// The box an item covers: left, top, right, foot. Of text, what its letters cover, from marks to tails.
fn area(fonts: &Fonts, item: &Item) -> Option<[f64; 4]> {
    Some(match item {
        Item::Text { x, y, face, text, .. } => {
            let size = face.size * typeset::MM_PER_POINT;
            let digits = text.chars().all(|c| c.is_ascii_digit() || c == ' ');
            let (rise, fall) = if digits { (0.72, 0.0) } else { (0.95, 0.24) };
            [*x, y - rise * size, x + typeset::width(fonts, *face, text), y + fall * size]
        }
        Item::Rectangle { x, y, width, height, .. } => [*x, *y, x + width, y + height],
        Item::Ornament { x, y, width, ornament, .. } => {
            let drawing = ornament.drawing().unwrap();
            [*x, *y, x + width, y + width * drawing.height / drawing.width]
        }
        Item::Emblem { x, y, width, emblem } => [*x, *y, x + width, y + width * emblem.aspect()],
        Item::Symbol { .. } => return None,
    })
}

fn apart(a: [f64; 4], b: [f64; 4]) -> bool {
    a[2] <= b[0] + 0.01 || b[2] <= a[0] + 0.01 || a[3] <= b[1] + 0.01 || b[3] <= a[1] + 0.01
}

/// Nothing in the margin, nothing in the quiet zone, no text on a text, a band, a line or a drawing.
fn assert_tidy(sheet: &Sheet) {
    const MARGIN: f64 = 4.99;
    let fonts = Fonts::embedded();
    let blocks: Vec<[f64; 4]> =
        sheet.items.iter().filter_map(Item::code_block).map(|(x, y, s)| [x, y, x + s, y + s]).collect();
    let (right, foot) = (sheet.width - MARGIN, sheet.height - MARGIN);
    let is_text = |item: &Item| matches!(item, Item::Text { .. });
    let is_on_band = |item: &Item| matches!(item, Item::Text { ink: Ink::PAPER, .. });
    for (i, item) in sheet.items.iter().enumerate() {
        let Some(own) = area(&fonts, item) else { continue };
        assert!(own[0] >= MARGIN && own[1] >= MARGIN && own[2] <= right && own[3] <= foot, "{item:?} in {sheet}");
        for block in &blocks {
            assert!(apart(own, *block), "{item:?} is in the quiet zone of {sheet}");
        }
        for other in &sheet.items[i + 1..] {
            let Some(its) = area(&fonts, other) else { continue };
            if (is_text(item) || is_text(other)) && !is_on_band(item) && !is_on_band(other) {
                assert!(apart(own, its), "{item:?} on {other:?} in {sheet}");
            }
        }
    }
    for (i, block) in blocks.iter().enumerate() {
        assert!(blocks[i + 1..].iter().all(|other| apart(*block, *other)), "two symbols share their white in {sheet}");
    }
}

#[test]
fn nothing_stands_in_the_margin_and_nothing_touches_another() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    for format in SignFormat::ALL {
        let sheets = sheets(&project, &Options { by_unit: true, ..options(&project) }, format);
        assert!(!sheets.is_empty(), "{format:?}");
        sheets.iter().for_each(assert_tidy);
    }
    let posters = sheets(&project, &options(&project), SignFormat::A4);
    let sides = posters.iter().flat_map(|s| s.items.iter().filter_map(Item::code_block));
    assert!(sides.into_iter().all(|(_, _, side)| side >= 95.0));
}

#[test]
fn each_format_is_set_as_before() {
    let project = project(vec![kiep_bac()]);
    for format in SignFormat::ALL {
        let options = Options { gate: false, ..options(&project) };
        let text: String = sheets(&project, &options, format).iter().map(Sheet::to_string).collect();
        golden(&format!("format/{}", format.id()), &text);
    }
}

#[test]
fn large_signs_carry_two_symbols_diagonally() {
    let project = project(vec![kiep_bac()]);
    for format in [SignFormat::A3, SignFormat::Plaque200x300] {
        for sheet in sheets(&project, &options(&project), format) {
            let blocks: Vec<(f64, f64, f64)> = sheet.items.iter().filter_map(Item::code_block).collect();
            let [(x, y, side), (far_x, far_y, far_side)] = blocks[..] else { panic!("{sheet}") };
            assert!(x > far_x + far_side && far_y > y + side, "one is upper right, one lower left: {blocks:?}");
            // What tears one corner off leaves the other symbol whole.
            assert!(x + side > sheet.width * 0.75 && far_x < sheet.width * 0.25);
        }
    }
}

#[test]
fn a_trial_is_marked_on_every_format_and_a_finished_sign_on_none() {
    let mut project = project(vec![kiep_bac(), guide()]);
    let texts = |project: &Project, format| -> Vec<String> {
        let options = Options { by_unit: true, gate: false, ..options(project) };
        sheets(project, &options, format).iter().map(Sheet::to_string).collect()
    };
    for format in SignFormat::ALL {
        for sheet in texts(&project, format) {
            assert!(sheet.contains("BẢN THỬ – KHÔNG TREO"), "{format:?}: {sheet}");
        }
    }
    project.settings.host = "disan.haiphong.gov.vn".into();
    project.entries.iter_mut().for_each(|entry| {
        entry.words =
            entry.words.iter().filter(|(lang, _)| **lang == Lang::vi()).map(|(l, w)| (l.clone(), w.clone())).collect()
    });
    project.settings.languages = vec![Lang::vi()];
    project.settings.international = Lang::vi();
    for format in SignFormat::ALL {
        for sheet in texts(&project, format) {
            assert!(!sheet.contains("BẢN"), "{format:?}: {sheet}");
        }
    }
}

#[test]
fn a_personal_number_stands_on_the_card_alone_and_first() {
    let project = project(vec![kiep_bac()]);
    for format in SignFormat::ALL {
        let options = Options { by_unit: true, gate: false, ..options(&project) };
        for sheet in sheets(&project, &options, format) {
            let texts: Vec<&str> = sheet
                .items
                .iter()
                .filter_map(|item| match item {
                    Item::Text { text, ink, .. } if *ink != Ink::PAPER => Some(text.as_str()),
                    _ => None,
                })
                .collect();
            let at = texts.iter().position(|text| *text == "0912 345 678");
            match format {
                SignFormat::Card => assert!(at.is_some_and(|at| at <= 2), "after the call: {texts:?}"),
                _ => assert_eq!(at, None, "{format:?}"),
            }
        }
    }
}

#[test]
fn large_print_is_large_and_whole() {
    let project = project(vec![kiep_bac(), guide()]);
    let pages = sheets(&project, &options(&project), SignFormat::LargePrint);
    let mut told = String::new();
    for page in &pages {
        for item in &page.items {
            if let Item::Text { face, text, .. } = item {
                assert!(face.size >= 16.0, "{} pt: {text}", face.size);
                told.push_str(text);
                told.push(' ');
            }
        }
    }
    // The body of the sample is one word, again and again: 380, 180 and 90 times.
    assert_eq!(told.split_whitespace().filter(|word| *word == "lời").count(), 380 + 180 + 90);
    assert!(told.contains("Trang 1 / ") && told.contains("Page 3 of "), "{told}");
    let symbols = pages.iter().flat_map(|p| &p.items).filter(|item| matches!(item, Item::Symbol { .. })).count();
    assert_eq!(symbols, 2, "one on the first page of each entry");
}

#[test]
fn labels_follow_the_grid_and_fill_the_sheet_of_a_chosen_entry() {
    let mut project = project(vec![kiep_bac(), guide()]);
    project.settings.print.labels =
        LabelGrid { columns: 3, rows: 7, width: 63.5, height: 38.1, left: 7.2, top: 15.1, across: 2.5, down: 0.0 };
    let symbols = |sheets: &[Sheet]| -> Vec<(f64, f64)> {
        sheets
            .iter()
            .flat_map(|s| s.items.iter().filter_map(Item::code_block))
            .map(|(x, y, side)| (x + side / 2.0, y))
            .collect()
    };
    let all = sheets(&project, &options(&project), SignFormat::Label);
    assert_eq!((all.len(), symbols(&all).len()), (1, 3), "each sign once");
    let mut chosen = options(&project);
    chosen.selection.entries = ["kiep-bac".to_owned()].into();
    let filled = sheets(&project, &chosen, SignFormat::Label);
    let middles = symbols(&filled);
    assert_eq!((filled.len(), middles.len()), (1, 21));
    for (number, (middle, top)) in middles.into_iter().enumerate() {
        let (x, y) = project.settings.print.labels.corner(number);
        assert!((x..x + 63.5).contains(&middle) && (y..y + 38.1).contains(&top));
    }
    filled.iter().for_each(assert_tidy);
}

#[test]
fn lists_are_made_for_each_unit_and_say_where_signs_hang() {
    let project = project(vec![kiep_bac(), guide()]);
    let out = Out::new("lists");
    let options = Options { formats: vec![SignFormat::Install, SignFormat::Patrol], ..options(&project) };
    assert_eq!(build(&project, &options, &out).unwrap(), Printed { sheets: 2, symbols: 0 });
    for format in ["install", "patrol"] {
        assert!(out.staged(&format!("print/{format}/units/phuong.pdf")).starts_with(b"%PDF"));
        assert!(out.staged(&format!("print/{format}/all.pdf")).starts_with(b"%PDF"));
    }
    let list = sheets(&project, &options, SignFormat::Install)[0].to_string();
    for text in [
        "Phường Trần Hưng Đạo",
        "48 217",
        "31 073",
        "70 030",
        "Gần cổng lớn, phía sông",
        "120 cm",
        "Ngày lắp",
        "Người lắp ký",
    ] {
        assert!(list.contains(text), "{text} in {list}");
    }
    let ticks = list.lines().filter(|line| line.ends_with("5.00 × 0.25, 100 %")).count();
    assert_eq!(ticks, 3 * 4 * 2, "four boxes a sign, each with an upper and a lower edge");
}

#[test]
fn files_are_by_entry_by_unit_and_all_or_as_chosen() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let made = |change: &dyn Fn(&mut Options)| -> Vec<String> {
        let mut options = Options { gate: false, by_unit: true, ..options(&project) };
        change(&mut options);
        let speaker = Speaker::new(&project, &options);
        let signs = sign::signs(&project, &options, &speaker).unwrap();
        let format = Format::of(options.formats[0]);
        let paths = batch::batches(&signs, &options, &format, &speaker).into_iter();
        paths.map(|batch| format!("{} {}", batch.path, batch.signs.len())).collect()
    };
    assert_eq!(
        made(&|_| {}),
        [
            "print/a4/an-toan 1",
            "print/a4/kiep-bac 2",
            "print/a4/tue-tinh 1",
            "print/a4/units/phuong 4",
            "print/a4/all 4"
        ]
    );
    assert_eq!(made(&|o| o.formats = vec![SignFormat::Label]), ["print/label/units/phuong 4", "print/label/all 4"]);
    let by_entry = |o: &mut Options| {
        o.by_unit = false;
        o.selection.entries = ["kiep-bac".to_owned()].into();
    };
    assert_eq!(made(&by_entry), ["print/a4/kiep-bac 2"]);
    let by_code = |o: &mut Options| {
        o.by_unit = false;
        o.selection.code = Code::from_stem(3107).ok();
    };
    assert_eq!(made(&by_code), ["print/a4/31073 1"]);
}

#[test]
fn no_personal_number_is_printed() {
    let mut entry = kiep_bac();
    std::sync::Arc::make_mut(&mut entry.facts.contact).personal_phone = Some("0987 654 321".into());
    let sheet = sheet(&project(vec![entry]));
    assert!(sheet.contains("Điện thoại: 0220 3 000 000"), "the office of the project answers: {sheet}");
    assert!(!sheet.contains("0987") && !sheet.contains("0912"), "{sheet}");
}

#[test]
fn a_sign_promises_minutes_to_listen_where_there_is_a_recording_in_its_language() {
    let mut entry = kiep_bac();
    entry.recordings = [(Lang::vi(), "di-tich/kiep-bac/vi.mp3".into())].into_iter().collect();
    let project = project(vec![entry]);
    let mut options = options(&project);
    options.material.lengths = [("di-tich/kiep-bac/vi.mp3".into(), 121)].into();
    let sheet = sheets(&project, &options, SignFormat::A4)[0].to_string();
    assert!(sheet.contains(" phút đọc, 3 phút nghe\n"), "{sheet}");
    assert!(sheet.contains("-minute read\n") && !sheet.contains("listen"), "nothing to hear in English: {sheet}");
    for format in SignFormat::ALL {
        sheets(&project, &Options { by_unit: true, ..options.clone() }, format).iter().for_each(assert_tidy);
    }
}

#[test]
fn an_entry_without_a_code_has_no_sign() {
    let mut entry = guide();
    entry.placements[0].code = None;
    let project = project(vec![entry, kiep_bac()]);
    let out = Out::new("without-code");
    assert_eq!(build(&project, &options(&project), &out).unwrap(), Printed { sheets: 2, symbols: 2 });
    assert!(!out.0.join(".staging/print/a4/an-toan.pdf").exists());
}

#[test]
fn every_placement_gets_its_poster_and_the_collection_has_all() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let out = Out::new("all");
    let printed = build(&project, &options(&project), &out).unwrap();
    assert_eq!(printed, Printed { sheets: 4, symbols: 4 });
    for (file, pages) in [("kiep-bac", 2), ("tue-tinh", 1), ("an-toan", 1), ("all", 4)] {
        let bytes = out.staged(&format!("print/a4/{file}.pdf"));
        assert_eq!(lopdf::Document::load_mem(&bytes).unwrap().get_pages().len(), pages, "{file}");
    }
}

#[test]
fn two_runs_give_the_same_bytes_on_one_thread_or_many() {
    let project = project(vec![kiep_bac(), tue_tinh(), guide()]);
    let run = |threads: usize, name: &str| {
        let out = Out::new(name);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let options = Options { gate: false, ..options(&project) };
        pool.install(|| build(&project, &options, &out)).unwrap();
        ["kiep-bac", "tue-tinh", "an-toan", "all"].map(|file| out.staged(&format!("print/a4/{file}.pdf")))
    };
    let first = run(1, "one");
    assert!(first == run(1, "again") && first == run(4, "many"));
}

#[test]
fn another_poster_costs_at_most_four_kilobytes() {
    let summary = kiep_bac();
    let vi = summary.words.get(&Lang::vi()).unwrap().summary.to_string();
    let en = summary.words.get(&Lang::en()).unwrap().summary.to_string();
    let size = |count: u32| {
        let entries = (0..count).map(|i| {
            let titles = (format!("Đền thứ {i} bên sông"), format!("Temple number {i} by the river"));
            relic(&format!("den-{i:03}"), (&titles.0, &vi), (&titles.1, &en), vec![main_sign(4000 + i)])
        });
        let project = project(entries.collect());
        let out = Out::new(&format!("size-{count}"));
        build(&project, &Options { gate: false, ..options(&project) }, &out).unwrap();
        out.staged("print/a4/all.pdf").len()
    };
    let (few, many) = (size(10), size(30));
    assert!((many - few) / 20 <= 4_000, "{} bytes a poster", (many - few) / 20);
}

#[test]
fn a_character_the_font_lacks_is_named_with_its_place() {
    let mut entry = kiep_bac();
    let title = "Đền Kiếp Bạc 劫泊";
    entry.words.insert(Lang::vi(), super::sample::words("di-tich/kiep-bac/vi.md", title, "Bên sông.", 10));
    let project = project(vec![entry]);
    let out = Out::new("glyph");
    let Err(Error::Faults(found)) = build(&project, &options(&project), &out) else { panic!("printed") };
    assert_eq!(found.len(), 2, "{found:?}");
    let place = found[0].place.clone().unwrap();
    assert_eq!(place.path, "di-tich/kiep-bac/vi.md");
    let span = place.span.unwrap();
    assert_eq!(&project.entries[0].words.get(&Lang::vi()).unwrap().source[span.start..span.end], "劫");
    assert_eq!(
        texts(&found[0]),
        [
            "bảng của `kiep-bac` cần chữ “劫” (U+52AB) mà phông chữ in không có, ở: Đền Kiếp Bạc 劫泊",
            "hãy ghi vào `[print.fonts]` trong disan.toml một tệp phông có chữ ấy, ví dụ more = [\"fonts/NotoSansCJK.ttf\"]; hoặc viết chữ ấy bằng chữ quốc ngữ",
            "the sign of `kiep-bac` needs “劫” (U+52AB), which the printing font lacks, in: Đền Kiếp Bạc 劫泊",
            "name a font file that has it under `[print.fonts]` in disan.toml, for example more = [\"fonts/NotoSansCJK.ttf\"]; or write it in Latin letters",
        ]
    );
}

#[test]
fn what_does_not_fit_is_an_error_and_never_cut_off() {
    let long = "Một đoạn mở đầu quá dài. ".repeat(60);
    let entry = relic("dai", ("Đền Dài", long.trim()), ("Long Temple", "Short."), vec![main_sign(4821)]);
    let found = faults(&project(vec![entry]));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0][0],
        format!("bảng khổ A4 của `dai` không đủ chỗ cho: {}…", "Một đoạn mở đầu quá dài. ".repeat(3).trim_end())
    );
    assert_eq!(
        found[0][1],
        "hãy rút ngắn: tên nên dưới 100 chữ cái, đoạn mở đầu dưới 320 chữ cái, không để một từ quá dài; hoặc chọn khổ giấy lớn hơn"
    );
    assert!(found[0][2].starts_with("the A4 sign of `dai` has no room for: Một đoạn"));
    assert_eq!(
        found[0][3],
        "make it shorter: a title of at most 100 letters, a first paragraph of at most 320, no endless word; or choose a larger paper"
    );
}

#[test]
fn a_code_that_is_not_in_the_ledger_is_not_printed() {
    let mut project = project(vec![guide()]);
    project.ledger.rows.clear();
    assert_eq!(
        faults(&project),
        [[
            "mã 70030 in trên bảng `main` của `an-toan` chưa có trong sổ mã codes.csv, nên có thể bị cấp lần nữa cho nơi khác (https://disan.example/70030)",
            "hãy bỏ mã này khỏi tệp dữ kiện rồi chạy disan codes allot, hoặc lấy lại codes.csv từ bản sao trước",
            "code 70030, printed on the sign `main` of `an-toan`, is not in the ledger codes.csv, so it could be issued again for another place (https://disan.example/70030)",
            "take this code out of the facts file and run disan codes allot, or bring codes.csv back from an earlier copy",
        ]]
    );
}

#[test]
fn an_endless_host_is_refused() {
    let mut project = project(vec![guide()]);
    project.settings.host = format!("{}.vn", "a".repeat(3_000));
    let found = faults(&project);
    assert!(found[0][0].starts_with("địa chỉ của `an-toan` quá dài cho một mã QR: https://aaa"), "{found:?}");
    assert_eq!(found[0][1], "hãy dùng một tên miền ngắn hơn ở `host` trong disan.toml");
    assert!(found[0][2].starts_with("the address of `an-toan` is too long for a QR code: https://aaa"));
    assert_eq!(found[0][3], "use a shorter domain as `host` in disan.toml");
}

#[test]
fn a_sign_without_the_other_language_leaves_no_hole() {
    let mut entry = kiep_bac();
    entry.words = [(Lang::vi(), entry.words.get(&Lang::vi()).unwrap().clone())].into_iter().collect();
    entry.placements[1].name = Localized::default();
    let sheet = sheet(&project(vec![entry]));
    assert!(!sheet.contains("Kiep Bac Temple"), "{sheet}");
}

#[test]
fn each_refusal_of_the_gate_names_the_sheet_and_the_way_to_mend_it() {
    use gate::Problem;
    let project = project(vec![kiep_bac()]);
    let options = options(&project);
    let speaker = Speaker::new(&project, &options);
    let signs = sign::signs(&project, &options, &speaker).unwrap();
    let sign = "sign `cong-lon` of `kiep-bac` (code 31073)";
    let bang = "bảng `cong-lon` của `kiep-bac` (mã 31073)";
    let own = [
        "nếu bạn không sửa gì ở khuôn bảng thì đây là lỗi của chương trình, xin báo lại",
        "if you have not changed the sign’s design this is a fault of the program, please report it",
    ];
    let found = "https://disan.example/48217".to_owned();
    let cases = [
        (
            Problem::Missing,
            [
                format!("{bang}: không thấy mã QR trong print/a4/all.pdf"),
                "đây là lỗi của chương trình, không phải của bài viết; xin đừng in tệp này và báo cho người phát triển disan"
                    .into(),
                format!("{sign}: no QR code was found in print/a4/all.pdf"),
                "this is a fault of the program, not of your text; please do not print this file, and tell the developers of disan"
                    .into(),
            ],
        ),
        (
            Problem::Inverted,
            [
                format!("{bang} trong print/a4/all.pdf: mã QR bị đảo màu, ô sáng trên nền tối, nhiều điện thoại không đọc được"),
                format!("hãy in mã màu đen trên nền trắng; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the QR code is inverted, light on dark, which many phones cannot read"),
                format!("print the code in black on white; {}", own[1]),
            ],
        ),
        (
            Problem::Payload { found },
            [
                format!(
                    "{bang} trong print/a4/all.pdf: mã QR dẫn tới https://disan.example/48217, đúng ra phải là https://disan.example/31073"
                ),
                format!("xin đừng in tệp này; {}", own[0]),
                format!(
                    "{sign} in print/a4/all.pdf: the QR code leads to https://disan.example/48217, it must lead to https://disan.example/31073"
                ),
                format!("please do not print this file; {}", own[1]),
            ],
        ),
        (
            Problem::Small { module: 0.762, least: 0.8 },
            [
                format!("{bang} trong print/a4/all.pdf: mỗi ô của mã QR chỉ rộng 76/100 mm, cần ít nhất 80/100 mm"),
                "hãy chọn khổ giấy lớn hơn, hoặc dùng một tên miền ngắn hơn ở `host` trong disan.toml".into(),
                format!("{sign} in print/a4/all.pdf: a module of the QR code is only 76/100 mm wide, it needs at least 80/100 mm"),
                "choose a larger paper, or use a shorter domain as `host` in disan.toml".into(),
            ],
        ),
        (
            Problem::QuietZone,
            [
                format!("{bang} trong print/a4/all.pdf: có nét in trong khoảng trắng quanh mã QR"),
                format!("quanh mã phải trắng ít nhất bốn ô; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: something is printed in the white space around the QR code"),
                format!("at least four modules around it must be white; {}", own[1]),
            ],
        ),
        (
            Problem::Contrast { contrast: 0.43 },
            [
                format!("{bang} trong print/a4/all.pdf: mã QR quá nhạt, độ tương phản 43 %, cần ít nhất 70 %"),
                format!("hãy in mã màu đen trên nền trắng; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the QR code is too pale, its contrast is 43 %, it needs at least 70 %"),
                format!("print the code in black on white; {}", own[1]),
            ],
        ),
        (
            Problem::Covered { modules: 12 },
            [
                format!("{bang} trong print/a4/all.pdf: 12 ô của mã QR bị che hoặc vẽ đè"),
                format!("không đặt hình hay chữ lên mã; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: 12 modules of the QR code are covered or painted over"),
                format!("put no picture or text on the code; {}", own[1]),
            ],
        ),
        (
            Problem::Trial { trial: "blur-50" },
            [
                format!("{bang} trong print/a4/all.pdf: sau phép thử “blur-50” không máy quét thử nào đọc được mã QR"),
                "hãy chọn khổ giấy lớn hơn hoặc một tên miền ngắn hơn ở `host` trong disan.toml; nếu vẫn vậy thì đây là lỗi của chương trình, xin báo lại".into(),
                format!("{sign} in print/a4/all.pdf: after the trial “blur-50” no test scanner reads the QR code"),
                "choose a larger paper or a shorter domain as `host` in disan.toml; if that does not help this is a fault of the program, please report it".into(),
            ],
        ),
        (
            Problem::Unreadable,
            [
                format!("{bang} trong print/a4/all.pdf: máy quét thử không đọc được mã QR"),
                format!("xin đừng in tệp này; {}", own[0]),
                format!("{sign} in print/a4/all.pdf: the test scanners cannot read the QR code"),
                format!("please do not print this file; {}", own[1]),
            ],
        ),
    ];
    for (problem, expected) in cases {
        let diagnostic = refusal::refuse(&signs[1], "print/a4/all.pdf", &problem);
        assert_eq!(texts(&diagnostic), expected);
        assert_eq!(diagnostic.place.unwrap().path, "di-tich/kiep-bac/relic.toml");
    }
}

/// The content that ships with the program, with codes for the places that have none yet.
fn shipped() -> Project {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../content");
    let content = crate::load::load(&root).unwrap();
    let (parsed, _) = crate::parse::parse(&content);
    let mut project = crate::model::build(parsed, &content).0.unwrap();
    let mut stem = 1_000;
    for placement in project.entries.iter_mut().flat_map(|e| &mut e.placements) {
        stem += 37;
        placement.code = placement.code.or(Code::from_stem(stem).ok());
    }
    project.ledger = super::sample::ledger(&project.entries);
    project
}

#[test]
fn every_entry_of_the_shipped_content_fits_every_format() {
    let project = shipped();
    let places: usize = project.entries.iter().map(|e| e.placements.len()).sum();
    assert!(places > 20);
    for format in SignFormat::ALL {
        let options = Options { gate: false, by_unit: true, ..options(&project) };
        let sheets = sheets(&project, &options, format);
        if let format::Make::Sign(..) = Format::of(format).make {
            assert_eq!(sheets.len(), places, "{format:?}");
        }
        sheets.iter().for_each(assert_tidy);
    }
}

#[test]
fn a_file_that_passed_is_scanned_again_only_when_it_changed() {
    let mut project = project(vec![guide()]);
    let (out, cache) = (Out::new("memory"), Out::new("memory-cache"));
    let options = Options { cache: Some(cache.0.clone()), ..options(&project) };
    let kept = || std::fs::read_to_string(cache.0.join("scanned-signs.json")).unwrap();
    build(&project, &options, &out).unwrap();
    let first = kept();
    build(&project, &options, &out).unwrap();
    assert_eq!(kept(), first, "nothing new was met");
    project.settings.host = "ditich.example".into();
    project.ledger.rows[0].host = "ditich.example".into();
    build(&project, &options, &out).unwrap();
    assert!(kept().len() > first.len(), "the new address was scanned");
}
