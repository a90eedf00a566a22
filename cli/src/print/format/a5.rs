//! The A5 poster: for a counter, a stall, a door.

use super::super::board::Setting;
use super::super::poster::{Poster, Story};
use super::super::scale::Scale;
use super::super::sheet::Sheet;
use super::super::sign::Sign;
use super::Set;

const A5: Poster = Poster {
    width: 148.0,
    height: 210.0,
    scale: Scale(0.7),
    safe: 7.0,
    margin: 10.5,
    head_top: 13.5,
    lotus: 46.0,
    story: Story::Stacked,
    block_top: 101.5,
    block: 70.0,
    gutter: 7.0,
};

/// Sets the poster of a sign.
pub fn set(setting: &Setting<'_>, sign: &Sign<'_>) -> Set<Sheet> {
    A5.set(setting, &sign.wording, &sign.symbol)
}
