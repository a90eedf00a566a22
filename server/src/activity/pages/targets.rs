//! What units are to reach, and how far they are.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::field::Field;
use super::{TARGETS, Tabs};
use crate::access::{Role, lies_below, new_id};
use crate::activity::amount::{About, Amount, AmountError, number};
use crate::activity::check::{Fault, read_day, text_fault};
use crate::admin::{Call, Choice, Stop};
use crate::clock::{date_of, day_number};
use crate::store::{ActivitySum, Indicator, Target};

const TEMPLATE: &str = "office/targets.html";

/// What is summed from activities; anything else is the name of a figure.
const SUMMED: [&str; 4] = ["turns", "sessions", "households", "businesses"];

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    rows: Vec<Row>,
    fields: Vec<Field>,
    may_edit: bool,
}

#[derive(Serialize)]
struct Row {
    id: String,
    unit_id: String,
    unit: String,
    what: String,
    days: String,
    reached: String,
    target: String,
    share: String,
    /// Of a bar of 100.
    bar: i64,
    light: &'static str,
    light_name: String,
    may_edit: bool,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, &[])
}

fn page(call: &Call<'_>, status: StatusCode, faults: &[Fault]) -> Result<Response, Stop> {
    let today = day_number(call.today);
    let targets = call.admin.access.office(|office| office.targets(today - 366..=today + 366))?;
    let mut rows = Vec::new();
    for target in targets.iter().filter(|target| call.may(Role::Viewer, &target.unit)) {
        rows.push(row(call, target, today)?);
    }
    let field = |name: &'static str| call.fields.get(name);
    let choices = call.units(Role::Editor, field("don_vi"));
    let summed = SUMMED
        .map(|what| Choice::new(what, call.locale.text(&format!("activity.sum.{what}")), field("chi_tieu_gi") == what));
    let by_name = Choice::new("", call.locale.text("activity.sum.figure"), !field("chi_tieu").is_empty());
    let of = |name: &'static str, kind| Field::new(call, name, kind, field(name)).with(faults, call);
    let view = View {
        tabs: Tabs::of(call),
        rows,
        may_edit: !choices.is_empty(),
        fields: vec![
            Field::of_choices(call, "don_vi", choices).needed(),
            Field::of_choices(call, "chi_tieu_gi", summed.into_iter().chain([by_name]).collect()),
            of("chi_tieu", "text"),
            of("muc", "number").needed(),
            of("tu_ngay", "date").needed(),
            of("den_ngay", "date").needed(),
        ],
    };
    Ok(call.page(status, TEMPLATE, call.locale.text("activity.targets.title").to_owned(), &view))
}

/// What was reached so far, in the decimals of the target.
fn reached(call: &Call<'_>, target: &Target, today: i64) -> Result<i64, Stop> {
    let days = target.first_day..=target.last_day.min(today);
    let below = |unit: &str| lies_below(call.catalog, unit, &target.unit, call.today);
    if SUMMED.contains(&target.what.as_str()) {
        let sums = call.admin.access.office(|office| office.activity_sums(days))?;
        let of = |sum: &ActivitySum| match target.what.as_str() {
            "turns" => sum.turns,
            "sessions" => sum.sessions,
            "households" => sum.households,
            _ => sum.businesses,
        };
        let sum: i64 = sums.iter().filter(|sum| below(&sum.unit)).map(of).sum();
        return Ok(sum * 10_i64.pow(target.scale as u32));
    }
    // A figure is a state, not a flow: the latest one of the unit itself is what is reached.
    let figures = call.admin.access.office(|office| office.indicators(days))?;
    let own = |figure: &&Indicator| figure.unit == target.unit && figure.name == target.what && figure.part.is_empty();
    let latest = figures.iter().filter(own).max_by_key(|figure| figure.day);
    Ok(latest.map_or(0, |figure| match target.scale - figure.scale {
        up @ 0.. => figure.value.saturating_mul(10_i64.pow(up.min(9) as u32)),
        down => figure.value / 10_i64.pow(down.unsigned_abs().min(9) as u32),
    }))
}

/// Green: as far as the time that has passed, or further. Amber: at least nine tenths of that. Red: less.
fn light(reached: i64, target: &Target, today: i64) -> &'static str {
    let length = (target.last_day - target.first_day + 1).max(1);
    let passed = (today - target.first_day + 1).clamp(0, length);
    let (have, due) = (i128::from(reached) * i128::from(length), i128::from(target.value) * i128::from(passed));
    match () {
        () if have >= due => "green",
        () if have * 10 >= due * 9 => "amber",
        () => "red",
    }
}

