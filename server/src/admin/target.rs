//! The pages of the admin listener and their addresses.

use crate::catalog::Lang;

/// A page of the admin listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// The statistics.
    Statistics,
    /// The scan report, to print.
    Report,
    /// The scan report, as a table file.
    Table,
    /// The official report.
    Paper(Form),
}

/// What the official report comes as.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A page to print.
    Html,
    /// To write on.
    Docx,
    /// To calculate with.
    Xlsx,
    /// The same, for any program.
    Csv,
    /// For programs.
    Json,
}

impl Form {
    /// All of them.
    pub const ALL: [Form; 5] = [Form::Html, Form::Docx, Form::Xlsx, Form::Csv, Form::Json];

    /// What it is called on the page that offers it; its file's ending in small letters.
    pub fn name(self) -> &'static str {
        match self {
            Form::Html => "HTML",
            Form::Docx => "DOCX",
            Form::Xlsx => "XLSX",
            Form::Csv => "CSV",
            Form::Json => "JSON",
        }
    }

    /// What its file ends in, and its type.
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Form::Html => ("html", "text/html; charset=utf-8"),
            Form::Docx => ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
            Form::Xlsx => ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            Form::Csv => ("csv", "text/csv; charset=utf-8"),
            Form::Json => ("json", "application/json"),
        }
    }
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 8] = [
        Target::Statistics,
        Target::Report,
        Target::Table,
        Target::Paper(Form::Html),
        Target::Paper(Form::Docx),
        Target::Paper(Form::Xlsx),
        Target::Paper(Form::Csv),
        Target::Paper(Form::Json),
    ];

    /// Its address in a language.
    pub fn path(self, lang: &Lang) -> &'static str {
        match (self, lang == &Lang::en()) {
            (Target::Statistics, false) => "/thong-ke",
            (Target::Report, false) => "/thong-ke/bao-cao",
            (Target::Table, false) => "/thong-ke/bao-cao.csv",
            (Target::Paper(Form::Html), false) => "/thong-ke/bao-cao-nop",
            (Target::Paper(Form::Docx), false) => "/thong-ke/bao-cao-nop.docx",
            (Target::Paper(Form::Xlsx), false) => "/thong-ke/bao-cao-nop.xlsx",
            (Target::Paper(Form::Csv), false) => "/thong-ke/bao-cao-nop.csv",
            (Target::Paper(Form::Json), false) => "/thong-ke/bao-cao-nop.json",
            (Target::Statistics, true) => "/en/statistics",
            (Target::Report, true) => "/en/statistics/report",
            (Target::Table, true) => "/en/statistics/report.csv",
            (Target::Paper(Form::Html), true) => "/en/statistics/hand-in",
            (Target::Paper(Form::Docx), true) => "/en/statistics/hand-in.docx",
            (Target::Paper(Form::Xlsx), true) => "/en/statistics/hand-in.xlsx",
            (Target::Paper(Form::Csv), true) => "/en/statistics/hand-in.csv",
            (Target::Paper(Form::Json), true) => "/en/statistics/hand-in.json",
        }
    }
}
