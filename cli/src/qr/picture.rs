//! A symbol as a picture with its quiet zone: SVG for layouts, PNG for whatever takes no SVG.

use std::fmt::Write;

use png::{BitDepth, ColorType, Compression, EncodingError, Filter};

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

    /// The symbol in black on white, a bit a dot.
    pub fn to_png(&self) -> Result<Vec<u8>, EncodingError> {
        let count = self.width_with_quiet_zone();
        let side = count * DOTS;
        let mut lines = Vec::with_capacity(side.div_ceil(8) * side);
        for row in 0..count {
            let start = lines.len();
            lines.resize(start + side.div_ceil(8), 0xff);
            let dark = (0..self.width).filter(|column| row >= QUIET_ZONE && self.is_dark(*column, row - QUIET_ZONE));
            for dot in dark.flat_map(|column| (column + QUIET_ZONE) * DOTS..(column + QUIET_ZONE + 1) * DOTS) {
                lines[start + dot / 8] &= !(0x80 >> (dot % 8));
            }
            let line = start..lines.len();
            (1..DOTS).for_each(|_| lines.extend_from_within(line.clone()));
        }
        let mut bytes = Vec::new();
        let mut encoder = png::Encoder::new(&mut bytes, side as u32, side as u32);
        encoder.set_color(ColorType::Grayscale);
        encoder.set_depth(BitDepth::One);
        encoder.set_compression(Compression::Fast);
        // A line is most often the line above again.
        encoder.set_filter(Filter::Up);
        encoder.write_header()?.write_image_data(&lines)?;
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
