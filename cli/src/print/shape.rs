//! Words as glyphs: shaped by the rules of their script and font, so that marks, kerning and joined forms are right.
//!
//! A word is what stands between two spaces. Signs repeat few words often, at many sizes, so each is shaped once, in
//! thousandths of the size, and remembered.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, PoisonError, RwLock};

use rustybuzz::ttf_parser::GlyphId;
use rustybuzz::{Direction, Script, UnicodeBuffer, script};
use xxhash_rust::xxh3::Xxh3DefaultBuilder;

use super::font::{Fonts, Style, plan};
use super::script::{is_joiner, letters, runs};

/// Words remembered for each way of setting them: more than a project of thousands of signs uses.
const MOST: usize = 30_000;

/// A glyph and where it stands; lengths are thousandths of the size.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Glyph {
    /// Which face.
    pub face: usize,
    /// Number in the face.
    pub id: u16,
    /// How far the next one is.
    pub advance: i32,
    /// How far it is moved to the right.
    pub dx: i32,
    /// How far it is moved up.
    pub dy: i32,
    /// The letters it stands for, as bytes of the word; glyphs of one cluster have the same.
    pub letters: Range<usize>,
}

/// A word ready to be drawn, its glyphs from left to right.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Word {
    /// From left to right.
    pub glyphs: Vec<Glyph>,
    /// Sum of the advances.
    pub width: i32,
    /// Characters no face has, each once.
    pub missing: Vec<char>,
}

type Words = RwLock<HashMap<Box<str>, Arc<Word>, Xxh3DefaultBuilder>>;

/// Words shaped so far: by style, kerned or not, rightward or leftward. What a word looks like depends on nothing else,
/// so it does not matter which thread put it here.
#[derive(Default)]
pub struct Memo([[[Words; 2]; 2]; 3]);

