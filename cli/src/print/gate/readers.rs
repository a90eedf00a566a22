//! The two decoders, which share no code.

use rxing::BarcodeFormat;
use rxing::helpers::detect_in_luma_slice;

/// A decoder.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Reader {
    /// A port of ZXing, which most apps that scan are made of.
    Rxing,
    /// A port of quirc, small and strict.
    Rqrr,
}

impl Reader {
    /// Both.
    pub const ALL: [Reader; 2] = [Reader::Rxing, Reader::Rqrr];

    /// Its name in reports.
    pub fn name(self) -> &'static str {
        match self {
            Reader::Rxing => "rxing",
            Reader::Rqrr => "rqrr",
        }
    }

    /// What it reads in a square picture of shades of grey.
    pub fn read(self, luma: &[u8], side: usize) -> Option<String> {
        match self {
            Reader::Rxing => {
                let format = Some(BarcodeFormat::QR_CODE);
                let result = detect_in_luma_slice(luma, side as u32, side as u32, format).ok()?;
                Some(result.getText().to_owned())
            }
            Reader::Rqrr => {
                let tone = |x: usize, y: usize| luma[y * side + x];
                let mut image = rqrr::PreparedImage::prepare_from_greyscale(side, side, tone);
                image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
            }
        }
    }
}
