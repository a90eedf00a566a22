//! The inks of a sign: black alone, or the colours of the project's pages.

use super::sheet::Ink;
use crate::model::Colours;

/// What each part of a sign is printed with. Symbols and running text are always black.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Paint {
    /// Names, frames and ornaments: cobalt.
    pub primary: Ink,
    /// The one thing that matters, and the bands of a trial: lacquer red.
    pub accent: Ink,
}

impl Paint {
    /// Black alone, for office printers.
    pub const MONO: Paint = Paint { primary: Ink::BLACK, accent: Ink::BLACK };

    /// The colours of the pages by day.
    pub fn of(colours: &Colours) -> Paint {
        let ink = |hex: &str| rgb(hex).map_or(Ink::BLACK, Ink::Colour);
        Paint { primary: ink(&colours.primary), accent: ink(&colours.accent) }
    }
}

/// The three tones of `#rrggbb`.
fn rgb(hex: &str) -> Option<[u8; 3]> {
    let digits = hex.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let tone = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).ok();
    Some([tone(0)?, tone(2)?, tone(4)?])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Palette;

    #[test]
    fn colours_are_those_of_the_pages() {
        let paint = Paint::of(&Palette::default().light);
        assert_eq!(paint.primary, Ink::Colour([0x1b, 0x3b, 0x73]));
        assert_eq!(paint.accent, Ink::Colour([0xa3, 0x23, 0x1f]));
        assert_eq!(rgb("#12"), None);
        assert_eq!(rgb("1b3b73"), None);
    }
}
