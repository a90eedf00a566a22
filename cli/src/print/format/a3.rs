//! The A3 poster: for a gate where many stand at once. Two symbols, diagonally.

use super::super::board::Setting;
use super::super::poster::{Poster, Story};
use super::super::scale::Scale;
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::Set;

const A3: Poster = Poster {
    width: 297.0,
    height: 420.0,
    scale: Scale(1.41),
    safe: 12.0,
    margin: 21.0,
    head_top: 25.0,
    lotus: 84.0,
    story: Story::BesideSymbol(78.0),
    block_top: 222.0,
    block: 132.0,
    gutter: 14.0,
};

/// Sets the poster of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    A3.set(setting, &sign.wording, &sign.symbol)
}
