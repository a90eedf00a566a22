//! A document as a table file for spreadsheets.
//!
//! UTF-8 with a byte order mark, or Excel garbles Vietnamese; `;` between cells where the decimal mark is a comma.
//! A text that a spreadsheet would take for a formula is made plain: titles come from many hands.

use crate::catalog::Locale;

use super::document::{Block, Cell, Document};
use super::official::Paper;

/// Signs that start a formula, in both widths, and control characters some programs skip before one.
const FORMULA: &[char] = &['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];

/// The bytes of the file.
pub fn csv(document: &Document, locale: &Locale) -> Vec<u8> {
    let mut sheet = Sheet { text: String::from("\u{feff}"), locale };
    let head = &document.head;
    for text in [&head.issuer, &head.project, &head.annex, &head.title, &head.period] {
        sheet.row(&[text_cell(text)]);
    }
    for (name, value) in &head.lines {
        sheet.row(&[text_cell(name), text_cell(value)]);
    }
    for warning in &head.warnings {
        sheet.row(&[text_cell(warning)]);
    }
    sheet.blocks(&document.blocks);
    sheet.row(&[]);
    for note in &document.notes {
        sheet.row(&[text_cell(note)]);
    }
    sheet.text.into_bytes()
}

/// An official report as a table file.
pub fn paper_csv(paper: &Paper, locale: &Locale) -> Vec<u8> {
    let mut sheet = Sheet { text: String::from("\u{feff}"), locale };
    for line in paper.head.left.iter().chain(&paper.head.right) {
        sheet.row(&[text_cell(&line.text)]);
    }
    for text in [&paper.kind, &paper.subject, &paper.span].into_iter().chain(&paper.marks).chain(&paper.basis) {
        sheet.row(&[text_cell(text)]);
    }
    sheet.blocks(&paper.body);
    for annex in &paper.annexes {
        sheet.row(&[]);
        sheet.row(&[text_cell(&annex.title)]);
        sheet.blocks(&annex.blocks);
    }
    sheet.text.into_bytes()
}

fn text_cell(text: &str) -> Cell {
    Cell::Text(text.to_owned())
}

struct Sheet<'a> {
    text: String,
    locale: &'a Locale,
}

impl Sheet<'_> {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(text) | Block::Subheading(text) => {
                    self.row(&[]);
                    self.row(&[text_cell(text)]);
                }
                Block::Text(text) => self.row(&[text_cell(text)]),
                Block::Blank(text) => self.row(&[text_cell(&self.locale.fill("report.blank", &[("what", text)]))]),
                Block::Table(table) => {
                    let titles: Vec<Cell> = table.columns.iter().map(|c| text_cell(&c.title)).collect();
                    self.row(&titles);
                    table.rows.iter().for_each(|row| self.row(&row.cells));
                }
            }
        }
    }

    fn row(&mut self, cells: &[Cell]) {
        let separator = if self.locale.text("number.decimal") == "," { ';' } else { ',' };
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                self.text.push(separator);
            }
            let cell = self.cell(cell);
            self.text.push_str(&cell);
        }
        self.text.push_str("\r\n");
    }

    fn cell(&self, cell: &Cell) -> String {
        match cell {
            Cell::Text(text) => quoted(&inert(text)),
            // Quoted although no separator is in it: programs that ask may then keep it as text.
            Cell::Code(text) => format!("\"{}\"", inert(text).replace('"', "\"\"")),
            Cell::Number(n) | Cell::Difference(n) => n.to_string(),
            Cell::PerMille { value, .. } => {
                let sign = if *value < 0 { "-" } else { "" };
                let (whole, tenth) = (value.unsigned_abs() / 10, value.unsigned_abs() % 10);
                format!("{sign}{whole}{}{tenth}%", self.locale.text("number.decimal"))
            }
            Cell::Decimal { value, places } => decimal(*value, *places, self.locale.text("number.decimal")),
            Cell::Ratio { .. } | Cell::Qualified { .. } => quoted(&cell.words(self.locale)),
            Cell::Nothing => String::new(),
        }
    }
}

/// `value` with its last `places` digits behind `mark`, and no mark between thousands.
pub(super) fn decimal(value: i64, places: u8, mark: &str) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let places = usize::from(places);
    let digits = format!("{:0width$}", value.unsigned_abs(), width = places + 1);
    let (whole, fraction) = digits.split_at(digits.len() - places);
    if places == 0 { format!("{sign}{whole}") } else { format!("{sign}{whole}{mark}{fraction}") }
}

/// The text with a mark in front of what a spreadsheet would calculate; line breaks become spaces.
fn inert(text: &str) -> String {
    let flat = text.replace(['\r', '\n'], " ");
    if is_formula(text) { format!("'{flat}") } else { flat }
}

/// Whether a spreadsheet might calculate the text.
pub(super) fn is_formula(text: &str) -> bool {
    // Some programs skip blanks and invisible characters before a formula.
    text.trim_start_matches([' ', '\u{a0}', '\u{feff}', '\u{200b}']).starts_with(FORMULA)
}

fn quoted(text: &str) -> String {
    match text.contains(['"', ';', ',', '\t']) || text.starts_with(' ') || text.ends_with(' ') {
        true => format!("\"{}\"", text.replace('"', "\"\"")),
        false => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Lang;

    fn written(cells: &[Cell], lang: &Lang) -> String {
        let locale = Locale::embedded(lang);
        let mut sheet = Sheet { text: String::new(), locale: &locale };
        sheet.row(cells);
        sheet.text
    }

    #[test]
    fn formulas_are_made_plain() {
        for text in [
            "=1+1",
            "+84 912",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1",
            "＋1",
            "－1",
            "＠x",
            " =1",
            "\u{a0}=1",
            "\u{200b}@x",
        ] {
            assert!(inert(text).starts_with('\''), "{text:?}");
        }
        for text in ["Đền Kiếp Bạc", "48217", "2 = 2", "a-b", "– không –", ""] {
            assert_eq!(inert(text), text);
        }
        assert_eq!(inert("a\r\nb"), "a  b");
    }

    #[test]
    fn cells_are_written_for_the_spreadsheets_of_each_language() {
        let cells = [
            Cell::Text("Đền \"A\"; B".into()),
            Cell::Code("48217".into()),
            Cell::Number(12345),
            Cell::Difference(-7),
            Cell::PerMille { value: -125, signed: true },
            Cell::Nothing,
        ];
        assert_eq!(written(&cells, &Lang::vi()), "\"Đền \"\"A\"\"; B\";\"48217\";12345;-7;-12,5%;\r\n");
        assert_eq!(written(&cells, &Lang::en()), "\"Đền \"\"A\"\"; B\",\"48217\",12345,-7,-12.5%,\r\n");
    }
}
