//! Activities from a file: first shown, then taken.

use std::collections::HashMap;

use axum::body::Body;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::activity::{as_json, stamped};
use super::{SAMPLE_CSV, SAMPLE_XLSX, Tabs};
use crate::access::Role;
use crate::activity::State;
use crate::activity::import::{self, Book, Read, ReadFault, Row, activities_csv, activities_xlsx, table};
use crate::activity::words::Vocabulary;
use crate::admin::{Call, Choice, Stop};
use crate::catalog::{Lang, Locale};
use crate::clock::date_of;
use crate::stats::in_language;
use crate::store::Activity;

const TEMPLATE: &str = "office/import.html";

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    units: Vec<Choice>,
    csv: &'static str,
    xlsx: &'static str,
    fault: Option<String>,
    preview: Option<Preview>,
    done: Option<String>,
}

/// What a file says, row by row.
#[derive(Serialize)]
struct Preview {
    /// The file again, for the button that takes it.
    text: String,
    unit: String,
    summary: String,
    warnings: Vec<String>,
    rows: Vec<Line>,
    /// How many can be taken.
    good: usize,
}

#[derive(Serialize)]
struct Line {
    line: usize,
    day: String,
    unit: String,
    what: String,
    amount: String,
    status: &'static str,
    told: String,
}

/// What taking a row would do.
enum Effect {
    New,
    /// The version it changes.
    Changed(i64),
    Same,
    Approved,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, None, None, None)
}

fn page(
    call: &Call<'_>,
    status: StatusCode,
    fault: Option<String>,
    preview: Option<Preview>,
    done: Option<String>,
) -> Result<Response, Stop> {
    let view = View {
        tabs: Tabs::of(call),
        units: call.units(Role::Editor, call.fields.get("don_vi")),
        csv: SAMPLE_CSV.path(call.lang()),
        xlsx: SAMPLE_XLSX.path(call.lang()),
        fault,
        preview,
        done,
    };
    Ok(call.page(status, TEMPLATE, call.locale.text("activity.import.title").to_owned(), &view))
}

/// What a file is read with by the one who calls.
pub(super) fn with_book<T>(call: &Call<'_>, work: impl FnOnce(&Book<'_>) -> T) -> T {
    let other = Locale::embedded(&if *call.lang() == Lang::en() { Lang::vi() } else { Lang::en() });
    let both = [Lang::vi(), Lang::en()];
    let named = |unit: &crate::catalog::Unit| {
        (unit.id.clone(), both.each_ref().map(|lang| in_language(call.catalog, &unit.name, lang).to_owned()))
    };
    // Also those of before: a file tells what was done then by the units of then.
    let mut units: Vec<_> =
        call.catalog.units.iter().filter(|unit| call.may(Role::Editor, &unit.id)).map(named).collect();
    let owner = &call.catalog.owner_unit;
    if call.catalog.units.get(owner).is_none() && call.may(Role::Editor, owner) {
        units.push((owner.clone(), [call.unit_name(owner), call.unit_name(owner)]));
    }
    let unit = call.fields.get("don_vi").to_owned();
    let unit = if call.may(Role::Editor, &unit) { unit } else { String::new() };
    work(&Book { catalog: call.catalog, locales: [call.locale, &other], units, unit, today: call.today })
}

/// Why a file cannot be read, in words.
pub(super) fn fault_words(locale: &Locale, fault: &ReadFault) -> String {
    let (key, text) = match fault {
        ReadFault::Kind => ("activity.import.kind", String::new()),
        ReadFault::Encoding => ("activity.import.encoding", String::new()),
        ReadFault::Quote(line) => ("activity.import.quote", line.to_string()),
        ReadFault::TooLarge => ("activity.import.too_large", locale.number(import::MOST_ROWS as i64)),
        ReadFault::Empty => ("activity.import.empty", String::new()),
        ReadFault::Column(name) => ("activity.import.column", name.clone()),
        ReadFault::Damaged => ("activity.import.damaged", String::new()),
    };
    locale.fill(key, &[("text", &text)])
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    let sent = call.fields.get("du_lieu");
    let rows = match (&call.fields.file, sent) {
        (Some(file), _) => table(&file.bytes),
        (None, "") => Err(ReadFault::Empty),
        (None, sent) => table(sent.as_bytes()),
    };
    let read = rows.and_then(|rows| {
        let read = with_book(call, |book| import::activities(&rows, book))?;
        Ok((rows, read))
    });
    let (rows, read) = match read {
        Ok(read) => read,
        Err(fault) => {
            let text = fault_words(call.locale, &fault);
            return page(call, StatusCode::UNPROCESSABLE_ENTITY, Some(text), None, None);
        }
    };
    if call.fields.get("viec") == "nhan" {
        let done = take_rows(call, &read)?;
        return page(call, StatusCode::OK, None, None, Some(done));
    }
    let preview = preview(call, &rows, &read)?;
    page(call, StatusCode::OK, None, Some(preview), None)
}

/// What the row would do to the activity it makes.
fn effect(call: &Call<'_>, activity: &Activity) -> Result<Effect, Stop> {
    let Some(before) = call.admin.access.office(|office| office.activity(&activity.id))? else {
        return Ok(Effect::New);
    };
    let (state, version, author, changed) =
        (before.state.clone(), before.version, before.author.clone(), before.changed);
    let same = before == Activity { state, version, author, changed, ..activity.clone() };
    Ok(match State::named(&before.state) {
        _ if same => Effect::Same,
        Some(State::Approved) => Effect::Approved,
        _ => Effect::Changed(before.version),
    })
}

