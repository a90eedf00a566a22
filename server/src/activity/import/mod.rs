//! Activities and figures from a spreadsheet: read, shown with what is wrong in each row, then taken.
//!
//! The same file taken twice adds nothing: each row has a key, the one in its column “Mã dòng” or one that follows from
//! what it says, and a row whose key is known changes the activity it made before, as long as nobody has approved it.

mod book;
mod csv;
mod figures;
mod rows;
mod sample;
mod xlsx;
mod xml;
mod zip;

pub use book::{Book, Headings};
pub use figures::{COLUMNS as FIGURE_COLUMNS, FigureRow, figure, figures};
pub use rows::{Read, Row, Total, activities};
pub use sample::{activities_csv, activities_xlsx};

/// Most rows and columns of a file.
pub const MOST_ROWS: usize = 5_000;
const MOST_COLUMNS: usize = 60;

/// A table as it was read: each row with its number in the file, counted from 1.
pub type Table = Vec<(usize, Vec<String>)>;

/// Why a file is no table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadFault {
    /// Not of a kind that is read.
    Kind,
    /// Not UTF-8.
    Encoding,
    /// A quotation mark in this line is not closed.
    Quote(usize),
    /// There are more rows or columns, or more text, than a team writes.
    TooLarge,
    /// There is nothing in it, or no line of headings.
    Empty,
    /// A column that must be there is not.
    Column(String),
    /// It is damaged.
    Damaged,
}

/// Reads a CSV or XLSX file, told apart by what is in it.
pub fn table(bytes: &[u8]) -> Result<Table, ReadFault> {
    let rows = match bytes {
        [b'P', b'K', ..] => xlsx::read(bytes)?,
        // Excel of before 2007, PDF and pictures begin like this.
        [0xd0, 0xcf, 0x11, ..] | [b'%', b'P', b'D', b'F', ..] | [0x89, ..] => return Err(ReadFault::Kind),
        _ => csv::read(bytes)?,
    };
    let rows: Table = rows.into_iter().filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect();
    match rows.len() {
        0 => Err(ReadFault::Empty),
        n if n > MOST_ROWS || rows.iter().any(|(_, cells)| cells.len() > MOST_COLUMNS) => Err(ReadFault::TooLarge),
        _ => Ok(rows),
    }
}
