//! A document as the view of its template: numbers in words of the language.

use serde::Serialize;

use crate::catalog::Locale;
use crate::stats::wording;

use super::document::{Block, Cell, Document, Head};

/// Most rows of a table that printing keeps on one page.
const SHORT: usize = 15;

/// What the template of a report sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct DocumentView {
    /// What stands above the tables.
    #[serde(flatten)]
    pub head: Head,
    /// The parts.
    pub blocks: Vec<BlockView>,
    /// How things were counted.
    pub notes: Vec<String>,
    /// Who signs: capacity, and how.
    pub signatures: Vec<(String, String)>,
}

/// A part: exactly one of the three is there.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct BlockView {
    /// A heading.
    pub heading: Option<String>,
    /// A sentence or two.
    pub text: Option<String>,
    /// A table.
    pub table: Option<TableView>,
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct TableView {
    /// What it shows.
    pub title: String,
    /// Headings, and whether numbers stand below.
    pub columns: Vec<ColumnView>,
    /// Rows.
    pub rows: Vec<RowView>,
    /// Whether it is short enough to stand on one printed page with its heading.
    pub short: bool,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct ColumnView {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct RowView {
    /// Whether it is a sum.
    pub total: bool,
    /// Its cells.
    pub cells: Vec<CellView>,
}

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct CellView {
    /// What is read.
    pub text: String,
    /// Whether it stands right.
    pub numeric: bool,
}

/// The view of a document.
pub fn view(document: &Document, locale: &Locale) -> DocumentView {
    DocumentView {
        head: document.head.clone(),
        blocks: document.blocks.iter().map(|block| block_view(block, locale)).collect(),
        notes: document.notes.clone(),
        signatures: document.signatures.iter().map(|s| (s.role.clone(), s.hint.clone())).collect(),
    }
}

fn block_view(block: &Block, locale: &Locale) -> BlockView {
    let empty = BlockView::default();
    let table = match block {
        Block::Heading(text) => return BlockView { heading: Some(text.clone()), ..empty },
        Block::Text(text) => return BlockView { text: Some(text.clone()), ..empty },
        Block::Table(table) => table,
    };
    let column = |c: &super::Column| ColumnView { title: c.title.clone(), numeric: c.numeric };
    let row = |row: &super::Row| {
        let cells = row.cells.iter().zip(&table.columns);
        let cells = cells.map(|(cell, column)| CellView { text: words(cell, locale), numeric: column.numeric });
        RowView { total: row.total, cells: cells.collect() }
    };
    BlockView {
        table: Some(TableView {
            title: table.title.clone(),
            columns: table.columns.iter().map(column).collect(),
            rows: table.rows.iter().map(row).collect(),
            short: table.rows.len() <= SHORT,
        }),
        ..empty
    }
}

fn words(cell: &Cell, locale: &Locale) -> String {
    match cell {
        Cell::Text(text) | Cell::Code(text) => text.clone(),
        Cell::Number(n) => locale.number(*n),
        Cell::Difference(n) => wording::difference(locale, *n),
        Cell::PerMille { value, signed } => {
            let sign = if *signed && *value > 0 { "+" } else { "" };
            format!("{sign}{}%", locale.decimal(*value as f64 / 10.0, 1))
        }
        Cell::Nothing => "–".to_owned(),
    }
}
