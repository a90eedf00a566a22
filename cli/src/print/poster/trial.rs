//! The bands of a trial.

use super::super::board::{Board, Column, Hand, Paragraph};
use super::super::font::Style;
use super::super::sheet::Ink;
use super::super::typeset::Type;
use super::super::wording::{Pair, Wording};
use super::Poster;

/// Height of a band on the A4 poster, in millimetres.
pub const BAND: f64 = 7.0;

impl Poster {
    /// Bands at head and foot of a trial, clear of text and symbol.
    pub(super) fn trial_bands(&self, board: &mut Board<'_>, wording: &Wording) {
        let Some(trial) = &wording.trial else { return };
        let height = self.scale.mm(BAND);
        let column = Column { x: self.safe, width: self.width - 2.0 * self.safe };
        for y in [self.safe, self.height - self.safe - height] {
            band(board, trial, column, y, height);
        }
    }
}

/// A band that says that a sheet is a trial: letters of paper on a dark ground.
pub fn band(board: &mut Board<'_>, trial: &Pair, column: Column, top: f64, height: f64) {
    let hand = Hand::new(Style::Bold, Ink::PAPER).led(1.25).centred();
    board.rectangle(column.x, top, column.width, height, board.paint.accent);
    // Letters of 13 points in a band of 7 mm.
    let sizes: Vec<f64> = (0..8).map(|step| height * (1.857 - 0.14 * f64::from(step))).collect();
    let inner = Column { x: column.x + 2.0, width: column.width - 4.0 };
    if let Some((size, lines)) = board.fit(hand.style, &sizes, 1, inner.width, &trial.joined(" · ")) {
        let face = Type { style: hand.style, size };
        let paragraph = Paragraph { face, leading: hand.leading, ink: hand.ink, lines };
        board.place(&paragraph, inner, top + (height - paragraph.height()) / 2.0, hand.align);
    }
}
