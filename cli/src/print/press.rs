//! What a print shop needs around the finished size of a sheet: paper to cut away, and marks that say where.

use super::sheet::{Ink, Item, Sheet};
use super::typeset::MM_PER_POINT;

/// Weight of a crop mark: hair-thin, so that the knife decides.
const WEIGHT: f64 = 0.24 * MM_PER_POINT;
/// Length of a crop mark in millimetres.
const LENGTH: f64 = 6.0;
/// From the edge of the bleed to the near end of a mark.
const GAP: f64 = 1.0;
/// From the far end of a mark to the edge of the paper.
const RIM: f64 = 3.0;

/// What is added around the finished size.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Press {
    /// Millimetres that ink may run over each edge of the finished size.
    pub bleed: f64,
    /// Whether crop marks stand outside the bleed.
    pub marks: bool,
}

impl Press {
    /// Largest bleed that makes sense, in millimetres.
    pub const MOST_BLEED: f64 = 10.0;

    /// Millimetres of paper around the finished size.
    pub fn edge(self) -> f64 {
        if self.marks { self.bleed + GAP + LENGTH + RIM } else { self.bleed }
    }

    /// The crop marks of a sheet: two at each corner, none on the bleed.
    pub fn crop_marks(self, sheet: &Sheet) -> Vec<Item> {
        if !self.marks {
            return Vec::new();
        }
        let near = self.bleed + GAP;
        let mark = |x, y, width, height| Item::Rectangle { x, y, width, height, ink: Ink::BLACK };
        let mut items = Vec::new();
        for (x, start) in [(0.0, -near - LENGTH), (sheet.width, sheet.width + near)] {
            for (y, top) in [(0.0, -near - LENGTH), (sheet.height, sheet.height + near)] {
                items.push(mark(start, y - WEIGHT / 2.0, LENGTH, WEIGHT));
                items.push(mark(x - WEIGHT / 2.0, top, WEIGHT, LENGTH));
            }
        }
        items
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_stand_outside_the_bleed_and_on_the_paper() {
        let sheet = Sheet { width: 100.0, height: 200.0, title: String::new(), label: String::new(), items: vec![] };
        let press = Press { bleed: 3.0, marks: true };
        let marks = press.crop_marks(&sheet);
        assert_eq!(marks.len(), 8);
        for mark in marks {
            let Item::Rectangle { x, y, width, height, .. } = mark else { panic!() };
            assert!(x + width <= -3.0 || x >= 103.0 || y + height <= -3.0 || y >= 203.0, "{mark:?} is on the bleed");
            let edge = press.edge();
            assert!(x >= -edge && y >= -edge && x + width <= 100.0 + edge && y + height <= 200.0 + edge, "{mark:?}");
        }
        assert_eq!(Press::default().edge(), 0.0);
        assert!(Press { bleed: 3.0, marks: false }.crop_marks(&sheet).is_empty());
    }
}
