//! `/tra-cuu?code=48 217`: the number box, for readers without a camera and browsers without scripts.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, Method, Response, StatusCode};

use super::{code, missing};
use crate::app::App;
use crate::catalog::Code;
use crate::reply;

/// More digits than this are no number anybody types.
const MOST: usize = 12;

/// Leads to the code that was typed, or says that it is none.
pub(crate) async fn look_up(
    State(app): State<Arc<App>>,
    method: Method,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    let digits = digits(query.as_deref().unwrap_or_default());
    if let Ok(code) = digits.parse::<Code>() {
        return reply::moved(StatusCode::SEE_OTHER, &format!("/{code}"));
    }
    let site = app.site();
    if !digits.is_empty() {
        code::count_orphan(&app, &method, &headers, &digits);
    }
    missing::unknown(&site, code::language(&site, &headers), &digits).await
}

/// The digits of the parameter `code`, whatever stands between them: `48 217`, `48.217`, `４８２１７`, a whole address.
fn digits(query: &str) -> String {
    let value = query.split('&').find_map(|pair| pair.strip_prefix("code=")).unwrap_or_default();
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        let hex = |b: Option<u8>| b.and_then(|b| char::from(b).to_digit(16)).unwrap_or(0);
        bytes.push(if byte == b'%' { (hex(rest.next()) * 16 + hex(rest.next())) as u8 } else { byte });
    }
    let text = String::from_utf8_lossy(&bytes);
    let ascii = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(c as u32 - '０' as u32, 10),
        _ => None,
    };
    text.chars().filter_map(ascii).take(MOST).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_found_however_they_are_typed() {
        for query in [
            "code=48217",
            "code=48+217",
            "code=48%20217",
            "a=1&code=48.217",
            "code=%EF%BC%94%EF%BC%98217",
            "code=https%3A%2F%2Fdi%2F48217",
        ] {
            assert_eq!(digits(query), "48217", "{query}");
        }
        for query in ["", "code=", "code=abc", "code", "kode=48217"] {
            assert_eq!(digits(query), "", "{query}");
        }
        assert_eq!(digits(&format!("code={}", "9".repeat(1000))).len(), MOST);
    }
}
