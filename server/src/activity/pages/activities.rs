//! The list of activities.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;

use super::{IMPORT, NEW, ONE, Tabs};
use crate::access::Role;
use crate::activity::check::read_day;
use crate::activity::{About, Amount, State, Vocabulary};
use crate::admin::{Call, Choice, Stop};
use crate::clock::{date_of, day_number};
use crate::store::Activity;

const TEMPLATE: &str = "office/activities.html";

/// Rows of a page.
const MOST: usize = 200;

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    from: String,
    to: String,
    states: Vec<Choice>,
    units: Vec<Choice>,
    rows: Vec<Row>,
    /// How many there are, and their turns.
    summary: String,
    more: Option<String>,
    new: Option<&'static str>,
    import: &'static str,
}

#[derive(Serialize)]
struct Row {
    href: String,
    day: String,
    unit: String,
    what: String,
    of: String,
    amount: String,
    state: &'static str,
    state_name: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    let day = |name: &str, otherwise: Date| read_day(call.fields.get(name)).unwrap_or(otherwise);
    let (from, to) = (day("tu", call.today.saturating_sub(92.days())), day("den", call.today));
    let state = State::named(call.fields.get("trang_thai"));
    let unit = call.fields.get("don_vi");
    let all = call.admin.access.office(|office| office.activities(day_number(from)..=day_number(to)))?;
    let mut seen = std::collections::HashMap::<String, bool>::new();
    let found: Vec<Activity> = all
        .into_iter()
        .filter(|a| state.is_none_or(|state| a.state == state.id()) && (unit.is_empty() || a.unit == unit))
        .filter(|a| *seen.entry(a.unit.clone()).or_insert_with(|| call.may(Role::Viewer, &a.unit)))
        .collect();
    let turns: i64 = found.iter().map(|a| a.turns).sum();
    let number = |n: i64| call.locale.number(n);
    let named = State::ALL.map(|s| (s, call.locale.text(&format!("activity.state.{}", s.id())).to_owned()));
    let everything = Choice::new("", call.locale.text("activity.all_states"), state.is_none());
    let mut units = call.units(Role::Viewer, unit);
    units.insert(0, Choice::new("", call.locale.text("activity.all_units"), unit.is_empty()));
    let view = View {
        tabs: Tabs::of(call),
        from: from.to_string(),
        to: to.to_string(),
        states: std::iter::once(everything)
            .chain(named.map(|(s, name)| Choice::new(s.id(), name, state == Some(s))))
            .collect(),
        units,
        summary: call.locale.fill("activity.summary", &[("n", &number(found.len() as i64)), ("turns", &number(turns))]),
        more: (found.len() > MOST).then(|| call.locale.fill("activity.more", &[("n", &number(MOST as i64))])),
        rows: found.iter().take(MOST).map(|activity| row(call, activity)).collect(),
        new: (call.me()?.authority.most() >= Some(Role::Editor)).then(|| NEW.path(call.lang())),
        import: IMPORT.path(call.lang()),
    };
    Ok(call.page(StatusCode::OK, TEMPLATE, call.locale.text("activity.title").to_owned(), &view))
}

fn row(call: &Call<'_>, activity: &Activity) -> Row {
    let locale = call.locale;
    let names = [
        Vocabulary::SKILL.name(locale, &activity.skill),
        Vocabulary::AUDIENCE.name(locale, &activity.audience),
        Vocabulary::PLACE.name(locale, &activity.place),
    ];
    let state = State::named(&activity.state).unwrap_or(State::Draft);
    Row {
        href: ONE.of(call.lang(), &activity.id),
        day: locale.date(date_of(activity.day)),
        unit: call.unit_name(&activity.unit),
        what: Vocabulary::KIND.name(locale, &activity.kind),
        of: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · "),
        amount: turns(call, activity),
        state: state.id(),
        state_name: locale.text(&format!("activity.state.{}", state.id())).to_owned(),
    }
}

/// The turns of an activity as they were said: gần 7.000.
pub(super) fn turns(call: &Call<'_>, activity: &Activity) -> String {
    if activity.turns == 0 {
        return String::new();
    }
    let about = About::ALL.into_iter().find(|about| about.id() == activity.about).unwrap_or_default();
    Amount { about, value: activity.turns, scale: 0, measure: String::new() }.words(call.locale)
}
