//! Papers to be handed in: A4 upright, a head in two halves, running text, tables that go over pages, a foot to sign.
//!
//! What stands on a paper is decided elsewhere; here it is set, line by line, until a page is full.

mod setter;
mod table;
#[cfg(test)]
mod tests;

use super::font::Style;

pub use setter::set;

/// Width and height of A4 in millimetres.
pub const PAGE: (f64, f64) = (210.0, 297.0);

/// A paper.
#[derive(Clone, Debug)]
pub struct Letter {
    /// Top, right, bottom and left margin in millimetres.
    pub margins: [f64; 4],
    /// What stands on it, from the top down.
    pub parts: Vec<Part>,
}

/// Something on a paper.
#[derive(Clone, Debug)]
pub enum Part {
    /// Lines side by side in two halves; the left one takes this part of the width.
    Halves {
        /// Part of the width.
        left_share: f64,
        /// Lines of the left half.
        left: Vec<Line>,
        /// Lines of the right half.
        right: Vec<Line>,
        /// Whether the left half is flush left rather than centred.
        flush: bool,
    },
    /// A line in the middle.
    Centred(Line),
    /// A heading, which stays with what follows.
    Heading(String),
    /// A paragraph of running text.
    Text {
        /// Its face.
        style: Style,
        /// What it says.
        text: String,
    },
    /// A table.
    Table(Table),
    /// What follows begins a page.
    NewPage,
}

/// A line, or as many as it takes.
#[derive(Clone, Debug)]
pub struct Line {
    /// What it says; nothing for mere room.
    pub text: String,
    /// Its face.
    pub style: Style,
    /// Points.
    pub size: f64,
    /// Rule under it, as a part of its length; 0 for none.
    pub rule: f64,
    /// Room below it in millimetres.
    pub below: f64,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    /// Heading and part of the width of each column.
    pub columns: Vec<(String, f64)>,
    /// Whether a row is a sum, and its cells.
    pub rows: Vec<(bool, Vec<Cell>)>,
}

/// A cell.
#[derive(Clone, Debug)]
pub struct Cell {
    /// What it says.
    pub text: String,
    /// Where it stands.
    pub side: Side,
}

/// Where the text of a cell stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// Words.
    Left,
    /// Nothing, and headings.
    Middle,
    /// Numbers.
    Right,
}
