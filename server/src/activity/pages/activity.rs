//! One activity: the form, what became of it, and how it was before.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::field::Field;
use super::{NEW, ONE, Tabs};
use crate::access::{Role, new_id};
use crate::activity::check::{FIELDS, Fault, Written, check, written};
use crate::activity::{State, Vocabulary};
use crate::admin::{Call, Choice, Stop};
use crate::catalog::{Lang, Locale};
use crate::clock::date_of;
use crate::stats::wording::moment;
use crate::store::{Activity, Version};

const TEMPLATE: &str = "office/activity.html";

/// Fields that are always open; the others wait behind a line that opens them.
const MAIN: usize = 6;

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    /// Where the form goes.
    target: String,
    unit: Option<Field>,
    unit_name: String,
    version: i64,
    main: Vec<Field>,
    more: Vec<Field>,
    more_open: bool,
    faults: Vec<String>,
    state: &'static str,
    state_name: String,
    /// Why it was given back.
    remark: Option<String>,
    may_edit: bool,
    may_decide: bool,
    may_return: bool,
    may_draft: bool,
    history: Vec<Past>,
    /// It was kept just now.
    kept: Option<String>,
    again: Option<String>,
}

#[derive(Serialize)]
struct Past {
    at: String,
    account: String,
    state: String,
    remark: String,
    changes: Vec<String>,
}

/// What is to be shown.
struct Shown<'a> {
    activity: Option<&'a Activity>,
    written: Written,
    faults: Vec<Fault>,
    status: StatusCode,
}

pub(super) fn show_new(call: &Call<'_>) -> Result<Response, Stop> {
    let mut written: Written = FIELDS.iter().map(|(field, _)| (*field, call.fields.get(field).to_owned())).collect();
    if written["ngay"].is_empty() {
        written.insert("ngay", call.today.to_string());
    }
    page(call, Shown { activity: None, written, faults: Vec::new(), status: StatusCode::OK })
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    let activity = find(call)?;
    let written = written(&activity, call.locale);
    page(call, Shown { activity: Some(&activity), written, faults: Vec::new(), status: StatusCode::OK })
}

/// The activity asked for; one of a unit that is none of the caller's business is as good as none.
fn find(call: &Call<'_>) -> Result<Activity, Stop> {
    let found = call.admin.access.office(|office| office.activity(&call.id))?;
    found.filter(|activity| call.may(Role::Viewer, &activity.unit)).ok_or_else(|| call.not_found())
}

fn page(call: &Call<'_>, shown: Shown<'_>) -> Result<Response, Stop> {
    let Shown { activity, written, faults, status } = shown;
    let locale = call.locale;
    let state = activity.and_then(|a| State::named(&a.state)).unwrap_or(State::Draft);
    let unit = activity.map(|a| a.unit.as_str());
    let may = |role| unit.map_or(role <= Role::Editor, |unit| call.may(role, unit));
    let history = match activity {
        Some(a) => call.admin.access.office(|office| office.versions(&a.unit, &a.id))?,
        None => Vec::new(),
    };
    let campaigns = call.admin.access.office(|office| office.campaigns(i64::MIN..=i64::MAX))?;
    let field = |(name, words): &(&'static str, Option<Vocabulary>)| {
        let value = written.get(name).map_or("", String::as_str);
        let field = match (words, *name) {
            (Some(words), _) => {
                let id = words.meant(value, &[locale]).unwrap_or(value);
                Field::of_words(call, name, *words, id, *name == "loai")
            }
            (None, "ngay") => Field::new(call, name, "date", value).needed(),
            (None, "dot") => {
                let none = Choice::new("", "–", value.is_empty());
                let seen = campaigns.iter().filter(|c| value == c.id || covers(call, &c.unit));
                let named = seen.map(|c| Choice::new(&c.id, c.name.clone(), c.id == value));
                Field::of_choices(call, name, std::iter::once(none).chain(named).collect())
            }
            (None, "doi_tac") => Field::new(call, name, "text", value),
            (None, "ghi_chu") => Field::new(call, name, "long", value),
            _ => Field::new(call, name, "number", value),
        };
        field.with(&faults, call)
    };
    let (main, more) = FIELDS.split_at(MAIN);
    let more_open = more.iter().any(|(name, _)| {
        written.get(name).is_some_and(|text| !text.is_empty()) || faults.iter().any(|fault| fault.field == *name)
    });
    let choices = call.units(Role::Editor, call.fields.get("don_vi"));
    let newest = history.first().filter(|version| version.state == State::Returned.id());
    let kept = call.fields.get("da");
    let view = View {
        tabs: Tabs::of(call),
        target: activity.map_or_else(|| NEW.path(call.lang()).to_owned(), |a| ONE.of(call.lang(), &a.id)),
        unit: activity.is_none().then(|| Field::of_choices(call, "don_vi", choices).needed().with(&faults, call)),
        unit_name: unit.map(|unit| call.unit_name(unit)).unwrap_or_default(),
        version: activity.map_or(0, |a| a.version),
        main: main.iter().map(field).collect(),
        more: more.iter().map(field).collect(),
        more_open,
        faults: faults.iter().map(|fault| fault.words(locale)).collect(),
        state: state.id(),
        state_name: locale.text(&format!("activity.state.{}", state.id())).to_owned(),
        remark: newest.map(|version| version.remark.clone()),
        may_edit: may(Role::Editor),
        may_decide: activity.is_some() && may(Role::Approver) && state == State::Submitted,
        may_return: activity.is_some() && may(Role::Approver) && state == State::Approved,
        may_draft: state.needs(State::Draft).is_some(),
        history: past(call, &history),
        kept: State::named(kept).map(|state| locale.text(&format!("activity.kept.{}", state.id())).to_owned()),
        again: activity.filter(|_| !kept.is_empty()).map(|a| again(call, a)),
    };
    let title = if activity.is_some() { "activity.one" } else { "activity.new" };
    Ok(call.page(status, TEMPLATE, locale.text(title).to_owned(), &view))
}

