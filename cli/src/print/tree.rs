//! The finished tree of a PDF: what `printpdf` lacks or gets wrong (boxes, outline, language, identifiers, false
//! claims of conformance) is set here.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use jiff::civil::Date;
use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat};
use sha2::{Digest, Sha256};

use super::pdf::{Document, PdfError, points};
use super::sheet::Sheet;

/// Completes the tree, gives each page its deflated `contents`, and writes it.
pub fn finish(mut tree: lopdf::Document, document: &Document<'_>, contents: Vec<Vec<u8>>) -> Result<Vec<u8>, PdfError> {
    tree.version = "1.7".to_owned();
    complete_pages(&mut tree, document, contents)?;
    let outline = (document.sheets.len() > 1).then(|| add_outline(&mut tree, document.sheets));
    let labels = page_labels(document.sheets);
    let catalog = tree.catalog_mut()?;
    if let Some(labels) = labels {
        catalog.set("PageLabels", labels);
    }
    catalog.remove(b"PageLayout");
    catalog.set("Lang", Object::string_literal(document.lang.as_str()));
    let mut preferences = Dictionary::new();
    preferences.set("DisplayDocTitle", true);
    catalog.set("ViewerPreferences", preferences);
    match outline {
        Some(id) => {
            catalog.set("Outlines", Object::Reference(id));
            catalog.set("PageMode", "UseOutlines");
        }
        None => catalog.set("PageMode", "UseNone"),
    }
    complete_info(&mut tree, document.date)?;
    write_identified(tree)
}

/// Bytes as a stream filtered by `FlateDecode` holds them.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(6));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// Sets content and boxes of every page, and gives all pages the one set of resources they share.
fn complete_pages(tree: &mut lopdf::Document, document: &Document<'_>, contents: Vec<Vec<u8>>) -> Result<(), PdfError> {
    let press = document.press;
    let mut shared: Option<Object> = None;
    for ((page_id, sheet), content) in tree.get_pages().into_values().zip(document.sheets).zip(contents) {
        let id = tree.get_dictionary(page_id)?.get(b"Contents")?.as_reference()?;
        let mut stream = Stream::new(Dictionary::new(), content);
        stream.dict.set("Filter", "FlateDecode");
        tree.objects.insert(id, Object::Stream(stream));
        let page = tree.get_dictionary_mut(page_id)?;
        let paper = press.edge();
        for (name, edge) in [("MediaBox", paper), ("CropBox", paper), ("BleedBox", press.bleed), ("TrimBox", 0.0)] {
            // Each box has its corners at so many millimetres around the finished size.
            let (near, far) = (paper - edge, paper + edge);
            let corners = [near, near, far + sheet.width, far + sheet.height];
            page.set(name, Object::Array(corners.iter().map(|n| Object::Real(points(*n) as f32)).collect()));
        }
        page.remove(b"Annots");
        let own = page.get(b"Resources")?.clone();
        match &shared {
            None => {
                let resources = tree.get_dictionary_mut(own.as_reference()?)?;
                resources.remove(b"ExtGState");
                resources.remove(b"Shading");
                shared = Some(own);
            }
            Some(first) => {
                page.set("Resources", first.clone());
                tree.objects.remove(&own.as_reference()?);
            }
        }
    }
    tree.prune_objects();
    tree.renumber_objects();
    Ok(())
}

/// The names of pages, where any has one: a sign is found by typing its number into the reader's page box.
fn page_labels(sheets: &[&Sheet]) -> Option<Object> {
    sheets.iter().find(|sheet| !sheet.label.is_empty())?;
    let mut numbers = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        let mut label = Dictionary::new();
        label.set("P", text_string(&sheet.label));
        numbers.extend([Object::Integer(page as i64), Object::Dictionary(label)]);
    }
    let mut tree = Dictionary::new();
    tree.set("Nums", numbers);
    Some(Object::Dictionary(tree))
}

/// One line of the outline for each page.
fn add_outline(tree: &mut lopdf::Document, sheets: &[&Sheet]) -> ObjectId {
    let root = tree.new_object_id();
    let pages: Vec<ObjectId> = tree.get_pages().into_values().collect();
    let ids: Vec<ObjectId> = sheets.iter().map(|_| tree.new_object_id()).collect();
    for (i, (sheet, page)) in sheets.iter().zip(&pages).enumerate() {
        let mut line = Dictionary::new();
        line.set("Title", text_string(&sheet.title));
        line.set("Parent", Object::Reference(root));
        line.set("Dest", vec![Object::Reference(*page), "Fit".into()]);
        if let Some(before) = i.checked_sub(1) {
            line.set("Prev", Object::Reference(ids[before]));
        }
        if let Some(after) = ids.get(i + 1) {
            line.set("Next", Object::Reference(*after));
        }
        tree.objects.insert(ids[i], Object::Dictionary(line));
    }
    let mut outline = Dictionary::new();
    outline.set("Type", "Outlines");
    outline.set("Count", ids.len() as i64);
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        outline.set("First", Object::Reference(*first));
        outline.set("Last", Object::Reference(*last));
    }
    tree.objects.insert(root, Object::Dictionary(outline));
    root
}

/// A text of the document's structure: UTF-16 with its mark.
fn text_string(text: &str) -> Object {
    let units = std::iter::once(0xfeff).chain(text.encode_utf16());
    Object::String(units.flat_map(u16::to_be_bytes).collect(), StringFormat::Hexadecimal)
}

fn complete_info(tree: &mut lopdf::Document, date: Date) -> Result<(), PdfError> {
    let id = tree.trailer.get(b"Info")?.as_reference()?;
    let info = tree.get_dictionary_mut(id)?;
    // Empty values of these two make readers announce a PDF/X that this is not.
    for name in ["GTS_PDFXVersion", "Identifier", "Trapped", "Keywords"] {
        info.remove(name.as_bytes());
    }
    let stamp = format!("D:{:04}{:02}{:02}000000Z", date.year(), date.month(), date.day());
    for name in ["CreationDate", "ModDate"] {
        info.set(name, Object::string_literal(stamp.as_str()));
    }
    Ok(())
}

/// Writes the tree with an identifier made from its own bytes.
fn write_identified(mut tree: lopdf::Document) -> Result<Vec<u8>, PdfError> {
    let blank = vec![0_u8; 16];
    let placeholder = Object::String(blank.clone(), StringFormat::Hexadecimal);
    tree.trailer.set("ID", vec![placeholder.clone(), placeholder]);
    tree.compress();
    let mut bytes = Vec::new();
    tree.save_to(&mut bytes)?;
    let digest = Sha256::digest(&bytes);
    let hex = |data: &[u8]| data.iter().fold(String::new(), |text, byte| format!("{text}{byte:02X}"));
    let (zeros, identifier) = (hex(&blank), hex(&digest[..16]));
    // The trailer is at the very end: only there can the placeholder be.
    let mut from = bytes.len().saturating_sub(2_000);
    while let Some(at) = bytes[from..].windows(zeros.len()).position(|w| w == zeros.as_bytes()) {
        let start = from + at;
        bytes[start..start + zeros.len()].copy_from_slice(identifier.as_bytes());
        from = start + zeros.len();
    }
    Ok(bytes)
}
