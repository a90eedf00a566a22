//! Lines of access logs: nginx's and Apache's *combined* format, and Caddy's JSON.

use std::net::IpAddr;

use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use jiff::fmt::strtime;
use serde::Deserialize;

/// What a line tells of a request.
#[derive(Debug)]
pub struct Line {
    /// When it was answered, in seconds since 1970-01-01 UTC.
    pub unix: i64,
    /// Where it came from. Never written down.
    pub address: Option<IpAddr>,
    /// GET, HEAD …
    pub method: String,
    /// The host it was for, where the log says.
    pub host: Option<String>,
    /// Path, without the query.
    pub path: String,
    /// Status of the answer.
    pub status: u16,
    /// The headers the log holds.
    pub headers: HeaderMap,
}

/// Reads a line; `None` when it is of neither form.
pub fn read(line: &str) -> Option<Line> {
    let line = line.trim();
    if line.starts_with('{') { caddy(line) } else { combined(line) }
}

/// `203.0.113.9 - - [27/Nov/2026:10:00:01 +0700] "GET /48217 HTTP/1.1" 200 2326 "-" "Mozilla/5.0 …"`, whatever follows.
fn combined(line: &str) -> Option<Line> {
    let (address, rest) = line.split_once(' ')?;
    let (time, rest) = rest.split_once('[')?.1.split_once(']')?;
    let (request, rest) = quoted(rest)?;
    let status = rest.split_ascii_whitespace().next()?.parse().ok()?;
    let agent = quoted(rest).and_then(|(_referrer, rest)| quoted(rest)).map(|(agent, _)| agent);
    let mut headers = HeaderMap::new();
    if let Some(agent) = agent.filter(|agent| agent != "-").and_then(|agent| HeaderValue::from_str(&agent).ok()) {
        headers.insert(USER_AGENT, agent);
    }
    let (method, target) = request.split_once(' ')?;
    let target = target.rsplit_once(" HTTP/").map_or(target, |(target, _)| target);
    Some(Line {
        unix: strtime::parse("%d/%b/%Y:%H:%M:%S %z", time).ok()?.to_timestamp().ok()?.as_second(),
        address: address.parse().ok(),
        method: method.to_owned(),
        host: None,
        path: path_of(target),
        status,
        headers,
    })
}

/// The next text in quotes, and what follows it. nginx writes quotes and other bytes within as `\x22`, Apache as `\"`.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = &text[text.find('"')? + 1..];
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((out, &text[at + 1..])),
            '\\' => match chars.next()?.1 {
                'x' => {
                    let digit = |c: Option<(usize, char)>| c.and_then(|(_, c)| c.to_digit(16));
                    let byte = digit(chars.next())? * 16 + digit(chars.next())?;
                    // A byte of a longer character stands for itself: agents are compared, not shown.
                    out.push(char::from(byte as u8));
                }
                c => out.push(c),
            },
            c => out.push(c),
        }
    }
    None
}

/// The path of a request's target, which may be a whole address.
fn path_of(target: &str) -> String {
    let path = match target.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("/", |at| &rest[at..]),
        None => target,
    };
    path.split(['?', '#']).next().unwrap_or_default().to_owned()
}

/// A line of Caddy's access log, as far as it is needed.
#[derive(Deserialize)]
struct Handled {
    ts: Time,
    status: u16,
    request: Request,
}

/// Seconds, or a text where the log was set so.
#[derive(Deserialize)]
#[serde(untagged)]
enum Time {
    Seconds(f64),
    Text(String),
}

#[derive(Deserialize)]
struct Request {
    #[serde(default)]
    remote_ip: String,
    #[serde(default)]
    client_ip: String,
    method: String,
    #[serde(default)]
    host: String,
    uri: String,
    #[serde(default)]
    headers: std::collections::HashMap<String, Vec<String>>,
}

fn caddy(line: &str) -> Option<Line> {
    let handled: Handled = serde_json::from_str(line).ok()?;
    let unix = match handled.ts {
        Time::Seconds(seconds) => seconds as i64,
        Time::Text(text) => text.parse::<jiff::Timestamp>().ok()?.as_second(),
    };
    let request = handled.request;
    let address = [&request.client_ip, &request.remote_ip].into_iter().find_map(|text| text.parse().ok());
    let mut headers = HeaderMap::new();
    for (name, values) in &request.headers {
        for value in values {
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                headers.append(name, value);
            }
        }
    }
    Some(Line {
        unix,
        address,
        method: request.method,
        host: Some(request.host).filter(|host| !host.is_empty()),
        path: path_of(&request.uri),
        status: handled.status,
        headers,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_line_are_read() {
        let line = read(
            "203.0.113.9 - - [28/Nov/2026:06:59:59 +0700] \"GET /48217?fbclid=x HTTP/1.1\" 200 2326 \"-\" \"A \\x22b\\x22\" \"more\"",
        )
        .unwrap();
        assert_eq!(
            (line.unix, line.status, line.method.as_str(), line.path.as_str()),
            (1_795_823_999, 200, "GET", "/48217")
        );
        assert_eq!((line.address, line.headers[USER_AGENT].to_str().unwrap()), ("203.0.113.9".parse().ok(), "A \"b\""));
        let bare =
            read("::1 - - [28/Nov/2026:00:00:00 +0000] \"GET http://di.example/48217 HTTP/1.0\" 304 0 \"-\" \"-\"")
                .unwrap();
        assert_eq!((bare.path.as_str(), bare.headers.len()), ("/48217", 0));

        let line = read(
            r#"{"level":"info","ts":1795823999.5,"logger":"http.log.access","msg":"handled request","request":{"remote_ip":"10.0.0.1","client_ip":"203.0.113.9","proto":"HTTP/2.0","method":"GET","host":"disan.example","uri":"/48217","headers":{"User-Agent":["A"],"Sec-Fetch-Mode":["navigate"]}},"status":200}"#,
        )
        .unwrap();
        assert_eq!(
            (line.unix, line.host.as_deref(), line.address),
            (1_795_823_999, Some("disan.example"), "203.0.113.9".parse().ok())
        );
        assert_eq!(line.headers["sec-fetch-mode"], "navigate");
        for wrong in
            ["", "nonsense", "{}", "1.2.3.4 - - [yesterday] \"GET / HTTP/1.1\" 200 1", "{\"ts\":1}", "1.2.3.4 \"GET\""]
        {
            assert!(read(wrong).is_none(), "{wrong}");
        }
    }
}
