//! What happens to a sign in the field, done to its picture: it is seen out of focus, fades, stands half in the sun, is
//! held askew, is seen from the side, gets dirty, gets torn.
//!
//! Every trial is the same for the same picture: what is drawn by lot is drawn from the picture's own hash.

/// A square picture in shades of grey, 0 to 255, of a symbol with its quiet zone.
#[derive(Clone, PartialEq, Debug)]
pub struct Picture {
    /// Dots a side.
    pub side: usize,
    /// Dots a module.
    pub module: f32,
    /// Rows from the top; 0 is black.
    pub tones: Vec<f32>,
}

/// One thing that happens.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Trial {
    /// Out of focus by a Gauss curve of so many modules.
    Blur(f32),
    /// Black has become so pale that this Michelson contrast is left.
    Fade(f32),
    /// Light falls off to this share, from the left or from the top.
    Gradient(f32, Axis),
    /// Turned by so many degrees.
    Turn(f32),
    /// Seen from so many degrees beside or above, from two and a half sides away.
    Tilt(f32, Axis),
    /// So large a share of the dots has flaked off, and a lens draws the rest a little soft.
    Salt(f32),
    /// A square of so large a share of the symbol is covered, at a rim off the finders.
    Patch(f32, Cover),
}

/// A direction on the picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Axis {
    /// From the left to the right.
    Across,
    /// From the top down.
    Down,
}

/// What covers a part of a symbol.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cover {
    /// Paper shows: scratched off.
    White,
    /// A dark sticker.
    Black,
}

/// How soft a lens draws what is in focus, in modules: without it no decoder would know single dots from modules.
const LENS: f32 = 0.2;

/// Every trial, with its name in reports.
pub const TRIALS: [(&str, Trial); 15] = [
    ("blur-25", Trial::Blur(0.25)),
    ("blur-35", Trial::Blur(0.35)),
    ("blur-50", Trial::Blur(0.5)),
    ("fade-50", Trial::Fade(0.5)),
    ("fade-20", Trial::Fade(0.2)),
    ("gradient-across", Trial::Gradient(0.3, Axis::Across)),
    ("gradient-down", Trial::Gradient(0.3, Axis::Down)),
    ("turn-10", Trial::Turn(10.0)),
    ("turn-minus-10", Trial::Turn(-10.0)),
    ("tilt-30-across", Trial::Tilt(30.0, Axis::Across)),
    ("tilt-30-down", Trial::Tilt(30.0, Axis::Down)),
    ("salt-5", Trial::Salt(0.05)),
    ("salt-10", Trial::Salt(0.1)),
    ("patch-10-white", Trial::Patch(0.1, Cover::White)),
    ("patch-10-black", Trial::Patch(0.1, Cover::Black)),
];

impl Trial {
    /// What becomes of a picture of a symbol `width` modules wide; `seed` decides what is drawn by lot.
    pub fn apply(self, picture: &Picture, width: usize, seed: u64) -> Picture {
        match self {
            Trial::Blur(modules) => picture.blurred(modules * picture.module),
            Trial::Fade(contrast) => {
                let dark = 255.0 * (1.0 - contrast) / (1.0 + contrast);
                picture.map(|_, _, tone| dark + tone * (255.0 - dark) / 255.0)
            }
            Trial::Gradient(least, axis) => picture.map(|x, y, tone| {
                let along = if axis == Axis::Across { x } else { y } as f32 / picture.side as f32;
                tone * (1.0 - (1.0 - least) * along)
            }),
            Trial::Turn(degrees) => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                picture.seen(move |x, y| (x * cos + y * sin, y * cos - x * sin))
            }
            Trial::Tilt(degrees, axis) => {
                let (sin, cos) = degrees.to_radians().sin_cos();
                let distance = 2.5 * picture.side as f32;
                picture.seen(move |x, y| {
                    let (along, beside) = if axis == Axis::Across { (x, y) } else { (y, x) };
                    let far = along * distance / (distance * cos - along * sin);
                    let near = beside * (distance + far * sin) / distance;
                    if axis == Axis::Across { (far, near) } else { (near, far) }
                })
            }
            Trial::Salt(share) => {
                let mut lot = Lot(seed);
                let limit = (share * 65_536.0) as u64;
                let flaked = picture.map(|_, _, tone| if lot.next() & 0xffff < limit { 255.0 } else { tone });
                flaked.blurred(LENS * picture.module)
            }
            Trial::Patch(share, cover) => picture.patched(share, cover, width, seed),
        }
    }
}

