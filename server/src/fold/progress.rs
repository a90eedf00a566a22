//! How far the fold is, for whoever watches the server.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

/// How far the fold is; shared, and cheap to read.
#[derive(Clone, Default, Debug)]
pub(crate) struct Progress(Arc<Numbers>);

#[derive(Default, Debug)]
struct Numbers {
    records: AtomicU64,
    caught_up: AtomicI64,
}

impl Progress {
    /// A pass has come to the end of the journal.
    pub fn advance(&self, records: u64, now: i64) {
        self.0.records.fetch_add(records, Ordering::Relaxed);
        self.0.caught_up.store(now, Ordering::Relaxed);
    }

    /// Records counted since the start of this program.
    pub fn records(&self) -> u64 {
        self.0.records.load(Ordering::Relaxed)
    }

    /// When the counts last held the whole journal, in seconds since 1970-01-01 UTC; 0: not yet.
    pub fn caught_up(&self) -> i64 {
        self.0.caught_up.load(Ordering::Relaxed)
    }
}
