//! The command lines of both programs in the user's language: help, complaints, and which language that is.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use super::lang::Lang;
use super::locale::Locale;

/// The language of messages, known before the arguments are parsed: `--lang`, then `LC_ALL`, `LC_MESSAGES` or `LANG`,
/// whichever is set first. English where these say so; else Vietnamese, for that is who works with this.
pub fn lang_of(arguments: &[OsString], variable: impl Fn(&str) -> Option<String>) -> Lang {
    let mut texts = arguments.iter().filter_map(|a| a.to_str());
    while let Some(text) = texts.next() {
        let value = match text.strip_prefix("--lang") {
            Some("") => texts.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        if let Some(lang) = value.and_then(|v| v.parse().ok()) {
            return lang;
        }
    }
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
    if set.is_some_and(|value| value.to_ascii_lowercase().starts_with("en")) { Lang::en() } else { Lang::vi() }
}

/// The command with its texts taken from the locale: `<key>.about`, `<key>.<argument>`, and so on downwards.
pub fn localized(command: Command, key: &str, locale: &Locale) -> Command {
    let headings = [locale.text("cli.usage.arguments"), locale.text("cli.usage.options")].map(str::to_owned);
    let about = locale.text(&format!("{key}.about")).to_owned();
    let template = format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}", locale.text("cli.usage.usage"));
    let mut command = command
        .about(about)
        .help_template(template)
        .subcommand_help_heading(locale.text("cli.usage.commands").to_owned())
        .subcommand_value_name(locale.text("cli.usage.command").to_owned())
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .arg(
            Arg::new("help")
                .short('h')
                .long("help")
                .action(ArgAction::Help)
                .help(locale.text("cli.help.help").to_owned())
                .help_heading(headings[1].clone()),
        );
    if !key.contains(".help.") {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
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

/// What `program` prints for an error of its command line, and the exit code: 0 after help, 2 after a mistake.
pub fn complaint(error: &clap::Error, program: &str, locale: &Locale) -> (String, u8) {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return (help(error, locale), 0);
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        return (help(error, locale), 2);
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
    text.push_str(&locale.fill("cli.usage.more", &[("program", program)]));
    text.push('\n');
    (text, 2)
}

/// The help as the parser renders it, the one word that it has no setting for put into the language.
fn help(error: &clap::Error, locale: &Locale) -> String {
    let options = format!("[{}]", locale.text("cli.usage.options").to_uppercase());
    let mut text = error.render().to_string().replace("[OPTIONS]", &options);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
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
    use super::*;

    #[test]
    fn the_language_is_what_is_asked_for_else_what_the_system_says() {
        let of = |arguments: &[&str], set: &[(&str, &str)]| {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            let find = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            lang_of(&arguments, find).to_string()
        };
        assert_eq!(of(&["disan", "build", "--lang", "en"], &[]), "en");
        assert_eq!(of(&["disan", "--lang=vi"], &[("LANG", "en_US.UTF-8")]), "vi");
        assert_eq!(of(&[], &[]), "vi");
        assert_eq!(of(&[], &[("LANG", "en_US.UTF-8")]), "en");
        assert_eq!(of(&[], &[("LC_ALL", "vi_VN"), ("LANG", "en_US.UTF-8")]), "vi");
        assert_eq!(of(&[], &[("LC_ALL", ""), ("LANG", "en_GB")]), "en");
        assert_eq!(of(&[], &[("LANG", "C.UTF-8")]), "vi");
    }
}
