//! Sheets become PDF. The only file that knows `printpdf`; what that library lacks or gets wrong is mended on the
//! finished tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use disan_server::catalog::Lang;
use jiff::civil::Date;
use printpdf::{
    Color, DictItem, ExternalStream, ExternalXObject, FontId, FontMetrics, Greyscale, Op, PaintMode, ParsedFont,
    PdfDocument, PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, Pt, Rect, Rgb, TextItem, TextMatrix,
    XObject, XObjectId, XObjectTransform,
};
use sha2::{Digest, Sha256};

use super::emblem::{Art, Emblem};
use super::font::{Fonts, Style, Subset};
use super::ornament::{DrawingError, Ornament};
use super::press::Press;
use super::sheet::{Ink, Item, Sheet};
use super::tree;
use super::typeset::{KERNED_FROM, MM_PER_POINT, Type};
use crate::qr::Symbol;

/// Points of a printer's dot, 1/300 inch.
const POINTS_PER_DOT: f64 = 72.0 / 300.0;

/// What a document says of itself, and its pages.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Shown in the window's title.
    pub title: &'a str,
    /// Who answers for it.
    pub author: &'a str,
    /// What it is about.
    pub subject: &'a str,
    /// Language of most of its text.
    pub lang: &'a Lang,
    /// Day it is made: an input, never the clock.
    pub date: Date,
    /// One page each.
    pub sheets: &'a [&'a Sheet],
    /// What the print shop needs around each.
    pub press: Press,
}

/// A finished file.
#[derive(Debug)]
pub struct Written {
    /// The file.
    pub bytes: Vec<u8>,
    /// Where its symbols are, in the order of pages and items.
    pub placed: Vec<Placed>,
}

/// Where a symbol is on a page, in points from the lower left corner.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Placed {
    /// Page, from 0.
    pub page: usize,
    /// Left edge of the symbol itself.
    pub left: f64,
    /// Lower edge of the symbol itself.
    pub bottom: f64,
    /// Side of the symbol itself.
    pub side: f64,
}

