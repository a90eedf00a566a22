//! The fonts of signs: Noto Sans, which is built in, and the files a project names under `[print]` in `disan.toml`.
//!
//! A style asks its faces in order: the project's own file for that style, its regular file, its further files, and the
//! built-in face last. [`super::shape`] sets words with them; here is what a face is and how it is cut down.

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder, Permissions, Tag, name_id};
use rustybuzz::{Direction, Face, Feature, ShapePlan, script};
use subsetter::GlyphRemapper;

use super::shape::Memo;

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

    fn built_in(self) -> (&'static str, &'static [u8]) {
        match self {
            Style::Regular => ("NotoSans", notosans::REGULAR_TTF),
            Style::Bold => ("NotoSans-Bold", notosans::BOLD_TTF),
            Style::Italic => ("NotoSans-Italic", notosans::ITALIC_TTF),
        }
    }
}

/// The font files of a project, read.
#[derive(Clone, Debug, Default)]
pub struct FontFiles {
    /// For each style, in the order of [`Style::ALL`].
    pub styles: [Option<FontFile>; 3],
    /// Asked in order for what those lack.
    pub more: Vec<FontFile>,
}

/// One font file.
#[derive(Clone, Debug)]
pub struct FontFile {
    /// Where it is, as `disan.toml` names it.
    pub path: String,
    /// What it holds: TrueType or OpenType.
    pub bytes: Vec<u8>,
}

/// A font file that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum FontError {
    /// It is no font this program can set and cut down.
    #[error("{0} is not a TrueType or OpenType font")]
    Unreadable(String),
    /// Its maker forbids to embed it.
    #[error("{0} may not be embedded")]
    Restricted(String),
}

/// The faces of a project's signs, and the words set with them so far.
pub struct Fonts<'f> {
    pub(super) faces: Vec<Cut<'f>>,
    /// For each style the faces it asks, in order.
    chains: [Vec<usize>; 3],
    pub(super) memo: Memo,
}

/// One face, ready to set text.
pub(super) struct Cut<'f> {
    name: String,
    bytes: &'f [u8],
    pub face: Face<'f>,
    /// Plans for Latin text, kerned and not: the rest is rare enough to be planned when it comes.
    pub latin: [ShapePlan; 2],
}

/// A face cut down to the glyphs a document uses, ready to be embedded.
#[derive(Debug)]
pub struct Subset {
    /// PostScript name.
    pub name: String,
    /// The font program.
    pub program: Vec<u8>,
    /// Width of each glyph of the subset in units of the font.
    pub widths: Vec<(u16, u16)>,
    /// Units an em.
    pub units_per_em: u16,
    /// Height of the tallest letters above the baseline, in units.
    pub ascender: i16,
    /// Depth below the baseline, negative.
    pub descender: i16,
    /// The box that holds every glyph, in units: left, bottom, right, top.
    pub bounds: [i16; 4],
    /// Slant of the caret: rise and run.
    pub caret: (i16, i16),
    /// 400 or 700.
    pub weight: u16,
}

impl Fonts<'static> {
    /// The built-in family alone.
    pub fn embedded() -> Fonts<'static> {
        let mut fonts = Fonts { faces: Vec::new(), chains: Default::default(), memo: Memo::default() };
        fonts.add_built_in();
        fonts
    }
}

