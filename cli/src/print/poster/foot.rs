//! Waves, the line against fraud, and who answers for the sign.

use std::sync::Arc;

use super::super::board::{Board, Column, Hand, Setting};
use super::super::emblem::Emblem;
use super::super::font::Style;
use super::super::ornament::Ornament;
use super::super::sheet::{Ink, Item};
use super::super::wording::{Pair, Wording};
use super::Poster;
use super::trial::BAND;

/// A text of the foot with its style and size.
type Line<'a> = (&'a Pair, Style, f64);

/// Width of a tile of waves on the A4 poster.
const TILE: f64 = 30.0;

/// Shares of the usual size at which a column is tried, largest first.
const SHARES: [f64; 6] = [1.0, 0.94, 0.88, 0.82, 0.76, 0.7];

/// Parts of that size at which each of its texts is.
const PARTS: [f64; 4] = [1.0, 0.92, 0.85, 0.78];

impl Poster {
    pub(super) fn foot(&self, board: &mut Board<'_>, setting: &Setting<'_>, wording: &Wording) {
        let scale = self.scale;
        let lowest = self.height - self.safe - scale.mm(BAND) - 0.5;
        let full = self.full();
        let top = self.block_top + self.block + scale.mm(4.2);
        let tiles = (full.width / scale.mm(TILE)).round().max(1.0) as u32;
        let tile = full.width / f64::from(tiles);
        for i in 0..tiles {
            board.ornament(Ornament::Wave, full.x + f64::from(i) * tile, top, tile, board.paint.primary);
        }
        let top = top + tile / 7.5 + scale.mm(2.2);
        let column = self.emblem(board, setting.emblem, top);
        let notice = wording.notice.as_ref().map(|notice| (notice, Style::Italic, 9.0));
        let left: Vec<Line<'_>> = std::iter::once((&wording.fraud, Style::Bold, 10.5)).chain(notice).collect();
        let phone = wording.phone.as_ref().map(|phone| Pair { main: phone.main.clone(), other: None });
        let phone = phone.as_ref().map(|phone| (phone, Style::Regular, 10.0));
        let right: Vec<Line<'_>> = std::iter::once((&wording.owner, Style::Bold, 10.5)).chain(phone).collect();
        for (lines, column) in [(left, self.wide()), (right, column)] {
            self.lines(board, setting, &lines, column, top, lowest);
        }
    }

    /// Lines in a column at the foot, as large as there is room for above `lowest`; a long name takes a third line only
    /// where it would not fit otherwise.
    fn lines(
        &self,
        board: &mut Board<'_>,
        setting: &Setting<'_>,
        lines: &[Line<'_>],
        column: Column,
        top: f64,
        lowest: f64,
    ) {
        let mut faults = Vec::new();
        for (most, share) in [2, 3].into_iter().flat_map(|most| SHARES.map(|share| (most, share))) {
            let mut scratch = Board::new(setting);
            let foot = lines.iter().fold(top, |y, (pair, style, size)| {
                let gap = if y > top { self.scale.mm(0.8) } else { 0.0 };
                let sizes = PARTS.map(|part| self.scale.pt(part * size * share));
                scratch.pair(pair, Hand::new(*style, Ink::BLACK), &sizes, most, column, y + gap)
            });
            if scratch.faults.is_empty() && foot <= lowest {
                board.items.append(&mut scratch.items);
                return;
            }
            faults = scratch.faults;
        }
        match lines.last() {
            Some((pair, ..)) if faults.is_empty() => board.overflow(&pair.main),
            _ => board.faults.append(&mut faults),
        }
    }

    /// The emblem, and the column that is left for the owner beside it.
    fn emblem(&self, board: &mut Board<'_>, emblem: Option<&Arc<Emblem>>, top: f64) -> Column {
        let column = self.narrow();
        let Some(emblem) = emblem else { return column };
        let (height, widest) = (self.scale.mm(17.0), self.scale.mm(22.0));
        let width = (height / emblem.aspect()).min(widest);
        board.items.push(Item::Emblem { x: column.x, y: top, width, emblem: Arc::clone(emblem) });
        let used = width + self.scale.mm(3.0);
        Column { x: column.x + used, width: column.width - used }
    }
}
