//! The thread that folds about once a second.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;
use std::{io, thread};

use super::source::{Opened, Prepared, Source};
use super::{EntryUnits, Fold, FoldError, Progress};
use crate::clock::Clock;
use crate::log;
use crate::recorder::Recorder;
use crate::store::Store;
use crate::trouble::Complaints;

/// How far the counts may lag.
const PAUSE: Duration = Duration::from_secs(1);

/// How often the last pass is tried again when it failed, and how long after.
const LAST_TRIES: u32 = 3;
const LAST_WAIT: Duration = Duration::from_millis(300);

/// How often a damaged store is begun anew; a disk that damages more than that is to be seen to first.
const RENEWALS: u32 = 3;

enum Order {
    Units(EntryUnits),
    /// The store is damaged; in what way.
    Damaged(String),
    Stop,
}

/// What is done with segments that are counted.
#[derive(Clone, Debug)]
pub(crate) struct Upkeep {
    /// What day it is.
    pub clock: Clock,
    /// Days after which the records of a segment give way to their sums; `None`: never.
    pub keep_days: Option<u32>,
}

/// Folds in a thread of its own until it is stopped.
pub(crate) struct FoldRunner {
    orders: Sender<Order>,
    complaints: Complaints,
    progress: Progress,
    thread: JoinHandle<()>,
}

impl FoldRunner {
    /// Starts to fold what `recorder` writes into the store of `source`; `prepared` is what it was found as.
    pub fn start<T: Source>(
        source: T,
        prepared: Prepared<T::Store>,
        recorder: Recorder,
        upkeep: Upkeep,
    ) -> io::Result<FoldRunner> {
        let (orders, from) = channel();
        let (complaints, progress) = (Complaints::default(), Progress::default());
        let mut turn = Turn {
            source,
            fold: None,
            units: None,
            units_due: false,
            renewals: 0,
            recorder,
            upkeep,
            complaints: complaints.clone(),
            progress: progress.clone(),
            said: Vec::new(),
        };
        if let Some(name) = prepared.renewed {
            turn.renewed(name);
        }
        if let Some(opened) = prepared.opened {
            turn.take(opened);
        }
        let thread = thread::Builder::new().name("fold".into()).spawn(move || turn.run(&from))?;
        Ok(FoldRunner { orders, complaints, progress, thread })
    }

    /// What it complains of, kept up to date.
    pub fn complaints(&self) -> Complaints {
        self.complaints.clone()
    }

    /// How far it is, kept up to date.
    pub fn progress(&self) -> Progress {
        self.progress.clone()
    }

    /// Hands over the units of a new catalog; in force for every scan recorded after this returns.
    pub fn units(&self) -> impl Fn(EntryUnits) + Send + Sync + 'static {
        let orders = self.orders.clone();
        // The thread ends only when the server stops, and then nobody counts any more.
        move |units| drop(orders.send(Order::Units(units)))
    }

    /// Looks for damage in the store, in a thread of its own: nobody waits for it.
    pub fn check(&self, check: Box<dyn FnOnce() -> Option<String> + Send>) -> io::Result<()> {
        let orders = self.orders.clone();
        let look = move || {
            if let Some(found) = check() {
                drop(orders.send(Order::Damaged(found)));
            }
        };
        thread::Builder::new().name("check".into()).spawn(look).map(drop)
    }

    /// Folds what is left, empties the store's log and ends. Blocks.
    pub fn stop(self) {
        let _ = self.orders.send(Order::Stop);
        let _ = self.thread.join();
    }
}

/// What the thread works with.
struct Turn<T: Source> {
    source: T,
    /// `None` while the store is away.
    fold: Option<Fold<T::Store>>,
    /// The units of the catalog, to be handed to each store that is opened.
    units: Option<EntryUnits>,
    units_due: bool,
    renewals: u32,
    recorder: Recorder,
    upkeep: Upkeep,
    complaints: Complaints,
    progress: Progress,
    said: Vec<String>,
}

