//! What is wrong with a setting, where it stands, and how to mend it.

use std::fmt;
use std::path::PathBuf;

use super::table::{DATABASE_URL, Setting, wants_tls};
use crate::catalog::Locale;

/// Where a value stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Origin {
    /// On the command line, after this flag.
    Flag(&'static str),
    /// In this variable of the environment.
    Variable(&'static str),
    /// In the settings file, on this line.
    File(PathBuf, usize),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Flag(flag) => write!(f, "--{flag}"),
            Origin::Variable(name) => f.write_str(name),
            Origin::File(path, line) => write!(f, "{}:{line}", path.display()),
        }
    }
}

/// What is wrong with a setting.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SettingFault {
    /// It must be set and is not; the flag.
    Missing(&'static str),
    /// Its value is no such value.
    Value {
        /// Where it stands.
        origin: Origin,
        /// What stands there.
        value: String,
        /// The setting; what it takes is in the locales under this name.
        key: &'static str,
    },
    /// The settings file cannot be read; what the system says.
    Unreadable(PathBuf, String),
    /// The settings file is no TOML; line and what the parser says.
    Syntax(PathBuf, usize, String),
    /// A key no setting has.
    UnknownKey(PathBuf, usize, String),
    /// A value of the settings file that is neither text nor number nor a list of texts.
    Kind(PathBuf, usize, String),
    /// Both listeners at one place.
    SamePlace {
        /// Where the second is set.
        origin: Origin,
        /// The place.
        place: String,
    },
    /// The data folder lies in what is published.
    DataInSite {
        /// Where it is set.
        origin: Origin,
        /// The folder.
        data: PathBuf,
    },
}

impl SettingFault {
    /// A value that cannot be used. One that may hold a password is not told again.
    pub fn value(row: &Setting, origin: &Origin, value: &str) -> SettingFault {
        let (told, key) = match row.key == DATABASE_URL.key {
            true if wants_tls(value) => ("…", "database_tls"),
            true => ("…", row.key),
            false => (value, row.key),
        };
        SettingFault::Value { origin: origin.clone(), value: told.to_owned(), key }
    }

    /// What is wrong, where, and how to mend it, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        let at = |path: &PathBuf, line: &usize| Origin::File(path.clone(), *line).to_string();
        match self {
            SettingFault::Missing(flag) => locale.fill("cli.usage.missing-argument", &[("name", &format!("--{flag}"))]),
            SettingFault::Value { origin, value, key } => {
                let takes = locale.text(&format!("cli.server.takes.{key}")).to_owned();
                let values = [("place", &*origin.to_string()), ("value", value), ("takes", &takes)];
                locale.fill("cli.server.setting.value", &values)
            }
            SettingFault::Unreadable(path, reason) => {
                let path = path.display().to_string();
                locale.fill("cli.server.setting.unreadable", &[("place", &path), ("reason", reason)])
            }
            SettingFault::Syntax(path, line, reason) => {
                locale.fill("cli.server.setting.syntax", &[("place", &at(path, line)), ("reason", reason)])
            }
            SettingFault::UnknownKey(path, line, key) => {
                let keys: Vec<&str> = super::table::SETTINGS.iter().map(|row| row.key).collect();
                let values = [("place", &*at(path, line)), ("key", key), ("keys", &keys.join(", "))];
                locale.fill("cli.server.setting.unknown_key", &values)
            }
            SettingFault::Kind(path, line, key) => {
                locale.fill("cli.server.setting.kind", &[("place", &at(path, line)), ("key", key)])
            }
            SettingFault::SamePlace { origin, place } => {
                let values = [("origin", &*origin.to_string()), ("place", place)];
                locale.fill("cli.server.setting.same_place", &values)
            }
            SettingFault::DataInSite { origin, data } => {
                let values = [("origin", &*origin.to_string()), ("place", &data.display().to_string())];
                locale.fill("cli.server.setting.data_in_site", &values)
            }
        }
    }
}
