//! The listener for the team: statistics and what follows them, and what whoever looks after the machine asks.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::ACCEPT_LANGUAGE;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::routing::get;

use super::staff::PATH;
use crate::access::Access;
use crate::admin::{self, Admin, Client, StaffDesk};
use crate::app::App;
use crate::endpoint::Endpoint;
use crate::fold::Progress;
use crate::listener::Seats;
use crate::metrics::Page;
use crate::office::Cabinet;
use crate::reply;
use crate::store::{Reader, StoreError};
use crate::system;
use crate::trouble::{Complaints, Trouble};

/// The links of the team's own devices; where readers are served, for a project whose host is not decided yet.
struct Desk(Arc<App>, Endpoint, Arc<Cabinet>);

impl StaffDesk for Desk {
    fn link(&self, unit: &str, now: i64) -> Option<(String, i64)> {
        let pass = self.0.staff.issue(unit, now)?;
        let until = self.0.staff.read(&pass, now).map_or(now, |pass| pass.until);
        let site = self.0.site();
        let catalog = site.catalog();
        let base = match &self.1 {
            Endpoint::Tcp(address) if catalog.host_is_placeholder => format!("http://{address}"),
            _ => format!("https://{}", catalog.host),
        };
        Some((format!("{base}{PATH}?ve={pass}"), until))
    }

    fn revoke(&self) -> Result<(), StoreError> {
        self.2.ask(|office| self.0.staff.revoke(office))
    }
}

/// What the listener for the team is made of.
pub(crate) struct Desks {
    /// Where it listens.
    pub listen: Endpoint,
    /// Where readers are served.
    pub public: Endpoint,
    /// Connections of readers.
    pub seats: Arc<Seats>,
    /// What the fold complains of.
    pub complaints: Complaints,
    /// How far the fold is.
    pub progress: Progress,
    /// Where the office is.
    pub cabinet: Arc<Cabinet>,
    /// Who may do what.
    pub access: Access,
}

/// All routes of the listener for the team. `counts` is a connection of their own, so that no page waits for the fold.
pub(crate) fn router(app: Arc<App>, counts: Reader, desks: Desks) -> Router {
    let Desks { listen, public, seats, complaints, progress, cabinet, access } = desks;
    let (recorder, of_site, of_templates, of_client) = (app.recorder.clone(), app.clone(), app.clone(), app.clone());
    let troubles = move || {
        let journal = recorder.trouble().map(Trouble::Journal);
        journal.into_iter().chain(complaints.list()).collect()
    };
    let admin = Arc::new(Admin {
        clock: app.clock.clone(),
        trial: app.trial,
        catalog: Box::new(move || of_site.site().catalog().clone()),
        troubles: Box::new(troubles),
        store: counts,
        listen,
        access,
        client: Box::new(move |peer, headers| Client {
            network: of_client.addresses.network(peer, headers).map(|network| format!("{network:?}")),
            is_https: of_client.addresses.is_https(peer, headers),
        }),
        staff: Box::new(Desk(app.clone(), public, cabinet)),
        templates: Box::new(move || of_templates.site().templates().clone()),
    });
    let (for_ready, for_metrics) = (admin.clone(), admin.clone());
    let more = Router::new()
        .route("/healthz", get(|| async { reply::words(StatusCode::OK, "ok\n") }))
        .route("/readyz", get(move |headers: HeaderMap| async move { ready(&for_ready, &headers) }))
        .route("/metrics", get(move || async move { metrics(&app, &for_metrics, &seats, &progress) }));
    admin::router(admin, more)
}

/// `/readyz`: whether scans can be kept and counted now, and if not, why and what to do.
fn ready(admin: &Admin, headers: &HeaderMap) -> Response<Body> {
    let stands_still = |trouble: &Trouble| matches!(trouble, Trouble::Journal(_) | Trouble::Counts(_));
    let troubles: Vec<Trouble> = (admin.troubles)().into_iter().filter(stands_still).collect();
    if troubles.is_empty() {
        return reply::words(StatusCode::OK, "ok\n");
    }
    let templates = (admin.templates)();
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let locale = templates.locale(&admin::preferred(wanted));
    let lines: String = troubles.iter().map(|trouble| trouble.words(locale) + "\n").collect();
    reply::reply(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", lines)
}

/// `/metrics`, as Prometheus reads it.
fn metrics(app: &App, admin: &Admin, seats: &Seats, progress: &Progress) -> Response<Body> {
    let mut page = Page::default();
    app.metrics.write(&mut page);
    page.single("disan_connections", "gauge", "Connections of readers now.", seats.taken() as u64);
    let help = "Connections that idled and were cut to make room for others.";
    page.single("disan_connections_cut_total", "counter", help, seats.given_up());
    let live = app.recorder.live();
    let written = live.iter().map(|segment| segment.synced).sum();
    page.single("disan_journal_bytes", "gauge", "Bytes on disk in the journals of this process.", written);
    page.single("disan_journal_segments", "gauge", "Journals this process has opened.", live.len() as u64);
    let help = "Records counted since the start.";
    page.single("disan_records_counted_total", "counter", help, progress.records());
    let help = "When the counts last held the whole journal, in seconds since 1970.";
    page.single("disan_caught_up_seconds", "gauge", help, progress.caught_up().max(0) as u64);
    let troubles = (admin.troubles)();
    let of = |kind: fn(&Trouble) -> bool| troubles.iter().filter(|trouble| kind(trouble)).count() as u64;
    let kinds = [
        ("journal", of(|trouble| matches!(trouble, Trouble::Journal(_)))),
        ("counts", of(|trouble| matches!(trouble, Trouble::Counts(_)))),
        ("segment", of(|trouble| matches!(trouble, Trouble::Segment(_)))),
        ("renewed", of(|trouble| matches!(trouble, Trouble::Renewed(_)))),
        ("units", of(|trouble| matches!(trouble, Trouble::Units))),
        ("office", of(|trouble| matches!(trouble, Trouble::Office(_)))),
    ];
    page.labelled(
        "disan_troubles",
        "gauge",
        "What is wrong with the counting now, by kind.",
        "kind",
        kinds.into_iter(),
    );
    let site = app.site();
    page.single("disan_entries", "gauge", "Entries of the site.", site.catalog().entries.len() as u64);
    page.single("disan_codes", "gauge", "Codes ever issued.", site.catalog().codes.len() as u64);
    if let Some(bytes) = system::memory() {
        page.single("process_resident_memory_bytes", "gauge", "Memory held.", bytes);
    }
    reply::reply(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", page.into_text())
}
