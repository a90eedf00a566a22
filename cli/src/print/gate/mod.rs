//! The print gate: scans every symbol of a finished PDF as a phone would, before the file may leave.
//!
//! It trusts neither the sheet nor the writer. It rasterises the file's bytes, reads the symbol with two decoders that
//! share no code, and compares what it sees, module by module, with the symbol the ledger asks for. Asked for proof, it
//! also does to the picture what happens to signs in the field ([`trial`]) and gives a grade ([`proof`]).
//!
//! ```text
//! file → raster (300 and 150 dpi) → inspect → proof → finding → report
//!                    └ memory: what looks the same passed before ┘
//! ```

mod inspect;
mod memory;
mod proof;
mod raster;
mod readers;
pub mod report;
#[cfg(test)]
mod tests;
mod trial;

use std::sync::Arc;

use hayro::RenderCache;
use hayro::hayro_syntax::Pdf;
use rayon::prelude::*;

use inspect::inspect;
pub use inspect::{Problem, SMALLEST_MODULE, Seen};
pub use memory::{Key, Memory};
use raster::rasterise;
pub use readers::Reader;

use super::pdf::{Placed, Written};

/// Raised whenever the gate looks for something more or otherwise, so that nothing passes by an older, milder look.
const VERSION: u8 = 2;

/// Resolutions at which every symbol is scanned, in dots an inch: a good office printer, and a worn one.
const RESOLUTIONS: [f64; 2] = [300.0, 150.0];

/// Files are opened once for so many symbols.
const BATCH: usize = 8;

/// What a symbol must be.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Order<'a> {
    /// What it must say.
    pub payload: &'a str,
    /// Millimetres its modules must have at least.
    pub least: f64,
}

/// What was found out about one symbol.
#[derive(Clone, PartialEq, Debug)]
pub struct Finding {
    /// What it looked like and how it was read, when it passed.
    pub seen: Option<Seen>,
    /// Identity of its look, when it passed.
    key: Option<Key>,
    /// What is wrong with it.
    pub problems: Vec<Problem>,
}

impl Finding {
    fn refused(problems: Vec<Problem>) -> Finding {
        Finding { seen: None, key: None, problems }
    }
}

/// Scans the symbols of a file; `orders` are what they must be, in the order of `written.placed`. With `prove` each is
/// also put through the trials of the field.
pub fn scan(written: &Written, orders: &[Order<'_>], memory: &Memory, prove: bool) -> Vec<Finding> {
    if let Some(known) = memory.recall(written, orders, prove) {
        return known;
    }
    let bytes: Arc<Vec<u8>> = Arc::new(written.bytes.clone());
    let symbols: Vec<(usize, &Order<'_>)> = orders.iter().enumerate().collect();
    // Few symbols are shared out too: both processors are to work.
    let batch = orders.len().div_ceil(rayon::current_num_threads()).clamp(1, BATCH);
    symbols
        .par_chunks(batch)
        .flat_map_iter(|batch| {
            let Ok(pdf) = Pdf::new(bytes.clone()) else {
                return batch.iter().map(|_| Finding::refused(vec![Problem::Missing])).collect();
            };
            let cache = RenderCache::new();
            let look = Look { pdf: &pdf, cache: &cache, memory, prove };
            let finding = |(number, order): &(usize, &Order<'_>)| match written.placed.get(*number) {
                Some(placed) => look.at(placed, order),
                None => Finding::refused(vec![Problem::Missing]),
            };
            batch.iter().map(finding).collect::<Vec<Finding>>()
        })
        .collect()
}

/// A file being looked at.
struct Look<'a> {
    pdf: &'a Pdf,
    cache: &'a RenderCache<'a>,
    memory: &'a Memory,
    prove: bool,
}

impl Look<'_> {
    fn at(&self, placed: &Placed, order: &Order<'_>) -> Finding {
        let (mut seen, mut key): (Option<Seen>, Option<Key>) = (None, None);
        let mut large = None;
        for resolution in RESOLUTIONS {
            let Some(raster) = rasterise(self.pdf, self.cache, placed, order.payload, resolution) else {
                return Finding::refused(vec![Problem::Missing]);
            };
            // The finer picture tells all about a look.
            let own = *key.get_or_insert_with(|| Key::of(&raster, order));
            if let Some(known) = self.memory.known(&own, self.prove) {
                return Finding { seen: Some(known.clone()), key: Some(own), problems: Vec::new() };
            }
            let (looked, problems) = inspect(&raster, order);
            // What is wrong at the high resolution is wrong at the low one too: once is enough.
            if !problems.is_empty() {
                return Finding::refused(problems);
            }
            seen = seen.or(looked);
            large.get_or_insert(raster);
        }
        if let (true, Some(seen), Some(raster), Some(key)) = (self.prove, &mut seen, &large, &key) {
            let proof = proof::prove(raster, order.payload, key.seed());
            let failed: Vec<Problem> = proof.failed().map(|trial| Problem::Trial { trial }).collect();
            if !failed.is_empty() {
                return Finding::refused(failed);
            }
            seen.proof = Some(proof);
        }
        Finding { seen, key, problems: Vec::new() }
    }
}
