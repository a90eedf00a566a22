//! Opening a project to change it: facts, settings and tables have to be in order, texts and pictures need not.

use std::path::Path;

use disan_server::catalog::console::show_faults;

use crate::config::Config;
use crate::diagnostic::{self, Diagnostic, Severity};
use crate::load::{self, Content};
use crate::model::{self, Project};
use crate::parse;

/// A project that can be changed.
#[derive(Debug)]
pub struct Editable {
    /// Its content.
    pub content: Content,
    /// What the content means.
    pub project: Project,
}

/// Opens the project at `root`. None when faults stand in the way; they have been shown.
///
/// Only faults of facts, settings and tables do: a code is allotted while texts are still missing, but never beside a
/// facts file that could not be read, for it may hold the code that would be drawn.
pub fn edit(config: &Config, root: &Path) -> anyhow::Result<Option<Editable>> {
    let path = root.display().to_string();
    anyhow::ensure!(root.is_dir(), config.locale.fill("cli.build.no-content", &[("path", &path)]));
    let content = load::load(root)?;
    let (parsed, mut faults) = parse::parse(&content);
    let (project, more) = model::build(parsed, &content);
    faults.extend(more);
    faults.retain(stands_in_the_way);
    match project {
        Some(project) if faults.is_empty() => Ok(Some(Editable { content, project })),
        _ => {
            show_faults(diagnostic::render(&faults, &content, &config.locale, config.colour));
            Ok(None)
        }
    }
}

fn stands_in_the_way(fault: &Diagnostic) -> bool {
    let table = |path: &str| path.ends_with(".toml") || path.ends_with(".csv");
    fault.severity == Severity::Error && fault.place.as_ref().is_none_or(|place| table(&place.path))
}
