//! The proof sheet: printed once before a print run, on the printer and the paper that will be used.
//!
//! A ruler shows whether the printer scales; the symbol stands in three sizes, to be scanned from where people will
//! stand; and the trials of the field tell what this very symbol stood, with its grade.

use super::super::board::{Board, Column, Hand, Setting};
use super::super::font::Style;
use super::super::gate::{Reader, Seen};
use super::super::ornament::Ornament;
use super::super::poster::band;
use super::super::sheet::{Ink, MM_PER_DOT, Sheet};
use super::super::sign::Sign;
use super::super::wording::Speaker;
use super::Set;

const WIDTH: f64 = 210.0;
const HEIGHT: f64 = 297.0;
const SAFE: f64 = 10.0;
const BAND: f64 = 7.0;
const FULL: Column = Column { x: 18.0, width: 174.0 };
/// Sides of a module in dots of 300 to the inch: about that of an A4 poster, of a small plaque, of a label.
const SIZES: [u32; 3] = [24, 15, 9];

/// Sets the proof sheet of a sign; `seen` is what its symbol did, when it was proven.
pub fn set(setting: &Setting<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>, seen: Option<&Seen>) -> Set<Sheet> {
    let mut board = Board::new(setting);
    let wording = &sign.wording;
    if let Some(trial) = &wording.trial {
        let column = Column { x: SAFE, width: WIDTH - 2.0 * SAFE };
        for y in [SAFE, HEIGHT - SAFE - BAND] {
            band(&mut board, trial, column, y, BAND);
        }
    }
    let say = |key: &str| speaker.say(&format!("print.proof.{key}"));
    let bold = Hand::new(Style::Bold, Ink::BLACK);
    let plain = Hand::new(Style::Regular, Ink::BLACK);
    let title = Hand { ink: board.paint.primary, ..bold };
    let mut y = board.pair(&say("title"), Hand { ink: board.paint.accent, ..bold }, &[12.0], 1, FULL, 21.0);
    y = board.pair(&wording.title, title, &[26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0], 2, FULL, y + 0.5);
    let line = match &wording.place {
        Some(place) => format!("{} · {} · {}", wording.number, wording.address, place.main),
        None => format!("{} · {}", wording.number, wording.address),
    };
    y = board.write(&line, plain, &[12.0, 11.0, 10.0, 9.0], 2, FULL, y + 0.8);
    y = board.pair(&say("full-size"), bold, &[11.0, 10.0], 2, FULL, y + 3.0);
    y = ruler(&mut board, y + 3.0);
    y = board.pair(&say("ruler"), plain, &[10.0, 9.0], 2, FULL, y + 1.0);
    let symbols = y + 5.0;
    let y = trio(&mut board, speaker, sign, symbols);
    let y = board.pair(&say("scan"), bold, &[11.0, 10.0], 2, FULL, y + 4.0);
    let y = verdict(&mut board, speaker, seen, y + 4.0);
    let y = board.pair(&say("tested"), plain, &[10.0, 9.0], 2, FULL, y + 5.0);
    if y > HEIGHT - SAFE - BAND - 0.5 {
        board.overflow(&wording.title.main);
    }
    board.finish(WIDTH, HEIGHT, wording.name(), wording.label())
}

/// Fifty millimetres, marked at each.
fn ruler(board: &mut Board<'_>, top: f64) -> f64 {
    const LENGTH: u32 = 50;
    board.rectangle(FULL.x, top, f64::from(LENGTH), 0.3, Ink::BLACK);
    for mark in 0..=LENGTH {
        let height = match mark {
            _ if mark % 10 == 0 => 5.0,
            _ if mark % 5 == 0 => 3.6,
            _ => 2.2,
        };
        let weight = if mark % 10 == 0 { 0.3 } else { 0.15 };
        // The outer edges of the first and the last mark are the ends of the ruler.
        let x = match mark {
            0 => FULL.x,
            LENGTH => FULL.x + f64::from(LENGTH) - weight,
            _ => FULL.x + f64::from(mark) - weight / 2.0,
        };
        board.rectangle(x, top, weight, height, Ink::BLACK);
    }
    let plain = Hand::new(Style::Regular, Ink::BLACK);
    let column = Column { x: FULL.x + f64::from(LENGTH) + 2.5, width: 30.0 };
    board.write("50 mm", plain, &[10.0], 1, column, top);
    top + 5.0
}

