//! The colour that holds a photo's place until it is there: one of a few, known to the style as classes, for a page
//! must not style a single picture (`style=` is refused by the policy).

use std::fmt::Write as _;

use image::RgbImage;

/// What photos of relics are mostly made of: plaster, stone, night, sky, leaves, brick and earth.
const TINTS: [[u8; 3]; 13] = [
    [0xe9, 0xe4, 0xd8],
    [0xc9, 0xc2, 0xb3],
    [0x9b, 0x95, 0x8a],
    [0x5f, 0x5a, 0x52],
    [0x2b, 0x29, 0x26],
    [0xb9, 0xcf, 0xe6],
    [0x7d, 0x9d, 0xc4],
    [0xa7, 0xb0, 0x8a],
    [0x6b, 0x7d, 0x54],
    [0x3d, 0x4a, 0x33],
    [0xc9, 0xa3, 0x6a],
    [0xb0, 0x80, 0x5c],
    [0x7a, 0x4a, 0x38],
];

/// Number of a tint.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Tint(pub u8);

impl Tint {
    /// The tint nearest to the mean colour of `photo`.
    pub fn of(photo: &RgbImage) -> Tint {
        let count = u64::from(photo.width()) * u64::from(photo.height());
        let mut sums = [0_u64; 3];
        for pixel in photo.as_raw().chunks_exact(3) {
            for (sum, value) in sums.iter_mut().zip(pixel) {
                *sum += u64::from(*value);
            }
        }
        let mean = sums.map(|sum| (sum / count.max(1)) as i32);
        let distance = |tint: &[u8; 3]| -> i32 {
            tint.iter().zip(mean).map(|(a, b)| (i32::from(*a) - b) * (i32::from(*a) - b)).sum()
        };
        let nearest = (0..TINTS.len()).min_by_key(|i| distance(&TINTS[*i])).unwrap_or_default();
        Tint(nearest as u8)
    }

    /// The tint with this number, where there is one.
    pub fn numbered(text: &str) -> Option<Tint> {
        let number: u8 = text.parse().ok()?;
        (usize::from(number) < TINTS.len()).then_some(Tint(number))
    }
}

/// The classes of all tints, `.p0` and on.
pub fn style(css: &mut String) {
    for (i, [r, g, b]) in TINTS.iter().enumerate() {
        let _ = write!(css, ".p{i}{{background:#{r:02x}{g:02x}{b:02x}}}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_takes_the_tint_of_what_it_is_made_of() {
        let of = |colour| Tint::of(&RgbImage::from_pixel(4, 4, image::Rgb(colour)));
        assert_eq!(of([70, 130, 60]), Tint(8));
        assert_eq!(of([0, 0, 0]), Tint(4));
        assert_eq!(of([185, 207, 230]), Tint(5));
        assert_eq!((Tint::numbered("12"), Tint::numbered("13"), Tint::numbered("")), (Some(Tint(12)), None, None));
    }
}
