//! Files that passed before: what has not changed by a byte is not scanned again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::print::pdf::Written;

/// Raised whenever the gate looks for something more, so that nothing passes by an older, milder look.
const RULES: u8 = 1;

/// The files that passed in the build before this one.
#[derive(Debug, Default)]
pub struct Memory {
    file: Option<PathBuf>,
    known: BTreeSet<String>,
}

impl Memory {
    /// What is remembered in the cache folder; without one, or when it cannot be read, nothing.
    pub fn open(folder: Option<&Path>) -> Memory {
        let file = folder.map(|folder| folder.join("scanned-signs"));
        let text = file.as_ref().and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
        Memory { known: text.lines().map(str::to_owned).collect(), file }
    }

    /// Identity of a file together with what its symbols must say.
    pub fn key(written: &Written, payloads: &[&str]) -> String {
        let mut hash = Sha256::new();
        hash.update([RULES]);
        for part in [env!("CARGO_PKG_VERSION")].iter().chain(payloads) {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        hash.update(&written.bytes);
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether this very file passed before.
    pub fn knows(&self, key: &str) -> bool {
        self.known.contains(key)
    }

    /// Remembers exactly these. That it cannot be written costs time, not safety: the next build scans again.
    pub fn keep(&self, keys: &BTreeSet<String>) {
        let Some(file) = self.file.as_ref().filter(|_| *keys != self.known) else { return };
        let text: String = keys.iter().map(|key| format!("{key}\n")).collect();
        let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
        let _ = folder.and_then(|()| std::fs::write(file, text));
    }
}
