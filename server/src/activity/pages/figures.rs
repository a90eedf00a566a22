//! Figures somebody states: value, what is counted, as of which day, and where it is from.

use std::collections::HashMap;

use axum::http::StatusCode;
use axum::response::Response;
use jiff::ToSpan;
use serde::Serialize;

use super::field::Field;
use super::import::{fault_words, with_book};
use super::{FIGURES, Tabs};
use crate::access::Role;
use crate::activity::amount::{About, Amount, number};
use crate::activity::check::Fault;
use crate::activity::differences;
use crate::activity::import::{FIGURE_COLUMNS, FigureRow, ReadFault, figure, figures, table};
use crate::admin::{Call, Stop};
use crate::clock::{date_of, day_number};
use crate::store::Indicator;

const TEMPLATE: &str = "office/figures.html";

#[derive(Serialize)]
struct View {
    tabs: Tabs,
    warnings: Vec<String>,
    rows: Vec<Row>,
    fields: Vec<Field>,
    may_edit: bool,
    fault: Option<String>,
    done: Option<String>,
    preview: Option<Preview>,
}

#[derive(Serialize)]
struct Row {
    id: String,
    unit_id: String,
    unit: String,
    name: String,
    part: String,
    value: String,
    share: Option<String>,
    day: String,
    origin: String,
    may_edit: bool,
}

#[derive(Serialize)]
struct Preview {
    text: String,
    unit: String,
    rows: Vec<Line>,
    good: usize,
}

#[derive(Serialize)]
struct Line {
    line: usize,
    name: String,
    value: String,
    told: String,
    bad: bool,
}

#[derive(Default)]
struct Told {
    faults: Vec<Fault>,
    fault: Option<String>,
    done: Option<String>,
    preview: Option<Preview>,
}

pub(super) fn show(call: &Call<'_>) -> Result<Response, Stop> {
    page(call, StatusCode::OK, Told::default())
}

/// The figures of the last ten years the one who calls may see.
fn seen(call: &Call<'_>) -> Result<Vec<Indicator>, Stop> {
    let from = day_number(call.today.saturating_sub(10.years()));
    let all = call.admin.access.office(|office| office.indicators(from..=day_number(call.today)))?;
    Ok(all.into_iter().filter(|figure| call.may(Role::Viewer, &figure.unit)).collect())
}

fn page(call: &Call<'_>, status: StatusCode, told: Told) -> Result<Response, Stop> {
    let locale = call.locale;
    let seen = seen(call)?;
    let warnings = differences(&seen).into_iter().map(|differs| {
        let values = [
            ("name", differs.name.clone()),
            ("unit", call.unit_name(&differs.unit)),
            ("day", locale.date(date_of(differs.day))),
            ("typed", number(locale, differs.typed, differs.scale)),
            ("sum", number(locale, differs.sum, differs.scale)),
        ];
        locale.fill("activity.figures.differ", &values.each_ref().map(|(k, v)| (*k, v.as_str())))
    });
    let choices = call.units(Role::Editor, call.fields.get("don_vi"));
    let field = |name: &'static str| {
        let value = match name {
            "so_lieu_ngay" if call.fields.get(name).is_empty() => call.today.to_string(),
            _ => call.fields.get(name).to_owned(),
        };
        let kind = if name == "so_lieu_ngay" { "date" } else { "text" };
        Field::new(call, name, kind, &value).with(&told.faults, call)
    };
    let view = View {
        tabs: Tabs::of(call),
        warnings: warnings.collect(),
        rows: seen.iter().map(|figure| row(call, figure)).collect(),
        may_edit: !choices.is_empty(),
        fields: vec![
            Field::of_choices(call, "don_vi", choices).needed().with(&told.faults, call),
            field("chi_tieu").needed(),
            field("phan"),
            field("gia_tri").needed(),
            field("don_vi_tinh"),
            field("so_lieu_ngay").needed(),
            field("nguon"),
        ],
        fault: told.fault,
        done: told.done,
        preview: told.preview,
    };
    Ok(call.page(status, TEMPLATE, locale.text("activity.figures.title").to_owned(), &view))
}

/// A figure as it was said, with n/N where there is an N.
fn value(call: &Call<'_>, figure: &Indicator) -> String {
    let about = About::ALL.into_iter().find(|about| about.id() == figure.about).unwrap_or_default();
    let (scale, measure) = (figure.scale.clamp(0, 9) as u32, figure.measure.clone());
    if figure.whole == 0 {
        return Amount { about, value: figure.value, scale, measure }.words(call.locale);
    }
    let part = Amount { about, value: figure.value, scale, measure: String::new() }.words(call.locale);
    format!("{part}/{} {measure}", call.locale.number(figure.whole))
}

