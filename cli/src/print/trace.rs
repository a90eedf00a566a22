//! Lines of text as outlines of letters: for pictures, which carry no fonts.

use rustybuzz::ttf_parser::OutlineBuilder;

use super::font::Fonts;
use super::piece;
use super::typeset::{KERNED_FROM, Type, visible};

/// Draws `line` with `pen`: its first letter at `x`, its baseline at `y`, in points, the y axis downwards.
pub fn trace(fonts: &Fonts<'_>, face: Type, line: &str, x: f64, y: f64, pen: &mut dyn OutlineBuilder) {
    let kerned = face.size >= KERNED_FROM;
    let points = |thousandths: i32| f64::from(thousandths) / 1000.0 * face.size;
    let mut at = x;
    for piece in piece::pieces(line) {
        for glyph in &fonts.word(face.style, kerned, piece.leftward, visible(piece.text)).glyphs {
            let scale = face.size / f64::from(fonts.units_per_em(glyph.face));
            let (x, y) = (at + points(glyph.dx), y - points(glyph.dy));
            let mut placed = Placed { pen, scale: scale as f32, x: x as f32, y: y as f32 };
            fonts.trace(glyph.face, glyph.id, &mut placed);
            at += points(glyph.advance);
        }
    }
}

/// A pen that stands somewhere: from units of the font, upwards, to points, downwards.
struct Placed<'p> {
    pen: &'p mut dyn OutlineBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Placed<'_> {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Placed<'_> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.pen.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.pen.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.pen.curve_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.pen.close();
    }
}
