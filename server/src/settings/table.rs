//! The settings, a row each.

use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use super::{SHORTEST_KEPT, Settings};

/// One setting.
pub struct Setting {
    /// Its key in `server.toml`: `admin_listen`. Its help and what it takes are in the locales under this name.
    pub key: &'static str,
    /// Its flag, without the hyphens: `admin-listen`.
    pub flag: &'static str,
    /// Its variable: `DISAN_ADMIN_LISTEN`.
    pub variable: &'static str,
    /// What stands for its value in the help.
    pub takes: &'static str,
    /// Whether it may be given several times; in a variable, values stand apart by spaces or commas.
    pub many: bool,
    /// Puts a value in its place; paths are relative to the folder given. `None` when it is no such value.
    pub put: fn(&mut Settings, &str, &Path) -> Option<()>,
}

/// The folder of the site.
pub const DIST: Setting = Setting {
    key: "dist",
    flag: "dist",
    variable: "DISAN_DIST",
    takes: "DIR",
    many: false,
    put: |settings, value, base| {
        settings.dist = (!value.is_empty()).then(|| base.join(value))?;
        Some(())
    },
};

/// The folder of the journal and the counts.
pub const DATA: Setting = Setting {
    key: "data",
    flag: "data",
    variable: "DISAN_DATA",
    takes: "DIR",
    many: false,
    put: |settings, value, base| {
        settings.data = (!value.is_empty()).then(|| base.join(value))?;
        Some(())
    },
};

/// Where the public pages are served.
pub const LISTEN: Setting = Setting {
    key: "listen",
    flag: "listen",
    variable: "DISAN_LISTEN",
    takes: "ADDR",
    many: false,
    put: |settings, value, _| {
        settings.listen = value.parse().ok()?;
        Some(())
    },
};

/// Where statistics are served.
pub const ADMIN_LISTEN: Setting = Setting {
    key: "admin_listen",
    flag: "admin-listen",
    variable: "DISAN_ADMIN_LISTEN",
    takes: "ADDR",
    many: false,
    put: |settings, value, _| {
        settings.admin_listen = Some(value.parse().ok()?);
        Some(())
    },
};

/// Proxies that are believed.
pub const TRUSTED_PROXIES: Setting = Setting {
    key: "trusted_proxies",
    flag: "trusted-proxy",
    variable: "DISAN_TRUSTED_PROXIES",
    takes: "CIDR",
    many: true,
    put: |settings, value, _| {
        settings.trusted_proxies.push(network(value)?);
        Some(())
    },
};

/// Connections at one time.
pub const CONNECTIONS: Setting = Setting {
    key: "connections",
    flag: "connections",
    variable: "DISAN_CONNECTIONS",
    takes: "N",
    many: false,
    put: |settings, value, _| {
        settings.connections = value.parse().ok().filter(|n| (16..=1_000_000).contains(n))?;
        Some(())
    },
};

/// Local time.
pub const UTC_OFFSET: Setting = Setting {
    key: "utc_offset",
    flag: "utc-offset",
    variable: "DISAN_UTC_OFFSET",
    takes: "±HH:MM",
    many: false,
    put: |settings, value, _| {
        settings.utc_offset_minutes = offset(value)?;
        Some(())
    },
};

/// Where the counts are kept. What was given is not told again where it is wrong: it may hold a password.
pub const DATABASE_URL: Setting = Setting {
    key: "database_url",
    flag: "database-url",
    variable: "DISAN_DATABASE_URL",
    takes: "URL",
    many: false,
    put: |settings, value, _| {
        settings.database = Some(database(value)?);
        Some(())
    },
};

/// How long single scans are kept.
pub const KEEP_JOURNALS: Setting = Setting {
    key: "keep_journals",
    flag: "keep-journals",
    variable: "DISAN_KEEP_JOURNALS",
    takes: "DAYS",
    many: false,
    put: |settings, value, _| {
        let days = value.strip_suffix('d').and_then(|days| days.parse().ok());
        settings.keep_journals = Some(days.filter(|days| *days >= SHORTEST_KEPT)?);
        Some(())
    },
};

/// All of them, in the order of the help.
pub const SETTINGS: &[Setting] =
    &[DIST, DATA, LISTEN, ADMIN_LISTEN, TRUSTED_PROXIES, CONNECTIONS, UTC_OFFSET, DATABASE_URL, KEEP_JOURNALS];

/// The address of a PostgreSQL database. This program speaks to it without TLS, so one that demands it is none.
pub fn database(text: &str) -> Option<Config> {
    text.parse::<Config>().ok().filter(|config| !config.get_hosts().is_empty() && !demands_tls(config))
}

/// Whether an address demands what this program does not speak.
pub fn wants_tls(text: &str) -> bool {
    text.parse::<Config>().is_ok_and(|config| demands_tls(&config))
}

fn demands_tls(config: &Config) -> bool {
    !matches!(config.get_ssl_mode(), SslMode::Disable | SslMode::Prefer)
}

/// A network or a single address. The whole internet is no proxy: then anybody could pass for anybody.
fn network(text: &str) -> Option<IpNet> {
    let network = text.parse::<IpNet>().ok().or_else(|| text.parse::<IpAddr>().map(IpNet::from).ok())?;
    (network.prefix_len() > 0).then_some(network)
}

/// `+07:00` in minutes; at most fourteen hours either way, as the world has it.
fn offset(text: &str) -> Option<i32> {
    let (sign, rest) = match text.as_bytes().first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let two = |part: &str| (part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?;
    let (hours, minutes): (i32, i32) = (two(hours)?, two(minutes)?);
    (minutes < 60 && hours * 60 + minutes <= 14 * 60).then_some(sign * (hours * 60 + minutes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_a_row_follow_from_one_another() {
        for row in SETTINGS {
            assert_eq!(row.variable, format!("DISAN_{}", row.key.to_uppercase()), "{}", row.key);
            // One proxy a flag, all of them under one key.
            let flag = row.flag.replace("proxy", "proxies").replace('-', "_");
            assert_eq!(flag, row.key);
        }
    }

    #[test]
    fn offsets_are_those_of_the_world() {
        for (text, minutes) in
            [("+07:00", Some(420)), ("-03:30", Some(-210)), ("+00:00", Some(0)), ("+14:00", Some(840))]
        {
            assert_eq!(offset(text), minutes, "{text}");
        }
        for wrong in ["", "7", "07:00", "+7:00", "+07", "+07:60", "+14:01", "+07:0x", "Asia/Ho_Chi_Minh", "−07:00"] {
            assert_eq!(offset(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_whole_internet_is_no_proxy() {
        assert_eq!(network("127.0.0.1").unwrap().to_string(), "127.0.0.1/32");
        assert!(network("10.0.0.0/8").is_some() && network("::1").is_some());
        for wrong in ["0.0.0.0/0", "::/0", "", "localhost", "10.0.0.0/33"] {
            assert_eq!(network(wrong), None, "{wrong}");
        }
    }
}
