//! The A4 poster: a notice to hang at a gate or in a hall, which tells its story even when nobody scans it.
//!
//! Two columns, the wide one in the first language, the narrow one in the other: the summary above, the code and the
//! ways to it below. What is in common stands centred under the lotus.

use super::board::{Align, Board, Column, Fault, Paragraph};
use super::font::{Fonts, Style};
use super::ornament::Ornament;
use super::sheet::{Ink, Item, MM_PER_DOT, Sheet};
use super::typeset::{self, Shape, Type};
use super::wording::{Pair, Wording};
use crate::qr::Symbol;

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
/// Nothing is nearer to the edge: most office printers leave 5 mm white, and frames cover as much again.
const SAFE: f64 = 10.0;
const FULL: Column = Column { x: 15.0, width: 180.0 };
const WIDE: Column = Column { x: 15.0, width: 105.0 };
const NARROW: Column = Column { x: 129.0, width: 66.0 };
/// Side of the code block with its quiet zone and frame.
const BLOCK: f64 = 105.0;
const BLOCK_TOP: f64 = 140.5;
const HEAD_TOP: f64 = 20.0;
const BAND: f64 = 7.0;

const INK: Ink = Ink::BLACK;
const SOFT: Ink = Ink::SOFT;

/// The other language is set at this share of the first: at most three quarters, as for signs by law.
const OTHER: f64 = 0.75;
const TITLE_LEADING: f64 = 1.3;

/// Sets the poster of one placement.
pub fn set(fonts: &Fonts<'_>, wording: &Wording, symbol: &Symbol) -> (Sheet, Vec<Fault>) {
    let mut board = Board::new(fonts);
    let title = match &wording.place {
        Some(place) => format!("{} – {}", wording.title.main, place.main),
        None => wording.title.main.clone(),
    };
    trial_bands(&mut board, wording);
    story(&mut board, wording);
    code_block(&mut board, symbol);
    ways(&mut board, wording);
    foot(&mut board, wording);
    let faults = std::mem::take(&mut board.faults);
    (board.into_sheet(WIDTH, HEIGHT, title), faults)
}

/// Black bands at head and foot of a trial, clear of text and symbol.
fn trial_bands(board: &mut Board<'_>, wording: &Wording) {
    let Some(trial) = &wording.trial else { return };
    let text = joined(trial, " · ");
    for y in [SAFE, HEIGHT - SAFE - BAND] {
        board.rectangle(SAFE, y, WIDTH - 2.0 * SAFE, BAND, INK);
        let sizes = [13.0, 11.0, 9.0];
        if let Some((size, lines)) = board.fit(Style::Bold, &sizes, 1, FULL.width, &text) {
            let paragraph = paragraph(Style::Bold, size, 1.25, Ink::PAPER, lines);
            board.place(&paragraph, FULL, y + (BAND - paragraph.height()) / 2.0, Align::Centre);
        }
    }
}

/// Head and summary: from the lotus to the code block, as large as there is room for.
fn story(board: &mut Board<'_>, wording: &Wording) {
    const LOTUS: f64 = 72.0;
    let lotus =
        Item::Ornament { ornament: Ornament::Lotus, x: (WIDTH - LOTUS) / 2.0, y: HEAD_TOP, width: LOTUS, ink: INK };
    board.items.push(lotus);
    let top = HEAD_TOP + LOTUS / 5.0 + 3.5;
    let room = BLOCK_TOP - 6.0 - top;
    let Some(story) = Story::STEPS.into_iter().find_map(|step| Story::fit(board.fonts, wording, f64::from(step), room))
    else {
        // A title that takes all its lines at the smallest size is the one to blame, else the summary.
        let fits = Story::head(board.fonts, wording, f64::from(*Story::STEPS.end())).is_some();
        let text = if fits { &wording.summary.main } else { &wording.title.main };
        board.faults.push(Fault::Overflow { text: text.clone() });
        return;
    };
    let spare = room - story.height();
    let mut y = top + spare * 0.2;
    for (paragraph, gap) in &story.head {
        y = board.place(paragraph, FULL, y + gap, Align::Centre);
    }
    y += Story::RULE + spare * 0.25;
    board.rectangle((WIDTH - 22.0) / 2.0, y - Story::RULE / 2.0, 22.0, 0.7, INK);
    y += spare * 0.25;
    board.place(&story.main, story.column, y, Align::Left);
    if let Some(other) = &story.other {
        board.place(other, NARROW, y + 0.6, Align::Left);
    }
}

/// Head and summary at one size.
struct Story {
    /// Centred paragraphs with the gap before each.
    head: Vec<(Paragraph, f64)>,
    /// Where the summary stands.
    column: Column,
    /// Summary in the first language.
    main: Paragraph,
    /// Summary in the other language.
    other: Option<Paragraph>,
}

impl Story {
    /// Height of the rule between head and summary, with the white around it.
    const RULE: f64 = 7.0;

