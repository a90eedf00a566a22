//! Who may ask: only requests under the server's own address. A page elsewhere that has its name point at this
//! machine (DNS rebinding) still sends its own name in the Host header.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use super::{Admin, response};
use crate::endpoint::Endpoint;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// Headers of every answer.
const HEADERS: &[(HeaderName, &str)] = &[
    (CACHE_CONTROL, "no-store"),
    (axum::http::header::X_FRAME_OPTIONS, "DENY"),
    (axum::http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    // With `no-referrer` browsers would name no origin of their own forms, and these are known by it.
    (axum::http::header::REFERRER_POLICY, "same-origin"),
];

/// The policy of answers that carry none of their own.
const STRICT: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");

/// Answers requests under another name with 421, and puts the headers of this listener on the others.
pub async fn guard(State(admin): State<Arc<Admin>>, request: Request, next: Next) -> Response {
    let host = host_of(&request);
    let mut response = match host.as_deref() {
        Some(host) if is_ours(host, &admin.listen) => next.run(request).await,
        other => {
            let shown = other.unwrap_or("–").to_owned();
            response::fault(&admin, request.uri(), StatusCode::MISDIRECTED_REQUEST, "stats.fault.host", &shown)
        }
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(STRICT);
    response
}

/// Whether a request under this name is meant for us. A socket in the file system no browser can reach by itself: the
/// web server that can decides who may.
fn is_ours(host: &str, listen: &Endpoint) -> bool {
    listen.tcp().is_none_or(|address| is_own_host(host, address))
}

/// The one host a request names; none where it names none, or two different ones.
fn host_of(request: &Request) -> Option<String> {
    let mut values = request.headers().get_all(HOST).iter();
    let host = values.next()?.to_str().ok()?;
    if values.next().is_some() {
        return None;
    }
    match request.uri().authority() {
        Some(authority) if !authority.as_str().eq_ignore_ascii_case(host) => None,
        _ => Some(host.to_owned()),
    }
}

/// Whether `host` (with or without a port) is this machine: a loopback name or address, or the address listened on.
/// Where the server listens on every address, any plain address is its own: rebinding needs a name.
pub fn is_own_host(host: &str, listen: SocketAddr) -> bool {
    let name = match host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((inner, port)) if is_port(port) => inner,
        Some(_) => return false,
        None => match host.split_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            Some(_) => return false,
            None => host,
        },
    };
    match name.parse::<IpAddr>() {
        Ok(address) => {
            let address = address.to_canonical();
            address.is_loopback() || address == listen.ip().to_canonical() || listen.ip().is_unspecified()
        }
        Err(_) => name.eq_ignore_ascii_case("localhost"),
    }
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.strip_prefix(':').is_some_and(|port| port.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether the page itself sent the form: no page elsewhere may press the button through somebody's browser.
pub fn is_from_here(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    if headers.get(&SEC_FETCH_SITE).is_some_and(|site| site != "same-origin") {
        return false;
    }
    match (text(ORIGIN), text(HOST)) {
        (Some(origin), Some(host)) => origin.split_once("://").is_some_and(|(_, of)| of.eq_ignore_ascii_case(host)),
        // Every browser that sends forms names the origin, or says that the page itself sent it.
        (None, _) => headers.get(&SEC_FETCH_SITE).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_s_own_names_are_taken() {
        let listen: SocketAddr = "127.0.0.1:8081".parse().unwrap();
        for host in ["localhost", "LOCALHOST:8081", "127.0.0.1:8081", "127.0.0.2", "[::1]:8081", "[::1]", "localhost:"]
        {
            assert!(is_own_host(host, listen), "{host}");
        }
        for host in [
            "",
            "disan.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example:8081",
            "192.168.1.5",
            "0.0.0.0",
            "[::1",
            "[::1]x",
            "127.0.0.1:80:80",
            "127.0.0.1@evil.example",
            "2130706433",
        ] {
            assert!(!is_own_host(host, listen), "{host}");
        }
        let office: SocketAddr = "192.168.1.5:8081".parse().unwrap();
        assert!(is_own_host("192.168.1.5:8081", office) && !is_own_host("192.168.1.6", office));
        let everywhere: SocketAddr = "0.0.0.0:8081".parse().unwrap();
        assert!(is_own_host("192.168.1.6", everywhere) && !is_own_host("evil.example", everywhere));
    }
}
