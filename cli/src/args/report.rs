//! What may be typed after `disan report`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// `disan report`.
#[derive(Args, Debug)]
pub struct ReportArguments {
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Data folder of the server, or a copy of it.
    #[arg(long, value_name = "DIR", required_unless_present = "url", conflicts_with = "url")]
    pub data: Option<PathBuf>,
    /// Address of a running server's statistics.
    #[arg(long, value_name = "URL")]
    pub url: Option<String>,
    /// Only this unit and those below it.
    #[arg(long, value_name = "ID")]
    pub unit: Option<String>,
    /// The period, or a drive.
    #[arg(long, value_name = "PERIOD")]
    pub period: String,
    /// How months are cut.
    #[arg(long, value_name = "NAME", default_value = "nd09", hide_default_value = true)]
    pub calendar: String,
    /// What the report is handed in as.
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: ReportFormat,
    /// The rules it is laid out by; those of the words' file where none is given.
    #[arg(long, value_name = "LAYOUT", hide_possible_values = true)]
    pub layout: Option<ReportLayout>,
    /// Keep the figures as they are.
    #[arg(long, conflicts_with = "url")]
    pub freeze: bool,
    /// File with what people tell.
    #[arg(long, value_name = "FILE", conflicts_with = "url")]
    pub words: Option<PathBuf>,
    /// Output file.
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// What a report is handed in as.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportFormat {
    /// To print from a browser.
    Html,
    /// To write on.
    Docx,
    /// To calculate with.
    Xlsx,
    /// The same, for any program.
    Csv,
    /// For programs.
    Json,
    /// To print.
    Pdf,
    /// A picture of the main figures.
    Card,
    /// A few sentences.
    Digest,
}

/// The rules a report is laid out by.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum ReportLayout {
    /// Decree 30/2020/NĐ-CP.
    State,
    /// The Youth Union.
    YouthUnion,
}
