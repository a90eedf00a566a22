//! A sheet in the making: sets text on it and notes what cannot be set.

use super::font::{Fonts, Style};
use super::shape;
use super::sheet::{Ink, Item, Sheet};
use super::typeset::{self, Line, MM_PER_POINT, Shape, Type};

/// Something that cannot be printed as it stands.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Fault {
    /// The font has no glyph for a character.
    Glyph {
        /// The character.
        character: char,
        /// The text it stands in.
        text: String,
    },
    /// A text does not fit, at the smallest size the format allows.
    Overflow {
        /// The text.
        text: String,
    },
}

/// A sheet in the making.
pub struct Board<'a> {
    /// Widths and coverage.
    pub fonts: &'a Fonts<'a>,
    /// What was placed.
    pub items: Vec<Item>,
    /// What could not be set.
    pub faults: Vec<Fault>,
}

/// Where lines stand between the edges of their column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Flush with the side reading starts from: left, for Arabic and its neighbours right.
    Left,
    /// Centred.
    Centre,
}

/// A column of the page: left edge and width, in millimetres.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Column {
    /// Left edge.
    pub x: f64,
    /// Width.
    pub width: f64,
}

/// A paragraph broken into lines, not yet placed.
#[derive(Clone, PartialEq, Debug)]
pub struct Paragraph {
    /// Face and size.
    pub face: Type,
    /// Distance of baselines, in sizes.
    pub leading: f64,
    /// With what.
    pub ink: Ink,
    /// Its lines.
    pub lines: Vec<Line>,
}

impl Paragraph {
    /// Height from the top of the first line to the foot of the last, in millimetres.
    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.step()
    }

    fn step(&self) -> f64 {
        self.face.size * self.leading * MM_PER_POINT
    }
}

impl<'a> Board<'a> {
    /// An empty board.
    pub fn new(fonts: &'a Fonts<'a>) -> Board<'a> {
        Board { fonts, items: Vec::new(), faults: Vec::new() }
    }

    /// The finished sheet.
    pub fn into_sheet(self, width: f64, height: f64, title: String) -> Sheet {
        Sheet { width, height, title, label: String::new(), items: self.items }
    }

    /// Notes the characters of `text` that the face lacks.
    pub fn check(&mut self, style: Style, text: &str) {
        for character in typeset::missing(self.fonts, style, text) {
            self.faults.push(Fault::Glyph { character, text: text.to_owned() });
        }
    }

    /// Sets `text` at the largest of `sizes` at which it takes at most `most` lines; notes an overflow when none does,
    /// and sets nothing.
    pub fn fit(
        &mut self,
        style: Style,
        sizes: &[f64],
        most: usize,
        measure: f64,
        text: &str,
    ) -> Option<(f64, Vec<Line>)> {
        for size in sizes {
            let lines = typeset::lines(self.fonts, Type { style, size: *size }, measure, Shape::Balanced, text);
            if let Some(lines) = lines.filter(|l| l.len() <= most) {
                return Some((*size, lines));
            }
        }
        self.faults.push(Fault::Overflow { text: text.to_owned() });
        None
    }

    /// Places a paragraph from `top` down; gives its foot.
    pub fn place(&mut self, paragraph: &Paragraph, column: Column, top: f64, align: Align) -> f64 {
        let face = paragraph.face;
        // The letters stand in the middle of their line: capitals with marks reach about 1.0 above the baseline,
        // tails 0.25 below.
        let drop = (paragraph.leading - 1.25) / 2.0 + 1.0;
        let leftward = paragraph.lines.first().is_some_and(|line| shape::is_leftward(&line.text));
        for (i, line) in paragraph.lines.iter().enumerate() {
            self.check(face.style, &line.text);
            let x = match align {
                Align::Left if leftward => column.x + column.width - line.width,
                Align::Left => column.x,
                Align::Centre => column.x + (column.width - line.width) / 2.0,
            };
            let y = top + i as f64 * paragraph.step() + drop * face.size * MM_PER_POINT;
            let text = line.text.clone();
            self.items.push(Item::Text { x, y, face, ink: paragraph.ink, text });
        }
        top + paragraph.height()
    }

    /// Places a filled rectangle.
    pub fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, ink: Ink) {
        self.items.push(Item::Rectangle { x, y, width, height, ink });
    }

    /// Places the outline of a square whose corners step inwards by `step`, its line `weight` millimetres wide.
    pub fn stepped_frame(&mut self, x: f64, y: f64, side: f64, step: f64, weight: f64, ink: Ink) {
        let (far, long) = (side - weight, side - 2.0 * step);
        let inner = side - step - weight;
        for (dx, dy, width, height) in [
            (step, 0.0, long, weight),
            (step, far, long, weight),
            (0.0, step, weight, long),
            (far, step, weight, long),
            // At each corner: down, then across.
            (step, weight, weight, step),
            (weight, step, step - weight, weight),
            (inner, weight, weight, step),
            (side - step, step, step - weight, weight),
            (step, inner, weight, step),
            (weight, inner, step - weight, weight),
            (inner, inner, weight, step),
            (side - step, inner, step - weight, weight),
        ] {
            self.rectangle(x + dx, y + dy, width, height, ink);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stacked_marks_and_tails_never_touch_at_the_leading_of_titles() {
        for style in Style::ALL {
            let bytes = match style {
                Style::Regular => notosans::REGULAR_TTF,
                Style::Bold => notosans::BOLD_TTF,
                Style::Italic => notosans::ITALIC_TTF,
            };
            let face = rustybuzz::ttf_parser::Face::parse(bytes, 0).unwrap();
            let edge = |c: char| face.glyph_bounding_box(face.glyph_index(c).unwrap()).unwrap();
            let em = f64::from(face.units_per_em());
            let top = "ẾẨẬỘỖẮẪỄỞỮ".chars().map(|c| f64::from(edge(c).y_max) / em).fold(0.0, f64::max);
            let tail = "ộậệựẬỘgpqy".chars().map(|c| -f64::from(edge(c).y_min) / em).fold(0.0, f64::max);
            assert!(top + tail < 1.3, "{style:?}: {top} above, {tail} below");
        }
    }
}
