//! What connections and the writer thread share: the batch that collects, and what is to be told of it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::{Live, ORPHAN_BUCKETS, Outcome};
use crate::journal::Tables;
use crate::scan::Scan;

/// How often the writer looks around when nothing comes in.
const PAUSE: Duration = Duration::from_secs(1);

/// Scans that are written and answered together.
pub(super) struct Batch {
    outcome: AtomicU8,
    notify: Notify,
}

const WAITING: u8 = 0;
const STORED: u8 = 1;
const LATE: u8 = 2;

impl Batch {
    fn new() -> Arc<Batch> {
        Arc::new(Batch { outcome: AtomicU8::new(WAITING), notify: Notify::new() })
    }

    /// Answers everybody who waits, unless that is done already.
    pub fn answer(&self, outcome: Outcome) {
        let value = if outcome == Outcome::Stored { STORED } else { LATE };
        if self.outcome.compare_exchange(WAITING, value, Ordering::AcqRel, Ordering::Acquire).is_ok() {
            self.notify.notify_waiters();
        }
    }

    /// Ready when the batch is answered.
    pub async fn answered(&self) -> Outcome {
        loop {
            let told = self.notify.notified();
            match self.outcome.load(Ordering::Acquire) {
                // `notified` counts from its creation, so an answer between here and there is not missed.
                WAITING => told.await,
                STORED => return Outcome::Stored,
                _ => return Outcome::Late,
            }
        }
    }
}

/// What the writer takes at once.
pub(super) struct Work {
    pub scans: Vec<Scan>,
    pub batch: Arc<Batch>,
    pub orphans: BTreeMap<(i32, u8), (u64, u32)>,
    pub late: u64,
    pub lost_queue: u64,
    pub tables: Arc<Tables>,
    pub closing: bool,
}

pub(super) struct Queue {
    most: usize,
    state: Mutex<State>,
    work: Condvar,
    late: AtomicU64,
    live: Mutex<Vec<Live>>,
    trouble: Mutex<Option<String>>,
}

struct State {
    scans: Vec<Scan>,
    batch: Arc<Batch>,
    since: Option<Instant>,
    writing: Option<(Instant, Arc<Batch>)>,
    orphans: BTreeMap<(i32, u8), (u64, u32)>,
    lost_queue: u64,
    tables: Arc<Tables>,
    closing: bool,
    writer_sleeps: bool,
}

impl Queue {
    pub fn new(tables: Arc<Tables>, most: usize) -> Queue {
        let state = State {
            scans: Vec::new(),
            batch: Batch::new(),
            since: None,
            writing: None,
            orphans: BTreeMap::new(),
            lost_queue: 0,
            tables,
            closing: false,
            writer_sleeps: false,
        };
        Queue {
            most,
            state: Mutex::new(state),
            work: Condvar::new(),
            late: AtomicU64::new(0),
            live: Mutex::new(Vec::new()),
            trouble: Mutex::new(None),
        }
    }

    /// Adds a scan to the batch that collects; `None` when the scan is lost.
    pub fn push(&self, scan: Scan) -> Option<Arc<Batch>> {
        let mut state = lock(&self.state);
        if state.scans.len() >= self.most || state.closing {
            state.lost_queue += 1;
            return None;
        }
        state.scans.push(scan);
        if state.since.is_none() {
            state.since = Some(Instant::now());
        }
        let batch = state.batch.clone();
        let wake = std::mem::take(&mut state.writer_sleeps);
        drop(state);
        if wake {
            self.work.notify_one();
        }
        Some(batch)
    }

    pub fn orphan(&self, day: i32, number: u64) {
        let bucket = (number % ORPHAN_BUCKETS) as u8;
        let mut state = lock(&self.state);
        let (_, n) = state.orphans.entry((day, bucket)).or_insert((number, 0));
        *n = n.saturating_add(1);
    }

    pub fn count_late(&self) {
        self.late.fetch_add(1, Ordering::Relaxed);
    }

    pub fn set_tables(&self, tables: Arc<Tables>) {
        lock(&self.state).tables = tables;
    }

    /// The tables to write by.
    pub fn tables(&self) -> Arc<Tables> {
        lock(&self.state).tables.clone()
    }

    /// Waits for scans, for the end, or a while; takes all there is.
    pub fn take(&self) -> Work {
        let mut state = lock(&self.state);
        state.writing = None;
        let deadline = Instant::now() + PAUSE;
        while state.scans.is_empty() && !state.closing {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            state.writer_sleeps = true;
            state = self.work.wait_timeout(state, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        state.writer_sleeps = false;
        let batch = std::mem::replace(&mut state.batch, Batch::new());
        let since = state.since.take();
        state.writing = since.map(|since| (since, batch.clone()));
        let room = state.scans.len();
        Work {
            scans: std::mem::replace(&mut state.scans, Vec::with_capacity(room)),
            batch,
            orphans: std::mem::take(&mut state.orphans),
            late: self.late.swap(0, Ordering::Relaxed),
            lost_queue: std::mem::take(&mut state.lost_queue),
            tables: state.tables.clone(),
            closing: state.closing,
        }
    }

    /// Answers the batches whose first scan has waited for `patience`.
    pub fn release_late(&self, patience: Duration) {
        let late = |since: Instant| since.elapsed() >= patience;
        let mut state = lock(&self.state);
        let writing = state.writing.as_ref().filter(|(since, _)| late(*since)).map(|(_, batch)| batch.clone());
        // Whoever comes after these begins a wait of its own: an answered batch would let it through at once.
        let collecting = state.since.is_some_and(late).then(|| {
            state.since = None;
            std::mem::replace(&mut state.batch, Batch::new())
        });
        drop(state);
        for batch in writing.into_iter().chain(collecting) {
            batch.answer(Outcome::Late);
        }
    }

    pub fn close(&self) {
        lock(&self.state).closing = true;
        self.work.notify_one();
    }

    pub fn live(&self) -> Vec<Live> {
        lock(&self.live).clone()
    }

    /// Tells how far the newest segment is synced; `id` names it when it is new.
    pub fn set_live(&self, id: &str, synced: u64, closed: bool) {
        let mut live = lock(&self.live);
        match live.last_mut() {
            Some(last) if last.id == id => {
                last.synced = synced;
                last.closed = closed;
            }
            _ => live.push(Live { id: id.to_owned(), synced, closed }),
        }
    }

    pub fn trouble(&self) -> Option<String> {
        lock(&self.trouble).clone()
    }

    pub fn set_trouble(&self, trouble: Option<String>) {
        *lock(&self.trouble) = trouble;
    }
}

/// A panic elsewhere must not stop the recording: the state is whole between any two statements.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
