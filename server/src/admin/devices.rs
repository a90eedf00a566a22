//! The team's own devices: a link for each unit, and the button that revokes all of them.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use super::Admin;
use super::desk::{Call, Desk, Need, Route, Spot, Stop};
use crate::access::Role;
use crate::catalog::unit_on;
use crate::clock::half_of;
use crate::log;
use crate::scan::Class;
use crate::stats::wording::moment;
use crate::store::{Dim, StoreError};

const TEMPLATE: &str = "dashboard/devices.html";

/// What the page needs of the server's passes.
pub trait StaffDesk: Send + Sync {
    /// The link that a device of `unit` is to open, made at `now` (seconds since 1970-01-01 UTC), and until when it
    /// holds; none while the office is out of reach.
    fn link(&self, unit: &str, now: i64) -> Option<(String, i64)>;
    /// Makes all links and marks of before void. Blocks.
    fn revoke(&self) -> Result<(), StoreError>;
}

/// Where the page is.
pub(super) const DEVICES: Spot = Spot { vi: "/thong-ke/may-cua-doi", en: "/en/statistics/devices" };

/// What the template sees.
#[derive(Serialize)]
struct View {
    /// Until when links made now hold; none where none can be made.
    until: Option<String>,
    units: Vec<UnitLink>,
    /// Whether the one who looks may revoke them.
    may_revoke: bool,
}

/// A unit and its link.
#[derive(Serialize)]
struct UnitLink {
    name: String,
    link: String,
    scans: String,
}

/// The page and its button.
pub(super) fn routes() -> Vec<Route> {
    let revoke: (Need, Desk) = (Need::Role(Role::Approver), revoke);
    vec![Route { spot: DEVICES, get: Some((Need::Open, show)), post: Some(revoke), takes_file: false }]
}

fn show(call: &Call<'_>) -> Result<Response, Stop> {
    let (admin, now) = (call.admin, call.admin.clock.now());
    let until = admin.staff.link(&call.catalog.owner_unit, now.unix).map(|(_, until)| until);
    let view = View {
        until: until.map(|until| moment(call.locale, admin.clock.at(until))),
        units: units(call),
        may_revoke: call.may(Role::Approver, &call.catalog.owner_unit),
    };
    Ok(call.page(StatusCode::OK, TEMPLATE, call.locale.text("staff.title").to_owned(), &view))
}

/// The units that have entries today, and the owner's, each once, in the order of the file; those alone of which the one
/// who looks is an editor. Before there is any account, all of them.
fn units(call: &Call<'_>) -> Vec<UnitLink> {
    let (admin, catalog, locale) = (call.admin, call.catalog, call.locale);
    let mut wanted: Vec<&str> = vec![&catalog.owner_unit];
    for entry in &catalog.entries {
        if let Some(unit) = unit_on(&entry.unit, &catalog.units, call.today)
            && !wanted.contains(&unit.id.as_str())
        {
            wanted.push(&unit.id);
        }
    }
    let scans = staff_scans(admin, call.today);
    let seen = wanted.into_iter().filter(|id| call.caller.is_none() || call.may(Role::Editor, id));
    let links = seen.filter_map(|id| {
        let n = locale.number(scans.get(id).copied().unwrap_or(0));
        Some(UnitLink {
            name: call.unit_name(id),
            link: admin.staff.link(id, call.now.unix)?.0,
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
fn revoke(call: &Call<'_>) -> Result<Response, Stop> {
    call.require(Role::Approver, &call.catalog.owner_unit)?;
    if let Err(error) = call.admin.staff.revoke() {
        log::warn("staff.key", &[("reason", &error), ("then", &"links of before still hold")]);
        return Err(Stop::Store(error));
    }
    call.note(&call.catalog.owner_unit, "revoke", "", "")?;
    Ok(call.go(DEVICES.path(call.lang())))
}
