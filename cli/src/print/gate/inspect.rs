//! What a picture of a symbol shows, against what it must show.

use rxing::BarcodeFormat;
use rxing::helpers::detect_in_luma_slice;
use sha2::{Digest, Sha256};

use super::raster::Raster;
use crate::qr::{QUIET_ZONE, Symbol};

/// Modules smaller than this are lost on an office printer and to a phone held in the hand.
pub const SMALLEST_MODULE: f64 = 0.8;

/// Dark and light must differ by this (Michelson): a fresh print, which will fade.
pub const LEAST_CONTRAST: f64 = 0.7;

/// Something wrong with a printed symbol.
#[derive(Clone, PartialEq, Debug)]
pub enum Problem {
    /// The page or the symbol's place is not in the file.
    Missing,
    /// Light modules on a dark ground.
    Inverted,
    /// It says something else.
    Payload {
        /// What it says.
        found: String,
    },
    /// Modules are too small, in millimetres.
    Small {
        /// Side of a module.
        module: f64,
    },
    /// Something stands in the white around it.
    QuietZone,
    /// Dark and light are too near each other.
    Contrast {
        /// Michelson contrast, 0 to 1.
        contrast: f64,
    },
    /// Modules are covered or painted over, even if decoders can mend it.
    Covered {
        /// How many.
        modules: usize,
    },
    /// A decoder cannot read it.
    Unreadable,
}

/// Identity of a picture and of what it must say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Print([u8; 32]);

impl Print {
    /// The identity of `raster`, which must say `payload`.
    pub fn of(raster: &Raster, payload: &str) -> Print {
        let mut hash = Sha256::new();
        hash.update(raster.resolution.to_le_bytes());
        hash.update(payload.as_bytes());
        hash.update([0]);
        hash.update(&raster.luma);
        Print(hash.finalize().into())
    }
}

/// All that is wrong with the symbol in the picture; nothing when it may be printed.
pub fn inspect(raster: &Raster, payload: &str) -> Vec<Problem> {
    let Ok(symbol) = Symbol::new(payload) else { return vec![Problem::Missing] };
    let view = View { raster, symbol: &symbol, module: raster.side as f64 / symbol.width_with_quiet_zone() as f64 };
    let (dark, light) = view.tones();
    if dark > light {
        return vec![Problem::Inverted];
    }
    let read = [read_with_rxing(raster), read_with_rqrr(raster)];
    if let Some(found) = read.iter().flatten().find(|text| *text != payload) {
        return vec![Problem::Payload { found: found.clone() }];
    }
    let mut problems = Vec::new();
    let module = view.ink_width((dark + light) / 2.0) / symbol.width() as f64 / raster.resolution * 25.4;
    if module < SMALLEST_MODULE {
        problems.push(Problem::Small { module });
    }
    if view.has_ink_around(light) {
        problems.push(Problem::QuietZone);
    }
    let contrast = (light - dark) / (light + dark).max(1.0);
    if contrast < LEAST_CONTRAST {
        problems.push(Problem::Contrast { contrast });
    }
    let modules = view.wrong_modules((dark + light) / 2.0);
    if modules > 0 {
        problems.push(Problem::Covered { modules });
    }
    if problems.is_empty() && read.iter().any(Option::is_none) {
        problems.push(Problem::Unreadable);
    }
    problems
}

fn read_with_rxing(raster: &Raster) -> Option<String> {
    let side = raster.side as u32;
    let result = detect_in_luma_slice(&raster.luma, side, side, Some(BarcodeFormat::QR_CODE)).ok()?;
    Some(result.getText().to_owned())
}

fn read_with_rqrr(raster: &Raster) -> Option<String> {
    let side = raster.side;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| raster.luma[y * side + x]);
    image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
}

/// A picture with the symbol it should show laid over it.
struct View<'a> {
    raster: &'a Raster,
    symbol: &'a Symbol,
    /// Dots of a module.
    module: f64,
}

impl View<'_> {
    /// Mean tone of the inner half of a module.
    fn tone(&self, x: usize, y: usize) -> f64 {
        let range = |i: usize| {
            let start = (i + QUIET_ZONE) as f64 * self.module;
            let from = (start + self.module * 0.25).round() as usize;
            from..((start + self.module * 0.75).round() as usize).clamp(from + 1, self.raster.side.max(from + 1))
        };
        let (mut sum, mut count) = (0.0, 0.0);
        for row in range(y) {
            for column in range(x) {
                sum += f64::from(self.raster.luma.get(row * self.raster.side + column).copied().unwrap_or(255));
                count += 1.0;
            }
        }
        sum / count
    }

    fn modules(&self) -> impl Iterator<Item = (usize, usize)> {
        let width = self.symbol.width();
        (0..width * width).map(move |i| (i % width, i / width))
    }

    /// Median tone of the modules that must be dark, and of those that must be light: a cover over some does not
    /// change them.
    fn tones(&self) -> (f64, f64) {
        let median = |dark: bool| {
            let mut tones: Vec<f64> = self
                .modules()
                .filter(|(x, y)| self.symbol.is_dark(*x, *y) == dark)
                .map(|(x, y)| self.tone(x, y))
                .collect();
            tones.sort_by(f64::total_cmp);
            tones.get(tones.len() / 2).copied().unwrap_or(255.0)
        };
        (median(true), median(false))
    }

    /// Dots between the left edge of the leftmost ink and the right edge of the rightmost, quiet zone included.
    fn ink_width(&self, middle: f64) -> f64 {
        let middle = middle as u8;
        let rows = || self.raster.luma.chunks_exact(self.raster.side);
        let first = rows().filter_map(|row| row.iter().position(|tone| *tone < middle)).min();
        let last = rows().filter_map(|row| row.iter().rposition(|tone| *tone < middle)).max();
        first.zip(last).map_or(0.0, |(first, last)| (last + 1 - first) as f64)
    }

    /// Whether anything visible stands in the quiet zone. The dots next to the symbol may be mixed with its edge.
    fn has_ink_around(&self, light: f64) -> bool {
        let (side, quiet) = (self.raster.side, (QUIET_ZONE as f64 * self.module) as usize - 1);
        let visible = (light * 0.92) as u8;
        let inked = |dots: &[u8]| dots.iter().any(|tone| *tone < visible);
        self.raster.luma.chunks_exact(side).enumerate().any(|(y, row)| {
            if (quiet..side - quiet).contains(&y) {
                inked(&row[..quiet]) || inked(&row[side - quiet..])
            } else {
                inked(row)
            }
        })
    }

    /// How many modules show the other tone.
    fn wrong_modules(&self, middle: f64) -> usize {
        self.modules().filter(|(x, y)| (self.tone(*x, *y) < middle) != self.symbol.is_dark(*x, *y)).count()
    }
}
