//! How a text is written and where: its face, ink and leading, its column, and the paragraph these make of it.

use super::font::Style;
use super::sheet::Ink;
use super::typeset::{Line, MM_PER_POINT, Type};

/// Where lines stand between the edges of their column.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Flush with the side reading starts from: left, for Arabic and its neighbours right.
    Left,
    /// Centred.
    Centre,
}

/// How a text is written, whatever its size.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hand {
    /// Which face.
    pub style: Style,
    /// Distance of baselines, in sizes.
    pub leading: f64,
    /// With what.
    pub ink: Ink,
    /// Where its lines stand.
    pub align: Align,
}

impl Hand {
    /// Flush left, lines close together.
    pub const fn new(style: Style, ink: Ink) -> Hand {
        Hand { style, leading: 1.3, ink, align: Align::Left }
    }

    /// The same, centred.
    pub const fn centred(self) -> Hand {
        Hand { align: Align::Centre, ..self }
    }

    /// The same, its lines so far apart.
    pub const fn led(self, leading: f64) -> Hand {
        Hand { leading, ..self }
    }
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

    /// Distance of its baselines, in millimetres.
    pub fn step(&self) -> f64 {
        self.face.size * self.leading * MM_PER_POINT
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
