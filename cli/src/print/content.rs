//! A sheet as the operators of a PDF page.
//!
//! Texts that follow each other share one text object; colour and font are told when they change. Symbols and ornaments
//! are forms of the document, drawn here by name.

use std::collections::BTreeMap;
use std::io::Write;

use super::emblem::{Art, Emblem};
use super::font::Fonts;
use super::glyphs::{Glyphs, clusters};
use super::ornament::Ornament;
use super::pdf::{POINTS_PER_DOT, Placed, hundredths, points};
use super::piece::pieces;
use super::press::Press;
use super::shape::{Glyph, Word};
use super::sheet::{Ink, Item, Sheet};
use super::typeset::{KERNED_FROM, MM_PER_POINT, Type, visible};

/// What the pages of a document share.
pub struct Shared<'a> {
    /// Faces and shaped words.
    pub fonts: &'a Fonts<'a>,
    /// Numbers of glyphs.
    pub glyphs: &'a Glyphs,
    /// Number of each symbol by what it says.
    pub symbols: &'a BTreeMap<&'a str, usize>,
    /// Width and height of the boxes of ornaments.
    pub ornaments: &'a BTreeMap<Ornament, (f64, f64)>,
    /// Emblems in the order of their numbers.
    pub emblems: &'a [&'a Emblem],
    /// What stands around the finished size.
    pub press: Press,
}

/// A page written.
#[derive(Debug, Default)]
pub struct Content {
    /// Its operators.
    pub operators: Vec<u8>,
    /// Its symbols.
    pub placed: Vec<Placed>,
}

/// Writes the operators of page `number`.
pub fn write(shared: &Shared<'_>, sheet: &Sheet, number: usize) -> Content {
    let edge = shared.press.edge();
    let mut page = Page {
        shared,
        edge,
        height: points(sheet.height + 2.0 * edge),
        number,
        ink: None,
        face: None,
        line: None,
        content: Content::default(),
    };
    sheet.items.iter().chain(&shared.press.crop_marks(sheet)).for_each(|item| page.item(item));
    page.end_text();
    page.content
}

/// A page in the making.
struct Page<'a> {
    shared: &'a Shared<'a>,
    /// Millimetres of paper around the finished size.
    edge: f64,
    /// Of the paper, in points.
    height: f64,
    number: usize,
    ink: Option<Ink>,
    /// Face and size told last.
    face: Option<(usize, f64)>,
    /// Inside a text object: where its line starts, in hundredths of a point.
    line: Option<(i64, i64)>,
    content: Content,
}

