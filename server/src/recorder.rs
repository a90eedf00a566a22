//! The recorder: scans in, one write and one sync for all that wait, then all their answers.
//!
//! Whoever records a scan joins the batch that is being collected and waits for it. The writer thread takes the whole
//! batch, appends it to the segment, syncs once and wakes everybody; meanwhile the next batch collects. There is no
//! artificial delay. No reader waits longer than [`PATIENCE`], whatever the disk does.

mod queue;
mod writer;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::clock::Clock;
use crate::journal::Tables;
use crate::scan::Scan;
use queue::Queue;
use writer::Writer;

/// How long an answer waits for the disk.
pub const PATIENCE: Duration = Duration::from_millis(250);

/// How often the recorder looks for answers that have waited too long.
const LOOK: Duration = Duration::from_millis(25);

/// Buckets that unknown numbers fall into, a day.
pub const ORPHAN_BUCKETS: u64 = 64;

/// How an answer stood to the disk.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The scan is on disk.
    Stored,
    /// The disk is slow: the scan is still to be written.
    Late,
    /// The scan will never be written; it is counted as lost.
    Lost,
}

impl Outcome {
    /// How it is told.
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Stored => "stored",
            Outcome::Late => "late",
            Outcome::Lost => "lost",
        }
    }
}

/// A segment of this recorder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Live {
    /// Its id.
    pub id: String,
    /// Up to where it is on disk.
    pub synced: u64,
    /// Whether nothing more will be written to it.
    pub closed: bool,
}

/// What a recorder may use.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// A segment longer than this is closed and another opened.
    pub segment_bytes: u64,
    /// Scans that may wait for the writer; more are lost.
    pub queue: usize,
    /// Records kept while the disk refuses; more are lost.
    pub carried: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits { segment_bytes: 64 << 20, queue: 65_536, carried: 1 << 20 }
    }
}

/// Records scans; shared by all connections.
#[derive(Clone)]
pub struct Recorder {
    queue: Arc<Queue>,
}

/// The writer thread of a recorder; to be closed once no connection records any more.
pub struct Running {
    queue: Arc<Queue>,
    thread: JoinHandle<()>,
    watch: tokio::task::JoinHandle<()>,
    follows_a_crash: bool,
}

/// Opens the journal in `dir` and starts recording; `trial` says whether all scans will be trials. Must be called
/// inside a tokio runtime.
pub fn start(
    dir: &Path,
    clock: Clock,
    tables: Arc<Tables>,
    limits: Limits,
    trial: bool,
) -> io::Result<(Recorder, Running)> {
    let queue = Arc::new(Queue::new(tables, limits.queue));
    let mut writer = Writer::open(PathBuf::from(dir), clock, queue.clone(), limits, trial)?;
    let follows_a_crash = writer.follows_a_crash();
    let thread = std::thread::Builder::new().name("journal".into()).spawn(move || writer.run())?;
    let watched = queue.clone();
    let watch = tokio::spawn(async move {
        let mut tick = tokio::time::interval(LOOK);
        loop {
            tick.tick().await;
            watched.release_late(PATIENCE);
        }
    });
    Ok((Recorder { queue: queue.clone() }, Running { queue, thread, watch, follows_a_crash }))
}

impl Recorder {
    /// Records a scan; ready when it is on disk, or when the reader has waited long enough.
    pub async fn record(&self, scan: Scan) -> Outcome {
        let Some(batch) = self.queue.push(scan) else { return Outcome::Lost };
        let outcome = batch.answered().await;
        if outcome == Outcome::Late {
            self.queue.count_late();
        }
        outcome
    }

    /// Counts a number that no sign carries. Written about once a second, summed.
    pub fn orphan(&self, day: i64, number: u64) {
        self.queue.orphan(day as i32, number);
    }

    /// Takes over longer tables of names. Older numbers must keep their names.
    pub fn set_tables(&self, tables: Arc<Tables>) {
        self.queue.set_tables(tables);
    }

    /// The segments of this recorder and how far they are synced.
    pub fn live(&self) -> Vec<Live> {
        self.queue.live()
    }

    /// What the writer last complained of; `None` while the disk takes everything.
    pub fn trouble(&self) -> Option<String> {
        self.queue.trouble()
    }
}

impl Running {
    /// Whether the journal shows that the program before this one was killed, or lost power.
    pub fn follows_a_crash(&self) -> bool {
        self.follows_a_crash
    }

    /// Writes and syncs all that waits, closes the segment and ends the thread. Blocks.
    pub fn close(self) {
        self.queue.close();
        self.watch.abort();
        // The thread only ends by returning; if it ever panicked, its message is on stderr and nothing is left to do.
        let _ = self.thread.join();
    }
}