    /// Titles shrink from 44 to 22 points, summaries from 14.5 to 10.6, together.
    const STEPS: std::ops::RangeInclusive<u8> = 0..=11;

    /// Rank, title and placement, `step` sizes below the largest; none where a text takes too many lines.
    fn head(fonts: &Fonts<'_>, wording: &Wording, step: f64) -> Option<Vec<(Paragraph, f64)>> {
        let centred = |style, size: f64, leading, ink, most: usize, text: &str| {
            let lines = typeset::lines(fonts, Type { style, size }, FULL.width, Shape::Balanced, text)?;
            (lines.len() <= most).then(|| paragraph(style, size, leading, ink, lines))
        };
        let title = 44.0 - 2.0 * step;
        let mut head = Vec::new();
        let rank = wording.rank.main.to_uppercase();
        head.push((centred(Style::Bold, 12.0, 1.3, INK, 2, &rank)?, 0.0));
        if let Some(other) = &wording.rank.other {
            head.push((centred(Style::Regular, 9.0, 1.35, SOFT, 2, other)?, 0.4));
        }
        head.push((centred(Style::Bold, title, TITLE_LEADING, INK, 3, &wording.title.main)?, 1.2));
        if let Some(other) = &wording.title.other {
            head.push((centred(Style::Regular, title * 0.5, TITLE_LEADING, SOFT, 2, other)?, 0.6));
        }
        if let Some(place) = &wording.place {
            head.push((centred(Style::Bold, 13.0, 1.3, INK, 2, &place.main)?, 3.2));
            if let Some(other) = &place.other {
                head.push((centred(Style::Italic, 13.0 * OTHER, 1.3, SOFT, 2, other)?, 0.2));
            }
        }
        Some(head)
    }

    /// All of it, `step` sizes below the largest; none where it is higher than `room` or a line is too long.
    fn fit(fonts: &Fonts<'_>, wording: &Wording, step: f64, room: f64) -> Option<Story> {
        let head = Story::head(fonts, wording, step)?;
        let body = 14.5 - 0.35 * step;
        let running = |style, size, column: Column, text: &str| {
            let lines = typeset::lines(fonts, Type { style, size }, column.width, Shape::Running, text)?;
            Some(paragraph(style, size, 1.5, INK, lines))
        };
        let alone = wording.summary.other.is_none();
        let column = if alone { Column { x: 35.0, width: 140.0 } } else { WIDE };
        let main = running(Style::Regular, body, column, &wording.summary.main)?;
        let other = match &wording.summary.other {
            Some(text) => Some(running(Style::Regular, body * OTHER, NARROW, text)?),
            None => None,
        };
        let story = Story { head, column, main, other };
        (story.height() <= room).then_some(story)
    }

    fn height(&self) -> f64 {
        let head: f64 = self.head.iter().map(|(p, gap)| p.height() + gap).sum();
        head + Self::RULE + self.main.height().max(self.other.as_ref().map_or(0.0, |p| p.height() + 0.6))
    }
}

/// The symbol in its frame, as large as whole dots allow. The frame has the stepped corners of a lacquer panel; all of
/// it stays outside the quiet zone.
fn code_block(board: &mut Board<'_>, symbol: &Symbol) {
    const STEP: f64 = 2.4;
    const INSET: f64 = 1.2;
    board.stepped_frame(WIDE.x, BLOCK_TOP, BLOCK, STEP, 0.6, INK);
    board.stepped_frame(WIDE.x + INSET, BLOCK_TOP + INSET, BLOCK - 2.0 * INSET, STEP, 0.2, INK);
    let room = BLOCK - 2.0 * (STEP + INSET + 0.2);
    let dots = (room / (symbol.width_with_quiet_zone() as f64 * MM_PER_DOT)).floor() as u32;
    let margin = (BLOCK - symbol.width() as f64 * f64::from(dots) * MM_PER_DOT) / 2.0;
    board.items.push(Item::Symbol { x: WIDE.x + margin, y: BLOCK_TOP + margin, dots, symbol: symbol.clone() });
}

/// Beside the code: how to scan it, what one gets, and the address and number for those who type.
fn ways(board: &mut Board<'_>, wording: &Wording) {
    let mut y = BLOCK_TOP - 1.0;
    y = both(board, &wording.scan, Style::Bold, &[21.0, 19.0, 17.0, 15.0], 2, y);
    y = both(board, &wording.how, Style::Regular, &[12.0, 11.0, 10.0], 3, y + 3.0);
    y = both(board, &wording.promise, Style::Bold, &[12.0], 1, y + 3.0);
    y += 5.0;
    board.rectangle(NARROW.x, y, NARROW.width, 0.35, INK);
    y = both(board, &wording.or_type, Style::Regular, &[12.0, 11.0, 10.0], 2, y + 3.0);
    address(board, &wording.address, y + 1.2);
    let mut foot = BLOCK_TOP + BLOCK + 1.6;
    let sizes: Vec<f64> = (0..=20).map(|step| 54.0 - 1.5 * f64::from(step)).collect();
    if let Some((size, lines)) = board.fit(Style::Bold, &sizes, 1, NARROW.width, &wording.number) {
        let number = paragraph(Style::Bold, size, 1.05, INK, lines);
        foot -= number.height();
        board.place(&number, NARROW, foot, Align::Left);
    }
    let label = joined(&wording.number_label, " · ");
    if let Some((size, lines)) = board.fit(Style::Regular, &[9.5, 8.5, 7.5], 1, NARROW.width, &label) {
        let label = paragraph(Style::Regular, size, 1.3, SOFT, lines);
        board.place(&label, NARROW, foot - label.height() + 1.5, Align::Left);
    }
}

