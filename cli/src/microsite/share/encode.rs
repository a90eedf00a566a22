//! From a finished picture to the smaller of two files.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{QuantizationTableType, SamplingFactor};

use super::canvas::Canvas;

/// Endings of the files, the likelier one first.
pub const ENDINGS: [&str; 2] = ["jpg", "png"];

/// Tried in turn until the file is small enough: at the least letters still have clean edges.
const QUALITIES: [u8; 2] = [60, 48];

/// Bytes a picture should not exceed: programs that show it are in a hurry, and some give up on large ones.
const SMALL: usize = 80_000;

/// A picture as a file.
#[derive(Debug)]
pub struct File {
    /// What it holds.
    pub bytes: Vec<u8>,
    /// What its name ends in.
    pub ending: &'static str,
}

/// The picture as JPEG or, where that is no larger, as PNG, which loses nothing. With a photo or painting PNG never
/// is, so it is not tried.
pub fn encode(canvas: &Canvas) -> File {
    let jpeg = File { bytes: jpeg(canvas), ending: ENDINGS[0] };
    if canvas.is_painted() {
        return jpeg;
    }
    let png = File { bytes: png(canvas), ending: ENDINGS[1] };
    if jpeg.bytes.is_empty() || (!png.bytes.is_empty() && png.bytes.len() <= jpeg.bytes.len()) { png } else { jpeg }
}

/// Writing into memory fails for no picture of this size; an empty file would be told from a good one.
fn jpeg(canvas: &Canvas) -> Vec<u8> {
    let mut bytes = Vec::new();
    for quality in QUALITIES {
        bytes = jpeg_at(canvas, quality).unwrap_or_default();
        if bytes.len() <= SMALL {
            break;
        }
    }
    bytes
}

fn jpeg_at(canvas: &Canvas, quality: u8) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(SMALL);
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    // Made for how eyes see, not for television: fewer bytes for the same look.
    encoder.set_quantization_tables(QuantizationTableType::ImageMagick, QuantizationTableType::ImageMagick);
    let (width, height) = (u16::try_from(canvas.width()).ok()?, u16::try_from(canvas.height()).ok()?);
    encoder.encode(canvas.pixels(), width, height, jpeg_encoder::ColorType::Rgba).ok()?;
    Some(bytes)
}

pub(super) fn png(canvas: &Canvas) -> Vec<u8> {
    let rgb: Vec<u8> = canvas.pixels().chunks_exact(4).flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    let mut bytes = Vec::with_capacity(64 << 10);
    let encoder = PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive);
    match encoder.write_image(&rgb, canvas.width(), canvas.height(), ExtendedColorType::Rgb8) {
        Ok(()) => bytes,
        Err(_) => Vec::new(),
    }
}
