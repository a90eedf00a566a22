//! A report as a document: what it says, free of any form it is handed in.

use serde::Serialize;

/// A report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Document {
    /// Name of a file that holds it, without its ending.
    pub file_name: String,
    /// What stands above the tables.
    pub head: Head,
    /// The parts, in order.
    pub blocks: Vec<Block>,
    /// How things were counted, a sentence or two each.
    pub notes: Vec<String>,
    /// Who signs, from left to right.
    pub signatures: Vec<Signature>,
}

/// What stands above the tables.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Head {
    /// The body that hands it in.
    pub issuer: String,
    /// The project, under the issuer.
    pub project: String,
    /// What it belongs to.
    pub annex: String,
    /// The day it was made.
    pub made_on: String,
    /// The title.
    pub title: String,
    /// Name of the period.
    pub period: String,
    /// Period, unit, cut-off: a name and its value.
    pub lines: Vec<(String, String)>,
    /// What keeps it from being final: an estimate, a trial.
    pub warnings: Vec<String>,
}

/// A part of a report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// The heading of a part.
    Heading(String),
    /// A sentence or two.
    Text(String),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// What it shows, for those who do not see the heading above it.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, totals last.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Whether it is the sum of the others.
    pub total: bool,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell. Numbers stay numbers: each form writes them its own way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Words.
    Text(String),
    /// Digits that are no number: codes.
    Code(String),
    /// A count.
    Number(i64),
    /// A difference, shown with its sign.
    Difference(i64),
    /// A part or a change in tenths of a per cent; a change is shown with its sign.
    PerMille {
        /// Tenths of a per cent.
        value: i64,
        /// Whether it is a change.
        signed: bool,
    },
    /// Nothing was counted, or there is nothing to say.
    Nothing,
}

/// A place to sign.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Signature {
    /// In what capacity.
    pub role: String,
    /// How.
    pub hint: String,
}

impl Cell {
    /// `part` of `whole`; nothing of nothing.
    pub fn share(part: i64, whole: i64) -> Cell {
        per_mille(part, whole).map_or(Cell::Nothing, |value| Cell::PerMille { value, signed: false })
    }

    /// How much `now` is over `before`; nothing where nothing was before.
    pub fn change(now: i64, before: i64) -> Cell {
        per_mille(now - before, before).map_or(Cell::Nothing, |value| Cell::PerMille { value, signed: true })
    }
}

/// `part` in thousandths of `whole`, rounded half away from zero.
fn per_mille(part: i64, whole: i64) -> Option<i64> {
    (whole != 0).then(|| (part as f64 * 1000.0 / whole as f64).round() as i64)
}

impl Table {
    /// An empty table: the columns are given by their headings, those of numbers marked.
    pub fn new(title: &str, columns: &[(&str, bool)]) -> Table {
        let columns = columns.iter().map(|(title, numeric)| Column { title: (*title).to_owned(), numeric: *numeric });
        Table { title: title.to_owned(), columns: columns.collect(), rows: Vec::new() }
    }

    /// Appends a row.
    pub fn push(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { total: false, cells });
    }
}
