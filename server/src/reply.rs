//! Building answers.

use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes};
use axum::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY,
    X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use http_body::{Frame, SizeHint};
use tokio::fs::File;
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio::sync::mpsc;

use crate::log;
use crate::site::{Content, Site, SiteFile};

/// For answers that nobody may keep.
pub(crate) const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// For proxies that heed it before `Cache-Control`.
pub(crate) const CDN_CACHE_CONTROL: HeaderName = HeaderName::from_static("cdn-cache-control");

/// An answer with the headers that every answer carries.
pub(crate) fn reply(status: StatusCode, content_type: &'static str, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.reserve(12);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

/// A word or two, not to be kept.
pub(crate) fn words(status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = reply(status, "text/plain; charset=utf-8", text);
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response
}

/// For anything but GET and HEAD.
pub(crate) fn method_not_allowed() -> Response<Body> {
    let mut response = words(StatusCode::METHOD_NOT_ALLOWED, "GET, HEAD\n");
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// For a page that is somewhere else now. `to` comes from the catalog or is checked, never from a request.
pub(crate) fn moved(status: StatusCode, to: &str) -> Response<Body> {
    let mut response = words(status, "");
    if let Ok(location) = HeaderValue::from_str(to) {
        response.headers_mut().insert(axum::http::header::LOCATION, location);
    }
    response
}

/// A whole file, compressed if the client takes that.
pub(crate) fn file(file: &SiteFile, request: &HeaderMap) -> Response<Body> {
    let mut response = match &file.content {
        Content::Memory { gzip: Some(gzip), .. } if accepts_gzip(request) => {
            let mut response = reply(StatusCode::OK, file.kind.content_type, gzip.clone());
            response.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            response
        }
        Content::Memory { plain, .. } => reply(StatusCode::OK, file.kind.content_type, plain.clone()),
        Content::Disk { file: path, length } => {
            reply(StatusCode::OK, file.kind.content_type, part(path.clone(), 0, *length))
        }
    };
    if let Some(policy) = &file.policy {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy.clone());
    }
    response
}

/// `length` bytes of a file from `start` on, read as they are sent. A download that waits for its client is a task, not
/// a thread: hundreds of slow phones must not keep pages from being read.
pub(crate) fn part(file: PathBuf, start: u64, length: u64) -> Body {
    let (to, from) = mpsc::channel(2);
    tokio::spawn(async move {
        if let Err(error) = send(&file, start, length, &to).await {
            // The client sees a body that ends too early, which is what it is.
            let _ = to.send(Err(error)).await;
        }
    });
    Body::new(Stream { from, left: Some(length) })
}

async fn send(file: &Path, start: u64, length: u64, to: &mpsc::Sender<io::Result<Bytes>>) -> io::Result<()> {
    let mut file = File::open(file).await?;
    file.seek(SeekFrom::Start(start)).await?;
    let mut left = length;
    while left > 0 {
        let mut chunk = vec![0; left.min(64 << 10) as usize];
        file.read_exact(&mut chunk).await?;
        left -= chunk.len() as u64;
        if to.send(Ok(chunk.into())).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// A body whose parts come one after the other. Without a length it ends when its sender does.
pub(crate) struct Stream {
    pub from: mpsc::Receiver<io::Result<Bytes>>,
    pub left: Option<u64>,
}

impl http_body::Body for Stream {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = std::task::ready!(self.from.poll_recv(cx));
        if let (Some(Ok(bytes)), Some(left)) = (&next, &mut self.left) {
            *left = left.saturating_sub(bytes.len() as u64);
        }
        Poll::Ready(next.map(|bytes| bytes.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        self.left.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

/// Whether the client takes gzip.
pub(crate) fn accepts_gzip(request: &HeaderMap) -> bool {
    let listed = request.get_all(ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok()).flat_map(|v| v.split(','));
    listed.map(str::trim).any(|item| {
        let (coding, parameters) = item.split_once(';').unwrap_or((item, ""));
        let refused = parameters.trim().strip_prefix("q=").is_some_and(|q| q.trim().parse() == Ok(0.0));
        (coding.trim().eq_ignore_ascii_case("gzip") || coding.trim() == "*") && !refused
    })
}

/// The file of an address, from memory at once or from disk off this thread. An unreadable file is as good as none; it
/// is complained of by the system's words alone, since the address is a reader's.
pub(crate) async fn find(site: &Arc<Site>, path: &str) -> Option<Arc<SiteFile>> {
    if let Some(file) = site.cached(path) {
        return Some(file);
    }
    let (site, path) = (site.clone(), path.to_owned());
    let loaded = tokio::task::spawn_blocking(move || {
        site.load(&path).unwrap_or_else(|error| {
            if site.is_worth_telling(&error) {
                log::warn(
                    "site.unreadable",
                    &[("reason", &error), ("mend", &"let the server's user read the whole site")],
                );
            }
            None
        })
    });
    loaded.await.ok().flatten()
}
