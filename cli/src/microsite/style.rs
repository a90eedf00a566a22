//! The style of every page: assembled, made small, and hashed for the content security policy.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::tint;
use crate::model::{Colours, Palette};

/// The style sheet that stands in every page.
#[derive(Debug)]
pub struct Style {
    /// The sheet without comments and spare space.
    pub css: String,
    /// `'sha256-…'`, as a content security policy names it.
    pub source: String,
}

impl Style {
    /// The colour tokens of `palette`, then `sheets` in their order; `photos` adds what holds the place of photos.
    pub fn assemble<'a>(palette: &Palette, photos: bool, sheets: impl IntoIterator<Item = &'a str>) -> Style {
        let mut css = String::from(":root{color-scheme:light dark;");
        tokens(&mut css, &palette.light);
        css.push_str("}@media (prefers-color-scheme:dark){:root{");
        tokens(&mut css, &palette.dark);
        css.push_str("}}@media print{:root{");
        tokens(&mut css, &palette.light);
        css.push_str("}}");
        for sheet in sheets {
            minify(&mut css, sheet);
        }
        if photos {
            tint::style(&mut css);
        }
        let source = format!("'sha256-{}'", base64(&Sha256::digest(css.as_bytes())));
        Style { css, source }
    }
}

fn tokens(css: &mut String, colours: &Colours) {
    let Colours { ground, ink, muted, line, primary, accent } = colours;
    for (name, value) in
        [("ground", ground), ("ink", ink), ("muted", muted), ("line", line), ("primary", primary), ("accent", accent)]
    {
        let _ = write!(css, "--{name}:{value};");
    }
    css.pop();
}

/// Appends `sheet` without comments, and without spaces that mean nothing. Strings are not told apart: the sheets
/// keep to `content:""` and quoted font names, where a single space survives.
fn minify(css: &mut String, sheet: &str) {
    let mut rest = sheet;
    let mut plain = String::with_capacity(sheet.len());
    while let Some(open) = rest.find("/*") {
        plain.push_str(&rest[..open]);
        rest = rest[open..].find("*/").map_or("", |close| &rest[open + close + 2..]);
    }
    plain.push_str(rest);
    for word in plain.split_whitespace() {
        let glued = |edge: char| matches!(edge, '{' | '}' | ';' | ',' | ':' | '>');
        let before = css.chars().next_back().is_none_or(glued);
        if !before && !word.starts_with(['{', '}', ';', ',', '>']) {
            css.push(' ');
        }
        if word.starts_with('}') && css.ends_with(';') {
            css.pop();
        }
        css.push_str(word);
    }
}

fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let group = chunk.iter().fold(0u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for i in 0..4 {
            let letter = ALPHABET[(group >> (18 - 6 * i) & 63) as usize];
            text.push(if i <= chunk.len() { letter as char } else { '=' });
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spare_space_and_comments_go_and_meaning_stays() {
        let mut css = String::new();
        minify(
            &mut css,
            "/* a */\na > b,\n a b::before {\n  margin: 0 -4px;\n  width: calc(1px + 2em);\n}\n@media (min-width: 40em) { p { color: red; } }\n",
        );
        assert_eq!(css, "a>b,a b::before{margin:0 -4px;width:calc(1px + 2em)}@media (min-width:40em){p{color:red}}");
    }

    #[test]
    fn hashes_are_written_as_policies_want_them() {
        assert_eq!(base64(b"Man"), "TWFu");
        assert_eq!(base64(b"Ma"), "TWE=");
        assert_eq!(base64(b"M"), "TQ==");
        let style = Style::assemble(&Palette::default(), false, []);
        assert!(style.source.starts_with("'sha256-") && style.source.ends_with("='"), "{}", style.source);
    }
}
