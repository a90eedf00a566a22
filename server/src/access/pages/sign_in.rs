//! The way in and out.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::SIGN_IN;
use crate::access::{Entry, SESSION};
use crate::admin::{Call, Stop, is_own_path};
use crate::stats::wording::moment;

const TEMPLATE: &str = "office/sign_in.html";

#[derive(Serialize, Default)]
struct View {
    name: String,
    back: String,
    fault: Option<String>,
    /// Nobody has an account yet.
    nobody: bool,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    if call.caller.is_some() {
        return Ok(call.go(back(call)));
    }
    page(call, StatusCode::OK, None)
}

fn page(call: &Call<'_>, status: StatusCode, fault: Option<String>) -> Result<Response, Stop> {
    let view = View {
        name: call.fields.get("ten").to_owned(),
        back: back(call).to_owned(),
        fault,
        nobody: !call.admin.access.has_accounts()?,
    };
    Ok(call.page(status, TEMPLATE, call.locale.text("access.sign_in").to_owned(), &view))
}

/// Where to go from here: only ever to a page of ours.
fn back<'a>(call: &'a Call<'_>) -> &'a str {
    let asked = call.fields.get("tiep");
    if is_own_path(asked) { asked } else { "/" }
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let (name, password) = (call.fields.get("ten"), call.fields.get("mat_khau"));
    let entry = call.admin.access.sign_in(name, password, call.client.network.as_deref(), call.now.unix)?;
    match entry {
        Entry::In(token) => {
            // The session the browser brought along, if any, ends here.
            call.admin.access.sign_out(call.headers)?;
            Ok(call.with_session(call.go(back(call)), token.text(), SESSION))
        }
        Entry::Wait(until) => {
            let until = moment(call.locale, call.admin.clock.at(until));
            let text = call.locale.fill("access.wait", &[("until", &until)]);
            page(call, StatusCode::TOO_MANY_REQUESTS, Some(text))
        }
        Entry::Busy => page(call, StatusCode::SERVICE_UNAVAILABLE, Some(call.locale.text("access.busy").to_owned())),
        Entry::Wrong | Entry::Taken => {
            page(call, StatusCode::UNAUTHORIZED, Some(call.locale.text("access.wrong").to_owned()))
        }
    }
}

pub(super) fn leave(call: &Call<'_>) -> Result<Response, Stop> {
    call.admin.access.sign_out(call.headers)?;
    Ok(call.with_session(call.go(SIGN_IN.path(call.lang())), "", 0))
}
