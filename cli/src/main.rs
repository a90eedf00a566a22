//! `disan`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    disan::commands::run(std::env::args_os().collect())
}
