//! The command line of `disan-server`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use ipnet::IpNet;

use crate::catalog::{Lang, Locale, usage};
use crate::settings::{ADMIN_LISTEN, LISTEN, Settings};

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Serve until told to stop.
    Serve(Settings),
    /// Count the journal of this data folder anew.
    Rebuild(PathBuf),
}

/// Reads a command line; `Err` is what to print and the exit code: 0 after help, 2 after a mistake.
pub fn read(locale: &Locale, args: impl IntoIterator<Item = OsString>) -> Result<Asked, (String, u8)> {
    let command = usage::localized(command(), "cli.server.help", locale);
    let matches = command.try_get_matches_from(args);
    let mut matches = matches.map_err(|error| usage::complaint(&error, "disan-server", locale))?;
    if let Some((_, mut rebuild)) = matches.remove_subcommand() {
        return Ok(Asked::Rebuild(rebuild.remove_one("data").unwrap_or_default()));
    }
    let mut folder = |name: &str| matches.remove_one::<PathBuf>(name).unwrap_or_default();
    let mut settings = Settings::new(folder("dist"), folder("data"));
    if let Some(address) = matches.remove_one("listen") {
        settings.listen = address;
    }
    settings.admin_listen = matches.remove_one("admin-listen").or(settings.admin_listen);
    settings.trusted_proxies = matches.remove_many::<IpNet>("trusted-proxy").map(Iterator::collect).unwrap_or_default();
    Ok(Asked::Serve(settings))
}

/// The arguments; their help texts are in the locales under `cli.server.help`.
fn command() -> Command {
    let data = || Arg::new("data").long("data").value_name("DIR").required(true).value_parser(value_parser!(PathBuf));
    let address = |name: &'static str, default: &'static str| {
        Arg::new(name).long(name).value_name("ADDR").default_value(default).value_parser(value_parser!(SocketAddr))
    };
    Command::new("disan-server")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("LANG")
                .global(true)
                .value_parser(|text: &str| text.parse::<Lang>().map_err(|error| error.to_string())),
        )
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .arg(Arg::new("dist").long("dist").value_name("DIR").required(true).value_parser(value_parser!(PathBuf)))
        .arg(data())
        .arg(address("listen", LISTEN))
        .arg(address("admin-listen", ADMIN_LISTEN))
        .arg(
            Arg::new("trusted-proxy")
                .long("trusted-proxy")
                .value_name("CIDR")
                .action(ArgAction::Append)
                .value_parser(proxy),
        )
        .subcommand(Command::new("rebuild").arg(data()))
}

/// A network, or a single address.
fn proxy(text: &str) -> Result<IpNet, String> {
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| "10.0.0.0/8, 127.0.0.1, ::1 …".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Asked, (String, u8)> {
        let vi = Locale::embedded(&Lang::vi());
        read(&vi, line.split(' ').map(OsString::from))
    }

    #[test]
    fn the_command_line_makes_settings() {
        let Asked::Serve(settings) =
            parsed("disan-server --dist d --data e --listen 0.0.0.0:80 --trusted-proxy 10.0.0.0/8 --trusted-proxy ::1")
                .unwrap()
        else {
            panic!("serves")
        };
        assert_eq!((settings.dist, settings.data), ("d".into(), "e".into()));
        assert_eq!(settings.listen.to_string(), "0.0.0.0:80");
        assert_eq!(settings.admin_listen.unwrap().to_string(), ADMIN_LISTEN);
        assert_eq!(settings.trusted_proxies.len(), 2);
        assert!(!settings.trial);
        assert!(
            matches!(parsed("disan-server rebuild --data e").unwrap(), Asked::Rebuild(data) if data.as_os_str() == "e")
        );
        for wrong in [
            "disan-server",
            "disan-server --dist d",
            "disan-server --dist d --data e --listen here",
            "disan-server rebuild",
        ] {
            assert_eq!(parsed(wrong).unwrap_err().1, 2, "{wrong}");
        }
    }

    #[test]
    fn help_and_mistakes_are_told_in_the_users_language() {
        let (help, code) = parsed("disan-server --help").unwrap_err();
        assert_eq!(code, 0);
        assert!(help.starts_with("Phục vụ trang") && !help.contains("cli."), "{help}");
        let (told, _) = parsed("disan-server --dsit x --data e").unwrap_err();
        assert!(told.contains("Không có tùy chọn “--dsit”") && told.contains("disan-server --help"), "{told}");
    }
}
