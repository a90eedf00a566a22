//! Sizes of a sign against those of the A4 poster, which all others are derived from.

/// No letter of the first language is smaller, in points.
pub const SMALLEST: f64 = 7.4;

/// The other language is set at this share of the first: at most three quarters, as for signs by law.
pub const OTHER: f64 = 0.75;

/// How large a sign is against the A4 poster.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Scale(pub f64);

impl Scale {
    /// Points for what has `a4` points on the A4 poster.
    pub fn pt(self, a4: f64) -> f64 {
        (a4 * self.0).max(SMALLEST)
    }

    /// Millimetres for what has `a4` millimetres on the A4 poster.
    pub fn mm(self, a4: f64) -> f64 {
        a4 * self.0
    }

    /// Points from `largest` down to `smallest` on the A4 poster, in steps of `step`.
    pub fn range(self, largest: f64, smallest: f64, step: f64) -> Vec<f64> {
        let count = ((largest - smallest) / step).round() as u32;
        (0..=count).map(|i| self.pt(largest - f64::from(i) * step)).collect()
    }
}
