//! The commands: each takes its arguments and the resolved configuration, runs the stages it needs and says how it
//! went.

mod accept;
mod build;
mod check;
mod codes;
mod edit;
mod init;
mod line;
mod new;
mod open;
mod print;
mod progress;
mod report;
mod scaffold;
mod serve;
mod units;
mod watch;

use std::ffi::OsString;
use std::process::ExitCode;

use disan_server::catalog::console::{show, show_faults};
use disan_server::catalog::{Locale, usage};

pub use progress::Progress;

use crate::args::Command;
use crate::config::Config;

/// How a command ended when the machine did its part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// Everything was done.
    Done,
    /// The content has faults; they were shown.
    Faults,
}

/// Runs the command line. Exit codes: 0 done, 1 faults of content or failure of the machine, 2 wrong usage.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let lang = usage::lang_of(&arguments, |name| std::env::var(name).ok());
    let locale = Locale::embedded(&lang);
    let arguments = match line::parse(arguments, &locale) {
        Ok(arguments) => arguments,
        Err((text, 0)) => {
            show(text);
            return ExitCode::SUCCESS;
        }
        Err((text, code)) => {
            show_faults(text);
            return ExitCode::from(code);
        }
    };
    let outcome = Config::resolve(&lang).and_then(|config| dispatch(&arguments.command, &config));
    match outcome {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::FAILURE,
        Err(error) => {
            show_faults(failure(&error, &locale));
            ExitCode::FAILURE
        }
    }
}

fn dispatch(command: &Command, config: &Config) -> anyhow::Result<Outcome> {
    match command {
        Command::Check(arguments) => check::run(config, arguments),
        Command::Build(arguments) => build::command(config, arguments),
        Command::Print(arguments) => print::run(config, arguments),
        Command::Report(arguments) => report::run(config, arguments),
        Command::Serve(arguments) => serve::run(config, arguments),
        Command::Init(arguments) => init::run(config, arguments),
        Command::New(arguments) => new::run(config, arguments),
        Command::Codes(arguments) => codes::run(config, arguments),
        Command::Accept(arguments) => accept::run(config, arguments),
        Command::Units(arguments) => units::run(config, arguments),
    }
}

/// A failure of the machine: what could not be done, and the chain of causes below it.
fn failure(error: &anyhow::Error, locale: &Locale) -> String {
    let mut text = locale.fill("cli.fault.failed", &[("what", &error.to_string())]);
    for cause in error.chain().skip(1) {
        text.push_str("\n  ");
        text.push_str(&locale.fill("cli.fault.because", &[("what", &cause.to_string())]));
    }
    text.push('\n');
    text
}
