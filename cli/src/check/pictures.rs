//! Pictures that cannot be published: unreadable, too large, or drawings that hold more than drawing.

use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::microsite::{inspect_photo, inspect_svg, pictures};
use crate::model::Project;

/// Looks at every picture of `project`, by path. A missing file is named when the content is loaded, not here.
pub fn check(project: &Project) -> Vec<Diagnostic> {
    let paths: Vec<String> = pictures(project).into_keys().collect();
    paths.par_iter().filter_map(|path| fault(&project.root, path)).map(|fault| *fault).collect()
}

fn fault(root: &Path, path: &str) -> Option<Box<Diagnostic>> {
    match std::fs::read(root.join(path)) {
        Ok(bytes) if path.to_lowercase().ends_with(".svg") => inspect_svg(path, &bytes).err(),
        Ok(bytes) => inspect_photo(path, &bytes).err(),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(_) => Some(Box::new(Diagnostic::error("picture-unreadable").at(path).with("file", path))),
    }
}
