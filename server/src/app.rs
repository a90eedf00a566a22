//! What all routes share.

use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::watch;

use crate::clock::Clock;
use crate::metrics::Metrics;
use crate::office::Cabinet;
use crate::recorder::Recorder;
use crate::scan::address::Addresses;
use crate::scan::agent::Agents;
use crate::scan::devices::Devices;
use crate::site::Site;
use crate::staff::Staff;

/// What all routes share: the site as it stands and the recorder.
pub struct App {
    site: RwLock<Arc<Site>>,
    revisions: watch::Sender<String>,
    stop: watch::Receiver<bool>,
    /// Takes scans.
    pub recorder: Recorder,
    /// Local time.
    pub clock: Clock,
    /// Every scan is a trial.
    pub trial: bool,
    pub(crate) agents: Agents,
    pub(crate) devices: Devices,
    pub(crate) addresses: Addresses,
    pub(crate) cabinet: Arc<Cabinet>,
    /// The team's own devices.
    pub staff: Staff,
    /// What was done since the start.
    pub metrics: Metrics,
    /// Tells in each answer how it stood to the disk.
    pub tell_outcome: bool,
}

/// What an [`App`] is made of besides the site.
pub(crate) struct Parts {
    pub recorder: Recorder,
    pub clock: Clock,
    pub trial: bool,
    pub addresses: Addresses,
    pub tell_outcome: bool,
    pub stop: watch::Receiver<bool>,
    pub cabinet: Arc<Cabinet>,
}

impl App {
    pub(crate) fn new(site: Site, parts: Parts) -> App {
        let Parts { recorder, clock, trial, addresses, tell_outcome, stop, cabinet } = parts;
        App {
            revisions: watch::Sender::new(site.catalog().revision.clone()),
            site: RwLock::new(Arc::new(site)),
            stop,
            recorder,
            clock,
            trial,
            agents: Agents::default(),
            devices: Devices::default(),
            addresses,
            cabinet,
            staff: Staff::default(),
            metrics: Metrics::default(),
            tell_outcome,
        }
    }

    /// The site as it stands now. Whoever holds it keeps it, whatever is built meanwhile.
    pub fn site(&self) -> Arc<Site> {
        self.site.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn replace_site(&self, site: Site) {
        let revision = site.catalog().revision.clone();
        *self.site.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(site);
        self.metrics.reload();
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
}