/// The address on one line, or, where it is too long for a legible one, broken before the number.
fn address(board: &mut Board<'_>, address: &str, top: f64) {
    let sizes: Vec<f64> = (0..=12).map(|step| 16.0 - 0.5 * f64::from(step)).collect();
    if let Some((size, lines)) = board.fit(Style::Bold, &sizes, 1, NARROW.width, address) {
        board.place(&paragraph(Style::Bold, size, 1.35, INK, lines), NARROW, top, Align::Left);
    }
}

/// Waves, the line against fraud, and who answers for the sign.
fn foot(board: &mut Board<'_>, wording: &Wording) {
    const TILE: f64 = 30.0;
    const LOWEST: f64 = HEIGHT - SAFE - BAND - 0.5;
    let top = BLOCK_TOP + BLOCK + 4.2;
    for tile in 0..(FULL.width / TILE) as u32 {
        let x = FULL.x + f64::from(tile) * TILE;
        board.items.push(Item::Ornament { ornament: Ornament::Wave, x, y: top, width: TILE, ink: INK });
    }
    let top = top + TILE / 7.5 + 2.2;
    let mut left = column(board, &wording.fraud, Style::Bold, 10.5, WIDE, top);
    if let Some(notice) = &wording.notice {
        left = column(board, notice, Style::Italic, 9.0, WIDE, left + 0.8);
    }
    let mut right = column(board, &wording.owner, Style::Bold, 10.5, NARROW, top);
    if let Some(phone) = &wording.phone {
        right =
            column(board, &Pair { main: phone.main.clone(), other: None }, Style::Regular, 10.0, NARROW, right + 0.8);
    }
    let over = [(left, wording.notice.as_ref().unwrap_or(&wording.fraud)), (right, &wording.owner)];
    for (_, pair) in over.into_iter().filter(|(foot, _)| *foot > LOWEST) {
        board.faults.push(Fault::Overflow { text: pair.main.clone() });
    }
}

/// A pair under each other in the narrow column, the first at the largest of `sizes` that holds it in `most` lines.
fn both(board: &mut Board<'_>, pair: &Pair, style: Style, sizes: &[f64], most: usize, top: f64) -> f64 {
    let Some((size, lines)) = board.fit(style, sizes, most, NARROW.width, &pair.main) else { return top };
    let mut y = board.place(&paragraph(style, size, 1.3, INK, lines), NARROW, top, Align::Left);
    if let Some(other) = &pair.other {
        let smaller: Vec<f64> = [0.75, 0.7, 0.65, 0.6].map(|share| share * size).to_vec();
        let smaller = if size > 15.0 { vec![size * 0.6] } else { smaller };
        if let Some((size, lines)) = board.fit(Style::Regular, &smaller, most + 1, NARROW.width, other) {
            y = board.place(&paragraph(Style::Regular, size, 1.3, SOFT, lines), NARROW, y + 0.2, Align::Left);
        }
    }
    y
}

/// A pair under each other in a column at the foot, at most two lines each.
fn column(board: &mut Board<'_>, pair: &Pair, style: Style, size: f64, column: Column, top: f64) -> f64 {
    let mut y = top;
    let texts = [(Some(&pair.main), style, 1.0, INK), (pair.other.as_ref(), Style::Regular, OTHER, SOFT)];
    for (text, style, share, ink) in texts {
        let Some(text) = text else { continue };
        let sizes = [1.0, 0.92, 0.85, 0.78].map(|s| s * size * share);
        if let Some((size, lines)) = board.fit(style, &sizes, 2, column.width, text) {
            y = board.place(&paragraph(style, size, 1.3, ink, lines), column, y, Align::Left);
        }
    }
    y
}

fn paragraph(style: Style, size: f64, leading: f64, ink: Ink, lines: Vec<typeset::Line>) -> Paragraph {
    Paragraph { face: Type { style, size }, leading, ink, lines }
}

fn joined(pair: &Pair, between: &str) -> String {
    match &pair.other {
        Some(other) => format!("{}{between}{other}", pair.main),
        None => pair.main.clone(),
    }
}
