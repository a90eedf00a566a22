//! The plaque of 120 × 180 mm, to be cut from lasting material.

use super::super::board::Setting;
use super::super::poster::{Poster, Story};
use super::super::scale::Scale;
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::Set;

const PLAQUE: Poster = Poster {
    width: 120.0,
    height: 180.0,
    scale: Scale(0.58),
    safe: 6.0,
    margin: 8.5,
    head_top: 11.0,
    lotus: 32.0,
    story: Story::Stacked,
    block_top: 82.0,
    block: 58.0,
    gutter: 5.5,
};

/// Sets the plaque of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    PLAQUE.set(setting, &sign.wording, &sign.symbol)
}