/// Whether a drive of this unit may be one's own: it is held there, above, or below.
fn covers(call: &Call<'_>, unit: &str) -> bool {
    let above = |mine: &Choice| call.catalog.units.lineage(&mine.value).iter().any(|u| u.id == unit);
    unit == call.catalog.owner_unit || call.may(Role::Viewer, unit) || call.units(Role::Editor, "").iter().any(above)
}

/// The form for the next entry of the same day: one says again only what differs.
fn again(call: &Call<'_>, activity: &Activity) -> String {
    let day = date_of(activity.day).to_string();
    let same = [
        ("don_vi", activity.unit.as_str()),
        ("ngay", &day),
        ("loai", &activity.kind),
        ("noi", &activity.place),
        ("kenh", &activity.channel),
        ("dot", &activity.campaign),
    ];
    let query: Vec<String> = same
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", crate::admin::escaped(value)))
        .collect();
    format!("{}?{}", NEW.path(call.lang()), query.join("&"))
}

fn past(call: &Call<'_>, history: &[Version]) -> Vec<Past> {
    let fields =
        |version: &Version| -> BTreeMap<String, String> { serde_json::from_str(&version.fields).unwrap_or_default() };
    let shown = history.iter().enumerate().map(|(i, version)| {
        let (now, before) = (fields(version), history.get(i + 1).map(fields));
        let changed = |(field, _): &&(&'static str, Option<Vocabulary>)| {
            before.as_ref().is_some_and(|before| before.get(*field) != now.get(*field))
        };
        let told = |(field, words): &(&'static str, Option<Vocabulary>)| {
            let value = |of: &BTreeMap<String, String>| {
                let text = of.get(*field).cloned().unwrap_or_default();
                let name = words.map_or_else(|| text.clone(), |words| words.name(call.locale, &text));
                if name.is_empty() { "–".to_owned() } else { name }
            };
            let label = call.locale.text(&format!("activity.column.{field}")).to_owned();
            format!("{label}: {} → {}", before.as_ref().map(value).unwrap_or_default(), value(&now))
        };
        Past {
            at: moment(call.locale, call.admin.clock.at(version.at)),
            account: version.account.clone(),
            state: call.locale.text(&format!("activity.state.{}", version.state)).to_owned(),
            remark: version.remark.clone(),
            changes: FIELDS.iter().filter(changed).map(told).collect(),
        }
    });
    shown.collect()
}