impl Page<'_> {
    fn item(&mut self, item: &Item) {
        if !matches!(item, Item::Text { .. }) {
            self.end_text();
        }
        match item {
            Item::Text { ink, .. } | Item::Rectangle { ink, .. } | Item::Ornament { ink, .. } => self.fill(*ink),
            // An emblem brings its own inks.
            Item::Symbol { .. } | Item::Emblem { .. } => self.fill(Ink::BLACK),
        }
        match item {
            Item::Text { x, y, face, text, .. } => self.text(*x, *y, *face, text),
            Item::Rectangle { x, y, width, height, .. } => {
                let (left, bottom) = (self.right(*x), self.up(y + height));
                self.put(format_args!("{left} {bottom} {} {} re f\n", points(*width), points(*height)));
            }
            Item::Ornament { ornament, x, y, width, .. } => {
                let Some(&(own_width, own_height)) = self.shared.ornaments.get(ornament) else { return };
                let scale = width / own_width;
                let bottom = self.up(y + scale * own_height);
                let scale = scale / MM_PER_POINT;
                self.place(format_args!("O{}", *ornament as usize), self.right(*x), bottom, [scale; 2]);
            }
            Item::Emblem { x, y, width, emblem } => {
                let Some(number) = self.shared.emblems.iter().position(|known| *known == &**emblem) else { return };
                let height = width * emblem.aspect();
                let scale = match emblem.art {
                    Art::Lines(_) => [*width; 2],
                    Art::Dots { .. } => [*width, height],
                };
                let (left, bottom) = (self.right(*x), self.up(y + height));
                self.place(format_args!("E{number}"), left, bottom, scale.map(|side| side / MM_PER_POINT));
            }
            Item::Symbol { x, y, dots, symbol } => {
                let module = f64::from(*dots) * POINTS_PER_DOT;
                let side = module * symbol.width() as f64;
                let on_dot = |n: f64| hundredths((n / POINTS_PER_DOT).round() * POINTS_PER_DOT);
                let left = on_dot((self.edge + x) / MM_PER_POINT);
                let bottom = on_dot(self.height - (self.edge + y) / MM_PER_POINT - side);
                let number = self.shared.symbols.get(symbol.payload()).copied().unwrap_or_default();
                self.place(format_args!("S{number}"), left, bottom, [module; 2]);
                self.content.placed.push(Placed { page: self.number, left, bottom, side });
            }
        }
    }

    /// Fills with an ink from here on: tints of black stay in the one black ink.
    fn fill(&mut self, ink: Ink) {
        if self.ink.replace(ink) == Some(ink) {
            return;
        }
        match ink {
            Ink::Tint(tint) => self.put(format_args!("{} g\n", hundredths(1.0 - f64::from(tint) / 100.0))),
            Ink::Colour(rgb) => {
                let [red, green, blue] = rgb.map(|tone| (f64::from(tone) / 255.0 * 1000.0).round() / 1000.0);
                self.put(format_args!("{red} {green} {blue} rg\n"));
            }
        }
    }

    /// A position from the top of the sheet as one from the bottom, in points.
    fn up(&self, y: f64) -> f64 {
        hundredths(self.height - (self.edge + y) / MM_PER_POINT)
    }

    /// A position from the left of the sheet, in points.
    fn right(&self, x: f64) -> f64 {
        points(self.edge + x)
    }

    /// Draws a form with its lower left corner at a place.
    fn place(&mut self, name: std::fmt::Arguments<'_>, left: f64, bottom: f64, scale: [f64; 2]) {
        let [across, upwards] = scale.map(|scale| (scale * 1e5).round() / 1e5);
        self.put(format_args!("q {across} 0 0 {upwards} {left} {bottom} cm /{name} Do Q\n"));
    }

    fn text(&mut self, x: f64, y: f64, face: Type, text: &str) {
        if self.line.is_none() {
            self.put(format_args!("BT\n"));
        }
        let whole = |n: f64| (n * 100.0).round() as i64;
        let start = (whole(self.right(x)), whole(self.up(y)));
        let before = self.line.replace(start).unwrap_or((0, 0));
        let by = |from: i64, to: i64| (to - from) as f64 / 100.0;
        self.put(format_args!("{} {} Td\n", by(before.0, start.0), by(before.1, start.1)));
        let mut run = Run::default();
        for piece in pieces(text) {
            let text = visible(piece.text);
            let word = self.shared.fonts.word(face.style, face.size >= KERNED_FROM, piece.leftward, text);
            self.word(&word, text, piece.leftward, face.size, &mut run);
        }
        self.end_run(&mut run);
        if run.rise != 0 {
            self.put(format_args!("0 Ts\n"));
        }
    }

    /// Shows a word. Where its glyphs do not tell its letters, they are told beside it: the whole word where it runs to
    /// the right, letter by letter where readers have to turn it round.
    fn word(&mut self, word: &Word, text: &str, leftward: bool, size: f64, run: &mut Run) {
        if self.shared.glyphs.tells(word, text) {
            word.glyphs.chunk_by(|a, b| a.face == b.face).for_each(|glyphs| self.show(glyphs, size, run));
            return;
        }
        let told: Vec<(&[Glyph], &str)> = if leftward {
            clusters(word).map(|cluster| (cluster, &text[cluster[0].letters.clone()])).collect()
        } else {
            vec![(word.glyphs.as_slice(), text)]
        };
        for (glyphs, letters) in told {
            self.end_run(run);
            let mut hex = String::from("FEFF");
            letters.encode_utf16().for_each(|unit| hex.push_str(&format!("{unit:04X}")));
            self.put(format_args!("/Span <</ActualText <{hex}>>> BDC\n"));
            glyphs.chunk_by(|a, b| a.face == b.face).for_each(|glyphs| self.show(glyphs, size, run));
            self.end_run(run);
            self.put(format_args!("EMC\n"));
        }
    }

    /// Shows glyphs of one face.
    fn show(&mut self, glyphs: &[Glyph], size: f64, run: &mut Run) {
        for glyph in glyphs {
            let size = hundredths(size);
            if self.face != Some((glyph.face, size)) {
                self.end_run(run);
                self.put(format_args!("/T{} {size} Tf\n", glyph.face));
                self.face = Some((glyph.face, size));
            }
            if run.rise != glyph.dy {
                self.end_run(run);
                let rise = (f64::from(glyph.dy) * size).round() / 1000.0;
                self.put(format_args!("{rise} Ts\n"));
                run.rise = glyph.dy;
            }
            run.gap(-glyph.dx);
            run.glyph(self.shared.glyphs.number(glyph));
            let own = self.shared.fonts.faces[glyph.face].advance(glyph.id);
            // PDF subtracts the number from the advance.
            run.gap(own - glyph.advance + glyph.dx);
        }
    }

    fn end_run(&mut self, run: &mut Run) {
        let items = run.take();
        if !items.is_empty() {
            self.content.operators.extend_from_slice(items.as_bytes());
        }
    }

    fn end_text(&mut self) {
        if self.line.take().is_some() {
            self.put(format_args!("ET\n"));
        }
    }

    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        // Writing to memory cannot fail.
        let _ = self.content.operators.write_fmt(text);
    }
}

/// Glyphs to be shown by one operator.
#[derive(Default)]
struct Run {
    /// Strings and gaps.
    items: String,
    /// Whether a string is open.
    open: bool,
    /// A gap not yet written.
    gap: i32,
    /// How high the glyphs are raised.
    rise: i32,
}

impl Run {
    fn gap(&mut self, thousandths: i32) {
        self.gap += thousandths;
    }

    fn glyph(&mut self, number: u16) {
        if self.gap != 0 {
            if self.open {
                self.items.push('>');
            }
            self.items.push_str(&self.gap.to_string());
            (self.gap, self.open) = (0, false);
        }
        if !self.open {
            self.items.push('<');
            self.open = true;
        }
        for shift in [12, 8, 4, 0] {
            self.items.push(char::from(b"0123456789ABCDEF"[usize::from(number >> shift & 15)]));
        }
    }

    /// The operator that shows what came so far, if anything.
    fn take(&mut self) -> String {
        let mut items = std::mem::take(&mut self.items);
        if self.open {
            items.push('>');
        }
        if self.gap != 0 {
            items.push_str(&self.gap.to_string());
        }
        (self.open, self.gap) = (false, 0);
        match items.matches('<').count() {
            _ if items.is_empty() => items,
            1 if items.starts_with('<') && items.ends_with('>') => format!("{items} Tj\n"),
            _ => format!("[{items}] TJ\n"),
        }
    }
}