fn row(call: &Call<'_>, figure: &Indicator) -> Row {
    let share = (figure.whole > 0 && figure.scale == 0).then(|| {
        let tenths = (figure.value.saturating_mul(10_000) / figure.whole + 5) / 10;
        match tenths % 10 {
            0 => format!("{}%", call.locale.number(tenths / 10)),
            _ => format!("{}%", number(call.locale, tenths, 1)),
        }
    });
    Row {
        id: figure.id.clone(),
        unit_id: figure.unit.clone(),
        unit: call.unit_name(&figure.unit),
        name: figure.name.clone(),
        part: figure.part.clone(),
        value: value(call, figure),
        share,
        day: call.locale.date(date_of(figure.day)),
        origin: figure.origin.clone(),
        may_edit: call.may(Role::Editor, &figure.unit),
    }
}

pub(super) fn take(call: &Call<'_>) -> Result<Response, Stop> {
    match call.fields.get("viec") {
        "bo" => {
            let unit = call.fields.get("don_vi");
            call.require(Role::Editor, unit)?;
            call.admin.access.office(|office| office.remove_indicator(unit, call.fields.get("ma")))?;
            call.note(unit, "figure_end", call.fields.get("ma"), "")?;
            Ok(call.go(FIGURES.path(call.lang())))
        }
        "tep" | "nhan" => take_file(call),
        _ => {
            call.require(Role::Editor, call.fields.get("don_vi"))?;
            let cells: Vec<String> = FIGURE_COLUMNS.iter().map(|name| call.fields.get(name).to_owned()).collect();
            match with_book(call, |book| figure(&cells, book, &mut HashMap::new())) {
                Ok(figure) => {
                    keep(call, vec![figure])?;
                    Ok(call.go(FIGURES.path(call.lang())))
                }
                Err(faults) => page(call, StatusCode::UNPROCESSABLE_ENTITY, Told { faults, ..Told::default() }),
            }
        }
    }
}

fn keep(call: &Call<'_>, figures: Vec<Indicator>) -> Result<usize, Stop> {
    let me = call.me()?.account.clone();
    for figure in &figures {
        call.require(Role::Editor, &figure.unit)?;
    }
    let stamped: Vec<Indicator> =
        figures.into_iter().map(|figure| Indicator { author: me.clone(), changed: call.now.unix, ..figure }).collect();
    call.admin.access.office(|office| office.put_indicators(&stamped))?;
    for figure in &stamped {
        call.note(&figure.unit, "figure", &figure.name, &value(call, figure))?;
    }
    Ok(stamped.len())
}

fn take_file(call: &Call<'_>) -> Result<Response, Stop> {
    let rows = match &call.fields.file {
        Some(file) => table(&file.bytes),
        None if call.fields.get("du_lieu").is_empty() => Err(ReadFault::Empty),
        None => table(call.fields.get("du_lieu").as_bytes()),
    };
    let read = rows.and_then(|rows| Ok((with_book(call, |book| figures(&rows, book))?, rows)));
    let (read, rows) = match read {
        Ok(read) => read,
        Err(fault) => {
            let fault = Some(fault_words(call.locale, &fault));
            return page(call, StatusCode::UNPROCESSABLE_ENTITY, Told { fault, ..Told::default() });
        }
    };
    if call.fields.get("viec") == "nhan" {
        let bad = read.iter().filter(|row| row.figure.is_err()).count() as i64;
        let kept = keep(call, read.into_iter().filter_map(|row| row.figure.ok()).collect())? as i64;
        let values = [("n", call.locale.number(kept)), ("left", call.locale.number(bad))];
        let done = call.locale.fill("activity.figures.done", &values.each_ref().map(|(k, v)| (*k, v.as_str())));
        return page(call, StatusCode::OK, Told { done: Some(done), ..Told::default() });
    }
    let preview = Preview {
        text: super::import::as_csv(&rows),
        unit: call.fields.get("don_vi").to_owned(),
        good: read.iter().filter(|row| row.figure.is_ok()).count(),
        rows: read.iter().map(|row| line(call, row)).collect(),
    };
    page(call, StatusCode::OK, Told { preview: Some(preview), ..Told::default() })
}

fn line(call: &Call<'_>, row: &FigureRow) -> Line {
    let cell = |i: usize| row.cells.get(i).cloned().unwrap_or_default();
    let named = |name: &str, part: &str| if part.is_empty() { name.to_owned() } else { format!("{name} – {part}") };
    match &row.figure {
        Ok(figure) => Line {
            line: row.line,
            name: named(&figure.name, &figure.part),
            value: value(call, figure),
            told: format!("{}, {}", call.unit_name(&figure.unit), call.locale.date(date_of(figure.day))),
            bad: false,
        },
        Err(faults) => {
            let told = faults.iter().map(|fault| {
                let column = call.locale.text(&format!("activity.column.{}", fault.field)).to_owned();
                format!("{column}: {}", fault.words(call.locale))
            });
            Line {
                line: row.line,
                name: named(&cell(1), &cell(2)),
                value: cell(3),
                told: told.collect::<Vec<_>>().join(" "),
                bad: true,
            }
        }
    }
}
