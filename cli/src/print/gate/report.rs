//! `print/report.json`: what the gate saw of every sheet, for those who must answer for a print run.

use std::collections::BTreeMap;

use serde::Serialize;

use super::readers::Reader;
use super::{RESOLUTIONS, Seen, VERSION};

/// From how many sides away a symbol is read without stepping nearer: the rule of signmakers.
const SIDES_AWAY: f64 = 10.0;

/// What the gate saw of one symbol on one sheet.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Row {
    /// File, relative to the print folder.
    pub file: String,
    /// Page, from 1.
    pub page: usize,
    /// The number on the sign.
    pub code: String,
    /// Slug of the entry.
    pub entry: String,
    /// Key of the placement.
    pub placement: String,
    /// Id of the format.
    pub format: String,
    /// What the symbol says.
    pub address: String,
    /// Side of a module in millimetres.
    pub module_mm: f64,
    /// Side of the symbol in millimetres, without its quiet zone.
    pub symbol_mm: f64,
    /// Modules around it free of ink, measured up to the four it needs.
    pub quiet_zone_modules: f64,
    /// Michelson contrast.
    pub contrast: f64,
    /// Metres from which it can be read.
    pub distance_m: f64,
    /// Decoders that read it at every resolution.
    pub decoders: Vec<&'static str>,
    /// Grade, when it was proven.
    pub grade: Option<char>,
    /// Each trial of the field and the decoders that read it then, when it was proven.
    pub trials: Option<BTreeMap<&'static str, Vec<&'static str>>>,
}

impl Row {
    /// A row of what was seen; where the sheet belongs is filled in by who knows.
    pub fn of(seen: &Seen) -> Row {
        let names = |readers: Vec<Reader>| readers.into_iter().map(Reader::name).collect::<Vec<_>>();
        Row {
            file: String::new(),
            page: 0,
            code: String::new(),
            entry: String::new(),
            placement: String::new(),
            format: String::new(),
            address: String::new(),
            module_mm: seen.module,
            symbol_mm: seen.side,
            quiet_zone_modules: seen.quiet_zone,
            contrast: seen.contrast,
            distance_m: (seen.side * SIDES_AWAY / 100.0).round() / 10.0,
            decoders: names(Reader::ALL.to_vec()),
            grade: seen.proof.as_ref().map(|proof| proof.grade().letter()),
            trials: seen.proof.as_ref().map(|proof| proof.trials().map(|(name, by)| (name, names(by))).collect()),
        }
    }
}

/// The report of a run.
#[derive(Debug, Serialize)]
struct Report<'a> {
    gate: u8,
    resolutions_dpi: [f64; 2],
    sheets: &'a [Row],
}

/// The report as the bytes of `print/report.json`.
pub fn report(rows: &[Row]) -> Vec<u8> {
    let report = Report { gate: VERSION, resolutions_dpi: RESOLUTIONS, sheets: rows };
    // A report is numbers, texts and lists: serde_json refuses none of them.
    let mut bytes = serde_json::to_vec_pretty(&report).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