impl Fonts<'_> {
    /// A word in a style; `kerned` closes the gaps between open letters.
    pub fn word(&self, style: Style, kerned: bool, leftward: bool, text: &str) -> Arc<Word> {
        let words = &self.memo.0[style as usize][usize::from(kerned)][usize::from(leftward)];
        if let Some(word) = words.read().unwrap_or_else(PoisonError::into_inner).get(text) {
            return word.clone();
        }
        let word = Arc::new(self.shape(style, kerned, leftward, text));
        let mut words = words.write().unwrap_or_else(PoisonError::into_inner);
        if words.len() < MOST {
            words.insert(text.into(), word.clone());
        }
        word
    }

    fn shape(&self, style: Style, kerned: bool, leftward: bool, text: &str) -> Word {
        let mut word = Word::default();
        let mut runs = runs(text);
        if leftward {
            runs.reverse();
        }
        for (range, script) in runs {
            let mut parts = self.parts(style, &text[range.clone()], range.start, &mut word.missing);
            if leftward {
                parts.reverse();
            }
            for (face, part) in parts {
                let run = Run { face, script, leftward, kerned };
                word.glyphs.extend(self.glyphs(run, text, part));
            }
        }
        word.width = word.glyphs.iter().map(|g| g.advance).sum();
        word
    }

    /// The faces that set a run: the first that has all of it, else for each letter the first that has it.
    fn parts(&self, style: Style, run: &str, start: usize, missing: &mut Vec<char>) -> Vec<(usize, Range<usize>)> {
        let chain = self.chain(style);
        if let Some(face) = chain.iter().find(|face| run.chars().all(|c| self.sets(**face, c))) {
            return vec![(*face, start..start + run.len())];
        }
        let mut parts: Vec<(usize, Range<usize>)> = Vec::new();
        for range in letters(run) {
            let letter = &run[range.clone()];
            let range = start + range.start..start + range.end;
            let found = chain.iter().find(|face| letter.chars().all(|c| self.sets(**face, c)));
            if found.is_none() {
                let set = |c: &char| chain.iter().any(|face| self.sets(*face, *c));
                // Where each is in some face but no face has all, the letter itself is named.
                let all = letter.chars().all(|c| set(&c));
                let lacking = letter.chars().filter(|c| !set(c)).chain(letter.chars().take(usize::from(all)));
                for c in lacking {
                    if !missing.contains(&c) {
                        missing.push(c);
                    }
                }
            }
            let face = found.copied().unwrap_or(chain[0]);
            match parts.last_mut() {
                Some((last, part)) if *last == face => part.end = range.end,
                _ => parts.push((face, range)),
            }
        }
        parts
    }

    /// Whether a face sets a character: it has it, or the two it is composed of, or there is nothing to see.
    fn sets(&self, face: usize, c: char) -> bool {
        let face = &self.faces[face].face;
        let has = |c: char| face.glyph_index(c).is_some();
        if has(c) || is_joiner(c) {
            return true;
        }
        let mut parts = Vec::new();
        unicode_normalization::char::decompose_canonical(c, |part| parts.push(part));
        parts.len() > 1 && parts.into_iter().all(has)
    }

    fn glyphs(&self, run: Run, text: &str, part: Range<usize>) -> Vec<Glyph> {
        let cut = &self.faces[run.face];
        let direction = if run.leftward { Direction::RightToLeft } else { Direction::LeftToRight };
        let mut buffer = UnicodeBuffer::new();
        for (at, c) in text[part.clone()].char_indices() {
            buffer.add(c, (part.start + at) as u32);
        }
        // What stands before and after decides how letters join, also where the face changes.
        buffer.set_pre_context(&text[..part.start]);
        buffer.set_post_context(&text[part.end..]);
        buffer.set_direction(direction);
        buffer.set_script(run.script);
        let shaped = if run.script == script::LATIN && !run.leftward {
            rustybuzz::shape_with_plan(&cut.face, &cut.latin[usize::from(run.kerned)], buffer)
        } else {
            let plan = plan(&cut.face, direction, run.script, run.kerned);
            rustybuzz::shape_with_plan(&cut.face, &plan, buffer)
        };
        let em = cut.face.units_per_em();
        let thousandths = |units: i32| (f64::from(units) * 1000.0 / f64::from(em)).round() as i32;
        let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
        starts.sort_unstable();
        starts.dedup();
        let end = |start: usize| starts.iter().copied().find(|s| *s > start).unwrap_or(part.end);
        let placed = shaped.glyph_infos().iter().zip(shaped.glyph_positions());
        placed
            .map(|(info, position)| {
                let (id, start) = (info.glyph_id as u16, info.cluster as usize);
                let own = cut.face.glyph_hor_advance(GlyphId(id)).unwrap_or(0);
                // The file tells widths as whole thousandths: what the font adds to them is rounded apart.
                let advance = cut.advance(id) + thousandths(position.x_advance - i32::from(own));
                let (dx, dy) = (thousandths(position.x_offset), thousandths(position.y_offset));
                Glyph { face: run.face, id, advance, dx, dy, letters: start..end(start) }
            })
            .collect()
    }
}

/// Letters of one script in one face.
#[derive(Clone, Copy)]
struct Run {
    face: usize,
    script: Script,
    leftward: bool,
    kerned: bool,
}

#[cfg(test)]
mod tests {
    use super::super::piece::pieces;
    use super::*;
    use crate::print::font::{FontFile, FontFiles};

    /// Fonts of Debian's fonts-noto-core, which `tests/run` installs.
    fn with(names: &[&str]) -> FontFiles {
        let read = |name: &&str| {
            let path = format!("/usr/share/fonts/truetype/noto/{name}.ttf");
            let bytes = std::fs::read(&path).unwrap_or_else(|e| panic!("{path}: {e}; tests/run installs it"));
            FontFile { path, bytes }
        };
        FontFiles { styles: Default::default(), more: names.iter().map(read).collect() }
    }

