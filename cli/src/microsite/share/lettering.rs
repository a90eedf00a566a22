//! Blocks of text as outlines of letters, so that no reader's fonts matter.

use resvg::tiny_skia::{Path, PathBuilder};
use rustybuzz::ttf_parser::OutlineBuilder;

use crate::print::trace::trace;
use crate::print::typeset::{self, Line, MM_PER_POINT, Shape, Type};
use crate::print::{Fonts, Style};

/// The room a text has, in pixels.
#[derive(Clone, Copy, Debug)]
pub struct Room {
    /// Longest line.
    pub measure: f64,
    /// All lines together.
    pub height: f64,
}

/// A text set in lines; a pixel counts as a point.
#[derive(Debug)]
pub struct Block {
    face: Type,
    leading: f64,
    lines: Vec<Line>,
}

impl Block {
    /// `text` in the first of `sizes` in which it is at most `height` pixels high in lines of `measure`; in the last of
    /// them what is too much is cut off with an ellipsis. `leading` is a line's height in parts of the size.
    pub fn set(fonts: &Fonts<'_>, style: Style, sizes: &[f64], room: Room, leading: f64, text: &str) -> Block {
        let mut face = Type { style, size: 0.0 };
        let mut lines = Vec::new();
        let mut most = 1;
        for size in sizes {
            face.size = *size;
            most = ((room.height + 0.5) / (size * leading).round()) as usize;
            let set = typeset::lines(fonts, face, room.measure * MM_PER_POINT, Shape::Balanced, text);
            if let Some(set) = set.filter(|set| set.len() <= most) {
                lines = set;
                break;
            }
        }
        if lines.is_empty() {
            lines = shortened(fonts, face, room.measure, most.max(1), text);
        }
        Block { face, leading: (face.size * leading).round(), lines }
    }

    /// Height in pixels, from the top of the first line to the foot of the last.
    pub fn height(&self) -> f64 {
        self.leading * self.lines.len() as f64
    }

    /// Width of the longest line in pixels.
    pub fn width(&self) -> f64 {
        self.lines.iter().map(|line| line.width / MM_PER_POINT).fold(0.0, f64::max)
    }

    /// The outlines with the block's top at `y`: lines begin at `x`, or have their middle there.
    pub fn outlines(&self, fonts: &Fonts<'_>, x: f64, y: f64, centred: bool) -> Option<Path> {
        let mut pen = Pen(PathBuilder::new());
        // The letters' own height is about 1.07 of the size above and 0.29 below the baseline, marks included.
        let mut baseline = y + (self.leading - self.face.size * 1.36) / 2.0 + self.face.size * 1.07;
        for line in &self.lines {
            let left = if centred { x - line.width / MM_PER_POINT / 2.0 } else { x };
            trace(fonts, self.face, &line.text, left, baseline.round(), &mut pen);
            baseline += self.leading;
        }
        pen.0.finish()
    }
}

/// As many words of `text` as `most` lines hold, then an ellipsis.
fn shortened(fonts: &Fonts<'_>, face: Type, measure: f64, most: usize, text: &str) -> Vec<Line> {
    let words: Vec<&str> = text.split(' ').collect();
    let cut = |count: usize| {
        let text = format!("{}…", words[..count].join(" "));
        typeset::lines(fonts, face, measure * MM_PER_POINT, Shape::Running, &text).filter(|lines| lines.len() <= most)
    };
    let letters: Vec<char> = text.chars().collect();
    // A single word wider than the measure is cut within.
    let within = |count: usize| {
        let text: String = letters[..count].iter().collect::<String>() + "…";
        typeset::lines(fonts, face, measure * MM_PER_POINT, Shape::Running, &text).filter(|lines| lines.len() <= most)
    };
    (1..words.len()).rev().find_map(cut).or_else(|| (1..letters.len()).rev().find_map(within)).unwrap_or_default()
}

struct Pen(PathBuilder);

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.0.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.0.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.0.close();
    }
}
