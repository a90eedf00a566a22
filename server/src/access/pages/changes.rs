//! What was changed, by whom, and when.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::access::Role;
use crate::admin::{Call, Stop};
use crate::stats::wording::moment;

#[derive(Serialize)]
struct View {
    rows: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    at: String,
    account: String,
    what: String,
    unit: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    let year_ago = call.now.unix - 366 * 86_400;
    let changes = call.admin.access.office(|office| office.changes(year_ago, call.now.unix))?;
    let owner = call.may(Role::Admin, &call.catalog.owner_unit);
    let seen = changes.into_iter().filter(|change| owner || call.may(Role::Admin, &change.unit));
    let rows = seen.map(|change| {
        let key = format!("audit.action.{}", change.action);
        let role = format!("access.role.{}", change.detail);
        let detail = if call.locale.has(&role) { call.locale.text(&role) } else { &change.detail };
        Row {
            at: moment(call.locale, call.admin.clock.at(change.at)),
            account: if change.account.is_empty() {
                call.locale.text("audit.machine").to_owned()
            } else {
                change.account
            },
            what: call.locale.fill(&key, &[("subject", &change.subject), ("detail", detail)]),
            unit: call.unit_name(&change.unit),
        }
    });
    let view = View { rows: rows.collect() };
    Ok(call.page(StatusCode::OK, "office/changes.html", call.locale.text("audit.title").to_owned(), &view))
}
