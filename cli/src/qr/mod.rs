//! QR symbols: from an address to a matrix of modules.
//!
//! The version is the smallest that holds the address at level Q; the level is then raised as far as that version
//! allows, for it costs nothing. Never a picture inside, never light on dark: both are refused by phones in the field.

mod mask;
mod picture;
mod rectangles;
mod terminal;

use qrcode::bits::{Bits, encode_auto};
use qrcode::canvas::Canvas;
use qrcode::ec::construct_codewords;
use qrcode::types::QrResult;
use qrcode::{EcLevel, Version};

pub use rectangles::Rectangle;

/// Light modules that must surround a symbol on every side (ISO/IEC 18004).
pub const QUIET_ZONE: usize = 4;

/// A symbol: a square of dark and light modules that says `payload`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Symbol {
    payload: String,
    width: usize,
    version: u8,
    level: Level,
    modules: Vec<bool>,
}

/// How much damage a symbol is made to survive. The lowest level of the standard is never used, the second not on
/// signs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Three twentieths of the codewords may be lost: on a printed page, which stays indoors.
    M,
    /// A quarter of the codewords may be lost.
    Q,
    /// Three tenths.
    H,
}

/// The address does not fit into any symbol: it has more than about 1,600 letters.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is too long for a QR symbol")]
pub struct TooLong(pub String);

impl Level {
    /// The letter of the standard.
    pub fn letter(self) -> char {
        match self {
            Level::M => 'M',
            Level::Q => 'Q',
            Level::H => 'H',
        }
    }

    fn of_library(self) -> EcLevel {
        match self {
            Level::M => EcLevel::M,
            Level::Q => EcLevel::Q,
            Level::H => EcLevel::H,
        }
    }
}

/// The bits of `payload` at the highest level, if a symbol of `version` holds them.
fn fitting(payload: &str, version: Version) -> QrResult<Bits> {
    let mut bits = Bits::new(version);
    bits.push_optimal_data(payload.as_bytes())?;
    bits.push_terminator(EcLevel::H)?;
    Ok(bits)
}

impl Symbol {
    /// The symbol that says `payload`.
    pub fn new(payload: &str) -> Result<Symbol, TooLong> {
        let at_q = encode_auto(payload.as_bytes(), EcLevel::Q).map_err(|_| TooLong(payload.to_owned()))?;
        match fitting(payload, at_q.version()) {
            Ok(at_h) => Symbol::draw(payload, Level::H, at_h),
            Err(_) => Symbol::draw(payload, Level::Q, at_q),
        }
    }

    /// The symbol on the print of a page whose address is `payload`: smaller than on a sign, for it meets no weather.
    pub fn of_page(payload: &str) -> Result<Symbol, TooLong> {
        let bits = encode_auto(payload.as_bytes(), EcLevel::M).map_err(|_| TooLong(payload.to_owned()))?;
        Symbol::draw(payload, Level::M, bits)
    }

    fn draw(payload: &str, level: Level, bits: Bits) -> Result<Symbol, TooLong> {
        let too_long = || TooLong(payload.to_owned());
        let (version, ec_level) = (bits.version(), level.of_library());
        let Version::Normal(number) = version else { return Err(too_long()) };
        let width = usize::try_from(version.width()).map_err(|_| too_long())?;
        let (data, correction) = construct_codewords(&bits.into_bytes(), version, ec_level).map_err(|_| too_long())?;
        let mut canvas = Canvas::new(version, ec_level);
        canvas.draw_all_functional_patterns();
        canvas.draw_data(&data, &correction);
        let modules = mask::best(&canvas, width);
        Ok(Symbol { payload: payload.to_owned(), width, version: number as u8, level, modules })
    }

    /// What the symbol says.
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// Modules a side, without the quiet zone: 21 for version 1, 4 more for each further version.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Modules a side with the quiet zone on both.
    pub fn width_with_quiet_zone(&self) -> usize {
        self.width + 2 * QUIET_ZONE
    }

    /// 1 to 40.
    pub fn version(&self) -> u8 {
        self.version
    }

    /// Error correction level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// Whether the module in column `x` and row `y` is dark; outside the symbol all is light.
    pub fn is_dark(&self, x: usize, y: usize) -> bool {
        x < self.width && y < self.width && self.modules[y * self.width + x]
    }
}

#[cfg(test)]
mod tests {
    use qrcode::QrCode;

    use super::*;

    #[test]
    fn an_address_of_a_short_host_is_version_3_at_q_or_better() {
        for (url, version, level) in [
            ("https://disan.example/48217", 3, Level::Q),
            ("https://ditich.vn/48217", 3, Level::H),
            ("https://disan.haiduong.gov.vn/48217", 4, Level::H),
        ] {
            let symbol = Symbol::new(url).unwrap();
            assert_eq!((symbol.version(), symbol.level()), (version, level), "{url}");
            assert_eq!(symbol.width(), 17 + 4 * version as usize);
        }
    }

    #[test]
    fn the_level_is_raised_only_while_the_version_stays() {
        for length in 1..60 {
            let payload = format!("https://{}/48217", "a".repeat(length));
            let symbol = Symbol::new(&payload).unwrap();
            let at_q = QrCode::with_error_correction_level(&payload, EcLevel::Q).unwrap();
            assert_eq!(at_q.version(), Version::Normal(i16::from(symbol.version())), "{payload}");
        }
    }

    #[test]
    fn an_endless_address_is_refused() {
        let payload = "x".repeat(5_000);
        assert_eq!(Symbol::new(&payload), Err(TooLong(payload.clone())));
    }
}