/// The symbol in three sizes, each with its measures below; gives the foot.
fn trio(board: &mut Board<'_>, speaker: &Speaker<'_>, sign: &Sign<'_>, top: f64) -> f64 {
    let symbol = &sign.symbol;
    let modules = symbol.width_with_quiet_zone() as f64;
    let sides = SIZES.map(|dots| f64::from(dots) * MM_PER_DOT * modules);
    let largest = sides[0];
    // From the left to the right edge of the text; the captions need a width of their own.
    let gap = ((FULL.width - sides.iter().sum::<f64>()) / 2.0).max(0.0);
    if FULL.width < sides.iter().sum::<f64>() {
        board.overflow(symbol.payload());
    }
    let mut x = FULL.x;
    let mut foot = top;
    for (dots, side) in SIZES.into_iter().zip(sides) {
        let module = f64::from(dots) * MM_PER_DOT;
        let quiet = 4.0 * module;
        let y = top + largest - side;
        board.symbol(symbol, x + quiet, y + quiet, dots);
        let own = symbol.width() as f64 * module;
        let decimal = |n: f64, digits: usize| speaker.main().decimal(n, digits);
        let values = [("side", decimal(own, 0)), ("module", decimal(module, 2)), ("distance", decimal(own / 100.0, 1))];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        let caption = speaker.main().fill("print.proof.size", &values);
        let width = side.max(38.0);
        let column = Column { x: (x + (side - width) / 2.0).min(FULL.x + FULL.width - width), width };
        let hand = Hand::new(Style::Regular, Ink::BLACK).centred();
        foot = foot.max(board.write(&caption, hand, &[8.5, 8.0, 7.4], 3, column, top + largest + 0.5));
        x += side + gap;
    }
    foot
}

/// The grade in one large letter, and beside it each trial with the decoders that read the symbol after it.
fn verdict(board: &mut Board<'_>, speaker: &Speaker<'_>, seen: Option<&Seen>, top: f64) -> f64 {
    let tile = FULL.width / 6.0;
    for i in 0..6 {
        board.ornament(Ornament::Wave, FULL.x + f64::from(i) * tile, top, tile, board.paint.primary);
    }
    let top = top + tile / 7.5 + 3.0;
    let bold = Hand::new(Style::Bold, Ink::BLACK);
    let plain = Hand::new(Style::Regular, Ink::BLACK);
    let left = Column { x: FULL.x, width: 44.0 };
    let Some(proof) = seen.and_then(|seen| seen.proof.as_ref()) else {
        return board.pair(&speaker.say("print.proof.unproven"), plain, &[10.0], 3, FULL, top);
    };
    let grade = proof.grade().letter().to_string();
    let mut y = board.pair(&speaker.say("print.proof.grade"), bold, &[10.0], 1, left, top);
    y = board.write(&grade, Hand { ink: board.paint.accent, ..bold }.led(1.3), &[54.0], 1, left, y + 1.0);
    y = board.pair(&speaker.say("print.proof.meaning"), plain, &[7.4], 8, left, y + 0.5);
    let rows: Vec<_> = proof.trials().collect();
    let half = rows.len().div_ceil(2);
    let right = FULL.x + left.width + 8.0;
    let width = (FULL.x + FULL.width - right - 6.0) / 2.0;
    let mut foot = y;
    for (i, (trial, readers)) in rows.iter().enumerate() {
        let x = right + (i / half) as f64 * (width + 6.0);
        let row = top + (i % half) as f64 * 6.4;
        let name = speaker.say(&format!("print.stood.{trial}")).main;
        let column = Column { x, width: width - 11.0 };
        board.write(&name, plain, &[8.5, 8.0, 7.4, 7.0, 6.5, 6.0], 1, column, row);
        for (reader, box_x) in Reader::ALL.into_iter().zip([x + width - 9.0, x + width - 4.0]) {
            board.outline(box_x, row + 0.5, 3.2, 3.2, 0.25, Ink::BLACK);
            if readers.contains(&reader) {
                board.rectangle(box_x + 0.7, row + 1.2, 1.8, 1.8, Ink::BLACK);
            }
        }
        board.rectangle(x, row + 5.2, width, 0.1, Ink::RULE);
        foot = foot.max(row + 6.4);
    }
    // Of an odd number of trials the last place is free.
    let legend = speaker.say("print.proof.boxes").main;
    let column = Column { x: right + width + 6.0, width };
    let y = top + (rows.len() - half) as f64 * 6.4 + 0.6;
    foot.max(board.write(&legend, Hand::new(Style::Italic, Ink::BLACK), &[7.4, 7.0, 6.5], 2, column, y))
}
