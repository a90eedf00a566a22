//! The cells of a workbook, in SpreadsheetML: numbers stay numbers, texts stay texts.

use crate::catalog::Locale;
use crate::report::csv::is_formula;
use crate::report::{Block, Cell, Table};

use super::measure::letters;
use super::xml::{HEAD, escape};

/// The formats of cells, in the order of `cellXfs`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Format {
    /// Words.
    Plain = 0,
    /// Headings.
    Bold,
    /// Heading of a column.
    Head,
    /// Words in a table.
    Text,
    /// Words a spreadsheet might calculate, kept from it.
    Inert,
    /// 1.234
    Number,
    /// +1.234
    Difference,
    /// 12,5%
    Share,
    /// +12,5%
    Change,
    /// 5,48
    Decimal,
    /// The same, of a sum.
    TotalText,
    /// The same, of a sum.
    TotalNumber,
    /// The same, of a sum.
    TotalDifference,
    /// The same, of a sum.
    TotalShare,
    /// The same, of a sum.
    TotalChange,
    /// Nothing.
    Dash,
    /// Words in a column of numbers.
    Right,
    /// Words of a line a spreadsheet might calculate.
    InertLine,
}

/// Height of a line in points.
const LINE: f64 = 17.0;

/// A sheet in the making.
pub struct Sheet<'a> {
    locale: &'a Locale,
    rows: String,
    count: usize,
    merged: Vec<String>,
    columns: usize,
    widths: Vec<f64>,
}

