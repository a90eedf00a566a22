//! The fonts of signs: widths, coverage, kerning and subsets of Noto Sans, which is built in.

use std::collections::{BTreeMap, BTreeSet};

use subsetter::GlyphRemapper;
use ttf_parser::gpos::{PairAdjustment, PositioningSubtable};
use ttf_parser::{Face, GlyphId, Tag};

/// A style of the family.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Style {
    /// Running text.
    Regular,
    /// Names and numbers.
    Bold,
    /// Placements and asides.
    Italic,
}

impl Style {
    /// All styles.
    pub const ALL: [Style; 3] = [Style::Regular, Style::Bold, Style::Italic];

    /// The word in the text form of a sheet.
    pub fn word(self) -> &'static str {
        match self {
            Style::Regular => "regular",
            Style::Bold => "bold",
            Style::Italic => "italic",
        }
    }

    /// PostScript name of the face.
    pub fn face_name(self) -> &'static str {
        match self {
            Style::Regular => "NotoSans",
            Style::Bold => "NotoSans-Bold",
            Style::Italic => "NotoSans-Italic",
        }
    }

    fn bytes(self) -> &'static [u8] {
        match self {
            Style::Regular => notosans::REGULAR_TTF,
            Style::Bold => notosans::BOLD_TTF,
            Style::Italic => notosans::ITALIC_TTF,
        }
    }
}

/// The parsed faces.
pub struct Fonts {
    faces: [Face<'static>; 3],
}

/// A face cut down to the glyphs a document uses, ready to be embedded.
#[derive(Debug)]
pub struct Subset {
    /// The font program.
    pub program: Vec<u8>,
    /// Glyph of each character.
    pub glyphs: BTreeMap<char, u16>,
    /// Width of each glyph in units of the font.
    pub widths: BTreeMap<u16, u16>,
    /// Units an em.
    pub units_per_em: u16,
    /// Height of the tallest letters above the baseline, in units.
    pub ascender: i16,
    /// Depth below the baseline, negative.
    pub descender: i16,
    /// Height of capitals, in units.
    pub capital_height: i16,
    /// The box that holds every glyph, in units: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Slant of the caret: rise and run.
    pub caret: (i16, i16),
    /// 400 or 700.
    pub weight: u16,
}

impl Fonts {
    /// The built-in family.
    pub fn embedded() -> Fonts {
        let face = |style: Style| Face::parse(style.bytes(), 0).expect("the built-in fonts parse: a test reads each");
        Fonts { faces: Style::ALL.map(face) }
    }

    fn face(&self, style: Style) -> &Face<'static> {
        &self.faces[style as usize]
    }

    /// Whether the face has a glyph for `c`.
    pub fn covers(&self, style: Style, c: char) -> bool {
        self.face(style).glyph_index(c).is_some()
    }

    /// Width of a character in thousandths of the size, cut to a whole number as PDF writers cut it; 0 where the face
    /// lacks it.
    pub fn advance(&self, style: Style, c: char) -> i32 {
        let face = self.face(style);
        let advance = face.glyph_index(c).and_then(|g| face.glyph_hor_advance(g)).unwrap_or(0);
        i32::from(advance) * 1000 / i32::from(face.units_per_em())
    }

    /// By how much the gap between two letters is to be changed, in thousandths of the size.
    pub fn kerning(&self, style: Style, left: char, right: char) -> i32 {
        let face = self.face(style);
        let (Some(left), Some(right)) = (face.glyph_index(left), face.glyph_index(right)) else { return 0 };
        i32::from(pair_adjustment(face, left, right)) * 1000 / i32::from(face.units_per_em())
    }

    /// The face with only the glyphs of `chars`. Characters it lacks are left out: the typesetter has refused them.
    pub fn subset(&self, style: Style, chars: &BTreeSet<char>) -> Result<Subset, subsetter::Error> {
        let face = self.face(style);
        let mut remapper = GlyphRemapper::new();
        let mut glyphs = BTreeMap::new();
        let mut widths = BTreeMap::new();
        for c in chars {
            if let Some(glyph) = face.glyph_index(*c) {
                let new = remapper.remap(glyph.0);
                glyphs.insert(*c, new);
                widths.insert(new, face.glyph_hor_advance(glyph).unwrap_or(0));
            }
        }
        let bounds = face.global_bounding_box();
        let slope = match style {
            Style::Italic => caret_of(face.italic_angle()),
            Style::Regular | Style::Bold => (1, 0),
        };
        Ok(Subset {
            program: subsetter::subset(style.bytes(), 0, &remapper)?,
            glyphs,
            widths,
            units_per_em: face.units_per_em(),
            ascender: face.ascender(),
            descender: face.descender(),
            capital_height: face.capital_height().unwrap_or(face.ascender()),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            caret: slope,
            weight: face.weight().to_number(),
        })
    }
}

/// A slant in degrees (negative leans right) as rise and run.
fn caret_of(angle: f32) -> (i16, i16) {
    (1000, (-angle.to_radians().tan() * 1000.0).round() as i16)
}

/// The adjustment of the first `kern` lookup that knows the pair.
fn pair_adjustment(face: &Face<'_>, left: GlyphId, right: GlyphId) -> i16 {
    let Some(gpos) = face.tables().gpos else { return 0 };
    let Some(feature) = gpos.features.find(Tag::from_bytes(b"kern")) else { return 0 };
    for index in feature.lookup_indices {
        let Some(lookup) = gpos.lookups.get(index) else { continue };
        for subtable in lookup.subtables.into_iter::<PositioningSubtable<'_>>() {
            let PositioningSubtable::Pair(pair) = subtable else { continue };
            let Some(row) = pair.coverage().get(left) else { continue };
            let found = match pair {
                PairAdjustment::Format1 { sets, .. } => sets.get(row).and_then(|set| set.get(right)),
                PairAdjustment::Format2 { classes: (first, second), matrix, .. } => {
                    matrix.get((first.get(left), second.get(right)))
                }
            };
            if let Some((value, _)) = found {
                return value.x_advance;
            }
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_face_has_every_vietnamese_letter() {
        let fonts = Fonts::embedded();
        let vowels = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđ";
        for style in Style::ALL {
            for c in vowels.chars().chain(vowels.to_uppercase().chars()).chain("–—“”…·→₫".chars()) {
                assert!(c == '→' || fonts.covers(style, c), "{style:?} lacks {c}");
            }
        }
        assert!(!fonts.covers(Style::Regular, '劫'));
    }

    #[test]
    fn kerning_draws_open_letters_together() {
        let fonts = Fonts::embedded();
        assert!(fonts.kerning(Style::Bold, 'T', 'o') < 0);
        assert!(fonts.kerning(Style::Bold, 'V', 'ă') < 0 || fonts.kerning(Style::Bold, 'V', 'a') < 0);
        assert_eq!(fonts.kerning(Style::Bold, 'n', 'n'), 0);
    }

    #[test]
    fn a_subset_keeps_the_widths_of_its_letters() {
        let fonts = Fonts::embedded();
        let chars: BTreeSet<char> = "Đền Kiếp Bạc".chars().collect();
        let subset = fonts.subset(Style::Bold, &chars).unwrap();
        assert!(subset.program.len() < 20_000, "{} bytes", subset.program.len());
        for c in chars {
            let width = i32::from(subset.widths[&subset.glyphs[&c]]) * 1000 / i32::from(subset.units_per_em);
            assert_eq!(width, fonts.advance(Style::Bold, c), "{c}");
        }
    }
}
