//! Names of other things: units, stops, hotlines, former slugs. Each must name something that is there.

use std::collections::BTreeMap;

use disan_server::catalog::{Share, Unit, UnitFrom};

use super::place::{at, giver};
use super::references::is_name_to_be;
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::{Entry, KindFacts, Project, anchor};
use crate::parse::{HOTLINES_FILE, SETTINGS_FILE, Step, UNITS_FILE, suggest};

/// Who has which slug, and who had it.
pub struct Slugs<'a> {
    former: BTreeMap<&'a str, Vec<&'a Entry>>,
}

impl<'a> Slugs<'a> {
    /// The former slugs of a project.
    pub fn of(project: &'a Project) -> Slugs<'a> {
        let mut former: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in &project.entries {
            for slug in &entry.facts.formerly {
                former.entry(slug).or_default().push(entry);
            }
        }
        Slugs { former }
    }
}

/// Faults of what one entry names.
pub fn relations(entry: &Entry, project: &Project, content: &Content, slugs: &Slugs) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    if let Some(missing) = unknown_in(&entry.facts.unit, project) {
        let path = giver(content, entry, "unit");
        faults.extend(at(content, &path, &[Step::Key("unit")], unknown_unit(missing, project)));
    }
    if let Some(team) = &entry.facts.team
        && project.units.get(team).is_none()
    {
        let path = giver(content, entry, "team");
        faults.extend(at(content, &path, &[Step::Key("team")], unknown_unit(team, project)));
    }
    match &entry.kind {
        KindFacts::Trail(trail) => {
            for (n, stop) in trail.stops.iter().enumerate() {
                let is_missing = project.entry(&stop.entry).is_none() && !is_name_to_be(&stop.entry, project);
                if stop.entry == entry.slug || is_missing {
                    let steps = [Step::Key("stop"), Step::Nth(n), Step::Key("entry")];
                    faults.extend(at(content, &entry.facts_path, &steps, unknown_stop(&stop.entry, entry, project)));
                }
            }
        }
        KindFacts::Guide(guide) => {
            for (n, id) in guide.hotlines.iter().enumerate() {
                if !project.hotlines.iter().any(|hotline| hotline.id == *id) {
                    let steps = [Step::Key("hotlines"), Step::Nth(n)];
                    faults.extend(at(content, &entry.facts_path, &steps, unknown_hotline(id, project)));
                }
            }
        }
        KindFacts::Event(event) => {
            for (n, id) in event.units.iter().enumerate().filter(|(_, id)| project.units.get(id).is_none()) {
                let steps = [Step::Key("units"), Step::Nth(n)];
                faults.extend(at(content, &entry.facts_path, &steps, unknown_unit(id, project)));
            }
        }
        KindFacts::Relic(_) | KindFacts::Service(_) => {}
    }
    faults.extend(formerly(entry, project, content, slugs));
    faults
}

fn unknown_in<'a>(line: &'a [UnitFrom], project: &Project) -> Option<&'a str> {
    line.iter().map(|row| row.id.as_str()).find(|id| project.units.get(id).is_none())
}

fn unknown_unit(id: &str, project: &Project) -> Diagnostic {
    let fault = Diagnostic::error("unknown-unit").with("id", id);
    match suggest(id, project.units.iter().map(|unit| unit.id.as_str())) {
        Some(near) => fault.with("suggestion", near),
        None => fault.with("file", UNITS_FILE),
    }
}

fn unknown_stop(slug: &str, trail: &Entry, project: &Project) -> Diagnostic {
    let fault = Diagnostic::error("unknown-stop").with("slug", slug);
    let renamed = project.entries.iter().find(|e| e.facts.formerly.iter().any(|old| old == slug));
    let others = project.entries.iter().map(|e| e.slug.as_str()).filter(|other| *other != trail.slug);
    match renamed.map(|e| e.slug.as_str()).or_else(|| suggest(slug, others)) {
        Some(near) => fault.with("suggestion", anchor(near)),
        None => fault,
    }
}

