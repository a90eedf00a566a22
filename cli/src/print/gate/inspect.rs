//! What a picture of a symbol shows, against what it must show.

use serde::{Deserialize, Serialize};

use super::Order;
use super::proof::Proof;
use super::raster::Raster;
use super::readers::Reader;
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
        /// What it must be at least.
        least: f64,
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
    /// After this trial of the field no decoder reads it.
    Trial {
        /// Name of the trial.
        trial: &'static str,
    },
}

/// What a symbol looks like that may be printed.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Seen {
    /// Side of a module in millimetres, as measured.
    pub module: f64,
    /// Side of the symbol without its quiet zone in millimetres, as measured.
    pub side: f64,
    /// Modules around it that are free of ink, measured up to the four it needs.
    pub quiet_zone: f64,
    /// Michelson contrast, 0 to 1.
    pub contrast: f64,
    /// What it did in the field, when it was proven.
    pub proof: Option<Proof>,
}

/// What the picture shows, and all that is wrong with it; nothing when it may be printed.
pub fn inspect(raster: &Raster, order: &Order<'_>) -> (Option<Seen>, Vec<Problem>) {
    let payload = order.payload;
    let Ok(symbol) = Symbol::new(payload) else { return (None, vec![Problem::Missing]) };
    let view = View { raster, symbol: &symbol, module: raster.side as f64 / symbol.width_with_quiet_zone() as f64 };
    let (dark, light) = view.tones();
    if dark > light {
        return (None, vec![Problem::Inverted]);
    }
    let (luma, side) = raster.reduced(view.module);
    let read = Reader::ALL.map(|reader| reader.read(&luma, side));
    if let Some(found) = read.iter().flatten().find(|text| *text != payload) {
        return (None, vec![Problem::Payload { found: found.clone() }]);
    }
    let mut problems = Vec::new();
    let side = view.ink_width((dark + light) / 2.0) / raster.resolution * 25.4;
    let module = side / symbol.width() as f64;
    if module < order.least {
        problems.push(Problem::Small { module, least: order.least });
    }
    let quiet_zone = view.quiet_zone(light);
    if quiet_zone < QUIET_ZONE as f64 {
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
    let to = |n: f64, digits: f64| (n * digits).round() / digits;
    let seen = Seen {
        module: to(module, 1000.0),
        side: to(side, 100.0),
        quiet_zone,
        contrast: to(contrast, 1000.0),
        proof: None,
    };
    (problems.is_empty().then_some(seen), problems)
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

    /// Modules between the symbol and the nearest ink around it, at most those of the quiet zone. The dots next to the
    /// symbol may be mixed with its edge.
    fn quiet_zone(&self, light: f64) -> f64 {
        let side = self.raster.side;
        let quiet = (QUIET_ZONE as f64 * self.module) as usize - 1;
        let visible = (light * 0.92) as u8;
        let outside = |at: usize| (quiet.saturating_sub(at)).max((at + quiet + 1).saturating_sub(side));
        let mut nearest: Option<usize> = None;
        for (y, row) in self.raster.luma.chunks_exact(side).enumerate() {
            for (x, tone) in row.iter().enumerate() {
                if *tone < visible {
                    let distance = outside(x).max(outside(y));
                    if distance > 0 && nearest.is_none_or(|known| distance < known) {
                        nearest = Some(distance);
                    }
                }
            }
        }
        match nearest {
            None => QUIET_ZONE as f64,
            Some(dots) => ((dots as f64 / self.module).min(QUIET_ZONE as f64 - 0.1) * 10.0).round() / 10.0,
        }
    }

    /// How many modules show the other tone.
    fn wrong_modules(&self, middle: f64) -> usize {
        self.modules().filter(|(x, y)| (self.tone(*x, *y) < middle) != self.symbol.is_dark(*x, *y)).count()
    }
}
