//! Papers stay on their pages, whatever stands on them.

use super::super::font::{Fonts, Style};
use super::super::sheet::{Item, Sheet};
use super::super::typeset;
use super::{Cell, Letter, Line, PAGE, Part, Side, Table, set};

const MARGINS: [f64; 4] = [20.0, 15.0, 20.0, 30.0];

fn letter(parts: Vec<Part>) -> Vec<Sheet> {
    set(&Fonts::embedded(), &Letter { margins: MARGINS, parts }).unwrap()
}

fn texts(sheet: &Sheet) -> Vec<&str> {
    let texts = sheet.items.iter().filter_map(|item| match item {
        Item::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.collect()
}

#[test]
fn nothing_leaves_the_page_and_no_word_is_lost() {
    let words = "Tổ công nghệ số cộng đồng hướng dẫn bà con từng bước ".repeat(120) + &"dài".repeat(200);
    let row = |n: usize| {
        let cell = |text: String, side| Cell { text, side };
        (n == 79, vec![cell(format!("{n}"), Side::Right), cell("Đền Kiếp Bạc ".repeat(n % 9 + 1), Side::Left)])
    };
    let table = Table { columns: vec![("TT".into(), 0.1), ("Mục".into(), 0.9)], rows: (0..80).map(row).collect() };
    let parts = vec![
        Part::Heading("I. ĐẶC ĐIỂM".into()),
        Part::Text { style: Style::Regular, text: words.clone() },
        Part::Table(table),
        Part::NewPage,
        Part::Centred(Line { text: "Hết".into(), style: Style::Bold, size: 12.0, rule: 0.4, below: 2.0 }),
    ];
    let sheets = letter(parts);
    assert!(sheets.len() > 3);
    for (i, sheet) in sheets.iter().enumerate() {
        for item in &sheet.items {
            let (x, y, right) = match item {
                Item::Text { x, y, face, text, .. } => (*x, *y, x + typeset::width(&Fonts::embedded(), *face, text)),
                Item::Rectangle { x, y, width, .. } => (*x, *y, x + width),
                _ => continue,
            };
            assert!(x >= MARGINS[3] - 0.1 && right <= PAGE.0 - MARGINS[1] + 0.5, "{item:?}");
            assert!((11.9..=PAGE.1 - MARGINS[2] + 0.5).contains(&y), "{item:?}");
        }
        assert_eq!(texts(sheet).contains(&(i + 1).to_string().as_str()), i > 0 || texts(sheet).contains(&"1"));
    }
    let set: String = sheets.iter().flat_map(texts).collect::<String>().replace(' ', "");
    assert!(set.contains(&words.replace(' ', "")[..2000]));
    let rows = |sheet: &Sheet| texts(sheet).iter().any(|text| text.starts_with("Đền Kiếp Bạc"));
    assert!(sheets.iter().filter(|s| rows(s)).count() > 2);
    assert!(sheets.iter().all(|s| rows(s) == texts(s).contains(&"Mục")), "headings on each page of the table");
}

#[test]
fn a_letter_without_a_glyph_is_named() {
    let parts = vec![Part::Text { style: Style::Regular, text: "劫 đền".into() }];
    let refused = set(&Fonts::embedded(), &Letter { margins: MARGINS, parts });
    assert_eq!(refused.unwrap_err(), ['劫']);
}
