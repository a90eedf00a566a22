//! Starting and stopping a server.

use std::future::Future;
use std::io;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tokio::sync::{mpsc, watch};
use tokio::task::JoinHandle;

use crate::access::{self, Access};
use crate::app::{App, Parts};
use crate::catalog::{CATALOG_FILE, CatalogError, OVERRIDES};
use crate::clock::Clock;
use crate::data::Data;
use crate::endpoint::Endpoint;
use crate::fold::{self, Database, EntryUnits, FoldError, FoldRunner, Source, Upkeep};
use crate::journal::Tables;
use crate::listener::{self, Seats, Socket};
use crate::log;
use crate::office::{self, Cabinet};
use crate::recorder::{self, Limits, Recorder};
use crate::router::Public;
use crate::routes::Peer;
use crate::routes::admin::{self, Desks};
use crate::scan::address::Addresses;
use crate::settings::Settings;
use crate::site::{Site, SiteError};
use crate::start_error::StartError;
use crate::store::Reader;
use crate::system;
use crate::trouble::Complaints;

/// How often the catalog is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Connections of the team at one time.
const ADMIN_CONNECTIONS: usize = 64;

/// A server that answers.
pub struct Running {
    public: Endpoint,
    admin: Option<Endpoint>,
    app: Arc<App>,
    reload: mpsc::Sender<()>,
    stop: watch::Sender<bool>,
    tasks: Vec<JoinHandle<()>>,
    recorder: recorder::Running,
    fold: FoldRunner,
    cabinet: Arc<Cabinet>,
    data: Data,
    set_up: Option<String>,
}

/// Starts a server. Everything that can be wrong is found before the first request.
pub async fn start(settings: Settings) -> Result<Running, StartError> {
    let Settings { dist, listen, admin_listen, trusted_proxies, .. } = settings.clone();
    let (connections, tell_outcome, trial) = (settings.connections, settings.tell_outcome, settings.trial);
    let seen = Stamp::of(&dist);
    let site = Site::open(&dist, &Arc::new(Tables::default()), trial).map_err(|error| match error {
        SiteError::Catalog(CatalogError::Read { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
            StartError::NoCatalog(dist.clone())
        }
        SiteError::Catalog(error) => StartError::BadCatalog(dist.clone(), error),
        SiteError::Template(error) => StartError::BadTemplate(dist.join(OVERRIDES), error),
    })?;
    let (socket, public) = bind(&listen).await?;
    let admin_socket = match &admin_listen {
        Some(endpoint) => Some(bind(endpoint).await?),
        None => None,
    };
    let data = Data::take(&settings.data)?;
    let clock = Clock::system(settings.utc_offset_minutes);
    let counting = Counting { settings: &settings, data: &data, clock: &clock, tables: site.tables() };
    let (record, recording, fold, counted) = match &settings.database {
        None => counting.start(fold::File::new(data.journal(), data.counts(), data.office())).await?,
        Some(config) => counting.start(Database::new(data.journal(), config.clone())).await?,
    };
    let cabinet = Arc::new(match &settings.database {
        None => Cabinet::file(data.office()),
        Some(config) => Cabinet::database(config.clone()),
    });
    // Not before the start: units of past days that changed mean reading the whole journal again.
    fold.units()(EntryUnits::of(site.catalog()));

    let stop = watch::Sender::new(false);
    let addresses = Addresses::new(trusted_proxies);
    let (stopping, papers) = (stop.subscribe(), cabinet.clone());
    let parts = Parts { recorder: record, clock, trial, addresses, tell_outcome, stop: stopping, cabinet: papers };
    let app = Arc::new(App::new(site, parts));
    let complaints = fold.complaints();
    let mut tasks = vec![open_office(&app, &cabinet, &complaints, stop.subscribe()).await];
    if settings.database.is_none() && recording.follows_a_crash() {
        office::check(data.office(), complaints.clone());
    }
    let (reload, reloads) = mpsc::channel(1);
    tasks.push(tokio::spawn(watch_catalog(dist, seen, app.clone(), fold.units(), reloads, stop.subscribe())));
    let (service, seats) = (Public::new(app.clone()), Seats::new(system::prepare(connections)));
    let of_peer = move |peer| service.of(peer);
    tasks.push(tokio::spawn(listener::serve(socket, seats.clone(), of_peer, stop.subscribe())));
    let admin = admin_socket.as_ref().map(|(_, endpoint)| endpoint.clone());
    let mut set_up = None;
    if let Some((socket, endpoint)) = admin_socket {
        let mark = settings.database.is_none().then(|| data.accounts_mark());
        let access = Access::new(cabinet.clone(), mark);
        // Whoever only tries things out needs no account.
        if !trial {
            let (cabinet, at, now) = (cabinet.clone(), endpoint.clone(), app.clock.now().unix);
            set_up = tokio::task::spawn_blocking(move || first_link(cabinet, &at, now)).await.ok().flatten();
        }
        let desks = Desks {
            listen: endpoint,
            public: public.clone(),
            seats,
            complaints,
            progress: fold.progress(),
            cabinet: cabinet.clone(),
            access,
        };
        let router = admin::router(app.clone(), counted, desks);
        let routes = TowerToHyperService::new(router);
        let of_team = Seats::new(ADMIN_CONNECTIONS);
        let of_peer = move |peer| Routes(routes.clone(), peer);
        tasks.push(tokio::spawn(listener::serve(socket, of_team, of_peer, stop.subscribe())));
    }
    Ok(Running { public, admin, app, reload, stop, tasks, recorder: recording, fold, cabinet, data, set_up })
}

/// Learns what the office says before the first reader comes, and goes on following it.
async fn open_office(
    app: &Arc<App>,
    cabinet: &Arc<Cabinet>,
    complaints: &Complaints,
    stop: watch::Receiver<bool>,
) -> JoinHandle<()> {
    let (of, at, to) = (app.clone(), cabinet.clone(), complaints.clone());
    let _ = tokio::task::spawn_blocking(move || office::learn(&of, &at, &to)).await;
    tokio::spawn(office::follow(app.clone(), cabinet.clone(), complaints.clone(), stop))
}

/// What counting is started with.
struct Counting<'a> {
    settings: &'a Settings,
    data: &'a Data,
    clock: &'a Clock,
    tables: &'a Arc<Tables>,
}

