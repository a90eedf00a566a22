//! Parts become pages.

use super::super::font::{Fonts, Style};
use super::super::sheet::{Ink, Item, Sheet};
use super::super::typeset::{self, MM_PER_POINT, Shape, Type};
use super::{Letter, Line, PAGE, Part, Side};

/// Size of running text in points: Noto Sans is as large at 11.5 as Times at 14.
const TEXT: f64 = 11.5;
/// Distance of baselines in sizes.
const LEADING: f64 = 1.4;
/// Millimetres by which the first line of a paragraph is set in.
const INDENT: f64 = 10.0;
/// Thickness of rules in millimetres.
const RULE: f64 = 0.25;

/// The sheets of a paper; the characters no face has where there are such.
pub fn set(fonts: &Fonts<'_>, letter: &Letter) -> Result<Vec<Sheet>, Vec<char>> {
    let mut setter =
        Setter { fonts, margins: letter.margins, pages: vec![Vec::new()], y: letter.margins[0], missing: Vec::new() };
    for part in &letter.parts {
        setter.part(part);
    }
    setter.finish()
}

/// A paper in the making.
pub(super) struct Setter<'a> {
    pub(super) fonts: &'a Fonts<'a>,
    margins: [f64; 4],
    pages: Vec<Vec<Item>>,
    /// Where the next thing begins.
    pub(super) y: f64,
    missing: Vec<char>,
}

