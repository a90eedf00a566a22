//! Units that were split or ended: what became of an entry there is for a person to say.

use disan_server::catalog::{Share, Unit, unit_on};
use jiff::civil::Date;

use super::place::{at, giver};
use crate::diagnostic::{Diagnostic, Severity};
use crate::load::Content;
use crate::model::{Entry, Project};
use crate::parse::{FOLDER_FILE, Step, UNITS_FILE};

/// A fault of an entry whose unit is no more and has no sole heir: its page names no unit and its scans count for
/// none. `release` is whether the content is about to be published.
pub fn split(entry: &Entry, project: &Project, content: &Content, today: Date, release: bool) -> Option<Diagnostic> {
    let line = &entry.facts.unit;
    if unit_on(line, &project.units, today).is_some() {
        return None;
    }
    let row = line.iter().filter(|row| row.from.is_none_or(|from| from <= today)).max_by_key(|row| row.from)?;
    let (unit, ended) = last_of(&row.id, project, today)?;
    let from = ended.tomorrow().ok()?.to_string();
    let heirs: Vec<&str> = unit.succession.iter().map(|heir| heir.to.as_str()).collect();
    let path = giver(content, entry, "unit");
    let severity = if release { Severity::Error } else { Severity::Warning };
    let fault = Diagnostic { severity, ..Diagnostic::error("split-unit") };
    // One line of a folder.toml is one fault, however many entries it speaks for.
    let folder = path.strip_suffix(FOLDER_FILE).map(|folder| folder.trim_end_matches('/'));
    let place = folder.map(|folder| if folder.is_empty() { FOLDER_FILE } else { folder });
    let fault = fault.with("entry", place.unwrap_or(&entry.folder)).with("unit", &unit.id).with("from", &from);
    let fault = fault.with("units", UNITS_FILE).with("file", &path);
    let fault = match heirs.first() {
        Some(heir) => {
            let before = line.iter().map(|row| match row.from {
                Some(from) => format!("{{ from = {from}, id = \"{}\" }}, ", row.id),
                None => format!("{{ id = \"{}\" }}, ", row.id),
            });
            let written = format!("unit = [{}{{ from = {from}, id = \"{heir}\" }}]", before.collect::<String>());
            let cause = if place.is_some() { "folder" } else { "entry" };
            fault.with("heirs", heirs.join(", ")).with("line", written).with("cause", cause)
        }
        None => fault.with("cause", "ended"),
    };
    at(content, &path, &[Step::Key("unit")], fault)
}

/// The unit at the end of the whole successions from `id`, with its last day, when that day is past.
fn last_of<'a>(id: &str, project: &'a Project, today: Date) -> Option<(&'a Unit, Date)> {
    let mut unit = project.units.get(id)?;
    // A chain longer than the list would be a circle.
    for _ in 0..=project.units.iter().count() {
        match unit.succession.as_slice() {
            [only] if only.share == Share::Whole => unit = project.units.get(&only.to)?,
            // A unit that ends before it begins has been named already.
            _ => {
                let ended = unit.valid_to.filter(|day| *day < today && unit.valid_from.is_none_or(|from| from <= *day));
                return Some((unit, ended?));
            }
        }
    }
    None
}
