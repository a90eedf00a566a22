//! Faults of content: collected, never thrown, and shown together with file, line and the way to mend them.
//!
//! The words are in the locales: `diagnostic.<rule>.message` says what is wrong, `.help` how to mend it; both may
//! name the values of the diagnostic in braces. A rule with a value `cause` has a help for each cause under the name
//! of the cause; one with a value `suggestion` may have a help of its own under `suggestion`.

mod render;

use std::ops::Range;

pub use render::render;

/// One fault of the content.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Diagnostic {
    /// Whether the build can go on.
    pub severity: Severity,
    /// Id of the rule, in kebab case: `unknown-key`.
    pub rule: &'static str,
    /// Where.
    pub place: Option<Place>,
    /// Values the texts name.
    pub values: Vec<(&'static str, String)>,
}

/// How grave a fault is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Severity {
    /// The build stops.
    Error,
    /// Shown; the build goes on.
    Warning,
}

/// A place in the content.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// File or folder, relative to the content folder.
    pub path: String,
    /// Bytes in the file; none means the whole.
    pub span: Option<PlaceSpan>,
}

/// A range of bytes that can be ordered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct PlaceSpan {
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

impl From<Range<usize>> for PlaceSpan {
    fn from(range: Range<usize>) -> Self {
        PlaceSpan { start: range.start, end: range.end }
    }
}

impl Diagnostic {
    /// A fault that stops the build.
    pub fn error(rule: &'static str) -> Diagnostic {
        Diagnostic { severity: Severity::Error, rule, place: None, values: Vec::new() }
    }

    /// A fault the build can live with.
    pub fn warning(rule: &'static str) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, ..Diagnostic::error(rule) }
    }

    /// Whether it stops the build.
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }

    /// In this file or folder.
    pub fn at(mut self, path: impl Into<String>) -> Diagnostic {
        self.place = Some(Place { path: path.into(), span: None });
        self
    }

    /// At these bytes of the file.
    pub fn span(mut self, range: Range<usize>) -> Diagnostic {
        if let Some(place) = &mut self.place {
            place.span = Some(range.into());
        }
        self
    }

    /// The value the texts know by this name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.values.iter().find(|(own, _)| *own == name).map(|(_, value)| value.as_str())
    }

    /// With a value the texts name.
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Diagnostic {
        self.values.push((name, value.into()));
        self
    }
}
