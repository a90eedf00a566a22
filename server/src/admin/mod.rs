//! The pages of the admin listener: statistics and reports, for the team and its superiors.
//!
//! Only GET and HEAD, but for one button (`devices`); no scripts, no cookies; never cached, never framed, and answered only under the server's own
//! address, so that no page elsewhere can read them through a reader's browser.

mod devices;
mod guard;
mod language;
mod pages;
mod papers;
mod response;
mod shell;
mod target;
mod visit;

use std::sync::Arc;

use axum::Router;
use axum::routing::get;

use crate::catalog::{Catalog, Lang};
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::store::Reader;
use crate::template::Templates;
use crate::trouble::Trouble;

pub use devices::StaffDesk;
pub use guard::is_own_host;
pub(crate) use language::preferred;
use target::Target;

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
    /// The team's own devices.
    pub staff: Box<dyn StaffDesk>,
    /// The templates as they are now: they are replaced with the catalog.
    pub templates: Box<dyn Fn() -> Arc<Templates> + Send + Sync>,
}

/// The admin pages, with `more` routes of the same listener (which must have no fallback of their own).
pub fn router(admin: Arc<Admin>, more: Router) -> Router {
    let mut router = Router::new().route("/", get(pages::home));
    for lang in [Lang::vi(), Lang::en()] {
        for target in Target::ALL {
            let path = target.path(&lang);
            let lang = lang.clone();
            router = router.route(path, get(move |state, uri| pages::page(state, lang, target, uri)));
        }
    }
    for lang in [Lang::vi(), Lang::en()] {
        let (path, shown, pressed) = (devices::path(&lang), lang.clone(), lang);
        let show = get(move |state| devices::show(state, shown));
        router = router.route(path, show.post(move |state, headers| devices::revoke(state, headers, pressed)));
    }
    let guard = axum::middleware::from_fn_with_state(Arc::clone(&admin), guard::guard);
    router.fallback(pages::not_found).with_state(admin).merge(more).layer(guard)
}
