//! The admin pages: an address becomes a question, and the answer to it a page.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{ACCEPT_LANGUAGE, LOCATION, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;

use crate::catalog::{Catalog, Lang};
use crate::clock::date_of;
use crate::stats::{Ask, AskError, Choice, Period, Reckoning};

use super::Admin;
use super::language::preferred;
use super::response::{bare, fault};
use super::target::Target;
use super::visit::Visit;

/// The start of the listener leads to the statistics, in the language the browser asks for.
pub async fn home(headers: HeaderMap) -> Response {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    let path = Target::Statistics.path(&preferred(wanted));
    response.headers_mut().insert(LOCATION, HeaderValue::from_static(path));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language"));
    response
}

/// Answers an address that is no page.
pub async fn not_found(State(admin): State<Arc<Admin>>, uri: Uri) -> Response {
    fault(&admin, &uri, StatusCode::NOT_FOUND, "stats.fault.not_found", "")
}

/// Answers a page. The store is read on a thread of its own, so that no scan waits for it.
pub async fn page(State(admin): State<Arc<Admin>>, lang: Lang, target: Target, uri: Uri) -> Response {
    let task = tokio::task::spawn_blocking(move || answer(&admin, &lang, target, &uri));
    task.await.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
}

fn answer(admin: &Admin, lang: &Lang, target: Target, uri: &Uri) -> Response {
    let catalog = (admin.catalog)();
    let today = date_of(admin.clock.now().day);
    let ask = match read(&catalog, uri, |reckoning| otherwise(admin, target, reckoning, today)) {
        Ok(ask) => ask,
        Err(error) => {
            let (key, text) = error.words();
            return fault(admin, uri, StatusCode::BAD_REQUEST, key, text);
        }
    };
    // `dang=csv` asks for the table under the address of the report.
    let as_table = target == Target::Report && ask.table;
    let target = if as_table { Target::Table } else { target };
    let templates = (admin.templates)();
    let locale = templates.locale(lang);
    let visit = Visit { admin, catalog: &catalog, templates: &templates, locale, target, ask: &ask, today };
    visit.answer().unwrap_or_else(|error| {
        fault(admin, uri, StatusCode::SERVICE_UNAVAILABLE, "stats.fault.store", &error.to_string())
    })
}

/// What an address without a period means: today while trying things out, else the month that runs; for a report,
/// the last month that is over.
fn otherwise(admin: &Admin, target: Target, reckoning: Reckoning, today: Date) -> Choice {
    let month = Period::month_of(reckoning, today);
    match target {
        Target::Statistics if admin.trial => Choice::Today,
        Target::Statistics => Choice::Period(month),
        Target::Report | Target::Table | Target::Paper(_) => Choice::Period(month.previous()),
    }
}

fn read(catalog: &Catalog, uri: &Uri, otherwise: impl FnOnce(Reckoning) -> Choice) -> Result<Ask, AskError> {
    let parameters: BTreeMap<String, String> = Query::try_from_uri(uri)
        .map(|Query(parameters)| parameters)
        .map_err(|_| AskError::Period(uri.query().unwrap_or_default().to_owned()))?;
    let ask = Ask::parse(&parameters, otherwise)?;
    match &ask.unit {
        Some(unit) if catalog.units.get(unit).is_none() => Err(AskError::Unit(unit.clone())),
        _ => Ok(ask),
    }
}
