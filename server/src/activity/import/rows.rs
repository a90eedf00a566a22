//! Activities in a table.

use std::collections::HashMap;

use super::book::{Book, Headings, id_of, key_of};
use super::{ReadFault, Table};
use crate::activity::State;
use crate::activity::amount::Amount;
use crate::activity::check::{FIELDS, Fault, Written, check, text_fault};
use crate::activity::words::folded;
use crate::store::Activity;

/// A row and what it says.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its number in the file.
    pub line: usize,
    /// What stands in it, by field.
    pub written: Written,
    /// What it comes to, or what is wrong with it.
    pub activity: Result<Activity, Vec<Fault>>,
}

/// A total that stands in the file and is not the sum of its column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Total {
    /// The line it stands in.
    pub line: usize,
    /// The field of its column.
    pub field: &'static str,
    /// What stands there.
    pub typed: i64,
    /// What the rows above add up to.
    pub sum: i64,
}

/// A file that was read.
#[derive(Clone, Debug)]
pub struct Read {
    /// Its rows.
    pub rows: Vec<Row>,
    /// Totals that differ.
    pub totals: Vec<Total>,
    /// Headings nobody knows, whose columns are left out.
    pub unknown: Vec<String>,
}

/// The columns: the fields of an activity, its unit, the key of the row.
pub(super) fn columns() -> Vec<&'static str> {
    FIELDS.iter().map(|(field, _)| *field).chain(["don_vi", "ma_dong"]).collect()
}

/// Reads activities from a table.
pub fn activities(table: &Table, book: &Book<'_>) -> Result<Read, ReadFault> {
    let headings = Headings::find(table, &columns(), "activity.column", &book.locales)?;
    for needed in ["ngay", "loai"] {
        if !headings.has(needed) {
            return Err(ReadFault::Column(book.locales[0].text(&format!("activity.column.{needed}")).to_owned()));
        }
    }
    let (mut rows, mut totals, mut times) = (Vec::new(), Vec::new(), HashMap::new());
    for (line, cells) in table.iter().filter(|(line, _)| *line > headings.line) {
        if is_total(cells) {
            totals.extend(differing(&headings, *line, cells, &rows));
        } else {
            rows.push(row(&headings, *line, cells, book, &mut times));
        }
    }
    Ok(Read { rows, totals, unknown: headings.unknown })
}

fn row(headings: &Headings, line: usize, cells: &[String], book: &Book<'_>, times: &mut HashMap<String, usize>) -> Row {
    let mut written: Written =
        FIELDS.iter().map(|(field, _)| (*field, headings.cell(cells, field).to_owned())).collect();
    if let Some(day) = written.get_mut("ngay") {
        *day = Book::day(day);
    }
    let unit = book.unit(headings.cell(cells, "don_vi"));
    let own_key = headings.cell(cells, "ma_dong");
    let checked = check(&written, State::Submitted, book.today, &book.locales);
    let activity = match (checked, unit) {
        (Ok(activity), Ok(unit)) => {
            let parts: Vec<&str> = [unit.as_str()].into_iter().chain(written.values().map(String::as_str)).collect();
            let key = match own_key {
                "" => key_of(&parts, times).unwrap_or_default(),
                own => own.to_owned(),
            };
            let day_fault = book.unit_fault(&unit, activity.day);
            match day_fault.or_else(|| text_fault("ma_dong", own_key)) {
                Some(fault) => Err(vec![fault]),
                None => Ok(Activity { id: id_of(&unit, &key), unit, source: key, ..activity }),
            }
        }
        (checked, unit) => Err(checked.err().unwrap_or_default().into_iter().chain(unit.err()).collect()),
    };
    Row { line, written, activity }
}

fn is_total(cells: &[String]) -> bool {
    let first = cells.iter().find(|cell| !cell.is_empty()).map(|cell| folded(cell)).unwrap_or_default();
    ["tong", "tong cong", "cong", "total", "tong so"].contains(&first.trim_end_matches(':'))
}

/// The totals of a line that are not what the rows above add up to, those with faults in other cells among them.
fn differing(headings: &Headings, line: usize, cells: &[String], rows: &[Row]) -> Vec<Total> {
    let differs = ["so_luot", "so_buoi", "so_ho", "so_hkd"].into_iter().filter_map(|field| {
        let count = |text: &str| Amount::count(text).ok();
        let (about, typed) = count(headings.cell(cells, field))?;
        let sum: i64 = rows.iter().filter_map(|row| count(row.written.get(field)?)).map(|(_, n)| n).sum();
        (about.id().is_empty() && typed != sum).then_some(Total { line, field, typed, sum })
    });
    differs.collect()
}