pub(super) fn take_new(call: &Call<'_>) -> Result<Response, Stop> {
    let unit = call.fields.get("don_vi");
    call.require(Role::Editor, unit)?;
    let activity = Activity { unit: unit.to_owned(), id: new_id(call.now.unix)?, ..Activity::default() };
    keep(call, &activity, None)
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let activity = find(call)?;
    match call.fields.get("viec") {
        "duyet" => decide(call, &activity, State::Approved),
        "tra-lai" => decide(call, &activity, State::Returned),
        _ => {
            call.require(Role::Editor, &activity.unit)?;
            keep(call, &activity, Some(&activity))
        }
    }
}

/// Keeps what the form says, as a draft or handed in.
fn keep(call: &Call<'_>, base: &Activity, before: Option<&Activity>) -> Result<Response, Stop> {
    let to = if call.fields.get("viec") == "nhap" { State::Draft } else { State::Submitted };
    let from = before.and_then(|a| State::named(&a.state)).unwrap_or(State::Draft);
    if from.needs(to) != Some(Role::Editor) {
        return Err(call.stop(StatusCode::CONFLICT, "activity.fault.state", ""));
    }
    let written: Written = FIELDS.iter().map(|(field, _)| (*field, call.fields.get(field).to_owned())).collect();
    let shown = |faults: Vec<Fault>, status| Shown { activity: before, written: written.clone(), faults, status };
    let mut activity = match check(&written, to, call.today, &[call.locale]) {
        Ok(activity) => activity,
        Err(faults) => return page(call, shown(faults, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    let there = call.catalog.units.get(&base.unit).is_none_or(|unit| unit.is_valid_on(date_of(activity.day)));
    if !there {
        let fault = Fault::new("ngay", "activity.fault.unit_day", &call.unit_name(&base.unit));
        return page(call, shown(vec![fault], StatusCode::UNPROCESSABLE_ENTITY));
    }
    (activity.unit, activity.id, activity.source) = (base.unit.clone(), base.id.clone(), base.source.clone());
    // Somebody else may have written it since this form was opened.
    let seen = if before.is_some() { call.fields.get("phien_ban").parse().unwrap_or(-1) } else { 0 };
    put(call, activity, seen, "")?;
    Ok(call.go(&format!("{}?da={}", ONE.of(call.lang(), &base.id), to.id())))
}

fn decide(call: &Call<'_>, before: &Activity, to: State) -> Result<Response, Stop> {
    call.require(Role::Approver, &before.unit)?;
    let from = State::named(&before.state).unwrap_or(State::Draft);
    if from.needs(to) != Some(Role::Approver) {
        return Err(call.stop(StatusCode::CONFLICT, "activity.fault.state", ""));
    }
    let remark: String = call.fields.get("ly_do").chars().take(1_000).collect();
    let fault = match to {
        State::Returned if remark.is_empty() => Some("activity.fault.no_reason"),
        _ if crate::activity::has_id_number(&remark) => Some("activity.fault.id_number"),
        _ => None,
    };
    if let Some(key) = fault {
        let faults = vec![Fault::new("ly_do", key, "")];
        let written = written(before, call.locale);
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return page(call, Shown { activity: Some(before), written, faults, status });
    }
    let seen = call.fields.get("phien_ban").parse().unwrap_or(-1);
    put(call, Activity { state: to.id().to_owned(), ..before.clone() }, seen, &remark)?;
    Ok(call.go(&format!("{}?da={}", ONE.of(call.lang(), &before.id), to.id())))
}

fn put(call: &Call<'_>, activity: Activity, seen: i64, remark: &str) -> Result<(), Stop> {
    let activity = stamped(call, activity, seen)?;
    let fields = as_json(&activity);
    if call.admin.access.office(|office| office.put_activity(&activity, seen, remark, &fields))? {
        return Ok(());
    }
    Err(call.stop(StatusCode::CONFLICT, "activity.fault.meanwhile", ""))
}

/// The activity with who writes it, when, and as which version.
pub(super) fn stamped(call: &Call<'_>, activity: Activity, seen: i64) -> Result<Activity, Stop> {
    Ok(Activity { version: seen + 1, author: call.me()?.account.clone(), changed: call.now.unix, ..activity })
}

/// What an activity says, as its history keeps it: ids of words, numbers in Vietnamese.
pub(super) fn as_json(activity: &Activity) -> String {
    let locale = Locale::embedded(&Lang::vi());
    serde_json::to_string(&written(activity, &locale)).unwrap_or_default()
}
