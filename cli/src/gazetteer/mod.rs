//! The statistics office's list of administrative units as a spreadsheet, and what of it `units.toml` lacks.
//!
//! The whole country's list is the user's data and far larger than what a project needs, so a province can be chosen.
//! A unit is known by its level, its official code and the day it began: the codes of 2025 are in part those of other
//! units before (82 was Tiền Giang and is Đồng Tháp), so the code alone says nothing. What `units.toml` holds is never
//! changed; new units are added at its end.
//!
//! `grid` reads cells, `columns` says what they mean, `naming` what a unit is called, `addition` what is new.

mod addition;
mod columns;
mod grid;
pub mod naming;

use disan_server::catalog::Level;
use jiff::civil::Date;

pub use addition::{Addition, Clash, addition};
pub use columns::read;
pub use grid::{Grid, GridError, grid};

/// A unit as a row of the list has it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Listed {
    /// Number of the row in the sheet, from 1.
    pub row: usize,
    /// Official code, leading zeros put back: spreadsheets like to drop them.
    pub code: String,
    /// Where it stands in the tree.
    pub level: Level,
    /// What it is called, as `units.toml` has it: `phuong`, `xa` …
    pub kind: &'static str,
    /// Full name: Phường Trần Hưng Đạo.
    pub name: String,
    /// Level and code of the unit above.
    pub above: Option<(Level, String)>,
    /// Its first day.
    pub from: Date,
}

/// What keeps a list from being taken over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ListFault {
    /// No row names the columns.
    NoHeader,
    /// A code that is not digits, or has too many.
    Code {
        /// Number of the row.
        row: usize,
        /// What stands there.
        text: String,
    },
    /// A name that does not say what kind of unit it is.
    Kind {
        /// Number of the row.
        row: usize,
        /// What stands there.
        text: String,
    },
    /// A day that cannot be read.
    Day {
        /// Number of the row.
        row: usize,
        /// What stands there.
        text: String,
    },
    /// Neither a column nor the command says since when the units are valid.
    NoDay,
}
