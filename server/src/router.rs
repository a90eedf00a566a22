//! From a request to its route.

use std::convert::Infallible;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::CACHE_CONTROL;
use axum::http::{Method, Request, Response, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::routing::get;
use hyper::body::Incoming;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;

use crate::app::App;
use crate::catalog::code_path;
use crate::reply::{self, NO_STORE};
use crate::routes::code::Asker;
use crate::routes::{code, events, files, number, privacy, staff, verify};

/// Asks Chrome's prefetch proxy to stay away: what it fetches ahead is no visit.
const TRAFFIC_ADVICE: &str = "[{\"user_agent\":\"prefetch-proxy\",\"disallow\":true}]\n";

/// All public routes but the codes.
fn public(app: Arc<App>) -> Router {
    let mut routes: Router<Arc<App>> = Router::new()
        .route("/", get(files::home))
        .route("/tra-cuu", get(number::look_up))
        .route(verify::PATH, get(verify::show))
        .route("/healthz", get(|| async { reply::words(StatusCode::OK, "ok\n") }))
        .route("/.well-known/traffic-advice", get(traffic_advice));
    for (path, note) in privacy::ADDRESSES {
        routes = routes.route(path, get(move |state| privacy::note(state, note)));
    }
    if app.trial {
        routes = routes.route("/_disan/reload.js", get(events::script)).route("/_disan/events", get(events::events));
    }
    // The one thing that is taken: the button by which a device of the team says that it is one.
    let pressed = Router::new().route(staff::PATH, get(staff::show).post(staff::press));
    routes.fallback(files::any).layer(from_fn(read_only)).merge(pressed).with_state(app)
}

async fn traffic_advice() -> Response<Body> {
    let mut response = reply::reply(StatusCode::OK, "application/trafficadvice+json", TRAFFIC_ADVICE);
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}

/// Nothing else public takes anything.
async fn read_only(request: axum::extract::Request, next: Next) -> Response<Body> {
    if is_reading(request.method()) { next.run(request).await } else { reply::method_not_allowed() }
}

fn is_reading(method: &Method) -> bool {
    *method == Method::GET || *method == Method::HEAD
}

/// The public service of one connection.
#[derive(Clone)]
pub(crate) struct Public {
    app: Arc<App>,
    routes: TowerToHyperService<Router>,
    peer: Option<IpAddr>,
}

impl Public {
    /// What a connection's service is made of; the peer is still to be named.
    pub fn new(app: Arc<App>) -> Public {
        let routes = TowerToHyperService::new(public(app.clone()));
        Public { app, routes, peer: None }
    }

    /// The service of a connection from `peer`; none where the socket is one of the file system.
    pub fn of(&self, peer: Option<IpAddr>) -> Public {
        Public { peer, ..self.clone() }
    }
}

impl Service<Request<Incoming>> for Public {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        // Codes are what the server is for: they go past the table of routes.
        if let Some(asked) = code_path(request.uri().path()) {
            let (app, peer) = (self.app.clone(), self.peer);
            return Box::pin(async move {
                if !is_reading(request.method()) {
                    return Ok(reply::method_not_allowed());
                }
                let (method, uri, headers) = (request.method(), request.uri(), request.headers());
                Ok(code::answer(&app, &Asker { peer, method, uri, headers }, asked).await)
            });
        }
        let mut request = request;
        request.extensions_mut().insert(staff::Peer(self.peer));
        Box::pin(self.routes.call(request))
    }
}
