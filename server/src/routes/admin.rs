//! The listener for the team: statistics and what follows them.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;

use crate::admin::{self, Admin};
use crate::app::App;
use crate::reply;
use crate::store::SqliteStore;
use crate::trouble::{Complaints, Trouble};

/// All routes of the listener for the team, at `listen`. `counts` is a connection of their own, so that no page waits
/// for the fold.
pub(crate) fn router(app: Arc<App>, counts: SqliteStore, complaints: Complaints, listen: SocketAddr) -> Router {
    let (recorder, of_templates) = (app.recorder.clone(), app.clone());
    let troubles = move || {
        let journal = recorder.trouble().map(Trouble::Journal);
        journal.into_iter().chain(complaints.list()).collect()
    };
    let admin = Admin {
        clock: app.clock.clone(),
        trial: app.trial,
        catalog: Box::new(move || app.site().catalog().clone()),
        troubles: Box::new(troubles),
        store: Mutex::new(Box::new(counts)),
        listen,
        templates: Box::new(move || of_templates.site().templates().clone()),
    };
    let more = Router::new().route("/healthz", get(|| async { reply::words(StatusCode::OK, "ok\n") }));
    admin::router(Arc::new(admin), more)
}
