//! Rank, name and placement, centred over each other.

use super::super::board::Paragraph;
use super::super::font::{Fonts, Style};
use super::super::scale::OTHER;
use super::super::sheet::Ink;
use super::super::typeset::{self, Shape, Type};
use super::super::wording::Wording;
use super::Poster;

const TITLE_LEADING: f64 = 1.3;

/// Centred paragraphs with the gap before each.
pub type Head = Vec<(Paragraph, f64)>;

impl Poster {
    /// Rank, title and placement, `step` sizes below the largest; none where a text takes too many lines.
    pub(super) fn head(&self, fonts: &Fonts<'_>, wording: &Wording, step: f64) -> Option<Head> {
        let (scale, measure) = (self.scale, self.full().width);
        let centred = |style, size: f64, leading, ink, most: usize, text: &str| {
            let lines = typeset::lines(fonts, Type { style, size }, measure, Shape::Balanced, text)?;
            let fits = lines.len() <= most;
            fits.then_some(Paragraph { face: Type { style, size }, leading, ink, lines })
        };
        let title = scale.pt(44.0 - 2.0 * step);
        let mut head = Vec::new();
        let rank = wording.rank.main.to_uppercase();
        head.push((centred(Style::Bold, scale.pt(12.0), 1.3, Ink::BLACK, 2, &rank)?, 0.0));
        if let Some(other) = &wording.rank.other {
            head.push((centred(Style::Regular, scale.pt(12.0) * OTHER, 1.35, Ink::SOFT, 2, other)?, scale.mm(0.4)));
        }
        let name = &wording.title.main;
        head.push((centred(Style::Bold, title, TITLE_LEADING, Ink::BLACK, 3, name)?, scale.mm(1.2)));
        if let Some(other) = &wording.title.other {
            let size = (title * 0.5).max(scale.pt(12.0) * OTHER);
            head.push((centred(Style::Regular, size, TITLE_LEADING, Ink::SOFT, 2, other)?, scale.mm(0.6)));
        }
        if let Some(place) = &wording.place {
            head.push((centred(Style::Bold, scale.pt(13.0), 1.3, Ink::BLACK, 2, &place.main)?, scale.mm(3.2)));
            if let Some(other) = &place.other {
                let size = scale.pt(13.0) * OTHER;
                head.push((centred(Style::Italic, size, 1.3, Ink::SOFT, 2, other)?, scale.mm(0.2)));
            }
        }
        Some(head)
    }
}
