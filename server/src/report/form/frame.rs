//! Paragraphs, runs and tables of a text document, in WordprocessingML.

use crate::catalog::Locale;
use crate::report::{Cell, Row, Table};

use super::measure::widths;
use super::xml::escape;

/// Twentieths of a point in a millimetre: what the format measures in.
pub const TWIPS: f64 = 1440.0 / 25.4;

/// Size of letters in a table, in half points.
const TABLE_SIZE: u32 = 22;

/// How a paragraph stands.
#[derive(Clone, Copy, Default)]
pub struct Stand {
    /// `both`, `center`, `left`, `right`; nothing for the last but one.
    pub align: &'static str,
    /// Whether its first line is indented.
    pub indent: bool,
    /// Room above and below, in twentieths of a point.
    pub room: (u32, u32),
    /// Style, for headings.
    pub style: &'static str,
    /// Whether it stays on the page of what follows.
    pub keep: bool,
    /// Whether it begins a page.
    pub new_page: bool,
    /// Rule under it: how far in from both sides, in twentieths of a point. The paragraph itself is nearly flat.
    pub rule: Option<u32>,
    /// Whether it only keeps two tables apart.
    pub flat: bool,
}

/// How letters look.
#[derive(Clone, Copy, Default)]
pub struct Look {
    /// Half points; 0 for that of the document.
    pub size: u32,
    /// Bold.
    pub bold: bool,
    /// Slanted.
    pub italic: bool,
}

/// A paragraph of one run.
pub fn paragraph(stand: Stand, look: Look, text: &str) -> String {
    format!("<w:p>{}{}</w:p>", properties(stand), run(look, text))
}

/// A run of letters.
pub fn run(look: Look, text: &str) -> String {
    let mut properties = String::new();
    if look.bold {
        properties.push_str("<w:b/><w:bCs/>");
    }
    if look.italic {
        properties.push_str("<w:i/><w:iCs/>");
    }
    if look.size > 0 {
        properties.push_str(&format!("<w:sz w:val=\"{0}\"/><w:szCs w:val=\"{0}\"/>", look.size));
    }
    format!("<w:r><w:rPr>{properties}</w:rPr><w:t xml:space=\"preserve\">{}</w:t></w:r>", escape(text))
}

/// The order of the parts is the schema's.
fn properties(stand: Stand) -> String {
    let mut out = String::from("<w:pPr>");
    if !stand.style.is_empty() {
        out.push_str(&format!("<w:pStyle w:val=\"{}\"/>", stand.style));
    }
    if stand.keep {
        out.push_str("<w:keepNext/>");
    }
    if stand.new_page {
        out.push_str("<w:pageBreakBefore/>");
    }
    if stand.rule.is_some() {
        out.push_str("<w:pBdr><w:bottom w:val=\"single\" w:sz=\"6\" w:space=\"1\" w:color=\"000000\"/></w:pBdr>");
    }
    if stand.style.is_empty() {
        let line = if stand.flat || stand.rule.is_some() { " w:line=\"40\" w:lineRule=\"exact\"" } else { "" };
        out.push_str(&format!("<w:spacing w:before=\"{}\" w:after=\"{}\"{line}/>", stand.room.0, stand.room.1));
    }
    match (stand.rule, stand.indent) {
        (Some(inset), _) => out.push_str(&format!("<w:ind w:left=\"{inset}\" w:right=\"{inset}\"/>")),
        (None, true) => out.push_str("<w:ind w:firstLine=\"567\"/>"),
        (None, false) => {}
    }
    if !stand.align.is_empty() {
        out.push_str(&format!("<w:jc w:val=\"{}\"/>", stand.align));
    }
    out.push_str("</w:pPr>");
    out
}

/// A table without lines: columns side by side. Each cell holds finished paragraphs.
pub fn columns(cells: &[(f64, String)]) -> String {
    let widths: Vec<u32> = cells.iter().map(|(mm, _)| (mm * TWIPS) as u32).collect();
    let mut out = String::from("<w:tbl><w:tblPr>");
    out.push_str(&format!(
        "<w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblLayout w:type=\"fixed\"/>",
        widths.iter().sum::<u32>()
    ));
    out.push_str("<w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"0\" w:type=\"dxa\"/></w:tblCellMar>");
    out.push_str("</w:tblPr>");
    out.push_str(&grid(&widths));
    out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
    for (width, (_, content)) in widths.iter().zip(cells) {
        out.push_str(&format!("<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/></w:tcPr>{content}</w:tc>"));
    }
    out.push_str("</w:tr></w:tbl>");
    out
}

fn grid(widths: &[u32]) -> String {
    let columns: String = widths.iter().map(|width| format!("<w:gridCol w:w=\"{width}\"/>")).collect();
    format!("<w:tblGrid>{columns}</w:tblGrid>")
}

/// A table of figures over `room` millimetres.
pub fn table(table: &Table, locale: &Locale, room: f64) -> String {
    let parts = widths(table, locale);
    let widths: Vec<u32> = parts.iter().map(|part| (part * (room * TWIPS - 20.0)) as u32).collect();
    let mut out = String::from("<w:tbl><w:tblPr>");
    out.push_str(&format!(
        "<w:tblW w:w=\"{}\" w:type=\"dxa\"/><w:tblInd w:w=\"70\" w:type=\"dxa\"/><w:tblBorders>",
        widths.iter().sum::<u32>()
    ));
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
        out.push_str(&format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"000000\"/>"));
    }
    out.push_str("</w:tblBorders><w:tblLayout w:type=\"fixed\"/><w:tblCellMar><w:left w:w=\"70\" w:type=\"dxa\"/>");
    out.push_str("<w:right w:w=\"70\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>");
    out.push_str(&grid(&widths));
    let heads = table.columns.iter().map(|column| (column.title.clone(), "center"));
    out.push_str(&table_row("<w:tblHeader/>", true, &widths, heads));
    for row in &table.rows {
        out.push_str(&table_row("", row.total, &widths, cells(table, row, locale)));
    }
    out.push_str("</w:tbl>");
    out
}

fn cells<'a>(table: &'a Table, row: &'a Row, locale: &'a Locale) -> impl Iterator<Item = (String, &'static str)> + 'a {
    row.cells.iter().zip(&table.columns).map(|(cell, column)| {
        let align = match (column.numeric, cell) {
            (_, Cell::Nothing) => "center",
            (true, _) => "right",
            (false, _) => "left",
        };
        (cell.words(locale), align)
    })
}

fn table_row(more: &str, bold: bool, widths: &[u32], cells: impl Iterator<Item = (String, &'static str)>) -> String {
    let mut out = format!("<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>");
    for (width, (text, align)) in widths.iter().zip(cells) {
        let stand = Stand { align, room: (30, 30), ..Stand::default() };
        let look = Look { size: TABLE_SIZE, bold, italic: false };
        out.push_str(&format!(
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/><w:vAlign w:val=\"center\"/></w:tcPr>{}</w:tc>",
            paragraph(stand, look, &text)
        ));
    }
    out.push_str("</w:tr>");
    out
}