impl Picture {
    /// The dots as decoders take them.
    pub fn luma(&self) -> Vec<u8> {
        self.tones.iter().map(|tone| tone.round().clamp(0.0, 255.0) as u8).collect()
    }

    fn map(&self, mut tone: impl FnMut(usize, usize, f32) -> f32) -> Picture {
        let rows = self.tones.chunks_exact(self.side).enumerate();
        let tones = rows.flat_map(|(y, row)| row.iter().enumerate().map(move |(x, own)| (x, y, *own)));
        let tones = tones.map(|(x, y, own)| tone(x, y, own)).collect();
        Picture { tones, ..*self }
    }

    /// Out of focus by a Gauss curve of `sigma` dots.
    pub fn blurred(&self, sigma: f32) -> Picture {
        let reach = (3.0 * sigma).ceil() as isize;
        let weights: Vec<f32> = (-reach..=reach).map(|i| (-((i * i) as f32) / (2.0 * sigma * sigma)).exp()).collect();
        let sum: f32 = weights.iter().sum();
        let side = self.side as isize;
        let pass = |tones: &[f32], step: isize, across: isize| {
            let mut out = vec![0.0; tones.len()];
            for line in 0..side {
                for at in 0..side {
                    let mut tone = 0.0;
                    for (i, weight) in weights.iter().enumerate() {
                        let from = (at + i as isize - reach).clamp(0, side - 1);
                        tone += weight * tones[(line * across + from * step) as usize];
                    }
                    out[(line * across + at * step) as usize] = tone / sum;
                }
            }
            out
        };
        let tones = pass(&pass(&self.tones, 1, side), side, 1);
        Picture { tones, ..*self }
    }

    /// Its edges drawn sharper, as cameras do.
    pub fn sharpened(&self) -> Picture {
        let soft = self.blurred(0.6 * self.module);
        self.map(|x, y, tone| tone + 1.5 * (tone - soft.tones[y * self.side + x]))
    }

    /// Seen from elsewhere: `place` tells for a dot, from the middle, which dot of this picture is seen there.
    fn seen(&self, place: impl Fn(f32, f32) -> (f32, f32)) -> Picture {
        // Turned corners need room.
        let side = (self.side as f32 * 1.25).ceil() as usize;
        let (half, own_half) = (side as f32 / 2.0, self.side as f32 / 2.0);
        let mut tones = Vec::with_capacity(side * side);
        for y in 0..side {
            for x in 0..side {
                let (x, y) = place(x as f32 + 0.5 - half, y as f32 + 0.5 - half);
                tones.push(self.between(x + own_half - 0.5, y + own_half - 0.5));
            }
        }
        Picture { side, module: self.module, tones }
    }

    /// The tone between four dots; outside is paper.
    fn between(&self, x: f32, y: f32) -> f32 {
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let side = self.side as f32;
        let tone = |x: f32, y: f32| match (0.0..side).contains(&x) && (0.0..side).contains(&y) {
            true => self.tones[y as usize * self.side + x as usize],
            false => 255.0,
        };
        let upper = tone(left, top) * (1.0 - right) + tone(left + 1.0, top) * right;
        let lower = tone(left, top + 1.0) * (1.0 - right) + tone(left + 1.0, top + 1.0) * right;
        upper * (1.0 - down) + lower * down
    }

    fn patched(&self, share: f32, cover: Cover, width: usize, seed: u64) -> Picture {
        let patch = (width as f32 * share.sqrt()).round() as usize;
        let places = places(width, patch);
        let mut lot = Lot(seed);
        // Every symbol has such a place: the smallest is 21 modules wide, its patch 7.
        let Some(&(left, top)) = places.get((lot.next() % places.len().max(1) as u64) as usize) else {
            return self.clone();
        };
        let quiet = (self.side as f32 / self.module - width as f32) / 2.0;
        let inside = |at: usize, start: usize| {
            let module = (at as f32 + 0.5) / self.module - quiet - start as f32;
            (0.0..patch as f32).contains(&module)
        };
        let tone = if cover == Cover::White { 255.0 } else { 0.0 };
        self.map(|x, y, own| if inside(x, left) && inside(y, top) { tone } else { own })
    }
}

/// Where a square of `patch` modules at the right or lower rim, where wear begins, covers no finder: column and row of
/// its upper left module.
fn places(width: usize, patch: usize) -> Vec<(usize, usize)> {
    const FINDER: usize = 9;
    let far = width - patch;
    let right = (FINDER..=far).map(|top| (far, top));
    let lower = (FINDER..far).map(|left| (left, far));
    right.chain(lower).collect()
}

/// Numbers drawn by lot, the same for the same seed (SplitMix64).
struct Lot(u64);

impl Lot {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }
}
