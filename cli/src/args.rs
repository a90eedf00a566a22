//! What may be typed. Nothing here has a meaning yet: [`crate::config`] resolves it.

mod report;
mod units;

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use disan_server::catalog::{Code, Kind, Lang};

pub use report::{ReportArguments, ReportFormat, ReportLayout};
pub use units::{UnitsAction, UnitsArguments};

use crate::model::SignFormat;
use crate::print::Press;

/// The command line of `disan`. Its help texts are in the locales under `cli.help`.
#[derive(Parser, Debug)]
#[command(name = "disan", version, disable_help_subcommand = true)]
pub struct Arguments {
    /// Language of the messages.
    #[arg(long, global = true, value_name = "LANG")]
    pub lang: Option<Lang>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Build, serve, watch, rebuild, count.
    Serve(ServeArguments),
    /// Write the site, the signs and the catalog.
    Build(BuildArguments),
    /// Print signs, in any format.
    Print(PrintArguments),
    /// Make the report of a period.
    Report(ReportArguments),
    /// Look for faults.
    Check(CheckArguments),
    /// Begin a project.
    Init(InitArguments),
    /// Begin an entry.
    New(NewArguments),
    /// Allot, list, retire codes.
    Codes(CodesArguments),
    /// Say that a translation is in step with its source.
    Accept(AcceptArguments),
    /// Take over units from the official list.
    Units(UnitsArguments),
}

/// `disan build`.
#[derive(Args, Debug)]
pub struct BuildArguments {
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Output folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Also write what a host without the server needs.
    #[arg(long = "static")]
    pub static_host: bool,
    /// Write only a part.
    #[arg(long, value_name = "PART", hide_possible_values = true)]
    pub only: Option<Part>,
}

/// `disan print`.
#[derive(Args, Debug)]
pub struct PrintArguments {
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Formats; those of `disan.toml` where none is given.
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = sign_format)]
    pub format: Vec<SignFormat>,
    /// Only these entries.
    #[arg(long, value_name = "SLUG")]
    pub entry: Vec<String>,
    /// Only the entries of a unit.
    #[arg(long, value_name = "ID")]
    pub unit: Option<String>,
    /// Only the sign with this number.
    #[arg(long, value_name = "CODE", value_parser = code)]
    pub placement: Option<Code>,
    /// Paper to cut away at each edge.
    #[arg(long, value_name = "MM", value_parser = bleed, default_value = "0mm", hide_default_value = true)]
    pub bleed: f64,
    /// Crop marks outside the bleed.
    #[arg(long)]
    pub marks: bool,
    /// Put every symbol through the trials of the field.
    #[arg(long)]
    pub prove: bool,
    /// In the project's colours.
    #[arg(long, conflicts_with = "mono")]
    pub colour: bool,
    /// In black alone.
    #[arg(long)]
    pub mono: bool,
    /// Output folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// A part of the output.
#[derive(ValueEnum, Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The pages, neither compressed nor with photos' derivatives.
    Pages,
}

/// `disan check`.
#[derive(Args, Debug)]
pub struct CheckArguments {
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Also refuse what must not be published.
    #[arg(long)]
    pub release: bool,
}

/// `disan init`.
#[derive(Args, Debug)]
pub struct InitArguments {
    /// Folder to make.
    pub folder: Option<PathBuf>,
    /// Ask nothing.
    #[arg(long, short)]
    pub yes: bool,
}

/// `disan new`.
#[derive(Args, Debug)]
pub struct NewArguments {
    /// Kind of entry.
    #[arg(value_parser = kind)]
    pub kind: Kind,
    /// Folder name of the entry; made from the title where that is given.
    #[arg(required_unless_present = "title")]
    pub slug: Option<String>,
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Title in the default language.
    #[arg(long)]
    pub title: Option<String>,
}

/// `disan codes`.
#[derive(Args, Debug)]
pub struct CodesArguments {
    /// What to do with codes.
    #[command(subcommand)]
    pub action: CodesAction,
}

/// What can be done with codes.
#[derive(Subcommand, Debug)]
pub enum CodesAction {
    /// Give a code to each placement without one.
    Allot {
        /// Content folder.
        content: Option<PathBuf>,
    },
    /// Show every code.
    List {
        /// Content folder.
        content: Option<PathBuf>,
    },
    /// Take codes out of use.
    Retire {
        /// The numbers.
        #[arg(required = true)]
        codes: Vec<String>,
        /// Content folder.
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
    },
    /// Take over the ledger of another project.
    Import {
        /// Its codes.csv.
        file: PathBuf,
        /// Content folder.
        content: Option<PathBuf>,
    },
    /// Mark signs as printed.
    Printed {
        /// The numbers.
        #[arg(required_unless_present = "all")]
        codes: Vec<String>,
        /// Every code that is not retired.
        #[arg(long)]
        all: bool,
        /// Content folder.
        #[arg(long, value_name = "DIR")]
        content: Option<PathBuf>,
    },
}

/// `disan accept`.
#[derive(Args, Debug)]
pub struct AcceptArguments {
    /// Slug of the entry.
    pub entry: String,
    /// Language of the translation.
    pub translation: Lang,
    /// Content folder.
    pub content: Option<PathBuf>,
}

/// `disan serve`.
#[derive(Args, Debug)]
pub struct ServeArguments {
    /// Content folder.
    pub content: Option<PathBuf>,
    /// Output folder.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Address of the site.
    #[arg(long, value_name = "ADDR")]
    pub listen: Option<SocketAddr>,
    /// Address of the statistics.
    #[arg(long, value_name = "ADDR")]
    pub admin_listen: Option<SocketAddr>,
    /// Let phones on the same network open the preview.
    #[arg(long)]
    pub lan: bool,
    /// Folder of the scan log.
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

fn sign_format(text: &str) -> Result<SignFormat, String> {
    let ids = || SignFormat::ALL.map(SignFormat::id).join(", ");
    SignFormat::ALL.into_iter().find(|format| format.id() == text).ok_or_else(ids)
}

/// A code as it is typed, in groups or not.
fn code(text: &str) -> Result<Code, String> {
    let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    digits.parse().map_err(|_| "48217".to_owned())
}

/// Millimetres, with or without their name.
fn bleed(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches("mm").trim().replace(',', ".");
    let millimetres = number.parse::<f64>().ok().filter(|mm| (0.0..=Press::MOST_BLEED).contains(mm));
    millimetres.ok_or_else(|| format!("0mm … {}mm", Press::MOST_BLEED))
}

fn kind(text: &str) -> Result<Kind, String> {
    let ids = || Kind::ALL.map(Kind::id).join(", ");
    Kind::ALL.into_iter().find(|k| k.id() == text).ok_or_else(ids)
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        super::Arguments::command().debug_assert();
    }
}
