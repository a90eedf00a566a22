//! Pages that somebody works at: each is a function of a [`Call`]; who may call it stands beside its address.
//!
//! Whatever must be true of every such page is seen to here, once: who is asking, that a form was sent by a page of
//! ours and carries the secret of its session, how large it may be, and that no store is read on a thread that answers
//! readers.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::middleware::Next;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use super::form::Fields;
use super::guard::is_from_here;
use super::response::{bare, fault, html};
use super::shell::shell;
use super::target::Target;
use super::{Admin, Client};
use crate::access::{Caller, Role, is_same};
use crate::catalog::{Catalog, Lang, Locale};
use crate::clock::{Moment, date_of};
use crate::log;
use crate::routes::Peer;
use crate::stats::{Shell, in_language};
use crate::store::StoreError;
use crate::template::Templates;

/// Most bytes of a form, and of one with a file.
const MOST: usize = 64 << 10;
const MOST_WITH_FILE: usize = 4 << 20;

/// How long a form may take to come.
const PATIENCE: Duration = Duration::from_secs(60);

/// Who may call a page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Need {
    /// Anybody: the way in.
    Nothing,
    /// Anybody until there is an account, then anybody who is signed in.
    Open,
    /// Anybody who is signed in.
    Known,
    /// Whoever has this role somewhere; the page looks where.
    Role(Role),
}

/// An address in both languages; `{id}` stands for one part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spot {
    /// In Vietnamese.
    pub vi: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Spot {
    /// The address in a language.
    pub fn path(self, lang: &Lang) -> &'static str {
        if *lang == Lang::en() { self.en } else { self.vi }
    }

    /// The address of one thing.
    pub fn of(self, lang: &Lang, id: &str) -> String {
        self.path(lang).replace("{id}", id)
    }
}

/// What answers a call.
pub type Desk = fn(&Call<'_>) -> Result<Response, Stop>;

/// A page somebody works at.
#[derive(Clone, Copy)]
pub struct Route {
    /// Where it is.
    pub spot: Spot,
    /// Who may look at it, and what shows it.
    pub get: Option<(Need, Desk)>,
    /// Who may send its form, and what takes it.
    pub post: Option<(Need, Desk)>,
    /// Whether a file comes with the form.
    pub takes_file: bool,
}

/// Why a page is not answered as asked.
#[derive(Debug)]
pub enum Stop {
    /// The office is out of reach.
    Store(StoreError),
    /// This is the answer.
    With(Box<Response>),
}

impl From<StoreError> for Stop {
    fn from(error: StoreError) -> Stop {
        Stop::Store(error)
    }
}

/// Something to choose in a form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// Whether it is chosen already.
    pub chosen: bool,
}

impl Choice {
    /// A choice of this value.
    pub fn new(value: &str, label: impl Into<String>, chosen: bool) -> Choice {
        Choice { value: value.to_owned(), label: label.into(), chosen }
    }
}

/// Somebody asks for a page, or sends its form.
pub struct Call<'a> {
    /// The listener.
    pub admin: &'a Admin,
    /// The content.
    pub catalog: &'a Catalog,
    /// The templates.
    pub templates: &'a Templates,
    /// The words of the page.
    pub locale: &'a Locale,
    /// The address asked for.
    pub uri: &'a Uri,
    /// The headers sent.
    pub headers: &'a HeaderMap,
    /// Where it comes from.
    pub client: Client,
    /// Who asks.
    pub caller: Option<Caller>,
    /// What a form or the address holds.
    pub fields: Fields,
    /// The part of the address that stands for `{id}`.
    pub id: String,
    /// Where the page is.
    pub spot: Spot,
    /// Now.
    pub now: Moment,
    /// Today.
    pub today: Date,
}

/// What every page of this kind shows besides its own.
#[derive(Serialize)]
struct Framed<'a, T> {
    shell: Shell,
    /// What each form carries.
    form: &'a str,
    /// Address of this page.
    here: String,
    #[serde(flatten)]
    view: &'a T,
}

