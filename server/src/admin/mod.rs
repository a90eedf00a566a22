//! The pages of the admin listener: statistics and reports, for the team and its superiors.
//!
//! Without scripts, never cached, never framed, and answered only under the server's own address, so that no page
//! elsewhere can read them through a reader's browser. Pages that take something are a `Route` each: what must be true
//! of all of them is seen to in `desk`.

mod desk;
mod devices;
mod form;
mod guard;
mod language;
mod pages;
mod papers;
mod response;
mod shell;
mod target;
mod visit;

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use axum::routing::{any, get};

use crate::access::Access;

use crate::catalog::{Catalog, Lang};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::store::Reader;
use crate::template::Templates;
use crate::trouble::Trouble;

pub(crate) use desk::{Call, Choice, Desk, Need, Route, Spot, Stop, escaped, is_own_path};
pub use devices::StaffDesk;
pub use guard::is_own_host;
pub(crate) use language::preferred;
use target::Target;

/// Where a request comes from.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Client {
    /// The network it comes from, where it can be told. It is never written down.
    pub network: Option<String>,
    /// Whether the way to it is encrypted.
    pub is_https: bool,
}

/// From the peer of a connection and the headers of a request to where it comes from.
pub type Whence = Box<dyn Fn(Option<IpAddr>, &HeaderMap) -> Client + Send + Sync>;

/// What the admin pages work with.
pub struct Admin {
    /// The catalog as it is now: it is replaced when the content is built again.
    pub catalog: Box<dyn Fn() -> Arc<Catalog> + Send + Sync>,
    /// The counts. Pages read them one at a time, away from the threads that answer scans.
    pub store: Reader,
    /// What is wrong with the counting now.
    pub troubles: Box<dyn Fn() -> Vec<Trouble> + Send + Sync>,
    /// Local time.
    pub clock: Clock,
    /// Whether this server only tries things out: trial scans are then shown first, and said to be trials.
    pub trial: bool,
    /// Where the admin pages are served.
    pub listen: Endpoint,
    /// Who may do what.
    pub access: Access,
    /// Tells where a request comes from.
    pub client: Whence,
    /// The team's own devices.
    pub staff: Box<dyn StaffDesk>,
    /// The templates as they are now: they are replaced with the catalog.
    pub templates: Box<dyn Fn() -> Arc<Templates> + Send + Sync>,
}

/// The admin pages, with `more` routes of the same listener (which must have no fallback of their own).
pub fn router(admin: Arc<Admin>, more: Router) -> Router {
    let mut router = Router::new();
    for lang in [Lang::vi(), Lang::en()] {
        for target in Target::ALL {
            let path = target.path(&lang);
            let lang = lang.clone();
            router = router.route(path, get(move |state, uri| pages::page(state, lang, target, uri)));
        }
    }
    let door = axum::middleware::from_fn_with_state(Arc::clone(&admin), desk::door);
    let mut router = router.route_layer(door);
    let routes = [devices::routes(), crate::access::pages::routes(), crate::activity::pages::routes()];
    for route in routes.into_iter().flatten() {
        for lang in [Lang::vi(), Lang::en()] {
            let path = route.spot.path(&lang);
            let work = move |state: State<Arc<Admin>>, request: Request| desk::answer(state, request, lang, route);
            router = router.route(path, any(work));
        }
    }
    let guard = axum::middleware::from_fn_with_state(Arc::clone(&admin), guard::guard);
    router.route("/", get(pages::home)).fallback(pages::not_found).with_state(admin).merge(more).layer(guard)
}
