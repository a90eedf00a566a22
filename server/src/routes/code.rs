//! `GET /48217`: the scan of a sign. It answers the page itself, in the reader's language, once the scan is on disk.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, HOST, USER_AGENT, VARY};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};

use super::missing;
use crate::app::App;
use crate::catalog::console::complain;
use crate::catalog::{Code, CodePath, Lang};
use crate::reply::{self, CDN_CACHE_CONTROL, NO_STORE};
use crate::scan::language::negotiate;
use crate::scan::{Class, First, Scan};
use crate::site::{Language, Sign, Site};

const SEC_FETCH_MODE: HeaderName = HeaderName::from_static("sec-fetch-mode");

/// Headers by which browsers say that nobody looks yet.
const PREFETCH: [HeaderName; 4] = [
    HeaderName::from_static("sec-purpose"),
    HeaderName::from_static("purpose"),
    HeaderName::from_static("x-moz"),
    HeaderName::from_static("x-purpose"),
];

/// Answers a path of digits.
pub(crate) async fn answer(
    app: &App,
    peer: IpAddr,
    method: &Method,
    headers: &HeaderMap,
    asked: CodePath,
) -> Response<Body> {
    if is_prefetch(headers) {
        // A page fetched ahead may be shown later without another request: then the visit would go uncounted.
        let mut response = reply::words(StatusCode::SERVICE_UNAVAILABLE, "");
        no_store(response.headers_mut());
        return response;
    }
    let site = app.site();
    let code = match asked {
        CodePath::Code(code) => code,
        CodePath::Mistyped(digits) => return unknown(app, &site, headers, method, &digits).await,
    };
    let Some(sign) = site.sign(host(headers), code) else {
        return unknown(app, &site, headers, method, &code.to_string()).await;
    };
    let Some(entry) = sign.entry else {
        count_orphan(app, headers, method, &code.to_string());
        return missing::gone(&site, language(&site, headers), code).await;
    };
    let (language, path) = page(&site, entry, headers);
    let page = reply::find(&site, path).await;
    let scan = scan(app, peer, method, headers, &sign, code, language.index);
    // Whatever becomes of the scan, the reader gets the page.
    app.recorder.record(scan).await;
    match page {
        Some(page) => {
            let mut response = reply::file(&page, headers);
            finish(response.headers_mut(), language);
            response
        }
        None => {
            complain(format_args!("{path} is in the catalog but not in the site: run `disan build` again"));
            missing::unknown(&site, language, code.to_string().as_str()).await
        }
    }
}

/// The page of an entry for this reader: language and path.
fn page<'a>(site: &'a Site, entry: &'a crate::catalog::Entry, headers: &HeaderMap) -> (&'a Language, &'a str) {
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

async fn unknown(app: &App, site: &Arc<Site>, headers: &HeaderMap, method: &Method, digits: &str) -> Response<Body> {
    count_orphan(app, headers, method, digits);
    missing::unknown(site, language(site, headers), digits).await
}

/// Counts a number that no sign carries, when a person asked for it.
pub(super) fn count_orphan(app: &App, headers: &HeaderMap, method: &Method, digits: &str) {
    if class(app.agents.read(&agent(headers)).class, method, headers) == Class::Person
        && let Ok(number) = digits.parse()
    {
        app.recorder.orphan(app.clock.now().day, number);
    }
}

fn scan(app: &App, peer: IpAddr, method: &Method, headers: &HeaderMap, sign: &Sign<'_>, code: Code, lang: u8) -> Scan {
    let now = app.clock.now();
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
        class: class(read.class, method, headers),
        first: First::No,
    };
    if scan.class == Class::Person {
        let network = app.addresses.network(peer, headers);
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

/// Who asks, as far as the request tells: repeats and trials are told later.
fn class(of_agent: Class, method: &Method, headers: &HeaderMap) -> Class {
    let navigates = headers.get(SEC_FETCH_MODE).is_none_or(|mode| mode.as_bytes().eq_ignore_ascii_case(b"navigate"));
    match of_agent {
        Class::Person if *method == Method::HEAD || !navigates => Class::Bot,
        class => class,
    }
}

fn agent(headers: &HeaderMap) -> std::borrow::Cow<'_, str> {
    headers.get(USER_AGENT).map_or_else(Default::default, |agent| String::from_utf8_lossy(agent.as_bytes()))
}

/// The host the reader asked for, without its port.
fn host(headers: &HeaderMap) -> Option<&str> {
    let host = headers.get(HOST)?.to_str().ok()?;
    let bare = if host.starts_with('[') { host } else { host.split(':').next()? };
    Some(bare.strip_suffix('.').unwrap_or(bare))
}

fn is_prefetch(headers: &HeaderMap) -> bool {
    PREFETCH.iter().filter_map(|name| headers.get(name)).any(|value| {
        let value = value.as_bytes().trim_ascii();
        value.len() >= 8 && value[..8].eq_ignore_ascii_case(b"prefetch")
    })
}