fn unknown_hotline(id: &str, project: &Project) -> Diagnostic {
    let fault = Diagnostic::error("unknown-hotline").with("id", id).with("file", HOTLINES_FILE);
    match suggest(id, project.hotlines.iter().map(|hotline| hotline.id.as_str())) {
        Some(near) => fault.with("suggestion", near),
        None => fault,
    }
}

/// A former slug answers for one entry only, and for none that has a folder of that name.
///
/// The name of another entry may stand there where a code was issued under it, for the code is known by its claim
/// alone: merged projects have entries that had the same name. The address then leads to the other entry.
fn formerly(entry: &Entry, project: &Project, content: &Content, slugs: &Slugs) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (n, slug) in entry.facts.formerly.iter().enumerate() {
        let other = project.entry(slug).or_else(|| {
            let claims = slugs.former.get(slug.as_str())?;
            claims.iter().copied().find(|other| other.folder != entry.folder)
        });
        let Some(other) = other else { continue };
        if other.folder == entry.folder || !has_code_of(entry, slug, project) {
            let fault = Diagnostic::error("formerly-clash").with("slug", slug).with("other", &other.folder);
            faults.extend(at(content, &entry.facts_path, &[Step::Key("formerly"), Step::Nth(n)], fault));
        }
    }
    faults
}

/// Whether the facts of an entry claim a code that was issued under the name `slug`.
fn has_code_of(entry: &Entry, slug: &str, project: &Project) -> bool {
    entry.placements.iter().any(|placement| project.row_of(placement).is_some_and(|row| row.entry == slug))
}

/// Faults of the units among themselves, and of the owner.
pub fn units(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let owner = &project.settings.owner;
    // An owner that is left out has been named already.
    if !owner.is_empty() && project.units.get(owner).is_none() {
        faults.extend(at(content, SETTINGS_FILE, &[Step::Key("owner")], unknown_unit(owner, project)));
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    for (n, unit) in project.units.iter().enumerate() {
        let row = [Step::Key("unit"), Step::Nth(n)];
        let mut push = |steps: &[Step], fault| {
            let steps: Vec<Step> = row.iter().chain(steps).copied().collect();
            faults.extend(at(content, UNITS_FILE, &steps, fault));
        };
        if seen.insert(&unit.id, n).is_some() {
            push(&[Step::Key("id")], Diagnostic::error("unit-twice").with("id", &unit.id));
        }
        if let Some(parent) = unit.parent.as_deref() {
            if project.units.get(parent).is_none() {
                push(&[Step::Key("parent")], unknown_unit(parent, project));
            } else if is_circle(unit, project) {
                push(&[Step::Key("parent")], Diagnostic::error("unit-circle").with("id", &unit.id));
            }
        }
        for (k, heir) in unit.succession.iter().enumerate() {
            if project.units.get(&heir.to).is_none() {
                let steps = [Step::Key("succession"), Step::Nth(k), Step::Key("to")];
                push(&steps, unknown_unit(&heir.to, project));
            }
        }
        if unit.succession.len() > 1 && unit.succession.iter().any(|heir| heir.share == Share::Whole) {
            push(&[Step::Key("succession")], Diagnostic::error("unit-whole-and-part").with("id", &unit.id));
        }
        if let (Some(from), Some(to)) = (unit.valid_from, unit.valid_to)
            && to < from
        {
            let fault = Diagnostic::error("unit-ends-first").with("from", from.to_string());
            push(&[Step::Key("valid_to")], fault.with("to", to.to_string()));
        }
    }
    faults
}

/// Whether the way up from a unit comes back to it.
fn is_circle(unit: &Unit, project: &Project) -> bool {
    let mut above = unit.parent.as_deref();
    for _ in 0..=project.units.iter().count() {
        match above {
            None => return false,
            Some(id) if id == unit.id => return true,
            Some(id) => above = project.units.get(id).and_then(|unit| unit.parent.as_deref()),
        }
    }
    false
}
