//! What may be typed. Nothing here has a meaning yet: [`crate::config`] resolves it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use disan_server::catalog::{Kind, Lang};

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
