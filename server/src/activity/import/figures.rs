//! Figures in a table.

use std::collections::HashMap;

use super::book::{Book, Headings, id_of, key_of};
use super::{ReadFault, Table};
use crate::activity::amount::{Amount, AmountError};
use crate::activity::check::{Fault, read_day, text_fault};
use crate::clock::day_number;
use crate::store::Indicator;

/// The columns of figures.
pub const COLUMNS: [&str; 8] =
    ["don_vi", "chi_tieu", "phan", "gia_tri", "don_vi_tinh", "so_lieu_ngay", "nguon", "ma_dong"];

/// A row and the figure it states.
#[derive(Clone, Debug)]
pub struct FigureRow {
    /// Its number in the file.
    pub line: usize,
    /// What stands in its cells, in the order of [`COLUMNS`].
    pub cells: Vec<String>,
    /// The figure, or what is wrong with it.
    pub figure: Result<Indicator, Vec<Fault>>,
}

/// Reads figures from a table.
pub fn figures(table: &Table, book: &Book<'_>) -> Result<Vec<FigureRow>, ReadFault> {
    let headings = Headings::find(table, &COLUMNS, "activity.column", &book.locales)?;
    for needed in ["chi_tieu", "gia_tri"] {
        if !headings.has(needed) {
            return Err(ReadFault::Column(book.locales[0].text(&format!("activity.column.{needed}")).to_owned()));
        }
    }
    let mut times = HashMap::new();
    let rows = table.iter().filter(|(line, _)| *line > headings.line);
    let read = rows.map(|(line, cells)| {
        let cells: Vec<String> = COLUMNS.iter().map(|name| headings.cell(cells, name).to_owned()).collect();
        FigureRow { line: *line, figure: figure(&cells, book, &mut times), cells }
    });
    Ok(read.collect())
}

/// What the cells of a row, or the fields of a form, say.
pub fn figure(cells: &[String], book: &Book<'_>, times: &mut HashMap<String, usize>) -> Result<Indicator, Vec<Fault>> {
    let cell =
        |name: &str| COLUMNS.iter().position(|of| *of == name).and_then(|i| cells.get(i)).map_or("", |c| c.trim());
    let mut faults = Vec::new();
    let mut figure = Indicator {
        name: cell("chi_tieu").to_owned(),
        part: cell("phan").to_owned(),
        origin: cell("nguon").to_owned(),
        ..Indicator::default()
    };
    if figure.name.is_empty() {
        faults.push(Fault::new("chi_tieu", "activity.fault.no_name", ""));
    }
    faults.extend(value(&mut figure, cell("gia_tri"), cell("don_vi_tinh")));
    let day = Book::day(cell("so_lieu_ngay"));
    match read_day(&day) {
        Some(day) if day > book.today => {
            faults.push(Fault::new("so_lieu_ngay", "activity.fault.future", cell("so_lieu_ngay")))
        }
        Some(day) => figure.day = day_number(day),
        None if day.is_empty() => faults.push(Fault::new("so_lieu_ngay", "activity.fault.no_day", "")),
        None => faults.push(Fault::new("so_lieu_ngay", "activity.fault.day", &day)),
    }
    for field in ["chi_tieu", "phan", "don_vi_tinh", "nguon", "ma_dong"] {
        faults.extend(text_fault(field, cell(field)));
    }
    match book.unit(cell("don_vi")) {
        Ok(unit) => {
            faults.extend(if faults.is_empty() { book.unit_fault(&unit, figure.day) } else { None });
            figure.unit = unit;
        }
        Err(fault) => faults.push(fault),
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let key = match cell("ma_dong") {
        "" => {
            let day = figure.day.to_string();
            key_of(&[&figure.unit, &figure.name, &figure.part, &day], times).unwrap_or_default()
        }
        own => own.to_owned(),
    };
    figure.id = id_of(&figure.unit, &key);
    figure.source = key;
    Ok(figure)
}

/// Reads `12/12`, `gần 7.000`, `4,36%` with what is counted; it may stand behind the number or in a cell of its own.
fn value(figure: &mut Indicator, text: &str, measure: &str) -> Vec<Fault> {
    let (text, whole) = match text.split_once('/') {
        Some((part, whole)) => (part.trim().to_owned(), Some(whole.trim())),
        None => (text.to_owned(), None),
    };
    let fault = |error| match error {
        AmountError::Empty => Fault::new("gia_tri", "activity.fault.no_value", ""),
        AmountError::NoNumber => Fault::new("gia_tri", "activity.fault.number", &text),
        AmountError::TooLarge => Fault::new("gia_tri", "activity.fault.large", &text),
    };
    // `35 triệu` beside `đồng` is what `35 triệu đồng` is.
    let joined = if measure.is_empty() { text.clone() } else { format!("{text} {measure}") };
    let amount = match Amount::read(&joined) {
        Ok(amount) => amount,
        Err(error) => return vec![fault(error)],
    };
    let mut measure = amount.measure.clone();
    if let Some(whole) = whole {
        match Amount::read(whole) {
            Ok(Amount { value, scale: 0, measure: behind, .. }) if value > 0 => {
                figure.whole = value;
                if measure.is_empty() {
                    measure = behind;
                }
            }
            _ => return vec![Fault::new("gia_tri", "activity.fault.number", whole)],
        }
    }
    let lost = amount.has_lost_its_unit();
    (figure.value, figure.scale) = (amount.value, i64::from(amount.scale));
    figure.about = amount.about.id().to_owned();
    figure.measure = measure;
    if figure.measure.is_empty() {
        return vec![Fault::new("don_vi_tinh", "activity.fault.no_measure", &text)];
    }
    if lost {
        return vec![Fault::new("gia_tri", "activity.fault.lost_unit", &joined)];
    }
    Vec::new()
}
