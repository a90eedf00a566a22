//! `/_disan/bc/{code}`: what was frozen under the code that stands on a report's paper.
//!
//! It shows the unit, the period, the day and the headline figures, and nothing else: whoever holds the paper can compare.
//! Codes have 80 bits: nobody comes upon one by trying.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Response, StatusCode, Uri};
use serde::Serialize;

use super::page::{self, shell};
use crate::app::App;
use crate::catalog::{Lang, Locale};
use crate::clock::date_of;
use crate::report::{Paper, grouped, typed};
use crate::scan::language::negotiate;
use crate::site::Site;
use crate::stats::{Days, Shell, in_language, wording};
use crate::store::FrozenReport;

/// Its address.
pub(crate) const PATH: &str = "/_disan/bc/{code}";

const TEMPLATE: &str = "dashboard/verify.html";

/// What the template sees.
#[derive(Serialize)]
struct View {
    shell: Shell,
    code: String,
    reports: Vec<Shown>,
}

/// A report as it was frozen.
#[derive(Serialize)]
struct Shown {
    unit: String,
    days: String,
    frozen: String,
    figures: Vec<(String, String)>,
}

/// The page of a code.
pub(crate) async fn show(
    State(app): State<Arc<App>>,
    Path(asked): Path<String>,
    headers: HeaderMap,
    uri: Uri,
) -> Response<Body> {
    let both = [Lang::vi(), Lang::en()];
    let chosen = both.iter().find(|lang| uri.query() == Some(&format!("lang={lang}")));
    let lang = chosen.unwrap_or_else(|| &both[negotiate(&headers, &both, &both[1])]);
    let code = typed(&asked);
    let found = match code.clone() {
        None => Ok(Vec::new()),
        Some(code) => {
            let of = app.clone();
            let look = move || of.cabinet.ask(|office| office.by_code(&code));
            tokio::task::spawn_blocking(look).await.unwrap_or_else(|_| Ok(Vec::new()))
        }
    };
    let site = app.site();
    let locale = site.templates().locale(lang);
    let (status, title, reports) = match found {
        Ok(reports) if !reports.is_empty() => (StatusCode::OK, "verify.title", reports),
        Ok(none) => (StatusCode::NOT_FOUND, "verify.unknown", none),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "verify.away", Vec::new()),
    };
    let other = if *lang == both[0] { "?lang=en" } else { "?lang=vi" };
    let view = View {
        shell: shell(site.catalog(), locale, title, other),
        code: code.as_deref().map(grouped).unwrap_or_default(),
        reports: reports.iter().map(|report| shown(&app, &site, locale, report)).collect(),
    };
    page::page(&site, lang, status, TEMPLATE, &view)
}

fn shown(app: &App, site: &Site, locale: &Locale, report: &FrozenReport) -> Shown {
    let catalog = site.catalog();
    let unit = match catalog.units.get(&report.unit) {
        Some(unit) => in_language(catalog, &unit.name, locale.lang()).to_owned(),
        None => in_language(catalog, &catalog.owner, locale.lang()).to_owned(),
    };
    let (first, last) = (date_of(report.first_day), date_of(report.last_day));
    let headline = serde_json::from_str::<Paper>(&report.paper).map(|paper| paper.headline).unwrap_or_default();
    // In the words of this page’s language; a figure that has none of its own keeps those of the paper.
    let name = |key: &str, own: String| match format!("verify.figure.{key}") {
        key if locale.has(&key) => locale.text(&key).to_owned(),
        _ => own,
    };
    Shown {
        unit,
        days: wording::capitalized(&wording::span_of_days(locale, Days { first, last })),
        frozen: wording::moment(locale, app.clock.at(report.frozen_at)),
        figures: headline.into_iter().map(|line| (name(&line.key, line.name), line.value.words(locale))).collect(),
    }
}