/// Why a file cannot be made: a fault of this program or of its built-in parts, never of the content.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A built-in font cannot be cut down.
    #[error("the font cannot be subset: {0}")]
    Font(subsetter::Error),
    /// A built-in drawing cannot be read.
    #[error(transparent)]
    Ornament(#[from] DrawingError),
    /// The writer warned of something it would draw wrongly.
    #[error("the PDF writer complains: {0}")]
    Warning(String),
    /// The tree is not as expected.
    #[error("the PDF tree cannot be completed: {0}")]
    Tree(#[from] lopdf::Error),
    /// The bytes cannot be written.
    #[error("the PDF cannot be written: {0}")]
    Write(#[from] std::io::Error),
}

/// Writes a document. The same sheets give the same bytes.
pub fn write(fonts: &Fonts, document: &Document<'_>) -> Result<Written, PdfError> {
    let mut pdf = PdfDocument::new(document.title);
    embed_fonts(fonts, document.sheets, &mut pdf)?;
    let ornaments = embed_ornaments(document.sheets, &mut pdf)?;
    let symbols = embed_symbols(document.sheets, &mut pdf);
    let emblems = embed_emblems(document.sheets, &mut pdf);
    let edge = document.press.edge();
    let mut placed = Vec::new();
    for (number, sheet) in document.sheets.iter().enumerate() {
        let (symbols, ornaments, emblems) = (&symbols, &ornaments, &emblems);
        let height = points(sheet.height + 2.0 * edge);
        let mut page = Page { fonts, symbols, ornaments, emblems, edge, height, number, ops: Vec::new(), placed };
        page.draw(&sheet.items);
        page.draw(&document.press.crop_marks(sheet));
        placed = page.placed;
        let [width, height] = [sheet.width, sheet.height].map(|side| printpdf::Mm((side + 2.0 * edge) as f32));
        pdf.pages.push(PdfPage::new(width, height, page.ops));
    }
    let info = &mut pdf.metadata.info;
    info.document_title = document.title.to_owned();
    info.author = document.author.to_owned();
    info.subject = document.subject.to_owned();
    info.creator = "disan".to_owned();
    info.producer = "disan".to_owned();
    let mut warnings: Vec<PdfWarnMsg> = Vec::new();
    let tree = pdf.to_lopdf_document(&PdfSaveOptions::default(), &mut warnings);
    if let Some(warning) = warnings.first() {
        return Err(PdfError::Warning(warning.msg.clone()));
    }
    Ok(Written { bytes: tree::finish(tree, document)?, placed })
}

/// Millimetres as points, to a hundredth.
pub(super) fn points(mm: f64) -> f64 {
    hundredths(mm / MM_PER_POINT)
}

fn hundredths(n: f64) -> f64 {
    (n * 100.0).round() / 100.0 + 0.0
}

fn font_id(style: Style) -> FontId {
    // Not F1 … F14: those names mean the built-in faces of PDF.
    FontId(format!("T{}", style as usize))
}

/// Puts one subset of each used style into the document, for all its pages.
fn embed_fonts(fonts: &Fonts, sheets: &[&Sheet], pdf: &mut PdfDocument) -> Result<(), PdfError> {
    let mut used: BTreeMap<Style, BTreeSet<char>> = BTreeMap::new();
    for item in sheets.iter().flat_map(|s| &s.items) {
        if let Item::Text { face, text, .. } = item {
            used.entry(face.style).or_default().extend(text.chars().map(visible));
        }
    }
    for (style, chars) in &used {
        let subset = fonts.subset(*style, chars).map_err(PdfError::Font)?;
        pdf.resources.fonts.map.insert(font_id(*style), PdfFont::new(parsed_font(*style, subset)));
    }
    Ok(())
}

/// A no-break space has done its work once lines are set; a plain one is what readers search for.
fn visible(c: char) -> char {
    if matches!(c, '\u{a0}' | '\u{202f}') { ' ' } else { c }
}

fn parsed_font(style: Style, subset: Subset) -> ParsedFont {
    // The six letters before the plus mark a subset; they are made from its bytes, so that they are the same again.
    let tag: String = Sha256::digest(&subset.program).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    let mut font = ParsedFont::with_glyph_data(
        subset.program,
        0,
        Some(format!("{tag}+{}", style.face_name())),
        subset.glyphs.into_iter().map(|(c, glyph)| (u32::from(c), glyph)).collect(),
        subset.widths,
        subset.units_per_em,
        FontMetrics { ascent: subset.ascender, descent: subset.descender },
    );
    let [left, bottom, right, top] = subset.bounds;
    let metrics = &mut font.pdf_font_metrics;
    (metrics.x_min, metrics.y_min, metrics.x_max, metrics.y_max) = (left, bottom, right, top);
    (metrics.caret_slope_rise, metrics.caret_slope_run) = subset.caret;
    metrics.us_weight_class = subset.weight;
    font
}

/// A form: drawn once in the file, used on any page.
fn form(width: f64, height: f64, operators: String) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let number = |n: f64| DictItem::Real(n as f32);
    let bounds = [0.0, 0.0, width, height].map(number).to_vec();
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Form")),
        ("BBox", DictItem::Array(bounds)),
        ("Resources", DictItem::Dict { map: BTreeMap::new() }),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content: operators.into_bytes(), compress: true };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

fn ornament_id(ornament: Ornament) -> XObjectId {
    XObjectId(format!("O{}", ornament as usize))
}

/// Puts each used ornament into the document once; gives width and height of their boxes.
fn embed_ornaments(sheets: &[&Sheet], pdf: &mut PdfDocument) -> Result<BTreeMap<Ornament, (f64, f64)>, PdfError> {
    let used: BTreeSet<Ornament> = sheets
        .iter()
        .flat_map(|s| &s.items)
        .filter_map(|item| match item {
            Item::Ornament { ornament, .. } => Some(*ornament),
            _ => None,
        })
        .collect();
    let mut sizes = BTreeMap::new();
    for ornament in used {
        let drawing = ornament.drawing()?;
        sizes.insert(ornament, (drawing.width, drawing.height));
        let object = form(drawing.width, drawing.height, drawing.operators);
        pdf.resources.xobjects.map.insert(ornament_id(ornament), object);
    }
    Ok(sizes)
}

/// Puts each distinct symbol into the document once; gives the number of each by what it says.
fn embed_symbols<'a>(sheets: &[&'a Sheet], pdf: &mut PdfDocument) -> BTreeMap<&'a str, usize> {
    let mut numbers = BTreeMap::new();
    for item in sheets.iter().flat_map(|s| &s.items) {
        if let Item::Symbol { symbol, .. } = item {
            let next = numbers.len();
            numbers.entry(symbol.payload()).or_insert_with(|| {
                let side = symbol.width() as f64;
                pdf.resources.xobjects.map.insert(symbol_id(next), form(side, side, symbol_path(symbol)));
                next
            });
        }
    }
    numbers
}

