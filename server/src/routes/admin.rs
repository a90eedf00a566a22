//! The listener for the team: statistics and what follows them.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::HOST;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::routing::get;

use crate::app::App;
use crate::reply;

/// All routes of the listener for the team.
pub(crate) fn router(app: Arc<App>) -> Router {
    let routes: Router<Arc<App>> =
        Router::new().route("/healthz", get(|| async { reply::words(StatusCode::OK, "ok\n") }));
    routes.layer(from_fn(of_this_machine)).with_state(app)
}

/// Refuses requests for other names than this machine's own: a page of a stranger could otherwise have its own name
/// lead here and read what it gets (DNS rebinding).
async fn of_this_machine(request: Request, next: Next) -> Response<Body> {
    if is_own_name(request.headers()) {
        return next.run(request).await;
    }
    reply::words(StatusCode::MISDIRECTED_REQUEST, "Host?\n")
}

/// Whether the request is for an address in figures or for `localhost`.
fn is_own_name(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|h| h.to_str().ok()) else { return false };
    let bare = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    bare.eq_ignore_ascii_case("localhost") || bare.parse::<IpAddr>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_own_names_are_answered() {
        let own = |host: &str| is_own_name(&HeaderMap::from_iter([(HOST, host.parse().unwrap())]));
        for host in ["localhost", "LOCALHOST:8081", "127.0.0.1:8081", "[::1]:8081", "192.168.1.5"] {
            assert!(own(host), "{host}");
        }
        for host in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", ""] {
            assert!(!own(host), "{host}");
        }
        assert!(!is_own_name(&HeaderMap::new()));
    }
}
