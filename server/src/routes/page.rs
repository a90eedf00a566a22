//! Pages the server itself gives to readers and to devices of the team.

use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY};
use axum::http::{HeaderValue, Response, StatusCode};
use serde::Serialize;

use crate::catalog::{Catalog, Lang, Locale};
use crate::log;
use crate::reply::{self, NO_STORE};
use crate::site::Site;
use crate::stats::{Link, Shell, in_language};

/// What stands on each of them; no way leads to the pages of the team. `other` is the page in the other language.
pub(super) fn shell(catalog: &Catalog, locale: &Locale, title: &str, other: &str) -> Shell {
    let lang = locale.lang();
    let other_lang = if *lang == Lang::en() { Lang::vi() } else { Lang::en() };
    Shell {
        lang: lang.to_string(),
        project: in_language(catalog, &catalog.title, lang).to_owned(),
        owner: in_language(catalog, &catalog.owner, lang).to_owned(),
        title: locale.text(title).to_owned(),
        links: Vec::new(),
        switch: Link {
            href: other.to_owned(),
            label: locale.text("stats.other_language").to_owned(),
            lang: other_lang.to_string(),
            current: false,
        },
        trial: false,
        refresh: None,
    }
}

/// A page from a template. Nobody keeps it, and nothing runs in it.
pub(super) fn page(
    site: &Site,
    lang: &Lang,
    status: StatusCode,
    template: &str,
    view: &impl Serialize,
) -> Response<Body> {
    let templates = site.templates();
    let text = match templates.render(template, lang, view, &templates.dashboard) {
        Ok(text) => text,
        Err(error) => {
            // Only a template of the project's own can fail here: a test renders each built-in one.
            log::warn("template.failed", &[("template", &template), ("reason", &error)]);
            return reply::words(StatusCode::INTERNAL_SERVER_ERROR, "");
        }
    };
    let policy = format!(
        "default-src 'none'; style-src {}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        templates.dashboard.source
    );
    let mut response = reply::reply(status, "text/html; charset=utf-8", text);
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, NO_STORE);
    for (name, value) in [(CONTENT_LANGUAGE, lang.as_str()), (CONTENT_SECURITY_POLICY, &policy)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}
