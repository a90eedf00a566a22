//! What may be typed after `disan units`.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use jiff::civil::Date;

/// `disan units`.
#[derive(Args, Debug)]
pub struct UnitsArguments {
    /// What to do with units.
    #[command(subcommand)]
    pub action: UnitsAction,
}

/// What can be done with units.
#[derive(Subcommand, Debug)]
pub enum UnitsAction {
    /// Add the units of a list to `units.toml`.
    Import {
        /// The list: XLSX or CSV.
        file: PathBuf,
        /// Content folder.
        content: Option<PathBuf>,
        /// First day of the units, where the list does not say.
        #[arg(long, value_name = "DATE")]
        from: Option<Date>,
        /// Only this province, by its code.
        #[arg(long, value_name = "CODE")]
        province: Option<String>,
    },
}
