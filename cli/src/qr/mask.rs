//! Which of the eight masks a symbol wears: the one of the fewest penalty points (ISO/IEC 18004, 7.8.3).
//!
//! The points are those `qrcode` counts, so the symbols are the same as ever. They are counted here because the library
//! makes a closure on the heap for every module it looks at, and that was the largest part of setting a sign.

use qrcode::Color;
use qrcode::canvas::{Canvas, MaskPattern};

const MASKS: [MaskPattern; 8] = [
    MaskPattern::Checkerboard,
    MaskPattern::HorizontalLines,
    MaskPattern::VerticalLines,
    MaskPattern::DiagonalLines,
    MaskPattern::LargeCheckerboard,
    MaskPattern::Fields,
    MaskPattern::Diamonds,
    MaskPattern::Meadow,
];

/// Dark, light, three dark, light, dark: what a phone takes for a finder.
const FINDER: u32 = 0b101_1101;

/// The modules of a symbol of `width` a side under its best mask, row by row; true is dark. `bare` wears no mask yet.
pub fn best(bare: &Canvas, width: usize) -> Vec<bool> {
    let masked = MASKS.map(|mask| {
        let mut canvas = bare.clone();
        canvas.apply_mask(mask);
        canvas.into_colors().into_iter().map(|color| color == Color::Dark).collect::<Vec<bool>>()
    });
    // Of equals the first.
    masked.into_iter().min_by_key(|modules| penalty(modules, width)).unwrap_or_default()
}

fn penalty(modules: &[bool], width: usize) -> u32 {
    let rows = modules.chunks(width);
    let along: u32 = rows.clone().map(|row| line(row.iter().copied())).sum();
    let across: u32 = (0..width).map(|x| line(modules[x..].iter().copied().step_by(width))).sum();
    let blocks = rows.clone().zip(rows.skip(1)).flat_map(|(upper, lower)| upper.windows(2).zip(lower.windows(2)));
    let blocks = blocks.filter(|(upper, lower)| upper[0] == upper[1] && upper == lower).count() as u32;
    let dark = modules.iter().filter(|dark| **dark).count();
    let balance = (dark * 200 / modules.len()).abs_diff(100) as u32;
    along + across + 3 * blocks + balance
}

/// Points of one row or column: runs of five and more, and what looks like a finder with white on either side.
fn line(modules: impl Iterator<Item = bool>) -> u32 {
    let (mut points, mut run, mut last) = (0, 0, None);
    // The last 15 modules: those of a finder in the middle, four on either side. Outside the symbol all is light.
    let mut window = 0_u32;
    let mut look = |dark: bool| {
        window = (window << 1 | u32::from(dark)) & 0x7fff;
        let is_finder = window >> 4 & 0x7f == FINDER && (window & 0xf == 0 || window >> 11 == 0);
        40 * u32::from(is_finder)
    };
    for dark in modules {
        points += look(dark);
        run = if last == Some(dark) { run + 1 } else { 1 };
        last = Some(dark);
        points += match run {
            0..=4 => 0,
            5 => 3,
            _ => 1,
        };
    }
    points + (0..4).map(|_| look(false)).sum::<u32>()
}

#[cfg(test)]
mod tests {
    use qrcode::{EcLevel, QrCode};

    use super::super::Symbol;

    #[test]
    fn the_mask_is_the_one_the_library_would_take() {
        for number in 0..300_u32 {
            let path = number.wrapping_mul(2_654_435_761);
            let payload = format!("https://disan{}.example/{path}", "-que-em".repeat(number as usize % 9));
            let ours = Symbol::of_page(&payload).unwrap();
            let theirs = QrCode::with_error_correction_level(&payload, EcLevel::M).unwrap();
            let dark: Vec<bool> = theirs.to_colors().iter().map(|color| *color == qrcode::Color::Dark).collect();
            assert!(ours.modules == dark, "{payload}");
        }
    }
}
