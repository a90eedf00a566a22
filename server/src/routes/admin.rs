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
use crate::template::Templates;
use crate::trouble::{Complaints, Trouble};

/// All routes of the listener for the team, at `listen`. `counts` is a connection of their own, so that no page waits
/// for the fold.
pub(crate) fn router(app: Arc<App>, counts: SqliteStore, complaints: Complaints, listen: SocketAddr) -> Router {
    let recorder = app.recorder.clone();
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
        templates: Templates::new(None).expect("the built-in templates are whole: a test reads them"),
    };
    let more = Router::new().route("/healthz", get(|| async { reply::words(StatusCode::OK, "ok\n") }));
    admin::router(Arc::new(admin), more)
}