impl Counting<'_> {
    /// Opens the store, then the journal, and lets one follow the other.
    async fn start<T: Source>(
        self,
        mut source: T,
    ) -> Result<(Recorder, recorder::Running, FoldRunner, Reader), StartError> {
        let Counting { settings, data, clock, tables } = self;
        let opening = tokio::task::spawn_blocking(move || {
            let prepared = fold::prepare(&mut source);
            (source, prepared)
        });
        let failed = |error| StartError::Data(data.journal(), error);
        let (source, prepared) = opening.await.map_err(|error| failed(io::Error::other(error)))?;
        let prepared = prepared.map_err(|error| match (&settings.database, error) {
            (Some(_), FoldError::Store(error)) => StartError::Database(error.to_string()),
            (_, error) => StartError::Counts(data.counts(), error.to_string()),
        })?;
        let journal = data.journal();
        let (record, recording) =
            recorder::start(&journal, clock.clone(), tables.clone(), Limits::default(), settings.trial)
                .map_err(failed)?;
        let upkeep = Upkeep { clock: clock.clone(), keep_days: settings.keep_journals };
        let (reader, check) = (source.reader(), source.check().filter(|_| recording.follows_a_crash()));
        let fold = FoldRunner::start(source, prepared, record.clone(), upkeep).map_err(failed)?;
        if let Some(check) = check {
            fold.check(check).map_err(failed)?;
        }
        Ok((record, recording, fold, reader))
    }
}

async fn bind(endpoint: &Endpoint) -> Result<(Socket, Endpoint), StartError> {
    Socket::bind(endpoint).await.map_err(|error| StartError::Listen(endpoint.clone(), error))
}

/// A link for the first account; none where there is one, or the office is out of reach: that is told elsewhere.
fn first_link(cabinet: Arc<Cabinet>, at: &Endpoint, now: i64) -> Option<String> {
    let token = Access::new(cabinet, None).set_up(now).ok().flatten()?;
    Some(format!("{}{}?ma={}", at.url().trim_end_matches('/'), access::pages::WELCOME.vi, token.text()))
}

