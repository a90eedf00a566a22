//! The formats of signs: one file and one row each.

mod a3;
mod a4;
mod a5;
mod card;
mod install;
mod label;
mod large_print;
mod patrol;
mod plaque_120x180;
mod plaque_200x300;
mod proof;

use super::board::{Fault, Setting};
use super::gate::Seen;
use super::sheet::Sheet;
use super::sign::Sign;
use super::wording::Speaker;
use crate::model::SignFormat;

/// Sheets, or what could not be set on them.
pub type Set<T> = Result<T, Vec<Fault>>;

/// Sets the list of the signs of the unit with this name.
pub type SetList = fn(&Setting<'_>, &Speaker<'_>, &str, &[&Sign<'_>]) -> Set<Vec<Sheet>>;

/// A format of signs.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Which.
    pub id: SignFormat,
    /// Millimetres a module must have at least.
    pub least: f64,
    /// How its sheets come about.
    pub make: Make,
}

/// How the sheets of a format come about.
#[derive(Clone, Copy, Debug)]
pub enum Make {
    /// A sheet for each sign, which carries its symbol so many times.
    Sign(usize, fn(&Setting<'_>, &Sign<'_>) -> Set<Sheet>),
    /// As many sheets for an entry as its text needs; the first carries the symbol of its first sign.
    Text(fn(&Setting<'_>, &Speaker<'_>, &Sign<'_>) -> Set<Vec<Sheet>>),
    /// Sheets that hold so many signs each, one symbol a sign, in their order.
    Grid(fn(&Setting<'_>, &Speaker<'_>, &[&Sign<'_>]) -> Set<Vec<Sheet>>),
    /// Sheets that list signs of the unit with this name; they carry no symbol.
    List(SetList),
    /// A sheet for each sign that tells what its symbol, which it carries so many times, did in the trials.
    Proof(usize, fn(&Setting<'_>, &Speaker<'_>, &Sign<'_>, Option<&Seen>) -> Set<Sheet>),
}

impl Format {
    /// Modules smaller than this are lost on an office printer and to a phone held in the hand.
    const LEAST: f64 = 0.8;
    /// A label is scanned from as near as a hand can bring a phone.
    const LEAST_ON_LABELS: f64 = 0.7;

    /// The row of a format.
    pub fn of(id: SignFormat) -> Format {
        let (least, make) = match id {
            SignFormat::A3 => (Self::LEAST, Make::Sign(2, a3::set)),
            SignFormat::A4 => (Self::LEAST, Make::Sign(1, a4::set)),
            SignFormat::A5 => (Self::LEAST, Make::Sign(1, a5::set)),
            SignFormat::Plaque200x300 => (Self::LEAST, Make::Sign(2, plaque_200x300::set)),
            SignFormat::Plaque120x180 => (Self::LEAST, Make::Sign(1, plaque_120x180::set)),
            SignFormat::Label => (Self::LEAST_ON_LABELS, Make::Grid(label::set)),
            SignFormat::Card => (Self::LEAST, Make::Sign(1, card::set)),
            SignFormat::LargePrint => (Self::LEAST, Make::Text(large_print::set)),
            SignFormat::Proof => (Self::LEAST_ON_LABELS, Make::Proof(3, proof::set)),
            SignFormat::Install => (Self::LEAST, Make::List(install::set)),
            SignFormat::Patrol => (Self::LEAST, Make::List(patrol::set)),
        };
        Format { id, least, make }
    }
}
