//! The office of a running server: opened when it is first needed, and again after it failed.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio_postgres::Config;

use crate::app::App;
use crate::log;
use crate::store::{Office, PostgresOffice, Sqlite, SqliteOffice, StoreError};
use crate::trouble::Complaints;

/// How soon what another server changed in a shared office holds here too, and one that was away is looked for again.
const LOOK: Duration = Duration::from_secs(2);

type Open = Box<dyn Fn() -> Result<Box<dyn Office>, StoreError> + Send + Sync>;

/// Where the office is. Everything blocks: never ask on a thread that answers readers.
pub(crate) struct Cabinet {
    open: Open,
    shared: bool,
    held: Mutex<Option<Box<dyn Office>>>,
}

impl Cabinet {
    /// An office in a file of the data folder.
    pub fn file(file: PathBuf) -> Cabinet {
        let open = move || Ok(Box::new(SqliteOffice::open(&file)?) as Box<dyn Office>);
        Cabinet { open: Box::new(open), shared: false, held: Mutex::new(None) }
    }

    /// An office that lives in memory: for tests.
    pub fn memory() -> Cabinet {
        let open = || Ok(Box::new(SqliteOffice::in_memory()?) as Box<dyn Office>);
        Cabinet { open: Box::new(open), shared: false, held: Mutex::new(None) }
    }

    /// An office in a database that several servers may share.
    pub fn database(config: Config) -> Cabinet {
        let open = move || {
            // Only a system without any resource left refuses a runtime; that passes, or nothing helps.
            let office = PostgresOffice::new(config.clone()).map_err(|_| StoreError::Silent(0))?;
            Ok(Box::new(office) as Box<dyn Office>)
        };
        Cabinet { open: Box::new(open), shared: true, held: Mutex::new(None) }
    }

    /// Does `work` with the office.
    pub fn ask<T>(&self, work: impl FnOnce(&mut dyn Office) -> Result<T, StoreError>) -> Result<T, StoreError> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let mut office = match held.take() {
            Some(office) => office,
            None => (self.open)()?,
        };
        let done = work(&mut *office);
        // One that failed is opened anew the next time.
        if done.is_ok() {
            *held = Some(office);
        }
        done
    }

    /// Ends in order.
    pub fn close(&self) {
        let office = self.held.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Err(error)) = office.map(|office| office.close()) {
            log::warn("office.trouble", &[("reason", &error)]);
        }
    }
}

/// Learns what the office says now; complains once where it cannot.
pub(crate) fn learn(app: &App, cabinet: &Cabinet, complaints: &Complaints) {
    match cabinet.ask(|office| app.staff.learn(office)) {
        Ok(()) => drop(complaints.set_office(None)),
        Err(error) => {
            if complaints.set_office(Some(error.to_string())) {
                log::warn("office.trouble", &[("reason", &error), ("then", &"the team's links do not hold")]);
            }
        }
    }
}

/// Looks through the file after an unclean stop, in a thread of its own: nobody waits for it, and nothing is mended
/// without a person.
pub(crate) fn check(file: PathBuf, complaints: Complaints) {
    let look = move || {
        if let Some(found) = Sqlite::damage(&file) {
            log::warn("office.trouble", &[("reason", &found)]);
            complaints.set_office(Some(found));
        }
    };
    // A system without room for a thread has other worries; the next unclean stop looks again.
    let _ = std::thread::Builder::new().name("office".into()).spawn(look);
}

/// Follows a shared office, and waits for one that is away, until the server stops.
pub(crate) async fn follow(
    app: Arc<App>,
    cabinet: Arc<Cabinet>,
    complaints: Complaints,
    mut stop: watch::Receiver<bool>,
) {
    loop {
        // Nobody else writes into the file of a data folder that this program holds.
        if !cabinet.shared && app.staff.is_ready() {
            return;
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let (app, cabinet, complaints) = (app.clone(), cabinet.clone(), complaints.clone());
        let _ = tokio::task::spawn_blocking(move || learn(&app, &cabinet, &complaints)).await;
    }
}
