//! The teams of a unit: how many, how many members, in which roles; and whom one may call.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use super::field::Field;
use super::{TEAMS, Tabs};
use crate::access::Role;
use crate::activity::amount::{About, Amount, AmountError, number};
use crate::activity::check::{Fault, read_day, text_fault};
use crate::activity::totals::{latest, members_differ};
use crate::activity::words::Vocabulary;
use crate::admin::{Call, Stop};
use crate::clock::{date_of, day_number};
use crate::store::{Contact, Registered};

const TEMPLATE: &str = "office/teams.html";

/// Members of a team as the ministry advises.
const USUAL: std::ops::RangeInclusive<i64> = 4..=9;

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    units: Vec<UnitRow>,
    sum: Vec<String>,
    fields: Vec<Field>,
    counts: Vec<Field>,
    contact: Vec<Field>,
    may_edit: bool,
}

#[derive(Serialize)]
struct UnitRow {
    id: String,
    name: String,
    day: String,
    rows: Vec<Said>,
    notes: Vec<String>,
    contact: Option<String>,
    may_edit: bool,
}

/// How many of what.
#[derive(Serialize)]
struct Said {
    label: String,
    value: String,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, &[])
}

fn page(call: &Call<'_>, status: StatusCode, faults: &[Fault]) -> Result<Response, Stop> {
    let locale = call.locale;
    let today = day_number(call.today);
    let (registers, contacts) =
        call.admin.access.office(|office| Ok((office.registers(today)?, office.contacts()?)))?;
    let seen: Vec<Registered> = registers.into_iter().filter(|row| call.may(Role::Viewer, &row.unit)).collect();
    let latest = latest(&seen);
    let units = latest.iter().map(|(unit, rows)| unit_row(call, unit, rows, &contacts)).collect();
    let sum = |what: &str| -> (i64, bool) {
        let rows = latest.values().flatten().filter(|row| row.what == what);
        rows.fold((0, true), |(n, exact), row| (n + row.n, exact && row.about.is_empty()))
    };
    let ((teams, _), (members, _), (trained, _)) = (sum("teams"), sum("members"), sum("trained"));
    let mut told = Vec::new();
    if latest.len() > 1 {
        let values = [("teams", locale.number(teams)), ("members", locale.number(members))];
        told.push(locale.fill("activity.teams.sum", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
        told.extend(per_team(call, teams, members));
        told.extend(share_trained(call, trained, members));
    }
    let field = |name: &'static str| call.fields.get(name);
    let day = if field("ngay").is_empty() { call.today.to_string() } else { field("ngay").to_owned() };
    let choices = call.units(Role::Editor, field("don_vi"));
    let view = View {
        tabs: Tabs::of(call),
        units,
        sum: told,
        may_edit: !choices.is_empty(),
        fields: vec![
            Field::of_choices(call, "don_vi", choices).needed().with(faults, call),
            Field::new(call, "ngay", "date", &day).needed().with(faults, call),
        ],
        counts: Vocabulary::MEMBER
            .ids
            .iter()
            .map(|id| Field::new(call, id, "number", field(id)).with(faults, call))
            .collect(),
        contact: vec![
            Field::new(call, "nguoi_lien_he", "text", field("nguoi_lien_he")).with(faults, call),
            Field::new(call, "so_dien_thoai", "text", field("so_dien_thoai")).with(faults, call),
            Field::new(call, "ngay_dong_y", "date", field("ngay_dong_y")).with(faults, call),
        ],
    };
    Ok(call.page(status, TEMPLATE, locale.text("activity.teams.title").to_owned(), &view))
}

fn unit_row(call: &Call<'_>, unit: &str, rows: &[&Registered], contacts: &[Contact]) -> UnitRow {
    let locale = call.locale;
    let of = |what: &str| rows.iter().find(|row| row.what == what).map_or(0, |row| row.n);
    let mut notes = Vec::new();
    if let Some((typed, sum)) = members_differ(rows) {
        let values = [("typed", locale.number(typed)), ("sum", locale.number(sum))];
        notes.push(locale.fill("activity.teams.differ", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    }
    let (teams, members) = (of("teams"), of("members"));
    notes.extend(per_team(call, teams, members));
    notes.extend(share_trained(call, of("trained"), members));
    if teams > 0 && members > 0 && !USUAL.contains(&(members / teams)) {
        notes.push(locale.text("activity.teams.unusual").to_owned());
    }
    if of("ambassador") == 0 {
        notes.push(locale.text("activity.teams.no_ambassador").to_owned());
    }
    let contact = contacts.iter().find(|contact| contact.unit == unit).map(|contact| {
        let values = [
            ("name", contact.name.clone()),
            ("phone", contact.phone.clone()),
            ("day", locale.date(date_of(contact.consent_day))),
        ];
        locale.fill("activity.teams.contact", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let amount = |row: &&Registered| {
        let about = About::ALL.into_iter().find(|about| about.id() == row.about).unwrap_or_default();
        let value = Amount { about, value: row.n, scale: 0, measure: String::new() }.words(locale);
        Said { label: Vocabulary::MEMBER.name(locale, &row.what), value }
    };
    let ordered = Vocabulary::MEMBER.ids.iter().filter_map(|id| rows.iter().find(|row| row.what == *id));
    UnitRow {
        id: unit.to_owned(),
        name: call.unit_name(unit),
        day: rows.first().map(|row| locale.date(date_of(row.day))).unwrap_or_default(),
        rows: ordered.map(amount).collect(),
        notes,
        contact,
        may_edit: call.may(Role::Editor, unit),
    }
}

/// Members of a team, computed: 10.257 / 1.871 = 5,48.
fn per_team(call: &Call<'_>, teams: i64, members: i64) -> Option<String> {
    (teams > 1 && members > 0).then(|| {
        let hundredths = (members * 1_000 / teams + 5) / 10;
        call.locale.fill("activity.teams.per_team", &[("n", &number(call.locale, hundredths, 2))])
    })
}

/// Members who were trained, computed: 255.545 / 348.362 = 73,4%.
fn share_trained(call: &Call<'_>, trained: i64, members: i64) -> Option<String> {
    (trained > 0 && members > 0).then(|| {
        let tenths = (trained * 10_000 / members + 5) / 10;
        let share = if tenths % 10 == 0 { call.locale.number(tenths / 10) } else { number(call.locale, tenths, 1) };
        let values =
            [("trained", call.locale.number(trained)), ("members", call.locale.number(members)), ("share", share)];
        call.locale.fill("activity.teams.trained", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    })
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let unit = call.fields.get("don_vi");
    call.require(Role::Editor, unit)?;
    if call.fields.get("viec") == "lien-he-bo" {
        call.admin
            .access
            .office(|office| office.put_contact(&Contact { unit: unit.to_owned(), ..Contact::default() }))?;
        call.note(unit, "contact_end", "", "")?;
        return Ok(call.go(TEAMS.path(call.lang())));
    }
    let done =
        if call.fields.get("viec") == "lien-he" { keep_contact(call, unit)? } else { keep_register(call, unit)? };
    match done {
        Ok(()) => Ok(call.go(TEAMS.path(call.lang()))),
        Err(faults) => page(call, StatusCode::UNPROCESSABLE_ENTITY, &faults),
    }
}

type Kept = Result<(), Vec<Fault>>;

fn keep_register(call: &Call<'_>, unit: &str) -> Result<Kept, Stop> {
    let mut faults = Vec::new();
    let day = match read_day(call.fields.get("ngay")) {
        Some(day) if day <= call.today => day_number(day),
        Some(_) => {
            faults.push(Fault::new("ngay", "activity.fault.future", call.fields.get("ngay")));
            0
        }
        None => {
            faults.push(Fault::new("ngay", "activity.fault.day", call.fields.get("ngay")));
            0
        }
    };
    let me = call.me()?.account.clone();
    let mut rows = Vec::new();
    for id in Vocabulary::MEMBER.ids {
        let text = call.fields.get(id);
        match Amount::count(text) {
            Ok((about, n)) => rows.push(Registered {
                unit: unit.to_owned(),
                day,
                what: (*id).to_owned(),
                n,
                about: about.id().to_owned(),
                author: me.clone(),
                changed: call.now.unix,
            }),
            Err(AmountError::Empty) => {}
            Err(_) => faults.push(Fault::new(id, "activity.fault.number", text)),
        }
    }
    let of = |what: &str| rows.iter().find(|row| row.what == what).map(|row| row.n);
    if let (Some(members), Some(trained)) = (of("members"), of("trained"))
        && trained > members
    {
        faults.push(Fault::new("trained", "activity.fault.more_trained", ""));
    }
    if rows.is_empty() && faults.is_empty() {
        faults.push(Fault::new("teams", "activity.fault.nothing", ""));
    }
    if !faults.is_empty() {
        return Ok(Err(faults));
    }
    call.admin.access.office(|office| office.put_register(unit, day, &rows))?;
    call.note(unit, "register", &date_of(day).to_string(), "")?;
    Ok(Ok(()))
}

fn keep_contact(call: &Call<'_>, unit: &str) -> Result<Kept, Stop> {
    let field = |name: &'static str| call.fields.get(name);
    let (name, phone) = (field("nguoi_lien_he"), field("so_dien_thoai"));
    let mut faults: Vec<Fault> = text_fault("nguoi_lien_he", name).into_iter().collect();
    if name.is_empty() || name.chars().count() > 80 {
        faults.push(Fault::new("nguoi_lien_he", "activity.fault.no_name", ""));
    }
    let digits = phone.chars().filter(char::is_ascii_digit).count();
    if !(3..=12).contains(&digits) || phone.chars().any(|c| !c.is_ascii_digit() && !" .+-".contains(c)) {
        faults.push(Fault::new("so_dien_thoai", "activity.fault.phone", phone));
    }
    let day = read_day(field("ngay_dong_y")).filter(|day| *day <= call.today);
    if day.is_none() {
        faults.push(Fault::new("ngay_dong_y", "activity.fault.no_consent", ""));
    }
    let (true, Some(day)) = (faults.is_empty(), day) else { return Ok(Err(faults)) };
    let contact = Contact {
        unit: unit.to_owned(),
        name: name.to_owned(),
        phone: phone.to_owned(),
        consent_day: day_number(day),
        author: call.me()?.account.clone(),
        changed: call.now.unix,
    };
    call.admin.access.office(|office| office.put_contact(&contact))?;
    call.note(unit, "contact", "", "")?;
    Ok(Ok(()))
}