impl Setter<'_> {
    pub(super) fn left(&self) -> f64 {
        self.margins[3]
    }

    pub(super) fn room(&self) -> f64 {
        PAGE.0 - self.margins[1] - self.margins[3]
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Halves { left_share, left, right, flush } => self.halves(*left_share, left, right, *flush),
            Part::Centred(line) => {
                let height = self.line_height(line, self.room());
                self.need(height);
                self.y = self.line(line, (self.left(), self.room()), self.y, Side::Middle);
            }
            Part::Heading(text) => self.heading(text),
            Part::Text { style, text } => self.running(*style, text),
            Part::Table(table) => self.table(table),
            Part::NewPage => self.new_page(),
        }
    }

    /// Begins a page where less than `height` is left on this one.
    pub(super) fn need(&mut self, height: f64) {
        if self.y + height > PAGE.1 - self.margins[2] {
            self.new_page();
        }
    }

    fn new_page(&mut self) {
        self.pages.push(Vec::new());
        self.y = self.margins[0];
    }

    pub(super) fn put(&mut self, item: Item) {
        if let Some(page) = self.pages.last_mut() {
            page.push(item);
        }
    }

    /// The lines of a text; a word that is wider than the measure is parted anywhere.
    pub(super) fn lines(&mut self, face: Type, measure: f64, shape: Shape, text: &str) -> Vec<typeset::Line> {
        let text = typeset::clean(text);
        for c in typeset::missing(self.fonts, face.style, &text) {
            if !self.missing.contains(&c) {
                self.missing.push(c);
            }
        }
        if let Some(lines) = typeset::lines(self.fonts, face, measure, shape, &text) {
            return lines;
        }
        let parted: Vec<String> = text.split(' ').map(|word| self.parted(face, measure, word)).collect();
        typeset::lines(self.fonts, face, measure, shape, &parted.join(" ")).unwrap_or_default()
    }

    /// A word in pieces that fit.
    fn parted(&self, face: Type, measure: f64, word: &str) -> String {
        let (mut out, mut piece) = (String::new(), String::new());
        for c in word.chars() {
            piece.push(c);
            if typeset::width(self.fonts, face, &piece) > measure - 0.5 {
                piece.pop();
                out.push_str(&piece);
                out.push(' ');
                piece = c.to_string();
            }
        }
        out + &piece
    }

    /// Sets lines in a column from `top` down; gives their foot.
    pub(super) fn place(
        &mut self,
        lines: &[typeset::Line],
        face: Type,
        leading: f64,
        (x, width): (f64, f64),
        top: f64,
        side: Side,
    ) -> f64 {
        let step = face.size * leading * MM_PER_POINT;
        let drop = ((leading - 1.25) / 2.0 + 1.0) * face.size * MM_PER_POINT;
        for (i, line) in lines.iter().enumerate() {
            let x = match side {
                Side::Left => x,
                Side::Middle => x + (width - line.width) / 2.0,
                Side::Right => x + width - line.width,
            };
            let text = line.text.clone();
            self.put(Item::Text { x, y: top + i as f64 * step + drop, face, ink: Ink::BLACK, text });
        }
        top + lines.len() as f64 * step
    }

    fn line_height(&mut self, line: &Line, width: f64) -> f64 {
        let face = Type { style: line.style, size: line.size };
        let count = self.lines(face, width, Shape::Balanced, &line.text).len() as f64;
        count * line.size * 1.3 * MM_PER_POINT + line.below + if line.rule > 0.0 { 2.2 } else { 0.0 }
    }

    fn line(&mut self, line: &Line, column: (f64, f64), top: f64, side: Side) -> f64 {
        let face = Type { style: line.style, size: line.size };
        let lines = self.lines(face, column.1, Shape::Balanced, &line.text);
        let mut y = self.place(&lines, face, 1.3, column, top, side);
        if line.rule > 0.0 {
            let width = lines.iter().map(|line| line.width).fold(0.0, f64::max) * line.rule;
            let x = column.0 + (column.1 - width) / 2.0;
            self.put(Item::Rectangle { x, y: y + 0.7, width, height: RULE, ink: Ink::BLACK });
            y += 2.2;
        }
        y + line.below
    }

    fn halves(&mut self, left_share: f64, left: &[Line], right: &[Line], flush: bool) {
        let width = self.room() * left_share;
        let columns = [(self.left(), width - 2.0), (self.left() + width + 2.0, self.room() - width - 2.0)];
        let mut height: f64 = 0.0;
        for (lines, column) in [left, right].into_iter().zip(columns) {
            height = height.max(lines.iter().map(|line| self.line_height(line, column.1)).sum());
        }
        self.need(height);
        let top = self.y;
        for (number, (lines, column)) in [left, right].into_iter().zip(columns).enumerate() {
            let side = if flush && number == 0 { Side::Left } else { Side::Middle };
            let mut y = top;
            for line in lines {
                y = self.line(line, column, y, side);
            }
            self.y = self.y.max(y);
        }
    }

    /// With room for two lines of what follows.
    fn heading(&mut self, text: &str) {
        let face = Type { style: Style::Bold, size: TEXT };
        let lines = self.lines(face, self.room(), Shape::Running, text);
        let step = TEXT * LEADING * MM_PER_POINT;
        self.need(2.0 + (lines.len() as f64 + 2.0) * step);
        self.y = self.place(&lines, face, LEADING, (self.left(), self.room()), self.y + 2.0, Side::Left) + 0.8;
    }

    fn running(&mut self, style: Style, text: &str) {
        let face = Type { style, size: TEXT };
        let step = TEXT * LEADING * MM_PER_POINT;
        // The first line is shorter: what does not fit it is set anew.
        let first = self.lines(face, self.room() - INDENT, Shape::Running, text);
        let Some(head) = first.first().cloned() else { return };
        let rest = typeset::clean(text);
        let rest = rest.strip_prefix(head.text.as_str()).unwrap_or_default().trim_start().to_owned();
        let tail = if rest.is_empty() { Vec::new() } else { self.lines(face, self.room(), Shape::Running, &rest) };
        self.need(step * if tail.is_empty() { 1.0 } else { 2.0 });
        self.y = self.place(&[head], face, LEADING, (self.left() + INDENT, self.room()), self.y, Side::Left);
        for line in tail {
            self.need(step);
            self.y = self.place(&[line], face, LEADING, (self.left(), self.room()), self.y, Side::Left);
        }
        self.y += 1.6;
    }

    /// The finished sheets, each but the first with its number in the upper margin.
    fn finish(mut self) -> Result<Vec<Sheet>, Vec<char>> {
        if !self.missing.is_empty() {
            return Err(self.missing);
        }
        let face = Type { style: Style::Regular, size: 10.5 };
        let pages = std::mem::take(&mut self.pages);
        let sheets = pages.into_iter().enumerate().map(|(i, mut items)| {
            let number = (i + 1).to_string();
            if i > 0 {
                let x = (PAGE.0 - typeset::width(self.fonts, face, &number)) / 2.0;
                items.push(Item::Text { x, y: 12.0, face, ink: Ink::BLACK, text: number.clone() });
            }
            Sheet { width: PAGE.0, height: PAGE.1, title: number.clone(), label: number, items }
        });
        Ok(sheets.collect())
    }
}
