//! The formats of signs: one file and one row each.

use super::board::Fault;
use super::font::Fonts;
use super::poster;
use super::sheet::Sheet;
use super::wording::Wording;
use crate::qr::Symbol;

/// A format of signs.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// Id on the command line and in diagnostics.
    pub id: &'static str,
    /// Sets a sign of this format; the faults say what could not be set.
    pub set: fn(&Fonts<'_>, &Wording, &Symbol) -> (Sheet, Vec<Fault>),
}

/// Every format.
pub const FORMATS: &[Format] = &[POSTER];

/// A poster on A4 paper, upright.
pub const POSTER: Format = Format { id: "a4", set: poster::set };
