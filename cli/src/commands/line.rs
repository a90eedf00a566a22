//! Reads the command line; help and complaints come in the user's language.

use std::ffi::OsString;

use clap::{CommandFactory, FromArgMatches};
use disan_server::catalog::{Locale, usage};

use crate::args::Arguments;

/// Parses the command line; `Err` is what to print and the exit code: 0 after help, 2 after a mistake.
pub fn parse(arguments: Vec<OsString>, locale: &Locale) -> Result<Arguments, (String, u8)> {
    let command = usage::localized(Arguments::command(), "cli.help", locale);
    command
        .try_get_matches_from(arguments)
        .and_then(|matches| Arguments::from_arg_matches(&matches))
        .map_err(|error| usage::complaint(&error, "disan", locale))
}

#[cfg(test)]
mod tests {
    use clap::Command;
    use disan_server::catalog::{Lang, usage};

    use super::*;

    fn said(lang: Lang, line: &str) -> (String, u8) {
        parse(line.split(' ').map(Into::into).collect(), &Locale::embedded(&lang)).unwrap_err()
    }

    #[test]
    fn mistakes_are_told_in_the_users_language() {
        let (vi, code) = said(Lang::vi(), "disan biuld");
        assert_eq!(code, 2);
        assert!(vi.starts_with("Không có lệnh “biuld”.\nCó phải bạn muốn: build?"), "{vi}");
        let (en, _) = said(Lang::en(), "disan build --oot x");
        assert!(en.starts_with("There is no option “--oot”.\nDid you mean: --out?"), "{en}");
        let (en, _) = said(Lang::en(), "disan new temple x");
        assert!(en.starts_with("“temple” does not fit <KIND>."), "{en}");
    }

    #[test]
    fn every_command_and_argument_has_a_help_text_in_both_languages() {
        fn walk(command: &Command) {
            let about = command.get_about().unwrap().to_string();
            assert!(!about.starts_with("cli."), "{about}");
            for arg in command.get_arguments() {
                let help = arg.get_help().unwrap().to_string();
                assert!(!help.starts_with("cli."), "{}: {help}", command.get_name());
            }
            command.get_subcommands().for_each(walk);
        }
        for lang in [Lang::vi(), Lang::en()] {
            walk(&usage::localized(Arguments::command(), "cli.help", &Locale::embedded(&lang)));
        }
    }
}
