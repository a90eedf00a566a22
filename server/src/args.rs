//! The command line of `disan-server`.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Arg, ArgAction, Command, value_parser};
use ipnet::IpNet;

use crate::catalog::{Lang, Locale};
use crate::settings::{ADMIN_LISTEN, LISTEN, Settings};

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Serve until told to stop.
    Serve(Settings),
    /// Count the journal of this data folder anew.
    Rebuild(PathBuf),
}

/// The language of messages: by `LC_ALL`, `LC_MESSAGES`, `LANG`, whichever is set first; Vietnamese unless that asks for English.
pub fn locale(variable: impl Fn(&str) -> Option<String>) -> Locale {
    let set = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| variable(name).filter(|v| !v.is_empty()));
    let english = set.is_some_and(|value| value.to_ascii_lowercase().starts_with("en"));
    Locale::embedded(&if english { Lang::en() } else { Lang::vi() })
}

/// Reads a command line.
pub fn read(locale: &Locale, args: impl IntoIterator<Item = OsString>) -> Result<Asked, clap::Error> {
    let mut matches = command(locale).try_get_matches_from(args)?;
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

fn command(locale: &Locale) -> Command {
    let help = |key: &str| locale.text(key).to_owned();
    let data = || {
        Arg::new("data")
            .long("data")
            .value_name("DIR")
            .required(true)
            .value_parser(value_parser!(PathBuf))
            .help(help("cli.server.help_data"))
    };
    let address = |name: &'static str, default: &'static str| {
        Arg::new(name).long(name).value_name("ADDR").default_value(default).value_parser(value_parser!(SocketAddr))
    };
    Command::new("disan-server")
        .version(env!("CARGO_PKG_VERSION"))
        .about(help("cli.server.about"))
        .subcommand_negates_reqs(true)
        .args_conflicts_with_subcommands(true)
        .arg(
            Arg::new("dist")
                .long("dist")
                .value_name("DIR")
                .required(true)
                .value_parser(value_parser!(PathBuf))
                .help(help("cli.server.help_dist")),
        )
        .arg(data())
        .arg(address("listen", LISTEN).help(help("cli.server.help_listen")))
        .arg(address("admin-listen", ADMIN_LISTEN).help(help("cli.server.help_admin_listen")))
        .arg(
            Arg::new("trusted-proxy")
                .long("trusted-proxy")
                .value_name("CIDR")
                .action(ArgAction::Append)
                .value_parser(proxy)
                .help(help("cli.server.help_trusted_proxy")),
        )
        .subcommand(Command::new("rebuild").about(help("cli.server.help_rebuild")).arg(data()))
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

    fn parsed(line: &str) -> Result<Asked, clap::Error> {
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
            assert_eq!(parsed(wrong).unwrap_err().exit_code(), 2, "{wrong}");
        }
    }

    #[test]
    fn messages_follow_the_environment() {
        let of = |set: &[(&str, &str)]| {
            let find = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
            locale(find).lang().to_string()
        };
        assert_eq!(of(&[]), "vi");
        assert_eq!(of(&[("LANG", "en_US.UTF-8")]), "en");
        assert_eq!(of(&[("LC_ALL", "vi_VN"), ("LANG", "en_US.UTF-8")]), "vi");
        assert_eq!(of(&[("LC_ALL", ""), ("LANG", "en_GB")]), "en");
        assert_eq!(of(&[("LANG", "C.UTF-8")]), "vi");
    }
}