/// Puts each distinct emblem into the document once; gives them in the order of their numbers.
fn embed_emblems<'a>(sheets: &[&'a Sheet], pdf: &mut PdfDocument) -> Vec<&'a Emblem> {
    let mut emblems: Vec<&Emblem> = Vec::new();
    for item in sheets.iter().flat_map(|s| &s.items) {
        if let Item::Emblem { emblem, .. } = item
            && !emblems.contains(&&**emblem)
        {
            let object = match &emblem.art {
                Art::Lines(operators) => form(1.0, emblem.aspect(), operators.clone()),
                Art::Dots { width, height, channels, samples } => picture(*width, *height, *channels, samples),
            };
            pdf.resources.xobjects.map.insert(emblem_id(emblems.len()), object);
            emblems.push(emblem);
        }
    }
    emblems
}

/// A picture: a unit square until it is placed.
fn picture(width: u32, height: u32, channels: u8, samples: &[u8]) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(width))),
        ("Height", DictItem::Int(i64::from(height))),
        ("BitsPerComponent", DictItem::Int(8)),
        ("ColorSpace", name(if channels == 1 { "DeviceGray" } else { "DeviceRGB" })),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content: samples.to_vec(), compress: true };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

fn emblem_id(number: usize) -> XObjectId {
    XObjectId(format!("E{number}"))
}

fn symbol_id(number: usize) -> XObjectId {
    XObjectId(format!("S{number}"))
}

/// All dark modules as one path in units of a module, filled once: nothing can show between two of them.
fn symbol_path(symbol: &Symbol) -> String {
    let mut path = String::new();
    for r in symbol.rectangles() {
        let bottom = symbol.width() - r.y - r.height;
        // Writing to a string cannot fail.
        let _ = writeln!(path, "{} {bottom} {} {} re", r.x, r.width, r.height);
    }
    path.push('f');
    path
}

/// An ink as the file names it: tints of black stay in the one black ink.
fn fill(ink: Ink) -> Color {
    match ink {
        Ink::Tint(tint) => Color::Greyscale(Greyscale::new(hundredths(1.0 - f64::from(tint) / 100.0) as f32, None)),
        Ink::Colour(rgb) => {
            let [red, green, blue] = rgb.map(|tone| (f64::from(tone) / 255.0 * 1000.0).round() as f32 / 1000.0);
            Color::Rgb(Rgb::new(red, green, blue, None))
        }
    }
}

/// A page in the making.
struct Page<'a> {
    fonts: &'a Fonts,
    symbols: &'a BTreeMap<&'a str, usize>,
    ornaments: &'a BTreeMap<Ornament, (f64, f64)>,
    emblems: &'a [&'a Emblem],
    /// Millimetres of paper around the finished size.
    edge: f64,
    /// Of the paper, in points.
    height: f64,
    number: usize,
    ops: Vec<Op>,
    placed: Vec<Placed>,
}