/// A router as the listener takes it, for one peer.
#[derive(Clone)]
struct Routes(TowerToHyperService<Router>, Option<IpAddr>);

impl Service<Request<Incoming>> for Routes {
    type Response = Response<Body>;
    type Error = std::convert::Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Self::Error>> + Send>>;

    fn call(&self, mut request: Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(Peer(self.1));
        Box::pin(self.0.call(request))
    }
}

impl Running {
    /// Where the public pages are.
    pub fn public(&self) -> &Endpoint {
        &self.public
    }

    /// Where statistics are.
    pub fn admin(&self) -> Option<&Endpoint> {
        self.admin.as_ref()
    }

    /// The link by which the first account is made, where there is none yet. It is a secret: show it to a person at this
    /// machine, or keep it with [`Running::keep_set_up_link`].
    pub fn set_up_link(&self) -> Option<&str> {
        self.set_up.as_deref()
    }

    /// Writes that link to a file in the data folder that only this user may read, in the place of one of before.
    pub fn keep_set_up_link(&self) -> io::Result<PathBuf> {
        let file = self.data.set_up_link();
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => access::write_secret(&file, self.set_up.as_deref().unwrap_or_default())?,
        }
        Ok(file)
    }

    /// What the routes share.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Looks at the catalog now instead of within a second.
    pub fn reload(&self) {
        // A full channel means that a look is due anyway.
        let _ = self.reload.try_send(());
    }

    /// Stops in order: accepts nothing more, finishes what is under way, syncs and folds every scan, and gives the
    /// data folder back.
    pub async fn shutdown(self) {
        let Running { stop, tasks, recorder, fold, cabinet, data, set_up, .. } = self;
        // A link that was not used dies with the server that made it.
        if set_up.is_some() {
            let _ = std::fs::remove_file(data.set_up_link());
        }
        stop.send_replace(true);
        for task in tasks {
            let _ = task.await;
        }
        let _ = tokio::task::spawn_blocking(move || {
            recorder.close();
            fold.stop();
            cabinet.close();
            drop(data);
        })
        .await;
    }
}

/// What tells one catalog file from the next without reading it.
#[derive(PartialEq, Eq)]
struct Stamp(Option<(SystemTime, u64)>);

impl Stamp {
    fn of(dist: &Path) -> Stamp {
        let metadata = std::fs::metadata(dist.join(CATALOG_FILE)).ok();
        Stamp(metadata.and_then(|m| Some((m.modified().ok()?, m.len()))))
    }
}

/// Puts a new site in the place of the old one whenever the catalog changes. The compiler writes it last.
async fn watch_catalog(
    dist: PathBuf,
    mut seen: Stamp,
    app: Arc<App>,
    units: impl Fn(EntryUnits) + Send + Sync + 'static,
    mut reloads: mpsc::Receiver<()>,
    mut stop: watch::Receiver<bool>,
) {
    let mut look = tokio::time::interval(LOOK);
    let units = Arc::new(units);
    loop {
        tokio::select! {
            _ = look.tick() => {}
            Some(()) = reloads.recv() => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        let now = Stamp::of(&dist);
        if now == seen || now.0.is_none() {
            continue;
        }
        seen = now;
        let (dist, app, units) = (dist.clone(), app.clone(), units.clone());
        let _ = tokio::task::spawn_blocking(move || replace(&dist, &app, &*units)).await;
    }
}

/// Blocks while it reads. A catalog that cannot be read leaves the old site in place.
fn replace(dist: &Path, app: &App, units: &(impl Fn(EntryUnits) + ?Sized)) {
    match Site::open(dist, app.site().tables(), app.trial) {
        Ok(site) => {
            // Names and units first: the first scan of a new entry must find them.
            app.recorder.set_tables(site.tables().clone());
            units(EntryUnits::of(site.catalog()));
            app.replace_site(site);
        }
        Err(error) => log::warn("catalog.refused", &[("reason", &error), ("then", &"the site before stays")]),
    }
}
