//! Answers of the admin listener: pages, table files, and pages that say what is wrong.

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::response::Response;
use serde::Serialize;

use crate::catalog::Lang;
use crate::log;
use crate::stats::Shell;
use crate::template::Templates;

use super::Admin;
use super::shell::shell;
use super::target::Target;

/// Template of the report.
pub const REPORT: &str = "report/report.html";

/// Template of the official report.
pub const PAPER: &str = "report/paper.html";

/// A page that says what is wrong and how to go on.
pub fn fault(admin: &Admin, uri: &Uri, status: StatusCode, key: &'static str, text: &str) -> Response {
    #[derive(Serialize)]
    struct Fault {
        shell: Shell,
        message: String,
        back: &'static str,
    }
    let lang = if uri.path().starts_with("/en") { Lang::en() } else { Lang::vi() };
    let templates = (admin.templates)();
    let locale = templates.locale(&lang);
    let catalog = (admin.catalog)();
    let target = Target::Statistics;
    let title = locale.text("stats.fault.title").to_owned();
    let mut shell = shell(&catalog, locale, target, None, admin.trial, title);
    shell.links.iter_mut().for_each(|link| link.current = false);
    let view = Fault { shell, message: locale.fill(key, &[("text", text)]), back: target.path(&lang) };
    html(&templates, &lang, status, "dashboard/fault.html", &view)
}

/// A page rendered from a template.
pub fn html(templates: &Templates, lang: &Lang, status: StatusCode, template: &str, view: &impl Serialize) -> Response {
    let style = match template {
        REPORT => &templates.report,
        PAPER => &templates.paper,
        _ if template.starts_with("office/") => &templates.office,
        _ => &templates.dashboard,
    };
    let text = match templates.render(template, lang, view, style) {
        Ok(text) => text,
        Err(error) => {
            // Only a template of the project's own can fail here: a test renders each built-in one.
            log::warn("template.failed", &[("template", &template), ("reason", &error)]);
            return bare(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let policy = format!(
        "default-src 'none'; style-src {}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        style.source
    );
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in [(CONTENT_LANGUAGE, lang.as_str()), (CONTENT_SECURITY_POLICY, &policy)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// A file to keep. Its name is made of letters, digits, hyphens and one dot.
pub fn file(name: &str, kind: &'static str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// A status without a page, for when not even a page can be made.
pub fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::from(status.to_string()));
    *response.status_mut() = status;
    response
}
