//! The team's own devices: a link for each unit, and the button that revokes all of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::extract::State;
use axum::http::header::{HOST, LOCATION, ORIGIN};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use super::Admin;
use super::response::{bare, html};
use super::shell::shell;
use super::target::Target;
use crate::catalog::{Catalog, Lang, Locale, unit_on};
use crate::clock::{date_of, half_of};
use crate::log;
use crate::scan::Class;
use crate::stats::wording::moment;
use crate::stats::{Shell, in_language};
use crate::store::{Dim, StoreError};

const TEMPLATE: &str = "dashboard/devices.html";

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// What the page needs of the server's passes.
pub trait StaffDesk: Send + Sync {
    /// The link that a device of `unit` is to open, made at `now` (seconds since 1970-01-01 UTC), and until when it
    /// holds; none while the office is out of reach.
    fn link(&self, unit: &str, now: i64) -> Option<(String, i64)>;
    /// Makes all links and marks of before void. Blocks.
    fn revoke(&self) -> Result<(), StoreError>;
}

/// Where the page is.
pub fn path(lang: &Lang) -> &'static str {
    if *lang == Lang::en() { "/en/statistics/devices" } else { "/thong-ke/may-cua-doi" }
}

/// What the template sees.
#[derive(Serialize)]
struct View {
    shell: Shell,
    /// Until when links made now hold; none where none can be made.
    until: Option<String>,
    units: Vec<UnitLink>,
    path: &'static str,
}

/// A unit and its link.
#[derive(Serialize)]
struct UnitLink {
    name: String,
    link: String,
    scans: String,
}

/// The page. The store is read on a thread of its own, so that no scan waits for it.
pub async fn show(State(admin): State<Arc<Admin>>, lang: Lang) -> Response {
    let task = tokio::task::spawn_blocking(move || page(&admin, &lang));
    task.await.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
}

fn page(admin: &Admin, lang: &Lang) -> Response {
    let catalog = (admin.catalog)();
    let templates = (admin.templates)();
    let locale = templates.locale(lang);
    let now = admin.clock.now();
    let until = admin.staff.link(&catalog.owner_unit, now.unix).map(|(_, until)| until);
    let title = locale.text("staff.title").to_owned();
    let mut shell = shell(&catalog, locale, Target::Statistics, None, admin.trial, title);
    for link in &mut shell.links {
        link.current = link.href == path(lang);
    }
    let other = if *lang == Lang::en() { Lang::vi() } else { Lang::en() };
    shell.switch.href = path(&other).to_owned();
    let view = View {
        shell,
        until: until.map(|until| moment(locale, admin.clock.at(until))),
        units: units(admin, &catalog, locale),
        path: path(lang),
    };
    html(&templates, lang, StatusCode::OK, TEMPLATE, &view)
}

/// The units that have entries today, and the owner's, each once, in the order of the file.
fn units(admin: &Admin, catalog: &Catalog, locale: &Locale) -> Vec<UnitLink> {
    let now = admin.clock.now();
    let today = date_of(now.day);
    let mut wanted: Vec<&str> = vec![&catalog.owner_unit];
    for entry in &catalog.entries {
        if let Some(unit) = unit_on(&entry.unit, &catalog.units, today)
            && !wanted.contains(&unit.id.as_str())
        {
            wanted.push(&unit.id);
        }
    }
    let scans = staff_scans(admin, today);
    let links = wanted.into_iter().filter_map(|id| {
        let name = catalog.units.get(id).map(|unit| in_language(catalog, &unit.name, locale.lang()).to_owned());
        let n = locale.number(scans.get(id).copied().unwrap_or(0));
        Some(UnitLink {
            name: name.unwrap_or_else(|| id.to_owned()),
            link: admin.staff.link(id, now.unix)?.0,
            scans: locale.fill("staff.scans", &[("n", &n)]),
        })
    });
    links.collect()
}

/// Scans of the team's devices this calendar month, by the unit of the sign. None where the counts cannot be read: the
/// links are what one comes for, and the statistics tell what is wrong.
fn staff_scans(admin: &Admin, today: Date) -> BTreeMap<String, i64> {
    let halves = half_of(today.first_of_month())..=half_of(today.last_of_month());
    let mut rows = Vec::new();
    let read = admin.store.snapshot(&mut |view| {
        rows = view.units(halves.clone(), Dim::Total)?;
        Ok(())
    });
    // What could not be read is not shown; the statistics say why.
    drop(read);
    let rows = rows.into_iter();
    rows.filter(|row| row.class == Class::Staff.name()).map(|row| (row.unit, row.sum.n)).collect()
}

/// The button was pressed.
pub async fn revoke(State(admin): State<Arc<Admin>>, headers: HeaderMap, lang: Lang) -> Response {
    if !is_from_here(&headers) {
        return bare(StatusCode::FORBIDDEN);
    }
    let revoked = tokio::task::spawn_blocking(move || admin.staff.revoke()).await;
    if !matches!(revoked, Ok(Ok(()))) {
        let reason = revoked.ok().and_then(Result::err).map(|error| error.to_string()).unwrap_or_default();
        log::warn("staff.key", &[("reason", &reason), ("then", &"links of before still hold")]);
        return bare(StatusCode::INTERNAL_SERVER_ERROR);
    }
    let mut response = bare(StatusCode::SEE_OTHER);
    response.headers_mut().insert(LOCATION, HeaderValue::from_static(path(&lang)));
    response
}

/// Whether the page itself sent the form: no page elsewhere may press the button through somebody's browser.
fn is_from_here(headers: &HeaderMap) -> bool {
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
