//! Recordings that cannot be published: unreadable, or too large for a phone.

use rayon::prelude::*;

use crate::audio;
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Project;

/// Faults of the recordings, in the order of the entries.
pub fn recordings(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let paths: Vec<&str> =
        project.entries.iter().flat_map(|entry| entry.recordings.iter().map(|(_, path)| &**path)).collect();
    paths.par_iter().filter_map(|path| fault(content, path)).map(|fault| *fault).collect()
}

fn fault(content: &Content, path: &str) -> Option<Box<Diagnostic>> {
    match content.read_asset(path) {
        Ok(bytes) => audio::inspect(path, &bytes).err(),
        Err(_) => Some(Box::new(Diagnostic::error("audio-unreadable").at(path).with("file", path))),
    }
}
