//! Fonts and emblem of a project, read from its content folder.

use std::collections::BTreeMap;
use std::sync::Arc;

use rayon::prelude::*;

use super::emblem::Emblem;
use super::font::{FontError, FontFile, FontFiles, Fonts};
use crate::audio;
use crate::diagnostic::Diagnostic;
use crate::load::Content;
use crate::model::Project;
use crate::parse::SETTINGS_FILE;

/// How many seconds each recording plays, by its path.
pub type Lengths = BTreeMap<Box<str>, u32>;

/// What a project brings to its signs besides words.
#[derive(Clone, Debug, Default)]
pub struct Material {
    /// Its font files.
    pub fonts: FontFiles,
    /// The emblem of those who answer for the signs.
    pub emblem: Option<Arc<Emblem>>,
    /// How long its recordings are: what a sign promises.
    pub lengths: Lengths,
}

impl Material {
    /// Reads what `[print]` names, for signs in colour or in black; faults where a file is missing or of no use, and a
    /// warning where the emblem is too coarse for paper.
    pub fn read(project: &Project, content: &Content, colour: bool) -> (Material, Vec<Diagnostic>) {
        let settings = &project.settings.print;
        let mut reader = Reader { content, faults: Vec::new() };
        let styles = settings.fonts.styles.each_ref().map(|path| path.as_deref().and_then(|path| reader.font(path)));
        let more = settings.fonts.more.iter().filter_map(|path| reader.font(path)).collect();
        let emblem = settings.emblem.as_deref().and_then(|path| reader.emblem(path, colour));
        let material = Material { fonts: FontFiles { styles, more }, emblem, lengths: lengths(project, content) };
        (material, reader.faults)
    }
}

/// Recordings that cannot be played are refused where pages are made: signs promise nothing of them.
fn lengths(project: &Project, content: &Content) -> Lengths {
    let recordings = project.entries.iter().flat_map(|entry| entry.recordings.iter());
    let paths: Vec<&str> = recordings.map(|(_, path)| &**path).collect();
    let length = |path: &str| {
        let bytes = content.read_asset(path).ok()?;
        Some((path.into(), audio::inspect(path, &bytes).ok()?))
    };
    paths.into_par_iter().filter_map(length).collect()
}

struct Reader<'a> {
    content: &'a Content,
    faults: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn bytes(&mut self, path: &str) -> Option<Vec<u8>> {
        // An SVG, a PNG and a font are all no texts to the loader.
        let bytes = if self.content.has(path) { self.content.read_asset(path).ok() } else { None };
        if bytes.is_none() {
            self.fault("print-file-missing", path);
        }
        bytes
    }

    fn font(&mut self, path: &str) -> Option<FontFile> {
        let file = FontFile { path: path.to_owned(), bytes: self.bytes(path)? };
        let files = FontFiles { styles: [None, None, None], more: vec![file.clone()] };
        let rule = match Fonts::open(&files) {
            Ok(_) => return Some(file),
            Err(FontError::Unreadable(_)) => "print-font-unreadable",
            Err(FontError::Restricted(_)) => "print-font-restricted",
        };
        self.fault(rule, path);
        None
    }

    fn emblem(&mut self, path: &str, colour: bool) -> Option<Arc<Emblem>> {
        let bytes = self.bytes(path)?;
        match Emblem::read(path, &bytes, colour) {
            Ok(emblem) => {
                if let Some(resolution) = emblem.resolution().filter(|dpi| *dpi < Emblem::LEAST_DPI) {
                    let fault = Diagnostic::warning("print-emblem-coarse").at(SETTINGS_FILE);
                    self.faults.push(fault.with("path", path).with("dpi", format!("{resolution:.0}")));
                }
                Some(Arc::new(emblem))
            }
            Err(_) => {
                self.fault("print-emblem-unreadable", path);
                None
            }
        }
    }

    fn fault(&mut self, rule: &'static str, path: &str) {
        self.faults.push(Diagnostic::error(rule).at(SETTINGS_FILE).with("path", path));
    }
}