fn take_rows(call: &Call<'_>, read: &Read) -> Result<String, Stop> {
    let (mut new, mut changed, mut left) = (0, 0, 0);
    for row in &read.rows {
        let Ok(activity) = &row.activity else {
            left += 1;
            continue;
        };
        // Looked at once more: the file came back through a browser.
        call.require(Role::Editor, &activity.unit)?;
        let (seen, counter) = match effect(call, activity)? {
            Effect::New => (0, &mut new),
            Effect::Changed(version) => (version, &mut changed),
            Effect::Same => continue,
            Effect::Approved => {
                left += 1;
                continue;
            }
        };
        let activity = stamped(call, activity.clone(), seen)?;
        let fields = as_json(&activity);
        if call.admin.access.office(|office| office.put_activity(&activity, seen, "", &fields))? {
            *counter += 1;
        } else {
            left += 1;
        }
    }
    if new + changed > 0 {
        let detail = (new + changed).to_string();
        call.note(call.fields.get("don_vi"), "import", &detail, "")?;
    }
    let number = |n: i64| call.locale.number(n);
    let values = [("new", number(new)), ("changed", number(changed)), ("left", number(left))];
    Ok(call.locale.fill("activity.import.done", &values.each_ref().map(|(k, v)| (*k, v.as_str()))))
}

fn preview(call: &Call<'_>, rows: &[(usize, Vec<String>)], read: &Read) -> Result<Preview, Stop> {
    let mut counts: HashMap<&str, i64> = HashMap::new();
    let mut lines = Vec::new();
    for row in &read.rows {
        let line = line(call, row)?;
        *counts.entry(line.status).or_default() += 1;
        lines.push(line);
    }
    let locale = call.locale;
    let totals = read.totals.iter().map(|total| {
        let values = [
            ("line", total.line.to_string()),
            ("column", locale.text(&format!("activity.column.{}", total.field)).to_owned()),
            ("typed", locale.number(total.typed)),
            ("sum", locale.number(total.sum)),
        ];
        locale.fill("activity.import.total", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let unknown = (!read.unknown.is_empty())
        .then(|| locale.fill("activity.import.unknown", &[("text", &read.unknown.join(", "))]));
    let n = |status: &str| counts.get(status).copied().unwrap_or(0);
    let values = [
        ("new", locale.number(n("new"))),
        ("changed", locale.number(n("changed"))),
        ("same", locale.number(n("same"))),
        ("bad", locale.number(n("bad") + n("approved"))),
    ];
    Ok(Preview {
        text: as_csv(rows),
        unit: call.fields.get("don_vi").to_owned(),
        summary: locale.fill("activity.import.summary", &values.each_ref().map(|(k, v)| (*k, v.as_str()))),
        warnings: totals.chain(unknown).collect(),
        rows: lines,
        good: (n("new") + n("changed")) as usize,
    })
}

fn line(call: &Call<'_>, row: &Row) -> Result<Line, Stop> {
    let locale = call.locale;
    let text = |field: &str| row.written.get(field).cloned().unwrap_or_default();
    Ok(match &row.activity {
        Ok(activity) => {
            let status = match effect(call, activity)? {
                Effect::New => "new",
                Effect::Changed(_) => "changed",
                Effect::Same => "same",
                Effect::Approved => "approved",
            };
            let names = [
                Vocabulary::KIND.name(locale, &activity.kind),
                Vocabulary::SKILL.name(locale, &activity.skill),
                Vocabulary::AUDIENCE.name(locale, &activity.audience),
            ];
            Line {
                line: row.line,
                day: locale.date(date_of(activity.day)),
                unit: call.unit_name(&activity.unit),
                what: names.into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · "),
                amount: super::activities::turns(call, activity),
                status,
                told: locale.text(&format!("activity.import.status.{status}")).to_owned(),
            }
        }
        Err(faults) => {
            let told = faults.iter().map(|fault| {
                let column = locale.text(&format!("activity.column.{}", fault.field)).to_owned();
                format!("{column}: {}", fault.words(locale))
            });
            Line {
                line: row.line,
                day: text("ngay"),
                unit: String::new(),
                what: text("loai"),
                amount: text("so_luot"),
                status: "bad",
                told: told.collect::<Vec<_>>().join(" "),
            }
        }
    })
}

/// The rows as they were read, with empty lines where rows were empty, so that each keeps its number.
pub(super) fn as_csv(rows: &[(usize, Vec<String>)]) -> String {
    let mut text = String::new();
    let mut at = 1;
    for (line, cells) in rows {
        while at < *line {
            text.push('\n');
            at += 1;
        }
        // A cell of several lines becomes one of one line: what it says stays, and so do the numbers of the rows.
        let cells: Vec<String> =
            cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"").replace('\n', " "))).collect();
        text.push_str(&cells.join(";"));
        text.push('\n');
        at += 1;
    }
    text
}

fn file(name: &str, kind: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

pub(super) fn sample_csv(call: &Call<'_>) -> Result<Response, Stop> {
    Ok(file("hoat-dong.csv", "text/csv; charset=utf-8", activities_csv(call.locale)))
}

pub(super) fn sample_xlsx(call: &Call<'_>) -> Result<Response, Stop> {
    const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file("hoat-dong.xlsx", KIND, activities_xlsx(call.locale)))
}