impl Page<'_> {
    fn draw(&mut self, items: &[Item]) {
        let mut ink = None;
        let mut face = None;
        let mut in_text = false;
        for item in items {
            let is_text = matches!(item, Item::Text { .. });
            if in_text && !is_text {
                self.ops.push(Op::EndTextSection);
                in_text = false;
            }
            let wanted = match item {
                Item::Text { ink, .. } | Item::Rectangle { ink, .. } | Item::Ornament { ink, .. } => *ink,
                // An emblem brings its own inks.
                Item::Symbol { .. } | Item::Emblem { .. } => Ink::BLACK,
            };
            if ink != Some(wanted) {
                self.ops.push(Op::SetFillColor { col: fill(wanted) });
                ink = Some(wanted);
            }
            if is_text && !in_text {
                self.ops.push(Op::StartTextSection);
                in_text = true;
            }
            self.item(item, &mut face);
        }
        if in_text {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn item(&mut self, item: &Item, current: &mut Option<Type>) {
        match item {
            Item::Text { x, y, face, text, .. } => {
                if *current != Some(*face) {
                    let font = PdfFontHandle::External(font_id(face.style));
                    self.ops.push(Op::SetFont { font, size: Pt(hundredths(face.size) as f32) });
                    *current = Some(*face);
                }
                let at = [1.0, 0.0, 0.0, 1.0, self.right(*x) as f32, self.up(*y) as f32];
                self.ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw(at) });
                self.ops.push(Op::ShowText { items: self.letters(*face, text) });
            }
            Item::Rectangle { x, y, width, height, .. } => {
                let bottom = self.up(y + height);
                let rectangle = Rect {
                    x: Pt(self.right(*x) as f32),
                    y: Pt(bottom as f32),
                    width: Pt(points(*width) as f32),
                    height: Pt(points(*height) as f32),
                    mode: Some(PaintMode::Fill),
                    winding_order: None,
                };
                self.ops.push(Op::DrawRectangle { rectangle });
            }
            Item::Ornament { ornament, x, y, width, .. } => {
                let Some(&(own_width, own_height)) = self.ornaments.get(ornament) else { return };
                let scale = width / own_width;
                let bottom = self.up(y + scale * own_height);
                let scale = scale / MM_PER_POINT;
                self.place(ornament_id(*ornament), self.right(*x), bottom, [scale; 2]);
            }
            Item::Emblem { x, y, width, emblem } => {
                let Some(number) = self.emblems.iter().position(|known| *known == &**emblem) else { return };
                let height = width * emblem.aspect();
                let scale = match emblem.art {
                    Art::Lines(_) => [*width; 2],
                    Art::Dots { .. } => [*width, height],
                };
                let (left, bottom) = (self.right(*x), self.up(y + height));
                self.place(emblem_id(number), left, bottom, scale.map(|side| side / MM_PER_POINT));
            }
            Item::Symbol { x, y, dots, symbol } => {
                let module = f64::from(*dots) * POINTS_PER_DOT;
                let side = module * symbol.width() as f64;
                let on_dot = |n: f64| (n / POINTS_PER_DOT).round() * POINTS_PER_DOT;
                let left = on_dot((self.edge + x) / MM_PER_POINT);
                let bottom = on_dot(self.height - (self.edge + y) / MM_PER_POINT - side);
                let number = self.symbols.get(symbol.payload()).copied().unwrap_or_default();
                self.place(symbol_id(number), left, bottom, [module; 2]);
                self.placed.push(Placed { page: self.number, left, bottom, side });
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

    fn place(&mut self, id: XObjectId, left: f64, bottom: f64, [across, upwards]: [f64; 2]) {
        let transform = XObjectTransform {
            translate_x: Some(Pt(left as f32)),
            translate_y: Some(Pt(bottom as f32)),
            scale_x: Some(across as f32),
            scale_y: Some(upwards as f32),
            no_auto_scale: true,
            ..XObjectTransform::default()
        };
        self.ops.push(Op::UseXobject { id, transform });
    }

    /// The letters of a line; large ones with the gaps between pairs adjusted.
    fn letters(&self, face: Type, text: &str) -> Vec<TextItem> {
        let text: String = text.chars().map(visible).collect();
        if face.size < KERNED_FROM {
            return vec![TextItem::Text(text)];
        }
        let mut items = Vec::new();
        let mut run = String::new();
        for c in text.chars() {
            let gap = run.chars().next_back().map_or(0, |left| self.fonts.kerning(face.style, left, c));
            if gap != 0 {
                items.push(TextItem::Text(std::mem::take(&mut run)));
                // PDF subtracts the number from the advance.
                items.push(TextItem::Offset(-gap as f32));
            }
            run.push(c);
        }
        items.push(TextItem::Text(run));
        items
    }
}
