//! Posters and plaques: notices to hang at a gate or in a hall, which tell their story even when nobody scans them.
//!
//! Under the lotus stand rank, name and placement; then the first paragraph in both languages; below it the code, and
//! beside that the ways to it. Large ones carry a second symbol, diagonally from the first: a torn corner kills any
//! symbol, but seldom two. What differs from format to format is told in a [`Poster`].

mod block;
mod foot;
mod head;
mod story;
mod trial;
mod ways;

use super::board::{Board, Column, Fault, Setting};
use super::scale::Scale;
use super::sheet::Sheet;
use super::wording::Wording;
use crate::qr::Symbol;

pub use trial::band;

/// The measures of a poster, in millimetres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Poster {
    /// Width of the paper.
    pub width: f64,
    /// Height of the paper.
    pub height: f64,
    /// Its letters against those of the A4 poster.
    pub scale: Scale,
    /// Nothing is nearer to the edge: office printers leave 5 mm white, and frames cover as much again.
    pub safe: f64,
    /// Left and right of the text.
    pub margin: f64,
    /// Top of the lotus.
    pub head_top: f64,
    /// Width of the lotus.
    pub lotus: f64,
    /// How the first paragraph is set.
    pub story: Story,
    /// Top of the code block.
    pub block_top: f64,
    /// Side of the code block with its quiet zone and frame, and width of the wide column.
    pub block: f64,
    /// Between the wide and the narrow column.
    pub gutter: f64,
}

/// Where the first paragraph stands.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Story {
    /// The first language in the wide column, the other beside it in the narrow one.
    Beside,
    /// One language above the other, over the full width.
    Stacked,
    /// One above the other, beside a second symbol whose block has this side.
    BesideSymbol(f64),
}

impl Poster {
    /// Sets the poster of one placement.
    pub fn set(&self, setting: &Setting<'_>, wording: &Wording, symbol: &Symbol) -> Result<Sheet, Vec<Fault>> {
        let mut board = Board::new(setting);
        self.trial_bands(&mut board, wording);
        self.story(&mut board, wording, symbol);
        self.code_block(&mut board, symbol, self.margin, self.block_top, self.block);
        self.ways(&mut board, setting, wording);
        self.foot(&mut board, setting, wording);
        board.finish(self.width, self.height, wording.name(), wording.label())
    }

    /// The whole width of the text.
    fn full(&self) -> Column {
        Column { x: self.margin, width: self.width - 2.0 * self.margin }
    }

    /// The column of the first language, and of the code.
    fn wide(&self) -> Column {
        Column { x: self.margin, width: self.block }
    }

    /// The column of the other language, and of the ways to the code.
    fn narrow(&self) -> Column {
        let x = self.margin + self.block + self.gutter;
        Column { x, width: self.width - self.margin - x }
    }
}
