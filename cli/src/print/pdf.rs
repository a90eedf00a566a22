//! Sheets become PDF. The only file that knows `printpdf`, which makes the document with its fonts and forms; the pages'
//! operators come from `content`, and what the library lacks or gets wrong is mended in `tree`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use disan_server::catalog::Lang;
use jiff::civil::Date;
use printpdf::{
    Codepoint, DictItem, ExternalStream, ExternalXObject, FontId, FontMetrics, Op, ParsedFont, PdfDocument, PdfFont,
    PdfFontHandle, PdfPage, PdfSaveOptions, PdfWarnMsg, Pt, TextItem, XObject, XObjectId,
};
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::content::{self, Shared};
use super::emblem::{Art, Emblem};
use super::font::{Fonts, Subset};
use super::glyphs::Glyphs;
use super::ornament::{DrawingError, Ornament};
use super::press::Press;
use super::sheet::{Item, Sheet};
use super::tree;
use super::typeset::MM_PER_POINT;
use crate::qr::Symbol;

/// Points of a printer's dot, 1/300 inch.
pub(super) const POINTS_PER_DOT: f64 = 72.0 / 300.0;

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
pub fn write(fonts: &Fonts<'_>, document: &Document<'_>) -> Result<Written, PdfError> {
    let mut pdf = PdfDocument::new(document.title);
    let glyphs = Glyphs::collect(fonts, document.sheets);
    let declared = embed_fonts(fonts, &glyphs, &mut pdf)?;
    let ornaments = embed_ornaments(document.sheets, &mut pdf)?;
    let symbols = embed_symbols(document.sheets, &mut pdf);
    let emblems = embed_emblems(document.sheets, &mut pdf);
    let (glyphs, symbols, ornaments, emblems) = (&glyphs, &symbols, &ornaments, emblems.as_slice());
    let shared = Shared { fonts, glyphs, symbols, ornaments, emblems, press: document.press };
    let pages = document.sheets.par_iter().enumerate();
    let contents: Vec<(Vec<u8>, Vec<Placed>)> = pages
        .map(|(number, sheet)| {
            let content = content::write(&shared, sheet, number);
            (tree::deflate(&content.operators), content.placed)
        })
        .collect();
    let (streams, placed): (Vec<Vec<u8>>, Vec<Vec<Placed>>) = contents.into_iter().unzip();
    // The library writes a font only where a page shows it: the first page shows every glyph, until its own content
    // takes the place of that.
    let mut declared = Some(declared);
    for sheet in document.sheets {
        let (width, height) = (printpdf::Mm(sheet.width as f32), printpdf::Mm(sheet.height as f32));
        pdf.pages.push(PdfPage::new(width, height, declared.take().unwrap_or_default()));
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
    Ok(Written { bytes: tree::finish(tree, document, streams)?, placed: placed.concat() })
}

/// Millimetres as points, to a hundredth.
pub(super) fn points(mm: f64) -> f64 {
    hundredths(mm / MM_PER_POINT)
}

/// To a hundredth; never −0.
pub(super) fn hundredths(n: f64) -> f64 {
    (n * 100.0).round() / 100.0 + 0.0
}

/// Puts one subset of each used face into the document, for all its pages; gives operators that show every glyph.
fn embed_fonts(fonts: &Fonts<'_>, glyphs: &Glyphs, pdf: &mut PdfDocument) -> Result<Vec<Op>, PdfError> {
    let mut declared = Vec::new();
    for (face, used) in glyphs.faces() {
        // Not F1 … F14: those names mean the built-in faces of PDF.
        let id = FontId(format!("T{face}"));
        let subset = fonts.subset(face, &used.numbers).map_err(PdfError::Font)?;
        pdf.resources.fonts.map.insert(id.clone(), PdfFont::new(parsed_font(subset)));
        declared.push(Op::SetFont { font: PdfFontHandle::External(id), size: Pt(1.0) });
        let letters = used.letters.iter();
        let shown = letters.map(|(glyph, letters)| Codepoint::with_cid(*glyph, 0.0, letters.clone())).collect();
        declared.push(Op::ShowText { items: vec![TextItem::GlyphIds(shown)] });
    }
    if !declared.is_empty() {
        declared.insert(0, Op::StartTextSection);
        declared.push(Op::EndTextSection);
    }
    Ok(declared)
}

fn parsed_font(subset: Subset) -> ParsedFont {
    // The six letters before the plus mark a subset; they are made from its bytes, so that they are the same again.
    let tag: String = Sha256::digest(&subset.program).iter().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    let mut font = ParsedFont::with_glyph_data(
        subset.program,
        0,
        Some(format!("{tag}+{}", subset.name)),
        BTreeMap::new(),
        subset.widths.into_iter().collect(),
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
