//! What `build`, `check` and `serve` have in common: from the content folder to a checked project.

use std::path::Path;

use disan_server::catalog::console::show_faults;

use crate::check;
use crate::config::Config;
use crate::diagnostic::{self, Diagnostic};
use crate::load::{self, Content};
use crate::model::{self, Project};
use crate::parse;

/// A content folder that was read: the project where it could be understood, and every fault found on the way.
pub struct Opened {
    /// The files, for excerpts and pictures.
    pub content: Content,
    /// None where the faults leave nothing to work with.
    pub project: Option<Project>,
    /// Faults of all stages so far.
    pub faults: Vec<Diagnostic>,
}

/// How closely content is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Look {
    /// At everything but the insides of pictures.
    Texts,
    /// At everything.
    Whole,
    /// Also for what only published content must not have.
    Release,
}

/// Runs `load → parse → model → check`.
pub fn open(config: &Config, folder: &Path, look: Look) -> anyhow::Result<Opened> {
    anyhow::ensure!(
        folder.is_dir(),
        config.locale.fill("cli.build.no-content", &[("path", &folder.display().to_string())])
    );
    let content = load::load(folder)?;
    let (parsed, mut faults) = parse::parse(&content);
    let (project, more) = model::build(parsed, &content);
    faults.extend(more);
    if let Some(project) = &project {
        let check = if look == Look::Texts { check::check_texts } else { check::check };
        faults.extend(check(project, &content, config.today, look == Look::Release));
    }
    Ok(Opened { content, project, faults })
}

impl Opened {
    /// Whether a fault stops the build.
    pub fn is_broken(&self) -> bool {
        self.project.is_none() || self.faults.iter().any(Diagnostic::is_error)
    }

    /// Shows faults on standard error.
    pub fn show(&self, config: &Config, faults: &[Diagnostic]) {
        if !faults.is_empty() {
            show_faults(diagnostic::render(faults, &self.content, &config.locale, config.colour));
        }
    }
}
