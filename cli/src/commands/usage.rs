//! Help and complaints of the command line in the user's language.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, Command, CommandFactory, FromArgMatches};
use disan_server::catalog::Locale;

use crate::args::Arguments;

/// Parses the command line; `Err` is what to print and the exit code: 0 after help, 2 after a mistake.
pub fn parse(arguments: Vec<std::ffi::OsString>, locale: &Locale) -> Result<Arguments, (String, u8)> {
    let command = localized(Arguments::command(), "cli.help", locale);
    let matches = command.try_get_matches_from(arguments).map_err(|error| complaint(&error, locale))?;
    Arguments::from_arg_matches(&matches).map_err(|error| complaint(&error, locale))
}

/// The command with its texts taken from the locale: `<key>.about`, `<key>.<argument>`, and so on downwards.
fn localized(command: Command, key: &str, locale: &Locale) -> Command {
    let headings = [locale.text("cli.usage.arguments"), locale.text("cli.usage.options")].map(str::to_owned);
    let about = locale.text(&format!("{key}.about")).to_owned();
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}", locale.text("cli.usage.usage"));
    let mut command = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading(locale.text("cli.usage.commands").to_owned())
        .subcommand_value_name(locale.text("cli.usage.command").to_owned())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(clap::ArgAction::Help)
                .help(locale.text("cli.help.help").to_owned())
                .help_heading(headings[1].clone()),
        );
    if key == "cli.help" {
        let version = Arg::new("version").short('V').long("version").action(clap::ArgAction::Version);
        command =
            command.arg(version.help(locale.text("cli.help.version").to_owned()).help_heading(headings[1].clone()));
    }
    let names: Vec<String> = command.get_arguments().map(|a| a.get_id().to_string()).collect();
    for name in names.iter().filter(|name| !["help", "version"].contains(&name.as_str())) {
        let (own, shared) = (format!("{key}.{name}"), format!("cli.help.{name}"));
        let text = locale.text(if locale.has(&own) { &own } else { &shared }).to_owned();
        let heading = headings.clone();
        command = command.mut_arg(name, |arg| {
            let heading = if arg.is_positional() { heading[0].clone() } else { heading[1].clone() };
            arg.help(text).help_heading(heading)
        });
    }
    let subcommands: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for name in subcommands {
        command = command.mut_subcommand(&name, |sub| localized(sub, &format!("{key}.{name}"), locale));
    }
    command
}

/// What to print for an error of the command line.
fn complaint(error: &clap::Error, locale: &Locale) -> (String, u8) {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return (error.render().to_string(), 0);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return (error.render().to_string(), 2);
    }
    let value = |kind| error.get(kind).map(words).unwrap_or_default();
    let key = match error.kind() {
        ErrorKind::UnknownArgument => "cli.usage.unknown-argument",
        ErrorKind::InvalidSubcommand => "cli.usage.unknown-command",
        ErrorKind::MissingRequiredArgument => "cli.usage.missing-argument",
        ErrorKind::InvalidValue | ErrorKind::ValueValidation if value(ContextKind::InvalidValue).is_empty() => {
            "cli.usage.missing-value"
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => "cli.usage.bad-value",
        _ => "cli.usage.wrong",
    };
    let name = match error.kind() {
        ErrorKind::InvalidSubcommand => value(ContextKind::InvalidSubcommand),
        _ => value(ContextKind::InvalidArg),
    };
    let mut text = locale.fill(key, &[("name", &name), ("value", &value(ContextKind::InvalidValue))]);
    let suggestion = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
        .into_iter()
        .map(value)
        .find(|v| !v.is_empty());
    let possible = value(ContextKind::ValidValue);
    if let Some(suggestion) = suggestion {
        text.push('\n');
        text.push_str(&locale.fill("cli.usage.suggestion", &[("name", &suggestion)]));
    } else if !possible.is_empty() {
        text.push('\n');
        text.push_str(&locale.fill("cli.usage.possible", &[("values", &possible)]));
    }
    text.push('\n');
    text.push_str(locale.text("cli.usage.more"));
    text.push('\n');
    (text, 2)
}

fn words(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(", "),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;

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
            walk(&localized(Arguments::command(), "cli.help", &Locale::embedded(&lang)));
        }
    }
}
