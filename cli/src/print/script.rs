//! The scripts of a word, and its letters with their marks: what is shaped at once.

use std::ops::Range;

use rustybuzz::ttf_parser::Tag;
use rustybuzz::{Script, script};
use unicode_script::UnicodeScript;

/// Joins or parts letters of some scripts, and shows nothing itself.
pub fn is_joiner(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}')
}

/// The scripts of a word. Digits and punctuation belong to the letters before them, at its start to those after.
pub fn runs(word: &str) -> Vec<(Range<usize>, Script)> {
    let mut runs: Vec<(Range<usize>, Option<Script>)> = Vec::new();
    for (at, c) in word.char_indices() {
        let own = match c.script() {
            unicode_script::Script::Common | unicode_script::Script::Inherited | unicode_script::Script::Unknown => {
                None
            }
            script => Script::from_iso15924_tag(Tag(script.as_iso15924_tag())),
        };
        let end = at + c.len_utf8();
        match runs.last_mut() {
            Some((range, script)) if own.is_none() || script.is_none() || own == *script => {
                range.end = end;
                *script = script.or(own);
            }
            _ => runs.push((at..end, own)),
        }
    }
    runs.into_iter().map(|(range, script)| (range, script.unwrap_or(script::LATIN))).collect()
}

/// The letters of a run, each with the marks on it.
pub fn letters(run: &str) -> Vec<Range<usize>> {
    let mut letters: Vec<Range<usize>> = Vec::new();
    for (at, c) in run.char_indices() {
        let end = at + c.len_utf8();
        let hangs_on = unicode_normalization::char::is_combining_mark(c) || is_joiner(c);
        match letters.last_mut() {
            Some(range) if hangs_on => range.end = end,
            _ => letters.push(at..end),
        }
    }
    letters
}
