//! The plaque of 200 × 300 mm, to be cut from lasting material: two symbols, diagonally, so that a torn corner leaves one.

use super::super::board::Setting;
use super::super::poster::{Poster, Story};
use super::super::scale::Scale;
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::Set;

const PLAQUE: Poster = Poster {
    width: 200.0,
    height: 300.0,
    scale: Scale(0.97),
    safe: 9.0,
    margin: 14.5,
    head_top: 19.5,
    lotus: 66.0,
    story: Story::BesideSymbol(60.0),
    block_top: 161.0,
    block: 92.0,
    gutter: 9.5,
};

/// Sets the plaque of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    PLAQUE.set(setting, &sign.wording, &sign.symbol)
}