impl Call<'_> {
    /// The language of the page.
    pub fn lang(&self) -> &Lang {
        self.locale.lang()
    }

    /// Who asks; a page that needs somebody is never called without.
    pub fn me(&self) -> Result<&Caller, Stop> {
        self.caller.as_ref().ok_or_else(|| self.stop(StatusCode::FORBIDDEN, "access.fault.forbidden", ""))
    }

    /// Whether the one who asks has this role at the unit.
    pub fn may(&self, role: Role, unit: &str) -> bool {
        self.caller.as_ref().is_some_and(|caller| caller.authority.may(role, self.catalog, unit, self.today))
    }

    /// Goes on only where the one who asks has this role at the unit.
    pub fn require(&self, role: Role, unit: &str) -> Result<(), Stop> {
        if self.may(role, unit) {
            return Ok(());
        }
        Err(self.stop(StatusCode::FORBIDDEN, "access.fault.forbidden", ""))
    }

    /// The units of today at which the one who asks has this role, in the order of the file, the project's own first.
    pub fn units(&self, role: Role, chosen: &str) -> Vec<Choice> {
        let owner = &self.catalog.owner_unit;
        let of_today = self.catalog.units.iter().filter(|unit| unit.is_valid_on(self.today)).map(|unit| &unit.id);
        let ids = std::iter::once(owner).chain(of_today.filter(|id| *id != owner));
        ids.filter(|id| self.may(role, id)).map(|id| Choice::new(id, self.unit_name(id), id == chosen)).collect()
    }

    /// The name of a unit, else its id.
    pub fn unit_name(&self, id: &str) -> String {
        match self.catalog.units.get(id) {
            Some(unit) => in_language(self.catalog, &unit.name, self.lang()).to_owned(),
            None if id == self.catalog.owner_unit => {
                in_language(self.catalog, &self.catalog.owner, self.lang()).to_owned()
            }
            None => id.to_owned(),
        }
    }

    /// A page that says what is wrong.
    pub fn stop(&self, status: StatusCode, key: &'static str, text: &str) -> Stop {
        Stop::With(Box::new(fault(self.admin, self.uri, status, key, text)))
    }

    /// For what is not there, or is none of the caller's business: the two are not told apart.
    pub fn not_found(&self) -> Stop {
        self.stop(StatusCode::NOT_FOUND, "stats.fault.not_found", "")
    }

    /// Renders a page.
    pub fn page(&self, status: StatusCode, template: &str, title: String, view: &impl Serialize) -> Response {
        let mut shell = shell(self.catalog, self.locale, Target::Statistics, None, self.admin.trial, title);
        super::shell::for_caller(&mut shell, self.locale, self.caller.as_ref(), self.uri.path());
        let other = if *self.lang() == Lang::en() { Lang::vi() } else { Lang::en() };
        let query = self.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        shell.switch.href = format!("{}{query}", self.spot.of(&other, &self.id));
        let form = self.caller.as_ref().and_then(|caller| caller.form.as_deref()).unwrap_or_default();
        let view = Framed { shell, form, here: self.spot.of(self.lang(), &self.id), view };
        html(self.templates, self.lang(), status, template, &view)
    }

    /// Leads on to another page of ours.
    pub fn go(&self, to: &str) -> Response {
        let mut response = bare(StatusCode::SEE_OTHER);
        if let Ok(location) = HeaderValue::from_str(to) {
            response.headers_mut().insert(LOCATION, location);
        }
        response
    }

    /// Adds a line to the log of changes.
    pub fn note(&self, unit: &str, action: &str, subject: &str, detail: &str) -> Result<(), StoreError> {
        let account = self.caller.as_ref().map_or("", |caller| &caller.account);
        self.admin.access.note(unit, account, action, subject, detail, self.now.unix)
    }

    /// Puts a cookie on an answer; an empty value takes it away.
    pub fn with_session(&self, mut response: Response, value: &str, age: i64) -> Response {
        let secure = if self.client.is_https { "; Secure" } else { "" };
        let name = crate::access::COOKIE_NAME;
        let cookie = format!("{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

/// Where somebody is sent who must sign in first, and from there back.
fn to_sign_in(lang: &Lang, uri: &Uri) -> Response {
    let back = uri.path_and_query().map_or("/", |path| path.as_str());
    let mut response = bare(StatusCode::SEE_OTHER);
    let to = format!("{}?tiep={}", crate::access::pages::SIGN_IN.path(lang), escaped(back));
    if let Ok(location) = HeaderValue::from_str(&to) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// A text as the value of a parameter.
pub fn escaped(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    text.bytes().map(|b| if plain(b) { (b as char).to_string() } else { format!("%{b:02X}") }).collect()
}

/// Whether an address is one of ours: a path, on no other host whatever a browser makes of it.
pub fn is_own_path(text: &str) -> bool {
    text.starts_with('/')
        && !text.starts_with("//")
        && text.bytes().all(|b| b.is_ascii_graphic() && !b"\\<>\"'`".contains(&b))
}

/// Before the pages that only show what was counted: open to all until there is an account, then to those who are
/// signed in.
pub async fn door(State(admin): State<Arc<Admin>>, request: Request, next: Next) -> Response {
    let (headers, uri) = (request.headers().clone(), request.uri().clone());
    let is_reading = request.method().is_safe();
    let lang = lang_of(&uri);
    let at = admin.clone();
    let looked = tokio::task::spawn_blocking(move || {
        let (catalog, now) = ((at.catalog)(), at.clock.now());
        if !at.access.is_closed()? {
            return Ok((true, None));
        }
        let caller = at.access.caller(&headers, &catalog, date_of(now.day), now.unix)?;
        let may = match (&caller, is_reading) {
            (Some(_), true) => true,
            (Some(caller), false) => caller.authority.most() >= Some(Role::Editor),
            (None, _) => false,
        };
        Ok((may, caller))
    });
    match looked.await {
        Ok(Ok((true, caller))) => {
            let mut request = request;
            // What writes needs somebody, from the first day on.
            if !is_reading && caller.is_none() {
                return fault(&admin, &uri, StatusCode::METHOD_NOT_ALLOWED, "access.fault.nobody", "");
            }
            if let Some(caller) = caller {
                request.extensions_mut().insert(caller);
            }
            next.run(request).await
        }
        Ok(Ok((false, None))) if is_reading && !request.headers().contains_key(AUTHORIZATION) => {
            to_sign_in(&lang, &uri)
        }
        Ok(Ok((false, None))) => fault(&admin, &uri, StatusCode::UNAUTHORIZED, "access.fault.unknown", ""),
        Ok(Ok((false, Some(_)))) => fault(&admin, &uri, StatusCode::FORBIDDEN, "access.fault.forbidden", ""),
        Ok(Err(error)) => away(&admin, &uri, &error),
        Err(_) => bare(StatusCode::INTERNAL_SERVER_ERROR),
    }
}

fn lang_of(uri: &Uri) -> Lang {
    if uri.path().starts_with("/en/") { Lang::en() } else { Lang::vi() }
}

fn away(admin: &Admin, uri: &Uri, error: &StoreError) -> Response {
    log::warn("office.trouble", &[("reason", error)]);
    fault(admin, uri, StatusCode::SERVICE_UNAVAILABLE, "stats.trouble.office", &error.to_string())
}

/// Answers a call.
pub async fn answer(State(admin): State<Arc<Admin>>, request: Request, lang: Lang, route: Route) -> Response {
    let (parts, body) = request.into_parts();
    let is_reading = parts.method.is_safe();
    let wanted = if is_reading { route.get } else { route.post };
    let Some((need, desk)) = wanted else {
        return fault(&admin, &parts.uri, StatusCode::METHOD_NOT_ALLOWED, "stats.fault.not_found", "");
    };
    let fields = if is_reading {
        Fields::of_query(parts.uri.query().unwrap_or_default())
    } else {
        // A page elsewhere must not send a form through somebody's browser; a program with a token is no browser.
        if !parts.headers.contains_key(AUTHORIZATION) && !is_from_here(&parts.headers) {
            return fault(&admin, &parts.uri, StatusCode::FORBIDDEN, "access.fault.elsewhere", "");
        }
        let most = if route.takes_file { MOST_WITH_FILE } else { MOST };
        let Ok(Ok(bytes)) = tokio::time::timeout(PATIENCE, to_bytes(body, most)).await else {
            return fault(&admin, &parts.uri, StatusCode::PAYLOAD_TOO_LARGE, "access.fault.large", "");
        };
        let kind = parts.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        let Some(fields) = Fields::of_body(kind, &bytes) else {
            return fault(&admin, &parts.uri, StatusCode::BAD_REQUEST, "access.fault.form", "");
        };
        fields
    };
    let peer = parts.extensions.get::<Peer>().and_then(|peer| peer.0);
    let (headers, uri) = (parts.headers, parts.uri);
    let work = move || {
        let asked = Asked { admin: &admin, lang, route, need, desk, headers, uri, peer, is_reading };
        asked.answer(fields)
    };
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
}

struct Asked<'a> {
    admin: &'a Admin,
    lang: Lang,
    route: Route,
    need: Need,
    desk: Desk,
    headers: HeaderMap,
    uri: Uri,
    peer: Option<IpAddr>,
    is_reading: bool,
}

impl Asked<'_> {
    fn answer(self, fields: Fields) -> Response {
        let Asked { admin, uri, headers, .. } = &self;
        let (catalog, templates, now) = ((admin.catalog)(), (admin.templates)(), admin.clock.now());
        let today = date_of(now.day);
        let caller = match admin.access.caller(headers, &catalog, today, now.unix) {
            Ok(caller) => caller,
            Err(error) => return away(admin, uri, &error),
        };
        if let Some(refusal) = self.refusal(caller.as_ref(), &fields) {
            return refusal;
        }
        let call = Call {
            admin,
            catalog: &catalog,
            locale: templates.locale(&self.lang),
            templates: &templates,
            uri,
            headers,
            client: (admin.client)(self.peer, headers),
            caller,
            fields,
            id: id_in(self.route.spot.path(&self.lang), uri.path()),
            spot: self.route.spot,
            now,
            today,
        };
        match (self.desk)(&call) {
            Ok(response) => response,
            Err(Stop::With(response)) => *response,
            Err(Stop::Store(error)) => away(admin, uri, &error),
        }
    }

    /// Why this one may not do this; none where they may.
    fn refusal(&self, caller: Option<&Caller>, fields: &Fields) -> Option<Response> {
        let refuse = |status, key| Some(fault(self.admin, &self.uri, status, key, ""));
        let Some(caller) = caller else {
            return match self.need {
                Need::Nothing => None,
                Need::Open if !self.admin.access.is_closed().unwrap_or(true) => None,
                _ if self.is_reading && !self.headers.contains_key(AUTHORIZATION) => {
                    Some(to_sign_in(&self.lang, &self.uri))
                }
                _ => refuse(StatusCode::UNAUTHORIZED, "access.fault.unknown"),
            };
        };
        if let Need::Role(role) = self.need
            && caller.authority.most() < Some(role)
        {
            return refuse(StatusCode::FORBIDDEN, "access.fault.forbidden");
        }
        let form = caller.form.as_deref();
        // The way in has no session yet whose secret its form could carry.
        let carries = self.is_reading
            || self.need == Need::Nothing
            || form.is_none_or(|secret| is_same(fields.get("bi_mat"), secret));
        if carries { None } else { refuse(StatusCode::FORBIDDEN, "access.fault.stale") }
    }
}

/// The part of a path that stands where the pattern has `{id}`.
fn id_in(pattern: &str, path: &str) -> String {
    let mut pairs = pattern.split('/').zip(path.split('/'));
    pairs.find(|(of, _)| *of == "{id}").map(|(_, id)| id.to_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_paths_of_our_own_are_followed() {
        for own in ["/", "/thong-ke?ky=2026-03&lich=nd09", "/en/statistics", "/hoat-dong/0190-ab"] {
            assert!(is_own_path(own), "{own}");
        }
        for other in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "/ok\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
            "/a b",
            "/\u{2028}",
            "/\t/evil.example",
            "evil.example",
        ] {
            assert!(!is_own_path(other), "{other}");
        }
    }

    #[test]
    fn an_id_is_found_where_its_pattern_has_it() {
        assert_eq!(id_in("/hoat-dong/{id}/duyet", "/hoat-dong/ab/duyet"), "ab");
        assert_eq!(id_in("/hoat-dong", "/hoat-dong"), "");
        assert_eq!(escaped("/thong-ke?ky=a&b"), "/thong-ke%3Fky%3Da%26b");
    }
}
