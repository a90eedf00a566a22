//! Pages for what is not there: the built 404 page, completed with what the server knows.

use std::fmt::Write;
use std::sync::Arc;

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use axum::http::{Response, StatusCode};

use super::code;
use crate::catalog::Code;
use crate::reply::{self, NO_STORE};
use crate::site::{Language, Site};

/// Where the built page takes what the server knows.
const MARK: &str = "<!--near-->";

/// For a number no sign carries: says so, and names the codes it may be a slip of.
pub(super) async fn unknown(site: &Arc<Site>, language: &Language, typed: &str) -> Response<Body> {
    let mut html = String::new();
    html.push_str(&paragraph(language, "reader.sign.unknown", &[("number", typed)]));
    let near = site.near(typed, &language.lang);
    if !near.is_empty() {
        let _ = write!(html, "{}<ul>", paragraph(language, "reader.sign.near", &[]));
        for (issued, title) in near {
            let (code, name) = (issued.code, escape(title));
            let _ = write!(html, "<li><a href=\"/{code}\"><b>{}</b> {name}", code.grouped());
            if let Some((lang, place)) = issued.name.pick(&language.lang, &site.catalog().fallback_of(&language.lang)) {
                let _ = write!(html, " <span lang=\"{lang}\">({})</span>", escape(place));
            }
            html.push_str("</a></li>");
        }
        html.push_str("</ul>");
    }
    let mut response = page(site, language, StatusCode::NOT_FOUND, &html).await;
    code::finish(response.headers_mut(), language);
    response
}

/// For the code of a sign that was taken down together with its entry.
pub(super) async fn gone(site: &Arc<Site>, language: &Language, code: Code) -> Response<Body> {
    let html = paragraph(language, "reader.sign.gone", &[("number", &code.grouped())]);
    let mut response = page(site, language, StatusCode::GONE, &html).await;
    code::finish(response.headers_mut(), language);
    response
}

/// For any other address.
pub(super) async fn address(site: &Arc<Site>, path: &str) -> Response<Body> {
    let language = site.language_of(path).unwrap_or(&site.languages()[0]);
    let mut response = page(site, language, StatusCode::NOT_FOUND, "").await;
    response.headers_mut().insert(CACHE_CONTROL, NO_STORE);
    response.headers_mut().insert(CONTENT_LANGUAGE, language.header.clone());
    response
}

async fn page(site: &Arc<Site>, language: &Language, status: StatusCode, html: &str) -> Response<Body> {
    let of_language = format!("/{}/404.html", language.lang);
    let is_default = site.languages().first().is_some_and(|first| first.lang == language.lang);
    let file = match reply::find(site, &of_language).await {
        None if is_default => reply::find(site, "/404.html").await,
        file => file,
    };
    let built = file.as_ref().and_then(|f| f.plain()).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let whole = match built {
        Some(page) => page.replacen(MARK, html, 1),
        None => bare(language, html),
    };
    let mut response = reply::reply(status, "text/html; charset=utf-8", whole);
    if let Some(policy) = file.as_ref().and_then(|file| file.policy.clone()) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// The page where the build has none.
fn bare(language: &Language, html: &str) -> String {
    let (lang, locale) = (&language.lang, &language.locale);
    let [title, text, label, open] =
        ["reader.missing.title", "reader.missing.text", "reader.code.label", "reader.code.open"]
            .map(|key| escape(locale.text(key)));
    format!(
        "<!doctype html><html lang=\"{lang}\"><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width\"><title>{title}</title><h1>{title}</h1><p>{text}</p>{html}<form action=\"/tra-cuu\"><label>\
         {label} <input name=\"code\" inputmode=\"numeric\"></label> <button>{open}</button></form></html>"
    )
}

/// A paragraph of the text under `key`, with its language where the language of the page lacks these words.
fn paragraph(language: &Language, key: &str, values: &[(&str, &str)]) -> String {
    let (text, lang) = (language.locale.fill(key, values), language.locale.lang_of(key));
    let lang = if *lang == language.lang { String::new() } else { format!(" lang=\"{lang}\"") };
    format!("<p{lang}>{}</p>", escape(&text))
}

/// Text as it may stand between tags and in quoted attributes.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}
