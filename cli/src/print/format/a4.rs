//! The A4 poster, upright: what every office printer prints. One symbol, as large as the page allows: paper that is torn
//! is printed again the same day. Two are for what stays up for years or is read from afar: A3, and the large plaque.

use super::super::board::Setting;
use super::super::poster::{Poster, Story};
use super::super::scale::Scale;
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::Set;

const A4: Poster = Poster {
    width: 210.0,
    height: 297.0,
    scale: Scale(1.0),
    safe: 10.0,
    margin: 15.0,
    head_top: 20.0,
    lotus: 72.0,
    story: Story::Beside,
    block_top: 140.5,
    block: 105.0,
    gutter: 9.0,
};

/// Sets the poster of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    A4.set(setting, &sign.wording, &sign.symbol)
}
