//! A sheet in the making: sets text on it and notes what cannot be set.

use std::sync::Arc;

use super::emblem::Emblem;
use super::font::{Fonts, Style};
pub use super::hand::{Align, Column, Hand, Paragraph};
use super::ornament::Ornament;
use super::paint::Paint;
use super::piece;
use super::scale::OTHER;
use super::sheet::{Ink, Item, Sheet};
use super::typeset::{self, Line, MM_PER_POINT, Shape, Type};
use super::wording::Pair;
use crate::model::LabelGrid;
use crate::qr::Symbol;

/// What every sheet of a project is set with.
#[derive(Clone, Copy)]
pub struct Setting<'a> {
    /// Widths and coverage.
    pub fonts: &'a Fonts<'a>,
    /// The inks.
    pub paint: Paint,
    /// The emblem of those who answer for the signs.
    pub emblem: Option<&'a Arc<Emblem>>,
    /// Where labels stand on their sheet.
    pub labels: LabelGrid,
}

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
    /// There is nobody to call on a card that is there to say whom to call.
    NoPhone,
}

impl Fault {
    /// The text it is about; none where a text is missing.
    pub fn text(&self) -> &str {
        match self {
            Fault::Glyph { text, .. } | Fault::Overflow { text } => text,
            Fault::NoPhone => "",
        }
    }
}

/// A sheet in the making.
pub struct Board<'a> {
    /// Widths and coverage.
    pub fonts: &'a Fonts<'a>,
    /// The inks.
    pub paint: Paint,
    /// What was placed.
    pub items: Vec<Item>,
    /// What could not be set.
    pub faults: Vec<Fault>,
}

impl<'a> Board<'a> {
    /// An empty board.
    pub fn new(setting: &Setting<'a>) -> Board<'a> {
        Board { fonts: setting.fonts, paint: setting.paint, items: Vec::new(), faults: Vec::new() }
    }

    /// The finished sheet, or what could not be set.
    pub fn finish(self, width: f64, height: f64, title: String, label: String) -> Result<Sheet, Vec<Fault>> {
        if !self.faults.is_empty() {
            return Err(self.faults);
        }
        Ok(Sheet { width, height, title, label, items: self.items })
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

    /// Notes a text that there is no room for.
    pub fn overflow(&mut self, text: &str) {
        self.faults.push(Fault::Overflow { text: text.to_owned() });
    }

    /// Places a paragraph from `top` down; gives its foot.
    pub fn place(&mut self, paragraph: &Paragraph, column: Column, top: f64, align: Align) -> f64 {
        let face = paragraph.face;
        // The letters stand in the middle of their line: capitals with marks reach about 1.0 above the baseline,
        // tails 0.25 below.
        let drop = (paragraph.leading - 1.25) / 2.0 + 1.0;
        let leftward = paragraph.lines.first().is_some_and(|line| piece::is_leftward(&line.text));
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

    /// Whether a text of one size takes at most so many lines.
    pub fn holds(&self, text: &str, style: Style, size: f64, most: usize, measure: f64) -> bool {
        let lines = typeset::lines(self.fonts, Type { style, size }, measure, Shape::Balanced, text);
        lines.is_some_and(|lines| lines.len() <= most)
    }

    /// Sets and places a text at the largest of `sizes` that holds it in `most` lines; gives its foot.
    pub fn write(&mut self, text: &str, hand: Hand, sizes: &[f64], most: usize, column: Column, top: f64) -> f64 {
        let Some((size, lines)) = self.fit(hand.style, sizes, most, column.width, text) else { return top };
        let face = Type { style: hand.style, size };
        let paragraph = Paragraph { face, leading: hand.leading, ink: hand.ink, lines };
        self.place(&paragraph, column, top, hand.align)
    }

    /// A pair under each other: the first language at the largest of `sizes` that holds it in `most` lines, the other
    /// at three quarters of that or less, in one line more; gives its foot.
    pub fn pair(&mut self, pair: &Pair, hand: Hand, sizes: &[f64], most: usize, column: Column, top: f64) -> f64 {
        let Some((size, lines)) = self.fit(hand.style, sizes, most, column.width, &pair.main) else { return top };
        let face = Type { style: hand.style, size };
        let main = Paragraph { face, leading: hand.leading, ink: hand.ink, lines };
        let y = self.place(&main, column, top, hand.align);
        let Some(other) = &pair.other else { return y };
        // Calls in large letters need no second shout.
        let shares: &[f64] = if size > 15.0 { &[0.6, 0.55, 0.5] } else { &[OTHER, 0.7, 0.65, 0.6] };
        let smaller: Vec<f64> = shares.iter().map(|share| share * size).collect();
        let hand = Hand { style: Style::Regular, ink: Ink::SOFT, ..hand };
        self.write(other, hand, &smaller, most + 1, column, y + 0.02 * size)
    }

    /// Sets and places a text on one line, at the smallest of `sizes` cut off with an ellipsis where it is too long.
    /// Only for formats that say that they do so.
    pub fn write_cut(&mut self, text: &str, hand: Hand, sizes: &[f64], column: Column, top: f64) -> f64 {
        let fits =
            |text: &str, size: f64| typeset::width(self.fonts, Type { style: hand.style, size }, text) <= column.width;
        let smallest = sizes.last().copied().unwrap_or(6.0);
        let text = typeset::clean(text);
        if sizes.iter().any(|size| fits(&text, *size)) {
            return self.write(&text, hand, sizes, 1, column, top);
        }
        let mut words: Vec<&str> = text.split(' ').collect();
        let mut cut = format!("{text}…");
        while words.len() > 1 && !fits(&cut, smallest) {
            words.pop();
            cut = format!("{}…", words.join(" ").trim_end_matches([',', '–', '-', ';', ':', ' ']));
        }
        self.write(&cut, hand, &[smallest], 1, column, top)
    }

    /// Places an ornament.
    pub fn ornament(&mut self, ornament: Ornament, x: f64, y: f64, width: f64, ink: Ink) {
        self.items.push(Item::Ornament { ornament, x, y, width, ink });
    }

    /// Places a symbol by the corner of its own modules.
    pub fn symbol(&mut self, symbol: &Symbol, x: f64, y: f64, dots: u32) {
        self.items.push(Item::Symbol { x, y, dots, symbol: symbol.clone() });
    }

    /// Places the outline of a rectangle, its line `weight` millimetres wide, inside its box.
    pub fn outline(&mut self, x: f64, y: f64, width: f64, height: f64, weight: f64, ink: Ink) {
        self.rectangle(x, y, width, weight, ink);
        self.rectangle(x, y + height - weight, width, weight, ink);
        self.rectangle(x, y + weight, weight, height - 2.0 * weight, ink);
        self.rectangle(x + width - weight, y + weight, weight, height - 2.0 * weight, ink);
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
