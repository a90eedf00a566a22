//! Labels: many small signs on one A4 sheet, to be cut apart or peeled off.
//!
//! The grid is described in `disan.toml`. Long names, and the owner's, end in an ellipsis here: a label has no room for
//! more, and the page behind it says it all.

use super::super::board::{Align, Board, Column, Hand, Paragraph, Setting};
use super::super::font::Style;
use super::super::poster::band;
use super::super::sheet::{Ink, MM_PER_DOT, Sheet};
use super::super::sign::Sign;
use super::super::typeset::{self, Line, Shape, Type};
use super::super::wording::{Pair, Speaker};
use super::Set;
use crate::model::LabelGrid;
use crate::qr::{QUIET_ZONE, Symbol};

/// White at the rim of a label, in millimetres: scissors are never exact.
const RIM: f64 = 1.2;
/// Smallest whole number of dots a module may have: 0.76 mm.
const LEAST_DOTS: u32 = 9;

/// Sets sheets of labels, in the order of the signs.
pub fn set(setting: &Setting<'_>, speaker: &Speaker<'_>, signs: &[&Sign<'_>]) -> Set<Vec<Sheet>> {
    let grid = setting.labels;
    let pages = signs.chunks(grid.count());
    let count = pages.len();
    let title = speaker.say("print.labels").main;
    let mut sheets = Vec::with_capacity(count);
    let mut faults = Vec::new();
    for (number, page) in pages.enumerate() {
        let mut board = Board::new(setting);
        head(&mut board, speaker, &grid, page);
        for (place, sign) in page.iter().enumerate() {
            let (x, y) = grid.corner(place);
            Label { x, y, width: grid.width, height: grid.height }.set(&mut board, speaker, sign);
        }
        let (width, height) = LabelGrid::PAPER;
        let name = if count == 1 { title.clone() } else { format!("{title} {}", number + 1) };
        match board.finish(width, height, name, (number + 1).to_string()) {
            Ok(sheet) => sheets.push(sheet),
            Err(found) => faults.extend(found),
        }
    }
    if faults.is_empty() { Ok(sheets) } else { Err(faults) }
}

/// Above the labels, where there is room: what to mind when printing, or that it is a trial.
fn head(board: &mut Board<'_>, speaker: &Speaker<'_>, grid: &LabelGrid, page: &[&Sign<'_>]) {
    const HEIGHT: f64 = 5.5;
    const LEAST: f64 = 13.0;
    let (paper, _) = LabelGrid::PAPER;
    if grid.top < LEAST {
        return;
    }
    let column = Column { x: 10.0, width: paper - 20.0 };
    let y = (grid.top - HEIGHT) / 2.0 + 0.5;
    match page.iter().find_map(|sign| sign.wording.trial.as_ref()) {
        Some(trial) => band(board, trial, column, y, HEIGHT),
        None => {
            let hand = Hand::new(Style::Regular, Ink::SOFT).centred();
            let text = speaker.say("print.full-size").joined(" · ");
            board.write(&text, hand, &[8.0, 7.4], 1, column, y + 1.0);
        }
    }
}

/// One label: its place on the sheet, in millimetres.
struct Label {
    x: f64,
    y: f64,
    width: f64,
    height: f64,
}

impl Label {
    fn set(&self, board: &mut Board<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>) {
        let wording = &sign.wording;
        let column = Column { x: self.x + RIM, width: self.width - 2.0 * RIM };
        // Cutting lines, so pale that nobody minds them on a label cut beside them.
        board.outline(self.x, self.y, self.width, self.height, 0.1, Ink::Tint(30));
        let bold = Hand::new(Style::Bold, Ink::BLACK).centred().led(1.2);
        let plain = Hand { style: Style::Regular, ..bold };
        let name = match &wording.place {
            Some(place) => format!("{} – {}", wording.title.main, place.main),
            None => wording.title.main.clone(),
        };
        let title = Hand { ink: board.paint.primary, ..bold };
        let top = board.write_cut(&name, title, &[7.4, 7.0, 6.5, 6.0], column, self.y + RIM - 0.4);
        let foot = self.foot(board, speaker, sign, column, [bold, plain]);
        let (x, y, side) = self.symbol(board, &sign.symbol, top, foot);
        if let Some(trial) = &wording.trial {
            let left = Column { x: self.x + 0.6, width: x - self.x - 0.8 };
            let right = Column { x: x + side + 0.2, width: self.x + self.width - x - side - 0.8 };
            beside(board, trial, [left, right], y + side / 2.0);
        }
    }

    /// From below: owner, the line against fraud, number and address; gives the top of them.
    fn foot(
        &self,
        board: &mut Board<'_>,
        speaker: &Speaker<'_>,
        sign: &Sign<'_>,
        column: Column,
        [bold, plain]: [Hand; 2],
    ) -> f64 {
        let wording = &sign.wording;
        let line = 1.75;
        let mut y = self.y + self.height - RIM - line + 0.2;
        board.write_cut(&wording.owner.main, plain, &[4.4], column, y);
        y -= line;
        let fraud = speaker.say(wording.short_fraud).main;
        board.write(&fraud, bold, &[4.6, 4.4, 4.2, 4.0, 3.8], 1, column, y);
        y -= 3.1;
        // Number and address share a line: figures to read aloud at the left, the rest to type.
        let width = column.width * 0.4;
        let number = Column { width, ..column };
        let address = Column { x: column.x + width, width: column.width - width };
        let figures = Hand { ink: board.paint.primary, ..bold };
        board.write(&wording.number, figures, &[9.0, 8.0, 7.4, 7.0], 1, number, y);
        board.write(&wording.address, plain, &[6.0, 5.5, 5.0, 4.6, 4.2, 3.9, 3.6], 1, address, y + 0.55);
        y
    }

    /// The symbol between `top` and `foot`, as large as whole dots allow; gives the box of its quiet zone.
    fn symbol(&self, board: &mut Board<'_>, symbol: &Symbol, top: f64, foot: f64) -> (f64, f64, f64) {
        let modules = symbol.width_with_quiet_zone() as f64;
        // The quiet zone may lie over the rim: it is white as well. Half a millimetre is left to the cutting line.
        let room = (foot - top).min(self.width - 1.0);
        let dots = (room / (modules * MM_PER_DOT)).floor() as u32;
        let dots = dots.max(LEAST_DOTS);
        let module = f64::from(dots) * MM_PER_DOT;
        let side = modules * module;
        if side > room + 0.6 {
            board.overflow(symbol.payload());
        }
        let (x, y) = (self.x + (self.width - side) / 2.0, (top + foot - side) / 2.0);
        let quiet = QUIET_ZONE as f64 * module;
        board.symbol(symbol, x + quiet, y + quiet, dots);
        (x, y, side)
    }
}

/// The mark of a trial beside the quiet zone: one half of its words at the left, the other at the right.
fn beside(board: &mut Board<'_>, trial: &Pair, columns: [Column; 2], middle: f64) {
    let halves = trial.main.split_once(" – ").unwrap_or((&trial.main, &trial.main));
    for (text, column) in [halves.0, halves.1].into_iter().zip(columns) {
        let words: Vec<&str> = text.split(' ').collect();
        let fit = [5.0, 4.6, 4.2, 3.8, 3.4, 3.0].into_iter().find_map(|size| {
            let face = Type { style: Style::Bold, size };
            let line = |word: &&str| typeset::lines(board.fonts, face, column.width, Shape::Balanced, word)?.pop();
            let lines: Option<Vec<Line>> = words.iter().map(line).collect();
            lines.map(|lines| (size, lines))
        });
        let Some((size, lines)) = fit else {
            board.overflow(text);
            continue;
        };
        let face = Type { style: Style::Bold, size };
        let paragraph = Paragraph { face, leading: 1.3, ink: Ink::PAPER, lines };
        let height = paragraph.height() + 1.0;
        board.rectangle(column.x, middle - height / 2.0, column.width, height, board.paint.accent);
        board.place(&paragraph, column, middle - paragraph.height() / 2.0, Align::Centre);
    }
}