impl<'f> Fonts<'f> {
    /// The files of a project, and the built-in family for what they lack.
    pub fn open(files: &'f FontFiles) -> Result<Fonts<'f>, FontError> {
        let mut fonts = Fonts { faces: Vec::new(), chains: Default::default(), memo: Memo::default() };
        let mut own = [None; 3];
        for (slot, file) in own.iter_mut().zip(&files.styles) {
            if let Some(file) = file {
                *slot = Some(fonts.add(file)?);
            }
        }
        let more = files.more.iter().map(|file| fonts.add(file)).collect::<Result<Vec<usize>, FontError>>()?;
        for (chain, slot) in fonts.chains.iter_mut().zip(own) {
            chain.extend(slot);
            chain.extend(own[0].filter(|regular| slot != Some(*regular)));
            chain.extend(&more);
        }
        fonts.add_built_in();
        Ok(fonts)
    }

    fn add(&mut self, file: &'f FontFile) -> Result<usize, FontError> {
        let unreadable = || FontError::Unreadable(file.path.clone());
        let face = Face::from_slice(&file.bytes, 0).ok_or_else(unreadable)?;
        if face.permissions() == Some(Permissions::Restricted) {
            return Err(FontError::Restricted(file.path.clone()));
        }
        // Cut down once for the check: not every font that can be read can be embedded.
        subsetter::subset(&file.bytes, 0, &GlyphRemapper::new()).map_err(|_| unreadable())?;
        let name = postscript_name(&face).unwrap_or_else(|| "Font".to_owned());
        self.faces.push(Cut::new(name, &file.bytes, face));
        Ok(self.faces.len() - 1)
    }

    fn add_built_in(&mut self) {
        for (style, chain) in Style::ALL.into_iter().zip(&mut self.chains) {
            let (name, bytes) = style.built_in();
            let face = Face::from_slice(bytes, 0).expect("the built-in fonts parse: a test reads each");
            chain.push(self.faces.len());
            self.faces.push(Cut::new(name.to_owned(), bytes, face));
        }
    }

    /// The faces a style asks, in order; never empty.
    pub(super) fn chain(&self, style: Style) -> &[usize] {
        &self.chains[style as usize]
    }

    /// Whether a face of the style has a glyph for `c`.
    pub fn covers(&self, style: Style, c: char) -> bool {
        self.chain(style).iter().any(|face| self.faces[*face].face.glyph_index(c).is_some())
    }

    /// Draws the outline of a glyph with `pen`, in units of its face, the y axis upwards. A blank has none.
    pub(super) fn trace(&self, face: usize, glyph: u16, pen: &mut dyn OutlineBuilder) {
        // Gives the box of the glyph, which a pen has no use for.
        let _ = self.faces[face].face.outline_glyph(GlyphId(glyph), pen);
    }

    /// Units of a face an em.
    pub(super) fn units_per_em(&self, face: usize) -> u16 {
        self.faces[face].face.as_ref().units_per_em()
    }

    /// The face with only the glyphs of `remapper`, whose numbers it gives them.
    pub fn subset(&self, face: usize, remapper: &GlyphRemapper) -> Result<Subset, subsetter::Error> {
        let cut = &self.faces[face];
        let face = &cut.face;
        let glyphs = remapper.remapped_gids().enumerate();
        let width = |gid: u16| face.glyph_hor_advance(GlyphId(gid)).unwrap_or(0);
        let bounds = face.global_bounding_box();
        Ok(Subset {
            name: cut.name.clone(),
            program: subsetter::subset(cut.bytes, 0, remapper)?,
            widths: glyphs.map(|(new, old)| (new as u16, width(old))).collect(),
            units_per_em: face.as_ref().units_per_em(),
            ascender: face.ascender(),
            descender: face.descender(),
            bounds: [bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max],
            caret: if face.is_italic() { caret_of(face.italic_angle()) } else { (1, 0) },
            weight: face.weight().to_number(),
        })
    }
}

impl<'f> Cut<'f> {
    fn new(name: String, bytes: &'f [u8], face: Face<'f>) -> Cut<'f> {
        let plan = |kerned| plan(&face, Direction::LeftToRight, script::LATIN, kerned);
        Cut { name, bytes, latin: [plan(false), plan(true)], face }
    }

    /// Width of a glyph in thousandths of the size, cut to a whole number as the PDF writer cuts it.
    pub fn advance(&self, glyph: u16) -> i32 {
        let units = self.face.glyph_hor_advance(GlyphId(glyph)).unwrap_or(0);
        i32::from(units) * 1000 / self.face.units_per_em()
    }
}

/// How text of a script is set.
pub(super) fn plan(face: &Face<'_>, direction: Direction, script: rustybuzz::Script, kerned: bool) -> ShapePlan {
    let kern = Feature::new(Tag::from_bytes(b"kern"), u32::from(kerned), ..);
    // Joined letters save nothing on a sign, and not every reader takes them apart again when text is copied.
    let ligatures = Feature::new(Tag::from_bytes(b"liga"), 0, ..);
    let features = [kern, ligatures];
    let count = if script == script::LATIN { 2 } else { 1 };
    ShapePlan::new(face, direction, Some(script), None, &features[..count])
}

fn postscript_name(face: &Face<'_>) -> Option<String> {
    let names = face.names();
    let name = names.into_iter().find(|n| n.name_id == name_id::POST_SCRIPT_NAME && n.is_unicode())?.to_string()?;
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    (!name.is_empty()).then_some(name)
}

/// A slant in degrees (negative leans right) as rise and run.
fn caret_of(angle: f32) -> (i16, i16) {
    (1000, (-angle.to_radians().tan() * 1000.0).round() as i16)
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
    fn a_subset_keeps_the_widths_of_its_letters() {
        let fonts = Fonts::embedded();
        let face = fonts.chain(Style::Bold)[0];
        let mut remapper = GlyphRemapper::new();
        let word = fonts.word(Style::Bold, true, false, "Đền");
        let glyphs: Vec<(u16, u16)> = word.glyphs.iter().map(|g| (remapper.remap(g.id), g.id)).collect();
        let subset = fonts.subset(face, &remapper).unwrap();
        assert!(subset.program.len() < 20_000, "{} bytes", subset.program.len());
        for (new, old) in glyphs {
            let (_, units) = subset.widths.iter().find(|(gid, _)| *gid == new).copied().unwrap();
            assert_eq!(i32::from(units) * 1000 / i32::from(subset.units_per_em), fonts.faces[face].advance(old));
        }
    }

    #[test]
    fn a_file_that_is_no_font_is_refused_by_name() {
        let file = FontFile { path: "fonts/X.ttf".into(), bytes: b"<html>".to_vec() };
        let files = FontFiles { styles: [Some(file), None, None], more: Vec::new() };
        assert_eq!(Fonts::open(&files).err(), Some(FontError::Unreadable("fonts/X.ttf".into())));
    }
}
