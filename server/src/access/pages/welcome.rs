//! Where somebody who got a link chooses a password.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::access::{Entry, LONGEST_PASSWORD, SESSION, SHORTEST_PASSWORD, account_name};
use crate::admin::{Call, Stop};
use crate::store::Account;

const TEMPLATE: &str = "office/welcome.html";

#[derive(Serialize)]
struct View {
    /// What the link carries.
    code: String,
    /// Whom it is for; empty: the first account.
    account: String,
    name: String,
    shown: String,
    fault: Option<String>,
    hint: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, None)
}

fn page(call: &Call<'_>, status: StatusCode, fault: Option<String>) -> Result<Response, Stop> {
    let code = call.fields.get("ma");
    let Some(account) = call.admin.access.invited(code, call.now.unix)? else {
        return Err(call.stop(StatusCode::GONE, "access.fault.link", ""));
    };
    let view = View {
        code: code.to_owned(),
        account,
        name: call.fields.get("ten").to_owned(),
        shown: call.fields.get("ho_ten").to_owned(),
        fault,
        hint: password_hint(call),
    };
    Ok(call.page(status, TEMPLATE, call.locale.text("access.welcome").to_owned(), &view))
}

/// What a password must be.
pub(super) fn password_hint(call: &Call<'_>) -> String {
    call.locale.fill("access.password_hint", &[("n", &SHORTEST_PASSWORD.to_string())])
}

/// What is wrong with a password that is to be; none where it will do.
pub(super) fn password_fault(call: &Call<'_>, name: &str, password: &str, again: &str) -> Option<String> {
    let too_easy = password.chars().count() < SHORTEST_PASSWORD
        || password.len() > LONGEST_PASSWORD
        || password.to_lowercase() == name
        || password.chars().collect::<std::collections::BTreeSet<_>>().len() < 4;
    if too_easy {
        return Some(password_hint(call));
    }
    (password != again).then(|| call.locale.text("access.password_differs").to_owned())
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let (access, field) = (&call.admin.access, |name| call.fields.get(name));
    let Some(invited) = access.invited(field("ma"), call.now.unix)? else {
        return Err(call.stop(StatusCode::GONE, "access.fault.link", ""));
    };
    let wrong = |text: String| page(call, StatusCode::UNPROCESSABLE_ENTITY, Some(text));
    let name = if invited.is_empty() { account_name(field("ten")) } else { Some(invited) };
    let Some(name) = name else { return wrong(call.locale.text("access.name_hint").to_owned()) };
    if let Some(fault) = password_fault(call, &name, field("mat_khau"), field("lap_lai")) {
        return wrong(fault);
    }
    let shown = if field("ho_ten").is_empty() { &name } else { field("ho_ten") };
    let first = Account {
        name: name.clone(),
        shown: shown.chars().take(80).collect(),
        password: String::new(),
        created: call.now.unix,
        disabled: 0,
    };
    match access.accept(field("ma"), &first, field("mat_khau"), &call.catalog.owner_unit, call.now.unix)? {
        Entry::In(token) => Ok(call.with_session(call.go("/"), token.text(), SESSION)),
        Entry::Busy => wrong(call.locale.text("access.busy").to_owned()),
        Entry::Wrong | Entry::Taken | Entry::Wait(_) => Err(call.stop(StatusCode::GONE, "access.fault.link", "")),
    }
}
