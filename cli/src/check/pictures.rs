//! Pictures that cannot be published: unreadable, too large, or drawings that hold more than drawing.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::microsite::{inspect_photo, inspect_svg, wanted_pictures};
use crate::model::Project;

/// Faults of the pictures the project names, by path. A missing file is the fault of what names it, not of a picture.
pub fn pictures(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let paths: Vec<String> = wanted_pictures(project).into_keys().filter(|path| content.has(path)).collect();
    paths.par_iter().filter_map(|path| fault(content, path)).map(|fault| *fault).collect()
}

fn fault(content: &Content, path: &str) -> Option<Box<Diagnostic>> {
    match content.read_asset(path) {
        Ok(bytes) if path.to_lowercase().ends_with(".svg") => inspect_svg(path, &bytes).err(),
        Ok(bytes) => inspect_photo(path, &bytes).err(),
        Err(_) => Some(Box::new(Diagnostic::error("picture-unreadable").at(path).with("file", path))),
    }
}
