//! Everybody's accounts: who may do what, as far as the one who asks is an admin there.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::{USERS, WELCOME};
use crate::access::{Role, account_name};
use crate::admin::{Call, Choice, Stop};
use crate::store::{Account, RoleAt};

const TEMPLATE: &str = "office/users.html";

#[derive(Serialize)]
struct View {
    users: Vec<User>,
    units: Vec<Choice>,
    roles: Vec<Choice>,
    fault: Option<String>,
    /// A link that was made just now, and for whom.
    link: Option<String>,
    link_for: String,
    changes: &'static str,
}

#[derive(Serialize)]
struct User {
    name: String,
    shown: String,
    roles: Vec<Held>,
    disabled: bool,
    /// No password was chosen yet.
    waiting: bool,
    /// The one who asks may change this account.
    mine: bool,
}

#[derive(Serialize)]
struct Held {
    unit: String,
    name: String,
    role: String,
    mine: bool,
}

#[derive(Default)]
struct Told {
    fault: Option<String>,
    link: Option<String>,
    link_for: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, Told::default())
}

/// Whether the one who asks may change an account with these roles: an admin wherever it has one. Otherwise the admin of
/// a hamlet could send the password of the province's admin a new link.
fn may_change(call: &Call<'_>, roles: &[RoleAt]) -> bool {
    let counts =
        |role: &RoleAt| call.catalog.units.on(&role.unit, call.today).is_some() || role.unit == call.catalog.owner_unit;
    let held = roles.iter().filter(|role| counts(role));
    let owner = || call.may(Role::Admin, &call.catalog.owner_unit);
    owner()
        || !roles.is_empty() && held.clone().count() > 0 && held.clone().all(|role| call.may(Role::Admin, &role.unit))
}

fn page(call: &Call<'_>, status: StatusCode, told: Told) -> Result<Response, Stop> {
    let locale = call.locale;
    let (accounts, roles) = call.admin.access.office(|office| Ok((office.accounts()?, office.roles()?)))?;
    let role_name = |role: &str| locale.text(&format!("access.role.{role}")).to_owned();
    let user = |account: Account| {
        let of: Vec<RoleAt> = roles.iter().filter(|role| role.account == account.name).cloned().collect();
        let mine = may_change(call, &of);
        let sees = mine || of.iter().any(|role| call.may(Role::Admin, &role.unit));
        let held = of.iter().map(|role| Held {
            unit: role.unit.clone(),
            name: call.unit_name(&role.unit),
            role: role_name(&role.role),
            mine: call.may(Role::Admin, &role.unit),
        });
        sees.then(|| User {
            roles: held.collect(),
            disabled: account.disabled != 0,
            waiting: account.password.is_empty(),
            name: account.name,
            shown: account.shown,
            mine,
        })
    };
    let view = View {
        users: accounts.into_iter().filter_map(user).collect(),
        units: call.units(Role::Admin, call.fields.get("don_vi")),
        roles: Role::ALL
            .into_iter()
            .map(|role| Choice::new(role.id(), role_name(role.id()), role == Role::Editor))
            .collect(),
        fault: told.fault,
        link: told.link,
        link_for: told.link_for,
        changes: super::CHANGES.path(call.lang()),
    };
    Ok(call.page(status, TEMPLATE, locale.text("access.users").to_owned(), &view))
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let access = &call.admin.access;
    let Some(name) = account_name(call.fields.get("ten")) else {
        let fault = Some(call.locale.text("access.name_hint").to_owned());
        return page(call, StatusCode::UNPROCESSABLE_ENTITY, Told { fault, ..Told::default() });
    };
    let (account, roles) = access.office(|office| Ok((office.account(&name)?, office.roles_of(&name)?)))?;
    let doing = call.fields.get("viec");
    if doing == "them" {
        return add(call, &name, account.is_some());
    }
    // Somebody else's people are as good as none.
    let sees = roles.iter().any(|role| call.may(Role::Admin, &role.unit)) || may_change(call, &roles);
    if account.is_none() || !sees {
        return Err(call.not_found());
    }
    match doing {
        "bo-quyen" => {
            let unit = call.fields.get("don_vi");
            call.require(Role::Admin, unit)?;
            let gone = RoleAt { account: name.clone(), unit: unit.to_owned(), role: String::new() };
            access.office(|office| office.put_role(&gone))?;
            call.note(unit, "role", &name, "")?;
            return Ok(call.go(USERS.path(call.lang())));
        }
        _ if !may_change(call, &roles) => {
            return Err(call.stop(StatusCode::FORBIDDEN, "access.fault.forbidden", ""));
        }
        "lien-ket" => return invite(call, &name),
        "khoa" if name != call.me()?.account => {
            access.office(|office| office.set_disabled(&name, call.now.unix))?;
            call.note("", "disable", &name, "")?;
        }
        "mo" => {
            access.office(|office| office.set_disabled(&name, 0))?;
            call.note("", "enable", &name, "")?;
        }
        _ => return Err(call.stop(StatusCode::BAD_REQUEST, "access.fault.form", "")),
    }
    Ok(call.go(USERS.path(call.lang())))
}

fn add(call: &Call<'_>, name: &str, is_known: bool) -> Result<Response, Stop> {
    let (access, field) = (&call.admin.access, |name| call.fields.get(name));
    let unit = field("don_vi");
    call.require(Role::Admin, unit)?;
    let Some(role) = Role::named(field("quyen")) else {
        return Err(call.stop(StatusCode::BAD_REQUEST, "access.fault.form", ""));
    };
    let shown: String = field("ho_ten").chars().take(80).collect();
    let account = Account {
        name: name.to_owned(),
        shown: if shown.is_empty() { name.to_owned() } else { shown },
        password: String::new(),
        created: call.now.unix,
        disabled: 0,
    };
    access.office(|office| {
        office.add_account(&account)?;
        office.put_role(&RoleAt { account: name.to_owned(), unit: unit.to_owned(), role: role.id().to_owned() })
    })?;
    call.note(unit, "role", name, role.id())?;
    // Somebody who has a password already keeps it, and only may do more.
    if is_known { Ok(call.go(USERS.path(call.lang()))) } else { invite(call, name) }
}

fn invite(call: &Call<'_>, name: &str) -> Result<Response, Stop> {
    let token = call.admin.access.invite(name, call.now.unix)?;
    call.note("", "invite", name, "")?;
    let host = call.headers.get(axum::http::header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let scheme = if call.client.is_https { "https" } else { "http" };
    let link = format!("{scheme}://{host}{}?ma={}", WELCOME.path(call.lang()), token.text());
    page(call, StatusCode::OK, Told { link: Some(link), link_for: name.to_owned(), ..Told::default() })
}
