//! What only the whole project shows: texts and pictures that are missing, links that lead nowhere, names of things
//! that do not exist.

mod codes;
mod descriptions;
mod entries;
mod hosts;
mod pictures;
mod place;
mod placeholders;
mod recordings;
mod references;
mod relations;
mod release;
mod settings;
mod split;
mod translations;
mod weights;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Project;
use relations::Slugs;

pub use codes::codes;
pub use translations::status_table;
pub use weights::weights;

/// Every fault of the project. `release` adds what only published content must not have; `today` decides what has
/// run out.
pub fn check(project: &Project, content: &Content, today: Date, release: bool) -> Vec<Diagnostic> {
    let mut faults = check_texts(project, content, today, release);
    faults.extend(pictures::pictures(project, content));
    faults.extend(recordings::recordings(project, content));
    faults
}

/// As [`check`], without a look into pictures and recordings: for what is made without them.
pub fn check_texts(project: &Project, content: &Content, today: Date, release: bool) -> Vec<Diagnostic> {
    let slugs = Slugs::of(project);
    let mut faults = settings::settings(project, content);
    faults.extend(relations::units(project, content));
    faults.extend(codes::codes(project, content, today, release));
    faults.extend(translations::translations(project, content));
    let marks = placeholders::marks();
    let of_entries: Vec<Diagnostic> = project
        .entries
        .par_iter()
        .flat_map_iter(|entry| {
            let mut faults = entries::entry(entry, project, content);
            faults.extend(references::references(entry, project, content));
            faults.extend(relations::relations(entry, project, content, &slugs));
            faults.extend(split::split(entry, project, content, today, release));
            if release {
                faults.extend(release::entry(entry, project, content));
                faults.extend(placeholders::placeholders(entry, content, &marks));
            }
            faults
        })
        .collect();
    faults.extend(of_entries);
    if release {
        faults.extend(release::project(project, content));
    }
    faults
}
