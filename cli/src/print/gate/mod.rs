//! The print gate: scans every symbol of a finished PDF as a phone would, before the file may leave.
//!
//! It trusts neither the sheet nor the writer. It rasterises the file's bytes, reads the symbol with two decoders that
//! share no code, and compares what it sees, module by module, with the symbol the ledger asks for.

mod inspect;
mod memory;
mod raster;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::sync::Arc;

use hayro::hayro_syntax::Pdf;
use rayon::prelude::*;

pub use inspect::Problem;
use inspect::{Print, inspect};
pub use memory::Memory;
use raster::rasterise;

use super::pdf::{Placed, Written};

/// Resolutions at which every symbol is scanned, in dots an inch: a good office printer, and a worn one.
const RESOLUTIONS: [f64; 2] = [300.0, 150.0];

/// Files are opened once for so many symbols.
const BATCH: usize = 8;

/// A picture of a symbol that passed: the same picture passes again, without being read again.
pub type Passed = BTreeSet<Print>;

/// What was found out about one symbol.
#[derive(Debug)]
pub struct Finding {
    /// The pictures, when it passed.
    pub passed: Vec<Print>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

/// Scans the symbols of a file; `payloads` are what they must say, in the order of `written.placed`.
pub fn scan(written: &Written, payloads: &[&str], passed: &Passed) -> Vec<Finding> {
    let bytes: Arc<Vec<u8>> = Arc::new(written.bytes.clone());
    let symbols: Vec<(&Placed, &str)> = written.placed.iter().zip(payloads.iter().copied()).collect();
    symbols
        .par_chunks(BATCH)
        .flat_map_iter(|batch| {
            let pdf = Pdf::new(bytes.clone()).ok();
            batch.iter().map(|(placed, payload)| finding(pdf.as_ref(), placed, payload, passed)).collect::<Vec<_>>()
        })
        .collect()
}

fn finding(pdf: Option<&Pdf>, placed: &Placed, payload: &str, passed: &Passed) -> Finding {
    let mut finding = Finding { passed: Vec::new(), problems: Vec::new() };
    for resolution in RESOLUTIONS {
        let Some(raster) = pdf.and_then(|pdf| rasterise(pdf, placed, payload, resolution)) else {
            return Finding { passed: Vec::new(), problems: vec![Problem::Missing] };
        };
        let print = Print::of(&raster, payload);
        // A picture gets among the passed only when the symbol was read at every resolution.
        if passed.contains(&print) {
            return Finding { passed: Vec::new(), problems: Vec::new() };
        }
        finding.problems = inspect(&raster, payload);
        // What is wrong at the high resolution is wrong at the low one too: once is enough.
        if !finding.problems.is_empty() {
            break;
        }
        finding.passed.push(print);
    }
    if !finding.problems.is_empty() {
        finding.passed.clear();
    }
    finding
}
