//! The project's own templates of the server's pages, on their way into the output: the server has no content folder to
//! find them in.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use disan_server::catalog::{OVERRIDABLE, OVERRIDES};

use crate::model::Project;
use crate::write::Stage;

/// Why a file could not be taken along.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {source}")]
pub struct OwnTemplateError {
    path: PathBuf,
    source: io::Error,
}

/// Stages those files of the project's templates folder that the server can use.
pub fn stage(project: &Project, stage: &Stage) -> Result<(), OwnTemplateError> {
    let Some(folder) = project.settings.templates.as_ref().map(|name| project.root.join(name)) else { return Ok(()) };
    let locales = project.settings.languages.iter().map(|lang| format!("locales/{lang}.toml"));
    let names: BTreeSet<String> = OVERRIDABLE.iter().map(|name| (*name).to_owned()).chain(locales).collect();
    for name in names {
        let path = folder.join(&name);
        let failed = |source| OwnTemplateError { path: path.clone(), source };
        if let Some(bytes) = read(&path).map_err(failed)? {
            stage.put(&format!("{OVERRIDES}/{name}"), &bytes).map_err(failed)?;
        }
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
