//! A symbol as a picture with its quiet zone: SVG for layouts, PNG for whatever takes no SVG.

use std::fmt::Write;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageError};

use super::{QUIET_ZONE, Symbol};

/// Dots of a module in a PNG: at 300 to the inch a symbol of version 3 is 63 mm wide with its quiet zone.
const DOTS: usize = 20;

impl Symbol {
    /// The symbol in black on white, a millimetre a module, as one path.
    pub fn to_svg(&self) -> String {
        let side = self.width_with_quiet_zone();
        let mut path = String::new();
        for r in self.rectangles() {
            let (x, y) = (r.x + QUIET_ZONE, r.y + QUIET_ZONE);
            // Writing to a string cannot fail.
            let _ = write!(path, "M{x} {y}h{w}v{h}h-{w}z", w = r.width, h = r.height);
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" width=\"{side}mm\" \
             height=\"{side}mm\" shape-rendering=\"crispEdges\"><path d=\"M0 0h{side}v{side}h-{side}z\" fill=\"#fff\"/>\
             <path d=\"{path}\" fill=\"#000\"/></svg>\n"
        )
    }

    /// The symbol in black on white, in shades of grey of 8 bits.
    pub fn to_png(&self) -> Result<Vec<u8>, ImageError> {
        let side = self.width_with_quiet_zone() * DOTS;
        let mut dots = Vec::with_capacity(side * side);
        for row in 0..self.width_with_quiet_zone() {
            let start = dots.len();
            for column in 0..self.width_with_quiet_zone() {
                let own = column.checked_sub(QUIET_ZONE).zip(row.checked_sub(QUIET_ZONE));
                let tone = if own.is_some_and(|(x, y)| self.is_dark(x, y)) { 0 } else { 255 };
                dots.extend(std::iter::repeat_n(tone, DOTS));
            }
            let line = start..dots.len();
            (1..DOTS).for_each(|_| dots.extend_from_within(line.clone()));
        }
        let mut bytes = Vec::new();
        let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up);
        encoder.write_image(&dots, side as u32, side as u32, ExtendedColorType::L8)?;
        Ok(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://disan.example/48217";

    #[test]
    fn a_png_is_read_back_by_a_decoder() {
        let symbol = Symbol::new(URL).unwrap();
        let picture = image::load_from_memory(&symbol.to_png().unwrap()).unwrap().into_luma8();
        assert_eq!(picture.dimensions(), (740, 740));
        let (side, luma) = (picture.width(), picture.into_raw());
        let found =
            rxing::helpers::detect_in_luma_slice(&luma, side, side, Some(rxing::BarcodeFormat::QR_CODE)).unwrap();
        assert_eq!(found.getText(), URL);
    }
}
