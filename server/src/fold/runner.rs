//! The thread that folds about once a second.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use super::Fold;
use crate::log;
use crate::recorder::Recorder;
use crate::store::{EntryUnit, SqliteStore};
use crate::trouble::Complaints;

/// How far the counts may lag.
const PAUSE: Duration = Duration::from_secs(1);

enum Order {
    Units(Vec<EntryUnit>),
    Stop,
}

/// Folds in a thread of its own until it is stopped.
pub(crate) struct FoldRunner {
    orders: Sender<Order>,
    complaints: Complaints,
    thread: JoinHandle<()>,
}

impl FoldRunner {
    /// Starts to fold what `recorder` writes.
    pub fn start(fold: Fold<SqliteStore>, recorder: Recorder) -> io::Result<FoldRunner> {
        let (orders, from) = channel();
        let complaints = Complaints::default();
        let noted = complaints.clone();
        let thread = thread::Builder::new().name("fold".into()).spawn(move || run(fold, &recorder, &from, &noted))?;
        Ok(FoldRunner { orders, complaints, thread })
    }

    /// What it complains of, kept up to date.
    pub fn complaints(&self) -> Complaints {
        self.complaints.clone()
    }

    /// Hands over the units of a new catalog; in force for every scan recorded after this returns.
    pub fn units(&self) -> impl Fn(Vec<EntryUnit>) + Send + Sync + 'static {
        let orders = self.orders.clone();
        // The thread ends only when the server stops, and then nobody counts any more.
        move |rows| drop(orders.send(Order::Units(rows)))
    }

    /// Folds what is left, empties the store's log and ends. Blocks.
    pub fn stop(self) {
        let _ = self.orders.send(Order::Stop);
        let _ = self.thread.join();
    }
}

fn run(mut fold: Fold<SqliteStore>, recorder: &Recorder, orders: &Receiver<Order>, complaints: &Complaints) {
    let mut said = Vec::new();
    let mut units = None;
    loop {
        let stop = match orders.recv_timeout(PAUSE) {
            Ok(Order::Units(rows)) => {
                units = Some(rows);
                false
            }
            Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => true,
            Err(RecvTimeoutError::Timeout) => false,
        };
        if let Some(rows) = units.take()
            && let Err(error) = fold.set_units(rows.clone())
        {
            complaints.set_counts(Some(error.to_string()));
            say(&mut said, error.to_string());
            // Counting with the old units would put scans where they do not belong: try again first.
            units = Some(rows);
            if !stop {
                continue;
            }
        }
        complaints.set_units(fold.units_are_stale());
        match fold.pass(&recorder.live()) {
            Ok(folded) => {
                complaints.set_counts(None);
                for fault in folded.faults {
                    say(&mut said, fault.to_string());
                    complaints.add_segment(fault);
                }
            }
            Err(error) => {
                complaints.set_counts(Some(error.to_string()));
                say(&mut said, error.to_string());
            }
        }
        if stop {
            break;
        }
        if let Err(error) = fold.compress_one(&recorder.live()) {
            say(&mut said, error.to_string());
        }
    }
    if let Err(error) = fold.into_store().close() {
        say(&mut said, error.to_string());
    }
}

/// Complains once of each thing.
fn say(said: &mut Vec<String>, what: String) {
    if !said.contains(&what) {
        log::warn("counts.trouble", &[("reason", &what)]);
        said.push(what);
    }
}
