//! A document as the view of its template: numbers in words of the language.

use serde::Serialize;

use crate::catalog::Locale;

use super::document::{Block, Document, Head, Table};
use super::official::{HeadLine, Paper, Recipients, Signing};

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

/// A part: exactly one of the five is there.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize)]
pub struct BlockView {
    /// A heading.
    pub heading: Option<String>,
    /// A heading below a heading.
    pub subheading: Option<String>,
    /// A sentence or two.
    pub text: Option<String>,
    /// What is still to be written.
    pub blank: Option<String>,
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

/// What the template of an official report sees.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct PaperView {
    /// Language.
    pub lang: String,
    /// How it is laid out.
    pub layout: &'static str,
    /// The left half of the head: role and words of each line.
    pub left: Vec<HeadLine>,
    /// The right half.
    pub right: Vec<HeadLine>,
    /// What kind of paper it is.
    pub kind: String,
    /// What it is about.
    pub subject: String,
    /// Its days.
    pub span: String,
    /// What keeps it from being final.
    pub marks: Vec<String>,
    /// What it rests on.
    pub basis: Vec<String>,
    /// Its parts.
    pub body: Vec<BlockView>,
    /// Who gets it.
    pub recipients: Recipients,
    /// Who signs.
    pub signature: Signing,
    /// What is attached: title and parts.
    pub annexes: Vec<(String, Vec<BlockView>)>,
    /// What the code says.
    pub proof: Option<String>,
}

/// The view of an official report.
pub fn paper_view(paper: &Paper, locale: &Locale) -> PaperView {
    let blocks = |blocks: &[Block]| blocks.iter().map(|block| block_view(block, locale)).collect();
    PaperView {
        lang: paper.lang.to_string(),
        layout: paper.layout.id(),
        left: paper.head.left.clone(),
        right: paper.head.right.clone(),
        kind: paper.kind.clone(),
        subject: paper.subject.clone(),
        span: paper.span.clone(),
        marks: paper.marks.clone(),
        basis: paper.basis.clone(),
        body: blocks(&paper.body),
        recipients: paper.recipients.clone(),
        signature: paper.signature.clone(),
        annexes: paper.annexes.iter().map(|annex| (annex.title.clone(), blocks(&annex.blocks))).collect(),
        proof: paper.proof.clone(),
    }
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
    match block.clone() {
        Block::Heading(text) => BlockView { heading: Some(text), ..empty },
        Block::Subheading(text) => BlockView { subheading: Some(text), ..empty },
        Block::Text(text) => BlockView { text: Some(text), ..empty },
        Block::Blank(text) => BlockView { blank: Some(text), ..empty },
        Block::Table(table) => BlockView { table: Some(table_view(&table, locale)), ..empty },
    }
}

fn table_view(table: &Table, locale: &Locale) -> TableView {
    let column = |c: &super::Column| ColumnView { title: c.title.clone(), numeric: c.numeric };
    let row = |row: &super::Row| {
        let cells = row.cells.iter().zip(&table.columns);
        let cells = cells.map(|(cell, column)| CellView { text: cell.words(locale), numeric: column.numeric });
        RowView { total: row.total, cells: cells.collect() }
    };
    TableView {
        title: table.title.clone(),
        columns: table.columns.iter().map(column).collect(),
        rows: table.rows.iter().map(row).collect(),
        short: table.rows.len() <= SHORT,
    }
}