    #[test]
    fn open_letters_are_drawn_together_where_kerning_is_asked_for() {
        let fonts = Fonts::embedded();
        let width = |kerned, text| fonts.word(Style::Bold, kerned, false, text).width;
        assert!(width(true, "To") < width(false, "To"));
        assert!(width(true, "Và") < width(false, "Và"));
        assert_eq!(width(true, "nn"), width(false, "nn"));
    }

    #[test]
    fn every_vietnamese_letter_is_one_glyph_that_stands_for_it() {
        let fonts = Fonts::embedded();
        let word = fonts.word(Style::Regular, true, false, "nghiêng,Ỹếặ");
        let letters: Vec<&str> = word.glyphs.iter().map(|g| &"nghiêng,Ỹếặ"[g.letters.clone()]).collect();
        assert_eq!(letters, ["n", "g", "h", "i", "ê", "n", "g", ",", "Ỹ", "ế", "ặ"]);
        assert!(word.missing.is_empty() && word.glyphs.iter().all(|g| g.id != 0 && g.dy == 0));
    }

    #[test]
    fn a_word_no_face_has_names_its_letters_once() {
        let word = Fonts::embedded().word(Style::Regular, false, false, "劫泊祠劫x");
        assert_eq!(word.missing, ['劫', '泊', '祠']);
    }

    #[test]
    fn khmer_is_shaped_and_keeps_its_letters_together() {
        let files = with(&["NotoSansKhmer-Regular"]);
        let fonts = Fonts::open(&files).unwrap();
        // "Khmer": the second consonant goes below the first and the vowel that is read last is drawn first.
        let text = "ខ្មែរ";
        let word = fonts.word(Style::Regular, true, false, text);
        assert!(word.missing.is_empty());
        assert!(word.glyphs.len() < text.chars().count(), "{word:?}");
        assert_eq!(word.glyphs[0].letters, 0.."ខ្មែ".len(), "one syllable, one cluster: {word:?}");
        let mixed = fonts.word(Style::Regular, true, false, "Sêខ្មែរ");
        assert!(mixed.glyphs[0].face != mixed.glyphs[3].face && mixed.missing.is_empty());
    }

    #[test]
    fn arabic_is_joined_and_drawn_from_the_right() {
        let files = with(&["NotoNaskhArabic-Regular"]);
        let fonts = Fonts::open(&files).unwrap();
        let line = "Masjid مسجد النور 7";
        let pieces = pieces(line);
        let shown: Vec<&str> = pieces.iter().map(|p| p.text).collect();
        assert_eq!(shown, ["Masjid", " ", "7", " ", "النور", " ", "مسجد"]);
        let joined = fonts.word(Style::Regular, true, true, "مسجد");
        let apart: Vec<u16> =
            "مسجد".chars().map(|c| fonts.word(Style::Regular, true, true, &c.to_string()).glyphs[0].id).collect();
        let drawn: Vec<u16> = joined.glyphs.iter().map(|g| g.id).collect();
        assert!(joined.missing.is_empty() && drawn[0] != apart[0], "{drawn:?} {apart:?}");
        assert_eq!(joined.glyphs.last().unwrap().letters.start, 0, "the first letter is at the right");
    }

    #[test]
    fn a_letter_a_font_lacks_whole_is_set_from_its_parts_and_still_is_one_letter() {
        // Noto Sans Cham has Latin letters but few with two marks.
        let mut files = with(&["NotoSansCham-Regular"]);
        files.styles[0] = files.more.pop();
        let fonts = Fonts::open(&files).unwrap();
        let word = fonts.word(Style::Regular, false, false, "Chăm");
        assert!(word.missing.is_empty());
        let mut covered: Vec<Range<usize>> = word.glyphs.iter().map(|g| g.letters.clone()).collect();
        covered.dedup();
        assert_eq!(covered, [0..1, 1..2, 2..4, 4..5]);
    }
}
