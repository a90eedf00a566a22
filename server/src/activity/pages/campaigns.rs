//! Drives (đợt ra quân), and what was done in each.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::field::Field;
use super::targets::span;
use super::{CAMPAIGNS, Tabs};
use crate::access::{Role, new_id};
use crate::activity::amount::{Amount, AmountError};
use crate::activity::check::{Fault, text_fault};
use crate::admin::{Call, Stop};
use crate::clock::{date_of, day_number};
use crate::store::{ActivitySum, Campaign};

const TEMPLATE: &str = "office/campaigns.html";

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    rows: Vec<Row>,
    fields: Vec<Field>,
    may_edit: bool,
}

#[derive(Serialize)]
struct Row {
    name: String,
    unit: String,
    days: String,
    done: String,
    target: Option<String>,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, &[])
}

fn page(call: &Call<'_>, status: StatusCode, faults: &[Fault]) -> Result<Response, Stop> {
    let today = day_number(call.today);
    let (campaigns, sums) = call.admin.access.office(|office| {
        let campaigns = office.campaigns(today - 3 * 366..=today + 366)?;
        let first = campaigns.iter().map(|campaign| campaign.first_day).min().unwrap_or(today);
        Ok((campaigns, office.activity_sums(first..=today)?))
    })?;
    let seen = campaigns.iter().filter(|campaign| call.may(Role::Viewer, &campaign.unit));
    let field = |name: &'static str, kind| Field::new(call, name, kind, call.fields.get(name)).with(faults, call);
    let choices = call.units(Role::Editor, call.fields.get("don_vi"));
    let view = View {
        tabs: Tabs::of(call),
        rows: seen.map(|campaign| row(call, campaign, &sums)).collect(),
        may_edit: !choices.is_empty(),
        fields: vec![
            Field::of_choices(call, "don_vi", choices).needed(),
            field("ten_dot", "text").needed(),
            field("tu_ngay", "date").needed(),
            field("den_ngay", "date").needed(),
            field("muc_luot", "number"),
        ],
    };
    Ok(call.page(status, TEMPLATE, call.locale.text("activity.campaigns.title").to_owned(), &view))
}

fn row(call: &Call<'_>, campaign: &Campaign, sums: &[ActivitySum]) -> Row {
    let locale = call.locale;
    let of = sums.iter().filter(|sum| sum.campaign == campaign.id);
    let (n, turns, households) =
        of.fold((0, 0, 0), |(n, turns, households), sum| (n + sum.n, turns + sum.turns, households + sum.households));
    let days = [("first", locale.date(date_of(campaign.first_day))), ("last", locale.date(date_of(campaign.last_day)))];
    let done = [("n", locale.number(n)), ("turns", locale.number(turns)), ("households", locale.number(households))];
    let target = (campaign.target > 0).then(|| {
        let share = locale.number(turns * 100 / campaign.target);
        let values = [("target", locale.number(campaign.target)), ("share", share)];
        locale.fill("activity.campaigns.target", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    Row {
        name: campaign.name.clone(),
        unit: call.unit_name(&campaign.unit),
        days: locale.fill("stats.period.days", &days.each_ref().map(|(k, v)| (*k, v.as_str()))),
        done: locale.fill("activity.campaigns.done", &done.each_ref().map(|(k, v)| (*k, v.as_str()))),
        target,
    }
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let field = |name: &'static str| call.fields.get(name);
    let unit = field("don_vi");
    call.require(Role::Editor, unit)?;
    let mut faults: Vec<Fault> = text_fault("ten_dot", field("ten_dot")).into_iter().collect();
    if field("ten_dot").is_empty() {
        faults.push(Fault::new("ten_dot", "activity.fault.no_name", ""));
    }
    let target = match Amount::count(field("muc_luot")) {
        Ok((_, n)) => n,
        Err(AmountError::Empty) => 0,
        Err(_) => {
            faults.push(Fault::new("muc_luot", "activity.fault.number", field("muc_luot")));
            0
        }
    };
    let (first_day, last_day) = span(call, "tu_ngay", "den_ngay", &mut faults);
    if !faults.is_empty() {
        return page(call, StatusCode::UNPROCESSABLE_ENTITY, &faults);
    }
    let campaign = Campaign {
        unit: unit.to_owned(),
        id: new_id(call.now.unix)?,
        name: field("ten_dot").to_owned(),
        first_day,
        last_day,
        target,
        author: call.me()?.account.clone(),
        changed: call.now.unix,
    };
    call.admin.access.office(|office| office.put_campaign(&campaign))?;
    call.note(unit, "campaign", &campaign.name, "")?;
    Ok(call.go(CAMPAIGNS.path(call.lang())))
}
