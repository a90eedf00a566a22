//! `/_disan/to`: the page by which a device of the team says that it is one, and the button on it.
//!
//! The page alone does nothing, so that the preview a messenger draws of the link marks nobody. The button sets the
//! cookie described in [`crate::staff`]; another takes it away.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_TYPE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde::Serialize;

use super::page::{self, shell};
use crate::app::App;
use crate::catalog::{Catalog, Lang};
use crate::reply;
use crate::scan::language::negotiate;
use crate::staff::{PASS, Pass};
use crate::stats::wording::moment;
use crate::stats::{Shell, in_language};

/// Its address.
pub(crate) const PATH: &str = "/_disan/to";

const TEMPLATE: &str = "dashboard/device.html";

/// A pressed button sends a pass and a word; more is none of ours.
const MOST: usize = 1 << 10;

/// How long it may take to come.
const PATIENCE: Duration = Duration::from_secs(10);

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// The other end of the connection, for a route.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub Option<IpAddr>);

/// What the template sees.
#[derive(Serialize)]
struct View {
    shell: Shell,
    /// What can be done here.
    state: &'static str,
    /// In a sentence.
    text: String,
    /// The pass the button sends.
    pass: String,
    path: &'static str,
}

/// What there is to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Say {
    /// The link holds: here is the button.
    Offer,
    /// The link is too old, or of a key of before.
    Stale,
    /// This device is marked.
    Marked,
    /// It no longer is.
    Unmarked,
}

impl Say {
    fn name(self) -> &'static str {
        match self {
            Say::Offer => "offer",
            Say::Stale => "stale",
            Say::Marked => "marked",
            Say::Unmarked => "unmarked",
        }
    }
}

/// The page with the button.
pub(crate) async fn show(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let query = request.uri().query().unwrap_or_default();
    let now = app.clock.now().unix;
    let text = parameter(query, "ve");
    let pass = text.and_then(|text| app.staff.read(text, now));
    let say = if pass.is_some() { Say::Offer } else { Say::Stale };
    let status = if pass.is_some() { StatusCode::OK } else { StatusCode::GONE };
    answer(&app, &request.headers().clone(), parameter(query, "lang"), status, say, pass.as_ref().zip(text))
}

/// The button was pressed.
pub(crate) async fn press(State(app): State<Arc<App>>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let peer = parts.extensions.get::<Peer>().and_then(|peer| peer.0);
    // A page elsewhere must not mark the phones of its visitors.
    let own = parts.headers.get(&SEC_FETCH_SITE).is_none_or(|site| site == "same-origin");
    let form = parts.headers.get(CONTENT_TYPE).is_some_and(|kind| kind == "application/x-www-form-urlencoded");
    if !own || !form {
        return reply::words(StatusCode::FORBIDDEN, "");
    }
    let Some(sent) = sent(body).await else { return reply::words(StatusCode::PAYLOAD_TOO_LARGE, "") };
    let lang = parameter(&sent, "lang");
    let secure = if app.addresses.is_https(peer, &parts.headers) { "; Secure" } else { "" };
    let with_cookie = |mut response: Response<Body>, value: &str, age: i64| {
        let cookie = format!("{PASS}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().insert(SET_COOKIE, cookie);
        }
        response
    };
    if parameter(&sent, "thoi").is_some() {
        return with_cookie(answer(&app, &parts.headers, lang, StatusCode::OK, Say::Unmarked, None), "", 0);
    }
    let now = app.clock.now().unix;
    let text = parameter(&sent, "ve");
    match text.and_then(|text| app.staff.read(text, now)).zip(text) {
        Some((pass, text)) => {
            let response = answer(&app, &parts.headers, lang, StatusCode::OK, Say::Marked, Some((&pass, text)));
            with_cookie(response, text, pass.until - now)
        }
        None => answer(&app, &parts.headers, lang, StatusCode::GONE, Say::Stale, None),
    }
}

/// What the button sent; none when it is too much, or takes too long to come.
async fn sent(body: Body) -> Option<String> {
    let bytes = tokio::time::timeout(PATIENCE, to_bytes(body, MOST)).await.ok()?.ok()?;
    String::from_utf8(bytes.into()).ok()
}

/// The value of a parameter; passes and languages hold nothing that must be encoded.
fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.split('&').filter_map(|pair| pair.split_once('=')).find_map(|(key, value)| (key == name).then_some(value))
}

fn answer(
    app: &App,
    headers: &HeaderMap,
    lang: Option<&str>,
    status: StatusCode,
    say: Say,
    pass: Option<(&Pass, &str)>,
) -> Response<Body> {
    let site = app.site();
    let both = [Lang::vi(), Lang::en()];
    let asked = lang.and_then(|lang| both.iter().find(|one| one.as_str() == lang));
    let lang = asked.unwrap_or_else(|| &both[negotiate(headers, &both, &both[1])]);
    let locale = site.templates().locale(lang);
    let key = format!("staff.{}", say.name());
    let text = match pass {
        Some((pass, _)) => {
            let until = moment(locale, app.clock.at(pass.until));
            let unit = unit_name(site.catalog(), &pass.unit, lang);
            locale.fill(&key, &[("unit", &unit), ("until", &until)])
        }
        None => locale.text(&key).to_owned(),
    };
    let pass = pass.map(|(_, text)| text.to_owned()).unwrap_or_default();
    let other = format!("{PATH}?ve={pass}&lang={}", if *lang == both[0] { "en" } else { "vi" });
    let shell = shell(site.catalog(), locale, "staff.title", &other);
    page::page(&site, lang, status, TEMPLATE, &View { shell, state: say.name(), text, pass, path: PATH })
}

/// The name of a unit, else its id.
fn unit_name(catalog: &Catalog, id: &str, lang: &Lang) -> String {
    catalog.units.get(id).map_or_else(|| id.to_owned(), |unit| in_language(catalog, &unit.name, lang).to_owned())
}
