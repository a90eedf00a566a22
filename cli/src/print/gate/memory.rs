//! Symbols that passed before: what looks the same is not scanned again, nor proven again.
//!
//! A look is the picture of the code block at the higher resolution, what it must say, and the version of the gate. A
//! file whose bytes did not change is not even rasterised.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::raster::Raster;
use super::{Finding, Order, Seen, VERSION};
use crate::print::pdf::Written;

/// Looks kept that the latest run did not meet: projects print now these signs, now those.
const MOST: usize = 50_000;

/// Identity of a look.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key([u8; 32]);

impl Key {
    /// The look of a picture, for what is asked of it.
    pub fn of(raster: &Raster, order: &Order<'_>) -> Key {
        let mut hash = hasher(order);
        hash.update(raster.resolution.to_le_bytes());
        hash.update(&raster.luma);
        Key(hash.finalize().into())
    }

    /// What trials draw their lots from.
    pub fn seed(&self) -> u64 {
        self.0[..8].iter().fold(0, |seed, byte| seed << 8 | u64::from(*byte))
    }

    fn hex(&self) -> String {
        hex(&self.0)
    }
}

fn hasher(order: &Order<'_>) -> Sha256 {
    let mut hash = Sha256::new();
    hash.update([VERSION]);
    hash.update(env!("CARGO_PKG_VERSION"));
    hash.update([0]);
    hash.update(order.payload);
    hash.update([0]);
    hash.update(order.least.to_le_bytes());
    hash
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// What passed in earlier runs and in this one.
#[derive(Debug, Default)]
pub struct Memory {
    file: Option<PathBuf>,
    known: Known,
    /// Looks and files met in this run.
    met: BTreeSet<String>,
}

/// As it is kept in the file.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Known {
    /// Looks of each file's symbols.
    files: BTreeMap<String, Vec<String>>,
    /// What each look was.
    looks: BTreeMap<String, Seen>,
}

impl Memory {
    /// What is remembered in the cache folder; without one, or when it cannot be read, nothing.
    pub fn open(folder: Option<&Path>) -> Memory {
        let file = folder.map(|folder| folder.join("scanned-signs.json"));
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        Memory { known: serde_json::from_str(&text).unwrap_or_default(), file, met: BTreeSet::new() }
    }

    /// What this look was when it passed; with `proven` only if it was proven too.
    pub fn known(&self, key: &Key, proven: bool) -> Option<&Seen> {
        self.look(&key.hex(), proven)
    }

    fn look(&self, key: &str, proven: bool) -> Option<&Seen> {
        let is_proven = |seen: &Seen| seen.proof.as_ref().is_some_and(|proof| proof.is_whole());
        self.known.looks.get(key).filter(|seen| !proven || is_proven(seen))
    }

    /// The findings of this very file, if all its symbols passed before.
    pub fn recall(&self, written: &Written, orders: &[Order<'_>], prove: bool) -> Option<Vec<Finding>> {
        let looks = self.known.files.get(&file_key(written, orders))?;
        let recalled = looks.iter().map(|look| {
            let seen = self.look(look, prove)?.clone();
            Some(Finding { seen: Some(seen), key: key_of(look), problems: Vec::new() })
        });
        recalled.collect::<Option<Vec<Finding>>>().filter(|findings| findings.len() == orders.len())
    }

    /// Remembers what passed of a file.
    pub fn learn(&mut self, written: &Written, orders: &[Order<'_>], findings: &[Finding]) {
        let mut looks = Vec::new();
        for (key, seen) in findings.iter().filter_map(|f| f.key.zip(f.seen.clone())) {
            let key = key.hex();
            self.met.insert(key.clone());
            looks.push(key.clone());
            self.known.looks.insert(key, seen);
        }
        if looks.len() == orders.len() {
            let key = file_key(written, orders);
            self.met.insert(key.clone());
            self.known.files.insert(key, looks);
        }
    }

    /// Writes it down. That it cannot be written costs time, not safety: the next run scans again.
    pub fn keep(mut self) {
        let Some(file) = self.file else { return };
        if self.known.files.len() + self.known.looks.len() > MOST + self.met.len() {
            self.known.files.retain(|key, _| self.met.contains(key));
            self.known.looks.retain(|key, _| self.met.contains(key));
        }
        let Ok(text) = serde_json::to_string(&self.known) else { return };
        let _ = crate::cache::keep(&file, text.as_bytes());
    }
}

fn file_key(written: &Written, orders: &[Order<'_>]) -> String {
    let mut hash = Sha256::new();
    for order in orders {
        hash.update(hasher(order).finalize());
    }
    hash.update(&written.bytes);
    hex(&hash.finalize())
}

fn key_of(hex: &str) -> Option<Key> {
    let mut key = [0; 32];
    for (byte, digits) in key.iter_mut().zip(hex.as_bytes().chunks_exact(2)) {
        *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
    }
    (hex.len() == 64).then_some(Key(key))
}
