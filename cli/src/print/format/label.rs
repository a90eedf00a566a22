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
const RIM: f64 = 1.0;
/// From this ratio of width and height on, words stand beside the symbol.
const WIDE: f64 = 1.3;
/// Heights of the words above and below a symbol, in millimetres: the title, a line, the number.
const TITLE: f64 = 3.7;
const LINE: f64 = 2.0;
const NUMBER: f64 = 3.0;
/// Lines of text have white above their letters: so much of it may lie in the quiet zone.
const SLACK: f64 = 0.4;
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
        // Cutting lines, so pale that nobody minds them on a label cut beside them.
        board.outline(self.x, self.y, self.width, self.height, 0.1, Ink::Tint(30));
        if self.width >= self.height * WIDE {
            self.set_wide(board, speaker, sign);
            return;
        }
        let wording = &sign.wording;
        let column = Column { x: self.x + RIM, width: self.width - 2.0 * RIM };
        let title = Hand::new(Style::Bold, board.paint.primary).centred().led(1.2);
        let least = sign.symbol.width_with_quiet_zone() as f64 * f64::from(LEAST_DOTS) * MM_PER_DOT;
        // A long address makes a symbol of more modules: then the words stand closer.
        let is_tight = self.height - TITLE - 2.0 * LINE - NUMBER - RIM < least;
        let sizes: &[f64] = if is_tight { &[6.0] } else { &[7.4, 7.0, 6.5, 6.0] };
        let top = board.write_cut(&wording.name(), title, sizes, column, self.y + RIM - 0.4);
        let foot = self.foot(board, speaker, sign, column, is_tight);
        let (x, y, side) = self.symbol(board, &sign.symbol, self.x + self.width / 2.0, [top, foot]);
        if let Some(trial) = &wording.trial {
            let left = Column { x: self.x + 0.6, width: x - self.x - 0.8 };
            let right = Column { x: x + side + 0.2, width: self.x + self.width - x - side - 0.8 };
            beside(board, trial, [left, right], y + side / 2.0);
        }
    }

    /// The symbol at the left, all words at its right.
    fn set_wide(&self, board: &mut Board<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>) {
        let wording = &sign.wording;
        let room = [self.y + 0.5, self.y + self.height - 0.5];
        let (x, _, side) = self.symbol(board, &sign.symbol, self.x + self.height / 2.0, room);
        let x = x + side + 0.6;
        let column = Column { x, width: self.x + self.width - RIM - x };
        let bold = Hand::new(Style::Bold, Ink::BLACK).led(1.2);
        let plain = Hand { style: Style::Regular, ..bold };
        let primary = Hand { ink: board.paint.primary, ..bold };
        let mut y = self.y + RIM + 0.4;
        if let Some(trial) = &wording.trial {
            band(board, &Pair { main: trial.main.clone(), other: None }, column, y, 3.2);
            y += 3.8;
        }
        y = match board.holds(&wording.title.main, bold.style, 7.0, 3, column.width) {
            true => board.write(&wording.title.main, primary, &[9.0, 8.0, 7.4, 7.0], 3, column, y),
            false => board.write_cut(&wording.title.main, primary, &[7.0], column, y),
        };
        if let Some(place) = &wording.place {
            y = board.write_cut(&place.main, plain, &[6.5, 6.0], column, y);
        }
        y = board.write(&wording.number, primary, &[15.0, 13.0, 11.0, 10.0, 9.0, 8.0], 1, column, y + 0.2);
        y = board.write(&wording.address, plain, &[7.0, 6.5, 6.0, 5.5, 5.0, 4.6, 4.2, 3.9], 1, column, y);
        let fraud = speaker.say(wording.short_fraud).main;
        y = board.write(&fraud, bold, &[5.5, 5.0, 4.6], 2, column, y + 0.4);
        y = board.write_cut(&wording.owner.main, plain, &[5.0, 4.6], column, y);
        if y > self.y + self.height - 0.4 {
            board.overflow(&wording.title.main);
        }
    }

    /// From below: owner, the line against fraud, number and address; gives the top of them.
    fn foot(&self, board: &mut Board<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>, column: Column, tight: bool) -> f64 {
        let wording = &sign.wording;
        let bold = Hand::new(Style::Bold, Ink::BLACK).centred().led(1.2);
        let plain = Hand { style: Style::Regular, ..bold };
        let fraud = speaker.say(wording.short_fraud).main;
        let mut y = self.y + self.height - RIM - LINE + 0.2;
        if tight {
            board.write_cut(&format!("{fraud} · {}", wording.owner.main), bold, &[4.6, 4.4, 4.2], column, y);
        } else {
            board.write_cut(&wording.owner.main, plain, &[4.6, 4.4], column, y);
            y -= LINE;
            board.write(&fraud, bold, &[4.6, 4.4, 4.2, 4.0, 3.8], 1, column, y);
        }
        y -= NUMBER;
        // Number and address share a line: figures to read aloud at the left, the rest to type.
        let width = column.width * 0.4;
        let number = Column { width, ..column };
        let address = Column { x: column.x + width, width: column.width - width };
        let figures = Hand { ink: board.paint.primary, ..bold };
        board.write(&wording.number, figures, &[8.5, 8.0, 7.4, 7.0, 6.5, 6.0], 1, number, y - 0.2);
        board.write(&wording.address, plain, &[6.0, 5.5, 5.0, 4.6, 4.2, 3.9, 3.6], 1, address, y + 0.45);
        y
    }

    /// The symbol between two heights, as large as whole dots allow; gives the box of its quiet zone.
    fn symbol(&self, board: &mut Board<'_>, symbol: &Symbol, middle: f64, [top, foot]: [f64; 2]) -> (f64, f64, f64) {
        let modules = symbol.width_with_quiet_zone() as f64;
        // The quiet zone may lie over the rim: it is white as well. Half a millimetre is left to the cutting line.
        let room = (foot - top).min(self.width - 1.0);
        let dots = ((room + SLACK) / (modules * MM_PER_DOT)).floor() as u32;
        let dots = dots.max(LEAST_DOTS);
        let module = f64::from(dots) * MM_PER_DOT;
        let side = modules * module;
        if side > room + SLACK {
            board.overflow(symbol.payload());
        }
        let (x, y) = (middle - side / 2.0, (top + foot - side) / 2.0);
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
        let fit = [5.0, 4.6, 4.2, 3.8, 3.4, 3.0, 2.6].into_iter().find_map(|size| {
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