fn row(call: &Call<'_>, target: &Target, today: i64) -> Result<Row, Stop> {
    let locale = call.locale;
    let reached = reached(call, target, today)?;
    let scale = target.scale.clamp(0, 6) as u32;
    let amount = |value| Amount { about: About::Exact, value, scale, measure: target.measure.clone() }.words(locale);
    let tenths = if target.value > 0 { (i128::from(reached) * 1_000 / i128::from(target.value)) as i64 } else { 0 };
    let light = light(reached, target, today);
    let key = format!("activity.sum.{}", target.what);
    let days = [("first", locale.date(date_of(target.first_day))), ("last", locale.date(date_of(target.last_day)))];
    Ok(Row {
        id: target.id.clone(),
        unit_id: target.unit.clone(),
        unit: call.unit_name(&target.unit),
        what: if SUMMED.contains(&target.what.as_str()) { locale.text(&key).to_owned() } else { target.what.clone() },
        days: locale.fill("stats.period.days", &days.each_ref().map(|(k, v)| (*k, v.as_str()))),
        reached: amount(reached),
        target: amount(target.value),
        share: if tenths % 10 == 0 {
            format!("{}%", locale.number(tenths / 10))
        } else {
            format!("{}%", number(locale, tenths, 1))
        },
        bar: (tenths / 10).clamp(0, 100),
        light,
        light_name: locale.text(&format!("activity.light.{light}")).to_owned(),
        may_edit: call.may(Role::Editor, &target.unit),
    })
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let field = |name: &'static str| call.fields.get(name);
    let unit = field("don_vi");
    call.require(Role::Editor, unit)?;
    if field("viec") == "bo" {
        call.admin.access.office(|office| office.remove_target(unit, field("ma")))?;
        call.note(unit, "target_end", field("ma"), "")?;
        return Ok(call.go(TARGETS.path(call.lang())));
    }
    let mut faults: Vec<Fault> = text_fault("chi_tieu", field("chi_tieu")).into_iter().collect();
    let what = if SUMMED.contains(&field("chi_tieu_gi")) { field("chi_tieu_gi") } else { field("chi_tieu") };
    if what.is_empty() {
        faults.push(Fault::new("chi_tieu", "activity.fault.no_name", ""));
    }
    let amount = Amount::read(field("muc"));
    match &amount {
        Ok(amount) if amount.value > 0 => {}
        Err(AmountError::Empty) => faults.push(Fault::new("muc", "activity.fault.no_value", "")),
        _ => faults.push(Fault::new("muc", "activity.fault.number", field("muc"))),
    }
    let (first, last) = span(call, "tu_ngay", "den_ngay", &mut faults);
    let (true, Ok(amount)) = (faults.is_empty(), amount) else {
        return page(call, StatusCode::UNPROCESSABLE_ENTITY, &faults);
    };
    let target = Target {
        unit: unit.to_owned(),
        id: new_id(call.now.unix)?,
        what: what.to_owned(),
        value: amount.value,
        scale: i64::from(amount.scale),
        measure: amount.measure,
        first_day: first,
        last_day: last,
        author: call.me()?.account.clone(),
        changed: call.now.unix,
    };
    call.admin.access.office(|office| office.put_target(&target))?;
    call.note(unit, "target", what, field("muc"))?;
    Ok(call.go(TARGETS.path(call.lang())))
}

/// Two days of a form, the first not after the last.
pub(super) fn span(call: &Call<'_>, from: &'static str, to: &'static str, faults: &mut Vec<Fault>) -> (i64, i64) {
    let mut day = |name: &'static str| match read_day(call.fields.get(name)) {
        Some(day) => day_number(day),
        None => {
            faults.push(Fault::new(name, "activity.fault.day", call.fields.get(name)));
            0
        }
    };
    let (first, last) = (day(from), day(to));
    if faults.is_empty() && last < first {
        faults.push(Fault::new(to, "activity.fault.ends_first", ""));
    }
    (first, last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_light_goes_by_the_time_that_has_passed() {
        let target = Target { value: 1_000, first_day: 1, last_day: 100, ..Target::default() };
        for (reached, today, color) in [
            (0, 0, "green"),
            (500, 50, "green"),
            (450, 50, "amber"),
            (449, 50, "red"),
            (999, 100, "amber"),
            (1_000, 100, "green"),
            (899, 500, "red"),
        ] {
            assert_eq!(light(reached, &target, today), color, "{reached} on day {today}");
        }
    }
}
