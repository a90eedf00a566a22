//! Where things stand on sheets, and what stands there.

use super::*;

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
    let areas: Vec<Option<[f64; 4]>> = sheet.items.iter().map(|item| area(&fonts, item)).collect();
    for (i, (item, own)) in sheet.items.iter().zip(&areas).enumerate() {
        let Some(own) = *own else { continue };
        assert!(own[0] >= MARGIN && own[1] >= MARGIN && own[2] <= right && own[3] <= foot, "{item:?} in {sheet}");
        for block in &blocks {
            assert!(apart(own, *block), "{item:?} is in the quiet zone of {sheet}");
        }
        for (other, its) in sheet.items[i + 1..].iter().zip(&areas[i + 1..]) {
            let Some(its) = *its else { continue };
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
fn a_long_name_finds_room_beside_the_emblem_on_every_sign() {
    let emblem = include_bytes!("../../../../tests/fixtures/signs/emblem.svg");
    let mut project = project(vec![kiep_bac()]);
    let mut unit = project.units.get("phuong").unwrap().clone();
    let name = "Ban Quản lý di tích Côn Sơn – Kiếp Bạc";
    unit.name = both(name, "Con Son – Kiep Bac Relics Management Board");
    project.units = Units::new(vec![unit]);
    let mut options = options(&project);
    options.material.emblem = Some(Emblem::read("emblem.svg", emblem, true).unwrap().into());
    for format in SignFormat::ALL {
        let sheets = sheets(&project, &options, format);
        sheets.iter().for_each(assert_tidy);
        if let format::Make::Sign(..) = Format::of(format).make {
            let text = sheets[0].to_string();
            assert!(name.split(' ').all(|word| text.contains(word)), "{text}");
        }
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
fn a_sign_without_the_other_language_leaves_no_hole() {
    let mut entry = kiep_bac();
    entry.words = [(Lang::vi(), entry.words.get(&Lang::vi()).unwrap().clone())].into_iter().collect();
    entry.placements[1].name = Localized::default();
    let sheet = sheet(&project(vec![entry]));
    assert!(!sheet.contains("Kiep Bac Temple"), "{sheet}");
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
    project.ledger = super::super::sample::ledger(&project.entries);
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
