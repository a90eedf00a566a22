//! The A6 card that is left behind after a visit: whom to call comes first, in figures an old hand can dial from.
//!
//! A person's own number stands here and on the page alone, never on what hangs in public.

use super::super::board::{Board, Column, Fault, Hand, Setting};
use super::super::font::Style;
use super::super::ornament::Ornament;
use super::super::poster;
use super::super::scale::SMALLEST;
use super::super::sheet::{Ink, Item, MM_PER_DOT, Sheet};
use super::super::sign::Sign;
use super::super::wording::Wording;
use super::Set;

const WIDTH: f64 = 105.0;
const HEIGHT: f64 = 148.0;
/// Nothing is nearer to the edge.
const SAFE: f64 = 6.0;
const BAND: f64 = 4.6;
const FULL: Column = Column { x: 9.0, width: 87.0 };
/// Side of the code block with its quiet zone.
const BLOCK: f64 = 46.0;
const BLOCK_TOP: f64 = 74.5;
const GUTTER: f64 = 4.0;
/// What stands above this belongs to the calls, what stands below to the page.
const WAVES: f64 = 53.0;

/// Sets the card of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    let mut board = Board::new(setting);
    let wording = &sign.wording;
    if let Some(trial) = &wording.trial {
        let column = Column { x: SAFE, width: WIDTH - 2.0 * SAFE };
        for y in [SAFE, HEIGHT - SAFE - BAND] {
            poster::band(&mut board, trial, column, y, BAND);
        }
    }
    let calls = [1.0, 0.92, 0.84, 0.76, 0.7].into_iter().find_map(|share| {
        let mut scratch = Board::new(setting);
        let foot = calls(&mut scratch, setting, wording, share);
        (foot <= WAVES - 0.6).then_some(scratch)
    });
    match calls {
        Some(mut calls) => {
            board.items.append(&mut calls.items);
            board.faults.append(&mut calls.faults);
        }
        None => board.overflow(&wording.reach.office.main),
    }
    for tile in 0..5 {
        let width = FULL.width / 5.0;
        board.ornament(Ornament::Wave, FULL.x + f64::from(tile) * width, WAVES, width, board.paint.primary);
    }
    let title = Hand::new(Style::Bold, board.paint.primary);
    let titled = [17.0, 15.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.0].into_iter().find_map(|size| {
        let mut scratch = Board::new(setting);
        let foot = scratch.pair(&wording.title, title, &[size], 3, FULL, WAVES + 4.2);
        let is_whole = !scratch.faults.iter().any(|fault| matches!(fault, Fault::Overflow { .. }));
        (is_whole && foot <= BLOCK_TOP + 0.5).then_some(scratch)
    });
    match titled {
        Some(mut titled) => {
            board.items.append(&mut titled.items);
            board.faults.append(&mut titled.faults);
        }
        None => board.overflow(&wording.title.main),
    }
    page(&mut board, sign);
    foot_lines(&mut board, wording);
    board.finish(WIDTH, HEIGHT, wording.name(), wording.label())
}

/// Whom to call, the first number as large as the card is wide, all at a share of its usual size; gives the foot.
fn calls(board: &mut Board<'_>, setting: &Setting<'_>, wording: &Wording, share: f64) -> f64 {
    let reach = &wording.reach;
    let bold = Hand::new(Style::Bold, Ink::BLACK);
    let sizes = |largest: f64, smallest: f64| -> Vec<f64> {
        let count = ((largest - smallest) * 2.0) as u32;
        (0..=count).map(|step| ((largest - f64::from(step) / 2.0) * share).max(SMALLEST)).collect()
    };
    let mut column = FULL;
    let mut top = SAFE + BAND + 1.6;
    if let Some(emblem) = setting.emblem {
        let width = (11.0 / emblem.aspect()).min(14.0);
        let (x, emblem) = (FULL.x + FULL.width - width, emblem.clone());
        board.items.push(Item::Emblem { x, y: top + 0.6, width, emblem });
        column.width -= width + 3.0;
    }
    top = board.pair(&wording.help, Hand { ink: board.paint.accent, ..bold }, &sizes(13.0, 10.0), 1, column, top);
    let Some((first, others)) = reach.phones.split_first() else {
        board.faults.push(Fault::NoPhone);
        return top;
    };
    top = board.write(first, bold.led(1.2), &sizes(33.0, 14.0), 1, FULL, top + 0.4);
    for other in others {
        top = board.write(other, bold.led(1.25), &sizes(17.0, 11.0), 1, FULL, top);
    }
    top = board.pair(&reach.office, bold, &sizes(9.5, 8.0), 2, FULL, top + 0.8);
    if let Some(zalo) = &wording.zalo {
        top = board.write(&zalo.main, Hand::new(Style::Regular, Ink::BLACK), &sizes(9.0, 8.0), 1, FULL, top + 0.4);
    }
    top
}

/// The code and the ways to the page.
fn page(board: &mut Board<'_>, sign: &Sign<'_>) {
    let (wording, symbol) = (&sign.wording, &sign.symbol);
    let dots = (BLOCK / (symbol.width_with_quiet_zone() as f64 * MM_PER_DOT)).floor() as u32;
    // The symbol stands flush with the text: its quiet zone is the white around it anyway.
    let quiet = f64::from(dots) * MM_PER_DOT * 4.0;
    board.symbol(symbol, FULL.x + quiet, BLOCK_TOP + quiet, dots);
    let side = symbol.width_with_quiet_zone() as f64 * f64::from(dots) * MM_PER_DOT;
    let x = FULL.x + BLOCK + GUTTER;
    let column = Column { x, width: FULL.x + FULL.width - x };
    let (bold, plain) = (Hand::new(Style::Bold, Ink::BLACK), Hand::new(Style::Regular, Ink::BLACK));
    let mut y = board.pair(&wording.scan, bold, &[11.0, 10.0, 9.0], 2, column, BLOCK_TOP + 2.6);
    y = board.pair(&wording.promise, plain, &[8.5, 8.0, 7.4], 2, column, y + 0.6);
    y = board.pair(&wording.or_type, plain, &[8.5, 8.0, 7.4], 2, column, y + 0.8);
    y = board.write(&wording.address, bold, &[10.0, 9.0, 8.0, 7.4, 7.0, 6.5, 6.0], 1, column, y + 0.2);
    let number = Hand { ink: board.paint.primary, ..bold }.led(1.1);
    y = board.write(&wording.number, number, &[24.0, 22.0, 20.0, 18.0, 16.0], 1, column, y);
    if y > BLOCK_TOP + side.max(BLOCK) + 1.0 {
        board.overflow(&wording.address);
    }
}

/// The line against fraud, and who answers for the card.
fn foot_lines(board: &mut Board<'_>, wording: &Wording) {
    let (bold, plain) = (Hand::new(Style::Bold, Ink::BLACK), Hand::new(Style::Regular, Ink::BLACK));
    let top = BLOCK_TOP + BLOCK + 0.6;
    let y = board.pair(&wording.fraud, bold, &[8.0, 7.4], 2, FULL, top);
    let y = board.write_cut(&wording.owner.main, plain, &[7.4, 7.0, 6.5], FULL, y + 0.4);
    if y > HEIGHT - SAFE - BAND {
        board.overflow(&wording.fraud.main);
    }
}
