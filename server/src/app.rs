//! What all routes share.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::recorder::Recorder;
use crate::scan::address::Addresses;
use crate::scan::agent::Agents;
use crate::scan::devices::Devices;
use crate::site::Site;
use crate::store::{SqliteStore, StoreError};

/// What all routes share: the site as it stands, the recorder, the counts.
pub struct App {
    site: RwLock<Arc<Site>>,
    revisions: watch::Sender<String>,
    stop: watch::Receiver<bool>,
    counts: PathBuf,
    reader: Arc<Mutex<Option<SqliteStore>>>,
    /// Takes scans.
    pub recorder: Recorder,
    /// Local time.
    pub clock: Clock,
    /// Every scan is a trial.
    pub trial: bool,
    pub(crate) agents: Agents,
    pub(crate) devices: Devices,
    pub(crate) addresses: Addresses,
}

impl App {
    pub(crate) fn new(
        site: Site,
        recorder: Recorder,
        clock: Clock,
        trial: bool,
        addresses: Addresses,
        counts: PathBuf,
        stop: watch::Receiver<bool>,
    ) -> App {
        App {
            revisions: watch::Sender::new(site.catalog().revision.clone()),
            site: RwLock::new(Arc::new(site)),
            stop,
            counts,
            reader: Arc::default(),
            recorder,
            clock,
            trial,
            agents: Agents::default(),
            devices: Devices::default(),
            addresses,
        }
    }

    /// The site as it stands now. Whoever holds it keeps it, whatever is built meanwhile.
    pub fn site(&self) -> Arc<Site> {
        self.site.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn replace_site(&self, site: Site) {
        let revision = site.catalog().revision.clone();
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
        self.revisions.send_replace(revision);
    }

    /// The revision served, and each one that follows.
    pub(crate) fn revisions(&self) -> watch::Receiver<String> {
        self.revisions.subscribe()
    }

    /// Becomes true when the server stops: answers without an end must end then.
    pub(crate) fn stopping(&self) -> watch::Receiver<bool> {
        self.stop.clone()
    }

    /// Reads the counts, on a connection of its own and off the threads that answer requests.
    pub async fn read<T, F>(&self, read: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut SqliteStore) -> Result<T, StoreError> + Send + 'static,
    {
        let (reader, counts) = (self.reader.clone(), self.counts.clone());
        let done = tokio::task::spawn_blocking(move || {
            let mut reader = reader.lock().unwrap_or_else(PoisonError::into_inner);
            let mut store = match reader.take() {
                Some(store) => store,
                None => SqliteStore::open_reader(&counts)?,
            };
            let done = read(&mut store);
            *reader = Some(store);
            done
        });
        match done.await {
            Ok(done) => done,
            Err(panicked) => std::panic::resume_unwind(panicked.into_panic()),
        }
    }
}
