//! A report as a document: what it says, free of any form it is handed in.

use serde::{Deserialize, Serialize};

use crate::catalog::Locale;
use crate::stats::wording;

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
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Block {
    /// The heading of a part.
    Heading(String),
    /// The heading of a part of a part.
    Subheading(String),
    /// A sentence or two.
    Text(String),
    /// A place somebody has still to write at, with what belongs there.
    Blank(String),
    /// A table.
    Table(Table),
}

/// A table.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Table {
    /// What it shows, for those who do not see the heading above it.
    pub title: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// The rows, totals last.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Column {
    /// Its heading.
    pub title: String,
    /// Whether it holds numbers.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Row {
    /// Whether it is the sum of the others.
    pub total: bool,
    /// A cell for each column.
    pub cells: Vec<Cell>,
}

/// A cell. Numbers stay numbers: each form writes them its own way.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// A number with decimals: 5.48 is 548 with 2 places.
    Decimal {
        /// The number without its point.
        value: i64,
        /// How many of its digits stand behind the point.
        places: u8,
    },
    /// So many of so many: 29/29. The share stands in a cell of its own.
    Ratio {
        /// How many.
        part: i64,
        /// Of how many.
        whole: i64,
    },
    /// A count as its source gives it: nearly, over, about.
    Qualified {
        /// Which.
        qualifier: Qualifier,
        /// The count.
        value: i64,
    },
    /// Nothing was counted, or there is nothing to say.
    Nothing,
}

/// How a source qualifies a count; never dropped, or "gần 7.000" would become a promise.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Qualifier {
    /// Counted.
    #[default]
    Exact,
    /// Hơn, trên.
    Over,
    /// Gần.
    Nearly,
    /// Khoảng.
    About,
}

impl Qualifier {
    /// Its key in the locales; none where nothing is said.
    pub fn key(self) -> Option<&'static str> {
        match self {
            Qualifier::Exact => None,
            Qualifier::Over => Some("report.qualifier.over"),
            Qualifier::Nearly => Some("report.qualifier.nearly"),
            Qualifier::About => Some("report.qualifier.about"),
        }
    }
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

impl Cell {
    /// A count as its source gives it.
    pub fn count(qualifier: Qualifier, value: i64) -> Cell {
        match qualifier {
            Qualifier::Exact => Cell::Number(value),
            qualifier => Cell::Qualified { qualifier, value },
        }
    }

    /// The count, or nothing.
    pub fn maybe(value: Option<i64>) -> Cell {
        value.map_or(Cell::Nothing, Cell::Number)
    }

    /// What is read, in the language of `locale`.
    pub fn words(&self, locale: &Locale) -> String {
        match self {
            Cell::Text(text) | Cell::Code(text) => text.clone(),
            Cell::Number(n) => locale.number(*n),
            Cell::Difference(n) => wording::difference(locale, *n),
            Cell::PerMille { value, signed } => {
                let sign = if *signed && *value > 0 { "+" } else { "" };
                format!("{sign}{}%", locale.decimal(*value as f64 / 10.0, 1))
            }
            Cell::Decimal { value, places } => {
                locale.decimal(*value as f64 / 10f64.powi(i32::from(*places)), usize::from(*places))
            }
            Cell::Ratio { part, whole } => format!("{}/{}", locale.number(*part), locale.number(*whole)),
            Cell::Qualified { qualifier, value } => {
                let number = locale.number(*value);
                qualifier.key().map_or_else(|| number.clone(), |key| locale.fill(key, &[("n", &number)]))
            }
            Cell::Nothing => "–".to_owned(),
        }
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
