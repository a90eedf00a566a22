//! `GET /48217`: the scan of a sign. It answers the page itself, in the reader's language, once the scan is on disk.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, HOST, USER_AGENT, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, Uri};

use super::missing;
use crate::app::App;
use crate::catalog::{Code, CodePath, Entry, Lang};
use crate::clock::date_of;
use crate::log;
use crate::reply::{self, CDN_CACHE_CONTROL, NO_STORE};
use crate::scan::language::negotiate;
use crate::scan::rules::RULES;
use crate::scan::{Class, First, Scan};
use crate::site::{Language, Sign, Site};
use crate::staff::Pass;

/// Who asks, and how.
pub(crate) struct Asker<'a> {
    /// The other end of the connection; none where that is a socket in the file system.
    pub peer: Option<IpAddr>,
    /// GET or HEAD.
    pub method: &'a Method,
    /// As it stands in the request line.
    pub uri: &'a Uri,
    /// All headers.
    pub headers: &'a HeaderMap,
}

/// Answers a path of digits.
pub(crate) async fn answer(app: &App, asker: &Asker<'_>, asked: CodePath) -> Response<Body> {
    let headers = asker.headers;
    if RULES.is_ahead(headers) {
        // A page fetched ahead may be shown later without another request: then the visit would go uncounted.
        app.metrics.ahead();
        let mut response = reply::words(StatusCode::SERVICE_UNAVAILABLE, "");
        no_store(response.headers_mut());
        return response;
    }
    let site = app.site();
    let code = match asked {
        CodePath::Code(code) => code,
        CodePath::Mistyped(digits) => return unknown(app, &site, asker, &digits).await,
    };
    let Some(sign) = site.sign(asker.host(), code) else {
        return unknown(app, &site, asker, &code.to_string()).await;
    };
    let Some(entry) = sign.entry else {
        count_orphan(app, asker.method, headers, &code.to_string());
        return missing::gone(&site, language(&site, headers), code).await;
    };
    let (language, path) = page(&site, entry, headers);
    let page = reply::find(&site, path).await;
    let scan = scan(app, &site, asker, &sign, entry, code, language.index);
    // Whatever becomes of the scan, the reader gets the page.
    let outcome = app.recorder.record(scan).await;
    app.metrics.scan(scan.class, outcome);
    let mut response = match page {
        Some(page) => {
            let mut response = reply::file(&page, headers);
            finish(response.headers_mut(), language);
            response
        }
        None => {
            log::warn(
                "page.missing",
                &[("page", &path), ("mend", &"run `disan build` and copy the whole folder again")],
            );
            missing::unknown(&site, language, code.to_string().as_str()).await
        }
    };
    if app.tell_outcome {
        response.headers_mut().insert("disan-scan", HeaderValue::from_static(outcome.name()));
    }
    response
}

impl Asker<'_> {
    /// The host the reader asked for, without its port. An address written in full names it before the header does
    /// (RFC 9112, 3.2.2).
    fn host(&self) -> Option<&str> {
        let host = match self.uri.host() {
            Some(host) => host,
            None => self.headers.get(HOST)?.to_str().ok()?,
        };
        let bare = if host.starts_with('[') { host } else { host.split(':').next()? };
        Some(bare.strip_suffix('.').unwrap_or(bare))
    }
}

/// The page of an entry for this reader: language and path.
fn page<'a>(site: &'a Site, entry: &'a Entry, headers: &HeaderMap) -> (&'a Language, &'a str) {
    let wanted = language(site, headers);
    match entry.pages.get(&wanted.lang) {
        Some(page) => (wanted, &page.path),
        // A catalog has a page for each language; should one be missing, any is better than none.
        None => {
            let of = |lang: &Lang| site.languages().iter().find(|l| l.lang == *lang);
            entry.pages.iter().find_map(|(lang, page)| Some((of(lang)?, page.path.as_str()))).unwrap_or((wanted, "/"))
        }
    }
}

/// The reader's language.
pub(super) fn language<'a>(site: &'a Site, headers: &HeaderMap) -> &'a Language {
    let catalog = site.catalog();
    &site.languages()[negotiate(headers, &catalog.languages, &catalog.international)]
}

/// Headers of every answer to a code: nobody keeps it, nobody changes it, and it depends on the reader.
pub(super) fn finish(headers: &mut HeaderMap, language: &Language) {
    no_store(headers);
    headers.insert(VARY, HeaderValue::from_static("Accept-Language, User-Agent"));
    headers.insert(CONTENT_LANGUAGE, language.header.clone());
}

fn no_store(headers: &mut HeaderMap) {
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store, no-transform"));
    headers.insert(CDN_CACHE_CONTROL, NO_STORE);
}

async fn unknown(app: &App, site: &Arc<Site>, asker: &Asker<'_>, digits: &str) -> Response<Body> {
    count_orphan(app, asker.method, asker.headers, digits);
    missing::unknown(site, language(site, asker.headers), digits).await
}

/// Counts a number that no sign carries, when a person asked for it.
pub(super) fn count_orphan(app: &App, method: &Method, headers: &HeaderMap, digits: &str) {
    app.metrics.unknown();
    if class(app.agents.read(&agent(headers)).class, method, headers) == Class::Person
        && let Ok(number) = digits.parse()
    {
        app.recorder.orphan(app.clock.now().day, number);
    }
}

fn scan(app: &App, site: &Site, asker: &Asker<'_>, sign: &Sign<'_>, entry: &Entry, code: Code, lang: u8) -> Scan {
    let (now, headers) = (app.clock.now(), asker.headers);
    let agent = agent(headers);
    let read = app.agents.read(&agent);
    let mut scan = Scan {
        entry: sign.entry_id.0,
        code: code.number(),
        placement: sign.placement,
        day: now.day as i32,
        minute: now.minute,
        lang,
        device: read.device,
        app: read.app,
        class: class(read.class, asker.method, headers),
        first: First::No,
    };
    let passes = |pass: &Pass| pass.covers(site.catalog(), entry, date_of(now.day));
    if scan.class == Class::Person && app.staff.of(headers, now.unix).is_some_and(|pass| passes(&pass)) {
        scan.class = Class::Staff;
    }
    if scan.class == Class::Person {
        let network = app.addresses.network(asker.peer, headers);
        let seen = network.and_then(|net| app.devices.see(now.day, Instant::now(), scan.entry, scan.code, net, &agent));
        scan.first = seen.map_or(First::Unknown, |seen| seen.first);
        if seen.is_some_and(|seen| seen.again) {
            scan.class = Class::Repeat;
        }
    }
    if app.trial {
        scan.class = Class::Trial;
    }
    scan
}

/// Who asks, as far as the request tells: staff, repeats and trials are told later.
fn class(of_agent: Class, method: &Method, headers: &HeaderMap) -> Class {
    match of_agent {
        Class::Person if *method == Method::HEAD || RULES.is_no_visit(headers) => Class::Bot,
        class => class,
    }
}

fn agent(headers: &HeaderMap) -> std::borrow::Cow<'_, str> {
    headers.get(USER_AGENT).map_or_else(Default::default, |agent| String::from_utf8_lossy(agent.as_bytes()))
}