impl<T: Source> Turn<T> {
    fn run(mut self, orders: &Receiver<Order>) {
        loop {
            let mut stop = false;
            match orders.recv_timeout(PAUSE) {
                Ok(Order::Units(units)) => {
                    self.units = Some(units);
                    self.units_due = true;
                }
                Ok(Order::Damaged(found)) => self.renew(&found),
                Ok(Order::Stop) | Err(RecvTimeoutError::Disconnected) => stop = true,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let mut counted = self.once(stop);
            // There is no next time: what another transaction stood in the way of is tried again now.
            for _ in 0..if stop { LAST_TRIES } else { 0 } {
                match &counted {
                    Err(FoldError::Store(error)) if !error.is_away() && !error.is_damage() => {
                        thread::sleep(LAST_WAIT);
                        counted = self.once(stop);
                    }
                    _ => break,
                }
            }
            match counted {
                Ok(()) => self.complaints.set_counts(None),
                Err(FoldError::Store(error)) if error.is_damage() => self.renew(&error.to_string()),
                Err(error) => {
                    self.say(error.to_string());
                    self.complaints.set_counts(Some(error.to_string()));
                }
            }
            if stop {
                break;
            }
            self.keep();
        }
        if let Some(fold) = self.fold.take()
            && let Err(error) = fold.into_store().close()
        {
            self.say(error.to_string());
        }
    }

    /// Counts what is new.
    fn once(&mut self, stop: bool) -> Result<(), FoldError> {
        if self.fold.is_none() {
            let opened = self.source.open()?;
            self.take(opened);
        }
        let Some(fold) = &mut self.fold else { return Ok(()) };
        if self.units_due
            && let Some(units) = &self.units
        {
            // Counts that know units the office does not would lose them with the next rebuild; it is tried again with the
            // next catalog or start, and meanwhile scans are counted.
            if let Err(error) = self.source.keep_units(units) {
                self.said.push(error.to_string());
            }
            // Counting with the old units would put scans where they do not belong: these must be in force first.
            match fold.set_units(units) {
                Ok(()) => self.units_due = false,
                Err(error) if !stop => return Err(error),
                Err(error) => self.said.push(error.to_string()),
            }
        }
        self.complaints.set_units(fold.units_are_stale());
        let folded = fold.pass(&self.recorder.live())?;
        self.progress.advance(folded.records, self.upkeep.clock.now().unix);
        for fault in folded.faults {
            self.say(fault.to_string());
            self.complaints.add_segment(fault);
        }
        Ok(())
    }

    fn take(&mut self, opened: Opened<T::Store>) {
        self.fold = Some(opened.fold);
        self.units_due = self.units.is_some();
        if let Some(fault) = opened.fault {
            self.say(fault.to_string());
            self.complaints.add_segment(fault);
        }
    }

    /// Begins a new store in the place of a damaged one; the journal fills it again.
    fn renew(&mut self, found: &str) {
        self.say(found.to_owned());
        self.complaints.set_counts(Some(found.to_owned()));
        if self.renewals >= RENEWALS {
            return;
        }
        self.renewals += 1;
        self.fold = None;
        match self.source.set_aside() {
            Ok(name) => self.renewed(name),
            Err(error) => self.say(error.to_string()),
        }
    }

    fn renewed(&mut self, name: String) {
        self.say(format!("the file was damaged; it is kept as {name}, and the journal is counted anew"));
        self.complaints.set_renewed(name);
    }

    /// Makes one counted segment smaller.
    fn keep(&mut self) {
        let Some(fold) = &mut self.fold else { return };
        let kept = fold.compress_one(&self.recorder.live()).and_then(|done| match self.upkeep.keep_days {
            Some(days) if !done => fold.seal_one(self.upkeep.clock.now().day - i64::from(days)),
            _ => Ok(done),
        });
        if let Err(error) = kept {
            self.say(error.to_string());
        }
    }

    /// Complains once of each thing.
    fn say(&mut self, what: String) {
        if !self.said.contains(&what) {
            log::warn("counts.trouble", &[("reason", &what)]);
            self.said.push(what);
        }
    }
}
