//! For whoever writes: open pages load anew after each build.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{Response, StatusCode};
use tokio::sync::mpsc;

use crate::app::App;
use crate::reply::{self, NO_STORE, Stream};

const SCRIPT: &str = "// Loads the page anew after each build.\n\
    (function () {\n  var seen;\n  var events = new EventSource('/_disan/events');\n  \
    events.addEventListener('build', function (event) {\n    \
    if (seen && seen !== event.data) location.reload();\n    seen = event.data;\n  });\n})();\n";

/// `/_disan/reload.js`.
pub(crate) async fn script() -> Response<Body> {
    let mut response = reply::reply(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT);
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}

/// `/_disan/events`: the revision served, and each one that follows (server-sent events).
pub(crate) async fn events(State(app): State<Arc<App>>) -> Response<Body> {
    let (to, from) = mpsc::channel(4);
    let (mut revisions, mut stop) = (app.revisions(), app.stopping());
    tokio::spawn(async move {
        loop {
            let revision = revisions.borrow_and_update().clone();
            if to.send(Ok(Bytes::from(format!("event: build\ndata: {revision}\n\n")))).await.is_err() {
                break;
            }
            tokio::select! {
                changed = revisions.changed() => if changed.is_err() { break },
                _ = stop.wait_for(|stop| *stop) => break,
                () = to.closed() => break,
            }
        }
    });
    let mut response = reply::reply(StatusCode::OK, "text/event-stream", Body::new(Stream { from, left: None }));
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}
