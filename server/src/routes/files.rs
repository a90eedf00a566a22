//! The built site: pages, pictures, sounds.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LANGUAGE, CONTENT_RANGE, CONTENT_SECURITY_POLICY, ETAG,
    IF_NONE_MATCH, IF_RANGE, RANGE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, Uri};

use super::{code, missing};
use crate::app::App;
use crate::reply;
use crate::site::{Content, Site, SiteFile, is_immutable};

/// SVG may hold scripts; in a sandbox they are dead, even when the picture is opened by itself.
const SVG_POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// `/`: the home page in the reader's language.
pub(crate) async fn home(State(app): State<Arc<App>>, headers: HeaderMap) -> Response<Body> {
    let site = app.site();
    let language = code::language(&site, &headers);
    let path = format!("/{}/", language.lang);
    let Some(file) = reply::find(&site, &path).await else { return missing::address(&site, &path).await };
    let mut response = conditional(&file, &headers);
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    answer.insert(VARY, HeaderValue::from_static("Accept-Language, User-Agent, Accept-Encoding"));
    answer.insert(CONTENT_LANGUAGE, language.header.clone());
    response
}

/// Any other address of the site.
pub(crate) async fn any(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Response<Body> {
    let site = app.site();
    let path = uri.path();
    let Some(file) = reply::find(&site, path).await else { return elsewhere(&site, path).await };
    let mut response = match range(&file, &headers) {
        Some(Ok((start, length))) => part(&file, start, length),
        Some(Err(total)) => return unsatisfiable(total),
        None => conditional(&file, &headers),
    };
    let answer = response.headers_mut();
    answer.insert(CACHE_CONTROL, HeaderValue::from_static(keeps(path, &file, app.trial)));
    answer.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if file.kind.ending == "svg" {
        answer.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(SVG_POLICY));
    }
    if file.kind.ending == "html"
        && let Some(language) = site.language_of(path).or(site.languages().first())
    {
        answer.insert(CONTENT_LANGUAGE, language.header.clone());
    }
    if !file.kind.compresses {
        answer.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    }
    response
}

/// How long browsers may keep a file without asking.
fn keeps(path: &str, file: &SiteFile, trial: bool) -> &'static str {
    match file.kind.compresses {
        _ if trial => "no-cache",
        _ if is_immutable(path) => "public, max-age=31536000, immutable",
        true => "no-cache",
        // Pictures and sounds under plain names change rarely, and signals are weak where signs hang.
        false => "public, max-age=3600",
    }
}

/// No file: a former address, an address that lacks its slash, or nothing.
async fn elsewhere(site: &Arc<Site>, path: &str) -> Response<Body> {
    if let Some(to) = site.moved(path) {
        return reply::moved(StatusCode::MOVED_PERMANENTLY, to);
    }
    let (folder, of_site) = (path.to_owned(), site.clone());
    // The check makes sure that the path is plain, so that it cannot name another host.
    if !path.ends_with('/') && tokio::task::spawn_blocking(move || of_site.is_folder(&folder)).await.unwrap_or(false) {
        return reply::moved(StatusCode::MOVED_PERMANENTLY, &format!("{path}/"));
    }
    missing::address(site, path).await
}

/// The whole file, or nothing but a word when the client has it already.
fn conditional(file: &SiteFile, request: &HeaderMap) -> Response<Body> {
    let known = request.get_all(IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    let base = base(file);
    let fresh = known.map(str::trim).any(|tag| {
        let tag = tag.strip_prefix("W/").unwrap_or(tag).trim_matches('"');
        tag == "*" || tag.strip_suffix("-gz").unwrap_or(tag) == base
    });
    let mut response = reply::file(file, request);
    if fresh {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        *response.body_mut() = Body::empty();
    }
    let tag = tag(file, &response);
    response.headers_mut().insert(ETAG, tag);
    if fresh {
        response.headers_mut().remove(CONTENT_ENCODING);
    }
    response
}

/// The hash in a file's validator.
fn base(file: &SiteFile) -> &str {
    file.etag.to_str().unwrap_or_default().trim_matches('"')
}

/// The validator of these bytes: compressed ones are others than plain ones.
fn tag(file: &SiteFile, response: &Response<Body>) -> HeaderValue {
    if response.headers().contains_key(CONTENT_ENCODING) {
        return HeaderValue::from_str(&format!("\"{}-gz\"", base(file))).unwrap_or_else(|_| file.etag.clone());
    }
    file.etag.clone()
}

/// The part of a picture or sound that is asked for: start and length, or how long the whole is when there is no such
/// part. Players on iPhones ask for every sound in parts.
fn range(file: &SiteFile, request: &HeaderMap) -> Option<Result<(u64, u64), u64>> {
    if file.kind.compresses || request.get(IF_RANGE).is_some_and(|tag| *tag != file.etag) {
        return None;
    }
    let total = match &file.content {
        Content::Memory { plain, .. } => plain.len() as u64,
        Content::Disk { length, .. } => *length,
    };
    let (from, to) = request.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let (start, end) = match (number(from), number(to)) {
        (Some(start), Some(end)) if start <= end => (start, end.min(total.saturating_sub(1))),
        (Some(start), None) if to.trim().is_empty() => (start, total.saturating_sub(1)),
        (None, Some(last)) if from.trim().is_empty() => (total.saturating_sub(last), total.saturating_sub(1)),
        // Several parts, or nonsense: the whole is a right answer too.
        _ => return None,
    };
    Some(if start >= total || total == 0 { Err(total) } else { Ok((start, end - start + 1)) })
}

fn part(file: &SiteFile, start: u64, length: u64) -> Response<Body> {
    let (body, total) = match &file.content {
        Content::Memory { plain, .. } => {
            (Body::from(plain.slice(start as usize..(start + length) as usize)), plain.len() as u64)
        }
        Content::Disk { file, length: total } => (reply::part(file.clone(), start, length), *total),
    };
    let mut response = reply::reply(StatusCode::PARTIAL_CONTENT, file.kind.content_type, body);
    let headers = response.headers_mut();
    headers.insert(ETAG, file.etag.clone());
    if let Ok(range) = HeaderValue::from_str(&format!("bytes {start}-{}/{total}", start + length - 1)) {
        headers.insert(CONTENT_RANGE, range);
    }
    response
}

fn unsatisfiable(total: u64) -> Response<Body> {
    let mut response = reply::words(StatusCode::RANGE_NOT_SATISFIABLE, "");
    if let Ok(range) = HeaderValue::from_str(&format!("bytes */{total}")) {
        response.headers_mut().insert(CONTENT_RANGE, range);
    }
    response
}