impl<'a> Sheet<'a> {
    /// An empty sheet, for `blocks` that come later: its columns are as wide as their widest table asks.
    pub fn new(locale: &'a Locale, blocks: &[Block]) -> Sheet<'a> {
        let tables = || blocks.iter().filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None });
        let columns = tables().map(|table| table.columns.len()).max().unwrap_or(1).max(6);
        let mut shared = vec![0f64; columns];
        for table in tables() {
            for (slot, width) in shared.iter_mut().zip(letters(table, locale)) {
                *slot = slot.max(width);
            }
        }
        shared.iter_mut().for_each(|width| *width = width.clamp(6.0, 46.0));
        Sheet { locale, rows: String::new(), count: 0, merged: Vec::new(), columns, widths: shared }
    }

    /// A row with one text over the whole width.
    pub fn line(&mut self, text: &str, format: Format) {
        self.count += 1;
        let letters: f64 = self.widths.iter().sum();
        let lines = (text.chars().count() as f64 / letters).ceil().max(1.0);
        let cell = text_cell("A", self.count, format, text);
        self.rows.push_str(&format!(
            "<row r=\"{}\" ht=\"{}\" customHeight=\"1\">{cell}</row>",
            self.count,
            lines * LINE
        ));
        self.merged.push(format!("A{0}:{1}{0}", self.count, letter(self.columns - 1)));
    }

    /// An empty row.
    pub fn gap(&mut self) {
        self.count += 1;
    }

    /// The parts of a report.
    pub fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading(text) | Block::Subheading(text) => {
                    self.gap();
                    self.line(text, Format::Bold);
                }
                Block::Text(text) => self.line(text, Format::Plain),
                Block::Blank(text) => {
                    let text = self.locale.fill("report.blank", &[("what", text)]);
                    self.line(&text, Format::Plain);
                }
                Block::Table(table) => self.table(table),
            }
        }
    }

    fn table(&mut self, table: &Table) {
        self.count += 1;
        let titles: Vec<&str> = table.columns.iter().map(|column| column.title.as_str()).collect();
        let height = self.height(titles.iter().map(|title| title.chars().count()));
        let heads = table.columns.iter().enumerate();
        let heads: String =
            heads.map(|(i, column)| text_cell(&letter(i), self.count, Format::Head, &column.title)).collect();
        self.rows.push_str(&format!("<row r=\"{}\"{height}>{heads}</row>", self.count));
        for row in &table.rows {
            self.count += 1;
            let height = self.height(row.cells.iter().map(|cell| cell.words(self.locale).chars().count()));
            let cells = row.cells.iter().zip(&table.columns).enumerate();
            let cells: String =
                cells.map(|(i, (cell, column))| self.cell(&letter(i), cell, column.numeric, row.total)).collect();
            self.rows.push_str(&format!("<row r=\"{}\"{height}>{cells}</row>", self.count));
        }
        self.gap();
    }

    /// The height of a row whose cells hold so many letters each: programs do not find it out for themselves.
    fn height(&self, cells: impl Iterator<Item = usize>) -> String {
        let lines = cells.zip(&self.widths).map(|(letters, width)| (letters as f64 * 1.15 / width).ceil());
        format!(" ht=\"{}\" customHeight=\"1\"", lines.fold(1.0, f64::max) * LINE)
    }

    fn cell(&self, column: &str, cell: &Cell, numeric: bool, total: bool) -> String {
        let pick = |plain: Format, sum: Format| if total { sum } else { plain };
        let number = |format: Format, value: String| {
            format!("<c r=\"{column}{}\" s=\"{}\"><v>{value}</v></c>", self.count, format as usize)
        };
        match cell {
            Cell::Number(n) => number(pick(Format::Number, Format::TotalNumber), n.to_string()),
            Cell::Difference(n) => number(pick(Format::Difference, Format::TotalDifference), n.to_string()),
            Cell::PerMille { value, signed } => {
                let format = match signed {
                    true => pick(Format::Change, Format::TotalChange),
                    false => pick(Format::Share, Format::TotalShare),
                };
                number(format, crate::report::csv::decimal(*value, 3, "."))
            }
            Cell::Decimal { value, places } => {
                number(Format::Decimal, crate::report::csv::decimal(*value, *places, "."))
            }
            other => {
                let text = other.words(self.locale);
                let format = match other {
                    Cell::Nothing => Format::Dash,
                    _ if is_formula(&text) => Format::Inert,
                    _ if numeric => Format::Right,
                    _ => pick(Format::Text, Format::TotalText),
                };
                text_cell(column, self.count, format, &text)
            }
        }
    }

    /// `xl/worksheets/sheetN.xml`.
    pub fn finish(self) -> String {
        let columns =
            self.widths.iter().enumerate().map(|(i, width)| {
                format!("<col min=\"{0}\" max=\"{0}\" width=\"{width:.1}\" customWidth=\"1\"/>", i + 1)
            });
        let columns: String = columns.collect();
        let merged: String = self.merged.iter().map(|area| format!("<mergeCell ref=\"{area}\"/>")).collect();
        let merged = match self.merged.len() {
            0 => String::new(),
            n => format!("<mergeCells count=\"{n}\">{merged}</mergeCells>"),
        };
        let landscape = if self.columns > 6 { "landscape" } else { "portrait" };
        format!(
            "{HEAD}<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetPr><pageSetUpPr \
             fitToPage=\"1\"/></sheetPr><sheetViews><sheetView workbookViewId=\"0\" showGridLines=\"0\"/></sheetViews>\
             <cols>{columns}</cols><sheetData>{}</sheetData>{merged}<pageMargins left=\"0.79\" right=\"0.59\" top=\"0.79\" \
             bottom=\"0.79\" header=\"0.39\" footer=\"0.39\"/><pageSetup paperSize=\"9\" orientation=\"{landscape}\" \
             fitToWidth=\"1\" fitToHeight=\"0\"/></worksheet>",
            self.rows
        )
    }
}

/// A text. One that begins like a formula keeps the sign that spreadsheets themselves set before such a text.
fn text_cell(column: &str, row: usize, format: Format, text: &str) -> String {
    let format = if is_formula(text) && format == Format::Plain { Format::InertLine } else { format };
    let text = escape(text);
    format!(
        "<c r=\"{column}{row}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>",
        format as usize
    )
}

/// A, B, C …; tables of a report have fewer than 26 columns.
fn letter(index: usize) -> String {
    char::from(b'A' + index.min(25) as u8).to_string()
}
