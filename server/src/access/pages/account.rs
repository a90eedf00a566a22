//! One's own account: the password, what one may do where, and tokens for programs.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::ACCOUNT;
use super::welcome::{password_fault, password_hint};
use crate::access::{Entry, Role, SESSION};
use crate::admin::{Call, Choice, Stop};
use crate::clock::date_of;
use crate::stats::wording::moment;
use crate::store::ApiToken;

const TEMPLATE: &str = "office/account.html";

/// Days a token may hold.
const DAYS: [i64; 3] = [30, 90, 365];

#[derive(Serialize)]
struct View {
    name: String,
    shown: String,
    roles: Vec<RoleRow>,
    tokens: Vec<TokenRow>,
    choices: Vec<Choice>,
    days: Vec<Choice>,
    hint: String,
    fault: Option<String>,
    done: Option<String>,
    /// A token that was made just now.
    made: Option<String>,
}

#[derive(Serialize)]
struct RoleRow {
    unit: String,
    role: String,
    /// It no longer counts: the unit was split.
    void: bool,
}

#[derive(Serialize)]
struct TokenRow {
    id: String,
    label: String,
    role: String,
    until: String,
}

#[derive(Default)]
struct Told {
    fault: Option<String>,
    done: Option<String>,
    made: Option<String>,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, Told::default())
}

fn page(call: &Call<'_>, status: StatusCode, told: Told) -> Result<Response, Stop> {
    let (me, locale) = (call.me()?, call.locale);
    let (roles, tokens) =
        call.admin.access.office(|office| Ok((office.roles_of(&me.account)?, office.api_tokens(&me.account)?)))?;
    let role_name = |role: &str| locale.text(&format!("access.role.{role}")).to_owned();
    let row = |role: &crate::store::RoleAt| RoleRow {
        unit: call.unit_name(&role.unit),
        role: role_name(&role.role),
        void: call.catalog.units.on(&role.unit, call.today).is_none() && role.unit != call.catalog.owner_unit,
    };
    let most = me.authority.most().unwrap_or(Role::Viewer);
    let view = View {
        name: me.account.clone(),
        shown: me.shown.clone(),
        roles: roles.iter().map(row).collect(),
        tokens: tokens
            .into_iter()
            .filter(|token| call.now.unix < token.until)
            .map(|token| TokenRow {
                id: token.token[..16].to_owned(),
                label: token.label,
                role: role_name(&token.role),
                until: locale.date(date_of(call.admin.clock.at(token.until).day)),
            })
            .collect(),
        choices: Role::ALL
            .into_iter()
            .filter(|role| *role <= most)
            .map(|role| Choice::new(role.id(), role_name(role.id()), role == Role::Viewer))
            .collect(),
        days: DAYS
            .map(|n| Choice::new(&n.to_string(), locale.fill("access.days", &[("n", &n.to_string())]), n == 90))
            .into(),
        hint: password_hint(call),
        fault: told.fault,
        done: told.done,
        made: told.made,
    };
    Ok(call.page(status, TEMPLATE, locale.text("access.account").to_owned(), &view))
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    // A program has a token so that it need not have the password; it makes no further tokens either.
    if call.me()?.form.is_none() {
        return Err(call.stop(StatusCode::FORBIDDEN, "access.fault.forbidden", ""));
    }
    match call.fields.get("viec") {
        "mat-khau" => change_password(call),
        "khoa-moi" => make_token(call),
        "khoa-bo" => {
            let me = call.me()?;
            let asked = call.fields.get("khoa");
            let removed = call.admin.access.office(|office| {
                let found = office.api_tokens(&me.account)?.into_iter().find(|token| token.token[..16] == *asked);
                match found {
                    Some(token) => office.end_api_token(&token.token, &me.account).map(|done| done.then_some(token)),
                    None => Ok(None),
                }
            })?;
            let token = removed.ok_or_else(|| call.not_found())?;
            call.note("", "token_end", &token.label, "")?;
            Ok(call.go(ACCOUNT.path(call.lang())))
        }
        _ => Err(call.stop(StatusCode::BAD_REQUEST, "access.fault.form", "")),
    }
}

fn change_password(call: &Call<'_>) -> Result<Response, Stop> {
    let (me, field) = (call.me()?, |name| call.fields.get(name));
    let wrong = |status, text: String| page(call, status, Told { fault: Some(text), ..Told::default() });
    if let Some(fault) = password_fault(call, &me.account, field("mat_khau"), field("lap_lai")) {
        return wrong(StatusCode::UNPROCESSABLE_ENTITY, fault);
    }
    match call.admin.access.change_password(&me.account, field("mat_khau_cu"), field("mat_khau"), call.now.unix)? {
        // Every session ended with the old password; this browser goes on with a new one.
        Entry::In(token) => Ok(call.with_session(call.go(ACCOUNT.path(call.lang())), token.text(), SESSION)),
        Entry::Wait(until) => {
            let until = moment(call.locale, call.admin.clock.at(until));
            wrong(StatusCode::TOO_MANY_REQUESTS, call.locale.fill("access.wait", &[("until", &until)]))
        }
        Entry::Busy => wrong(StatusCode::SERVICE_UNAVAILABLE, call.locale.text("access.busy").to_owned()),
        Entry::Wrong | Entry::Taken => {
            wrong(StatusCode::UNPROCESSABLE_ENTITY, call.locale.text("access.old_wrong").to_owned())
        }
    }
}

fn make_token(call: &Call<'_>) -> Result<Response, Stop> {
    let (me, field) = (call.me()?, |name| call.fields.get(name));
    let role = Role::named(field("quyen")).filter(|role| Some(*role) <= me.authority.most());
    let days = field("ngay").parse().ok().filter(|days| DAYS.contains(days));
    let (Some(role), Some(days)) = (role, days) else {
        return Err(call.stop(StatusCode::BAD_REQUEST, "access.fault.form", ""));
    };
    let label: String = field("viec_gi").chars().take(80).collect();
    let until = call.now.unix + days * 86_400;
    let token = ApiToken {
        token: String::new(),
        account: me.account.clone(),
        label,
        role: role.id().to_owned(),
        created: call.now.unix,
        until,
    };
    let made = call.admin.access.add_token(token)?;
    page(call, StatusCode::OK, Told { made: Some(made), ..Told::default() })
}
