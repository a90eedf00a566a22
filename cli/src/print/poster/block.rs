//! A symbol in its frame.

use super::super::board::Board;
use super::super::sheet::MM_PER_DOT;
use super::Poster;
use crate::qr::Symbol;

impl Poster {
    /// A symbol in a block of so many millimetres, as large as whole dots allow. The frame has the stepped corners of a
    /// lacquer panel; all of it stays outside the quiet zone.
    pub(super) fn code_block(&self, board: &mut Board<'_>, symbol: &Symbol, x: f64, y: f64, side: f64) {
        let share = side / 105.0;
        let (step, inset) = (2.4 * share, 1.2 * share);
        let (heavy, light) = ((0.6 * share).max(0.4), (0.2 * share).max(0.15));
        let ink = board.paint.primary;
        board.stepped_frame(x, y, side, step, heavy, ink);
        board.stepped_frame(x + inset, y + inset, side - 2.0 * inset, step, light, ink);
        let room = side - 2.0 * (step + inset + light);
        let dots = (room / (symbol.width_with_quiet_zone() as f64 * MM_PER_DOT)).floor() as u32;
        let margin = (side - symbol.width() as f64 * f64::from(dots) * MM_PER_DOT) / 2.0;
        board.symbol(symbol, x + margin, y + margin, dots);
    }
}
