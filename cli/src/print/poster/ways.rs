//! Beside the code: how to scan it, what one gets, and the address and number for those who type.

use super::super::board::{Align, Board, Hand, Paragraph, Setting};
use super::super::font::Style;
use super::super::sheet::Ink;
use super::super::typeset::{self, Type};
use super::super::wording::{Pair, Wording};
use super::Poster;

/// Shares of the usual size at which the column is tried, largest first.
const SHARES: [f64; 7] = [1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7];

impl Poster {
    /// As large as there is room for beside the block.
    pub(super) fn ways(&self, board: &mut Board<'_>, setting: &Setting<'_>, wording: &Wording) {
        for share in SHARES {
            let mut column = Board::new(setting);
            let ways = Ways { poster: self, share };
            let foot = ways.set(&mut column, wording);
            let top = ways.number(&mut column, wording);
            if foot <= top + self.scale.mm(0.5) {
                board.items.append(&mut column.items);
                board.faults.append(&mut column.faults);
                return;
            }
        }
        board.overflow(&wording.address);
    }
}

/// The column at one size.
struct Ways<'a> {
    poster: &'a Poster,
    share: f64,
}

impl Ways<'_> {
    /// From above: the call, the promise, the address; gives the foot.
    fn set(&self, board: &mut Board<'_>, wording: &Wording) -> f64 {
        let (scale, column) = (self.poster.scale, self.poster.narrow());
        let gap = scale.mm(3.0 * self.share);
        let mut y = self.poster.block_top - scale.mm(1.0);
        y = self.pair(board, &wording.scan, Style::Bold, &[21.0, 19.0, 17.0, 15.0, 13.0], 2, y);
        y = self.pair(board, &wording.how, Style::Regular, &[12.0, 11.0, 10.0, 9.0], 3, y + gap);
        y = self.pair(board, &wording.promise, Style::Bold, &[12.0, 11.0, 10.0, 9.0], 2, y + gap);
        y += scale.mm(5.0 * self.share);
        board.rectangle(column.x, y, column.width, scale.mm(0.35).max(0.25), board.paint.primary);
        y = self.pair(board, &wording.or_type, Style::Regular, &[12.0, 11.0, 10.0], 2, y + gap);
        let hand = Hand::new(Style::Bold, Ink::BLACK).led(1.35);
        let sizes = scale.range(16.0 * self.share, 8.0 * self.share, 0.5);
        board.write(&wording.address, hand, &sizes, 1, column, y + scale.mm(1.2 * self.share))
    }

    /// From below: the number in large figures, grouped for reading aloud, its foot at that of the code block; gives
    /// the top.
    fn number(&self, board: &mut Board<'_>, wording: &Wording) -> f64 {
        let (scale, column) = (self.poster.scale, self.poster.narrow());
        let mut top = self.poster.block_top + self.poster.block + scale.mm(1.6);
        let sizes = scale.range(54.0 * self.share, 24.0 * self.share, 1.5);
        if let Some((size, lines)) = board.fit(Style::Bold, &sizes, 1, column.width, &wording.number) {
            let face = Type { style: Style::Bold, size };
            let number = Paragraph { face, leading: 1.05, ink: board.paint.primary, lines };
            top -= number.height();
            board.place(&number, column, top, Align::Left);
        }
        // Both languages on one line where they fit; else the second below the first.
        let label = &wording.number_label;
        let mut texts = vec![label.joined(" · ")];
        let size = scale.pt(9.5 * self.share);
        let face = Type { style: Style::Regular, size };
        if typeset::width(board.fonts, face, &texts[0]) > column.width {
            texts = std::iter::once(&label.main).chain(&label.other).cloned().collect();
        }
        top += scale.mm(1.5);
        for text in texts.iter().rev() {
            if let Some((size, lines)) =
                board.fit(Style::Regular, &[size, size * 0.9, size * 0.8], 1, column.width, text)
            {
                let face = Type { style: Style::Regular, size };
                let label = Paragraph { face, leading: 1.3, ink: Ink::SOFT, lines };
                top -= label.height();
                board.place(&label, column, top, Align::Left);
            }
        }
        top
    }

    /// A pair under each other in the narrow column.
    fn pair(&self, board: &mut Board<'_>, pair: &Pair, style: Style, sizes: &[f64], most: usize, top: f64) -> f64 {
        let sizes: Vec<f64> = sizes.iter().map(|size| self.poster.scale.pt(*size * self.share)).collect();
        board.pair(pair, Hand::new(style, Ink::BLACK), &sizes, most, self.poster.narrow(), top)
    }
}
