//! The glyphs of a document: which of each face it uses, their numbers in the embedded subset, and the letters a reader
//! gets back for each when text is copied or searched.

use std::collections::BTreeMap;

use subsetter::GlyphRemapper;
use unicode_normalization::UnicodeNormalization;

use super::font::Fonts;
use super::piece::pieces;
use super::shape::{Glyph, Word};
use super::sheet::{Item, Sheet};
use super::typeset::{KERNED_FROM, visible};

/// The glyphs a document uses of one face.
#[derive(Default)]
pub struct Used {
    /// From numbers of the face to numbers of its subset.
    pub numbers: GlyphRemapper,
    /// Letters of each glyph by its number in the subset. A glyph may stand for no letter, where others of its cluster
    /// stand for all of them.
    pub letters: BTreeMap<u16, String>,
}

/// The glyphs of a document by face.
#[derive(Default)]
pub struct Glyphs {
    faces: BTreeMap<usize, Used>,
}

impl Glyphs {
    /// Collects the glyphs of every text, in the order of pages, so that the numbers are the same again.
    pub fn collect(fonts: &Fonts<'_>, sheets: &[&Sheet]) -> Glyphs {
        let mut glyphs = Glyphs::default();
        for item in sheets.iter().flat_map(|s| &s.items) {
            let Item::Text { face, text, .. } = item else { continue };
            for piece in pieces(text) {
                let text = visible(piece.text);
                glyphs.add(fonts, &fonts.word(face.style, face.size >= KERNED_FROM, piece.leftward, text), text);
            }
        }
        glyphs
    }

    fn add(&mut self, fonts: &Fonts<'_>, word: &Word, text: &str) {
        for cluster in clusters(word) {
            let letters = &text[cluster[0].letters.clone()];
            for (i, glyph) in cluster.iter().enumerate() {
                let used = self.faces.entry(glyph.face).or_default();
                let number = used.numbers.remap(glyph.id);
                used.letters.entry(number).or_insert_with(|| match cluster.len() {
                    1 => letters.to_owned(),
                    _ => part(fonts, glyph, letters).unwrap_or_else(|| match i {
                        0 => letters.to_owned(),
                        _ => String::new(),
                    }),
                });
            }
        }
    }

    /// The faces and what is used of them, in order.
    pub fn faces(&self) -> impl Iterator<Item = (usize, &Used)> {
        self.faces.iter().map(|(face, used)| (*face, used))
    }

    /// Number of a glyph in the subset of its face.
    pub fn number(&self, glyph: &Glyph) -> u16 {
        self.faces.get(&glyph.face).and_then(|used| used.numbers.get(glyph.id)).unwrap_or(0)
    }

    /// Whether the glyphs of a word, one after the other, give back its letters.
    pub fn tells(&self, word: &Word, text: &str) -> bool {
        clusters(word).all(|cluster| {
            let mut rest = &text[cluster[0].letters.clone()];
            let told = cluster.iter().all(|glyph| {
                let used = self.faces.get(&glyph.face);
                let letters = used.and_then(|used| used.letters.get(&self.number(glyph))).map_or("", String::as_str);
                rest.strip_prefix(letters).is_some_and(|after| {
                    rest = after;
                    true
                })
            });
            told && rest.is_empty()
        })
    }
}

/// The letter of a composed one a glyph of its cluster stands for: the letter without its mark, or the mark.
fn part(fonts: &Fonts<'_>, glyph: &Glyph, letters: &str) -> Option<String> {
    let face = &fonts.faces[glyph.face].face;
    let is_own = |c: &char| face.glyph_index(*c).is_some_and(|id| id.0 == glyph.id);
    let parts: Vec<char> = letters.nfd().collect();
    if let Some(part) = parts.iter().find(|c| is_own(c)) {
        return Some(part.to_string());
    }
    // Two marks: the font may have the letter with the first of them.
    let composed: String = parts.iter().take(2).copied().nfc().collect();
    composed.chars().find(is_own).map(String::from)
}

/// Glyphs that stand for the same letters.
pub fn clusters(word: &Word) -> impl Iterator<Item = &[Glyph]> {
    word.glyphs.chunk_by(|a, b| a.letters == b.letters)
}
