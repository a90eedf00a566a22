//! The store as pages read it: opened when it is first needed, and again when another one took its place.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::{Store, StoreError};

type Open = Box<dyn Fn() -> Result<Box<dyn Store>, StoreError> + Send + Sync>;

/// A connection for reading. Pages read one at a time, away from the threads that answer scans.
pub struct Reader {
    open: Open,
    changes: Arc<AtomicU64>,
    held: Mutex<Option<(u64, Box<dyn Store>)>>,
}

impl Reader {
    /// A reader of what `open` opens; it is opened anew whenever `changes` has grown.
    pub fn new(
        changes: Arc<AtomicU64>,
        open: impl Fn() -> Result<Box<dyn Store>, StoreError> + Send + Sync + 'static,
    ) -> Reader {
        Reader { open: Box::new(open), changes, held: Mutex::new(None) }
    }

    /// Runs `read` on one unchanging view of the counts. Blocks.
    pub fn snapshot(&self, read: &mut dyn FnMut(&mut dyn Store) -> Result<(), StoreError>) -> Result<(), StoreError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let now = self.changes.load(Ordering::Acquire);
        let mut store = match held.take() {
            Some((of, store)) if of == now => store,
            _ => (self.open)()?,
        };
        let done = store.snapshot(read);
        // One that failed is opened anew the next time: it may be another file by then, or a database that is back.
        if done.is_ok() {
            *held = Some((now, store));
        }
        done
    }
}
