//! A sheet: what stands where on one piece of paper, before any file format.

use std::fmt;
use std::sync::Arc;

use super::emblem::Emblem;
use super::ornament::Ornament;
use super::typeset::Type;
use crate::qr::{QUIET_ZONE, Symbol};

/// Millimetres of a printer's dot: modules are whole numbers of dots of 300 to the inch, so that their edges fall on
/// the dots of every office and offset printer.
pub const MM_PER_DOT: f64 = 25.4 / 300.0;

/// One printed page.
#[derive(Clone, PartialEq, Debug)]
pub struct Sheet {
    /// Width in millimetres.
    pub width: f64,
    /// Height in millimetres.
    pub height: f64,
    /// What it is called in the outline of a document.
    pub title: String,
    /// What readers show as the number of the page; empty where it has no name of its own.
    pub label: String,
    /// What stands on it, in reading order.
    pub items: Vec<Item>,
}

/// What something is printed with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    /// A tint of black in per cent: 100 is black, 0 the paper.
    Tint(u8),
    /// Red, green and blue.
    Colour([u8; 3]),
}

impl Ink {
    /// Full black: symbols and running text.
    pub const BLACK: Ink = Ink::Tint(100);
    /// The paper: letters on a band.
    pub const PAPER: Ink = Ink::Tint(0);
    /// What stands back: the other language, captions.
    pub const SOFT: Ink = Ink::Tint(78);
    /// Lines between the rows of a list.
    pub const RULE: Ink = Ink::Tint(40);
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Ink::Tint(tint) => write!(f, "{tint} %"),
            Ink::Colour([red, green, blue]) => write!(f, "#{red:02x}{green:02x}{blue:02x}"),
        }
    }
}

/// Something placed on a sheet. Positions are millimetres from the upper left corner.
#[derive(Clone, PartialEq, Debug)]
pub enum Item {
    /// One line of text.
    Text {
        /// Left end.
        x: f64,
        /// Baseline.
        y: f64,
        /// Face and size.
        face: Type,
        /// With what.
        ink: Ink,
        /// The letters.
        text: String,
    },
    /// A filled rectangle.
    Rectangle {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width.
        width: f64,
        /// Height.
        height: f64,
        /// With what.
        ink: Ink,
    },
    /// A drawing.
    Ornament {
        /// Which.
        ornament: Ornament,
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width; the height follows.
        width: f64,
        /// With what.
        ink: Ink,
    },
    /// The emblem of those who answer for the sign.
    Emblem {
        /// Left.
        x: f64,
        /// Top.
        y: f64,
        /// Width; the height follows.
        width: f64,
        /// What is drawn.
        emblem: Arc<Emblem>,
    },
    /// A QR symbol, always in full black.
    Symbol {
        /// Left edge of the symbol itself, inside its quiet zone.
        x: f64,
        /// Top edge of the symbol itself.
        y: f64,
        /// Side of a module in dots of 300 to the inch.
        dots: u32,
        /// What is drawn.
        symbol: Symbol,
    },
}

impl Item {
    /// The box of a symbol with its quiet zone: left, top, side.
    pub fn code_block(&self) -> Option<(f64, f64, f64)> {
        match self {
            Item::Symbol { x, y, dots, symbol } => {
                let module = f64::from(*dots) * MM_PER_DOT;
                let quiet = QUIET_ZONE as f64 * module;
                Some((x - quiet, y - quiet, symbol.width_with_quiet_zone() as f64 * module))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Sheet {
    /// The text form tests compare: one item a line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "sheet {:.0} × {:.0} mm “{}”", self.width, self.height, self.title)?;
        for item in &self.items {
            match item {
                Item::Text { x, y, face: Type { style, size }, ink, text } => {
                    writeln!(f, "text {x:.2} {y:.2} {} {size:.2} pt, {ink}: {text}", style.word())?;
                }
                Item::Rectangle { x, y, width, height, ink } => {
                    writeln!(f, "rectangle {x:.2} {y:.2} {width:.2} × {height:.2}, {ink}")?;
                }
                Item::Ornament { ornament, x, y, width, ink } => {
                    writeln!(f, "ornament {x:.2} {y:.2} {width:.2}, {ink}: {}", ornament.name())?;
                }
                Item::Emblem { x, y, width, emblem } => {
                    writeln!(f, "emblem {x:.2} {y:.2} {width:.2} × {:.2}", width * emblem.aspect())?;
                }
                Item::Symbol { x, y, dots, symbol } => {
                    let (version, level) = (symbol.version(), symbol.level().letter());
                    writeln!(f, "symbol {x:.2} {y:.2} {dots} dots, {version}-{level}: {}", symbol.payload())?;
                }
            }
        }
        Ok(())
    }
}
