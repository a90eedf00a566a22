//! The command line of `disan-server`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use jiff::civil::Date;
use tokio_postgres::Config;

use crate::access::{Role, UserOrder, Work};
use crate::catalog::{Lang, Locale, usage};
use crate::endpoint::Endpoint;
use crate::exchange::{ExportOrder, Form, ImportOrder};
use crate::settings::table::{self, ADMIN_LISTEN, DATA, DATABASE_URL, DIST, SETTINGS, Setting};
use crate::settings::{SettingFault, Settings, Sources};

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Asked {
    /// Serve until told to stop.
    Serve(Settings),
    /// Count the journals of these data folders anew, into this database where there is one.
    Rebuild(Vec<PathBuf>, Option<Config>),
    /// Make the tables of this database, or bring them up to date.
    Migrate(Config),
    /// Copy a data folder to a new one.
    Backup(PathBuf, PathBuf),
    /// Make a data folder of a backup.
    Restore(PathBuf, PathBuf),
    /// Take over the scans another web server wrote down.
    ImportLog(ImportOrder),
    /// Write out the scans.
    Export(ExportOrder),
    /// Look after accounts.
    User(UserOrder),
}

/// Reads a command line and the environment; `Err` is what to print and the exit code: 0 after help, 2 after a mistake.
pub fn read(
    locale: &Locale,
    args: impl IntoIterator<Item = OsString>,
    variable: impl Fn(&str) -> Option<String>,
) -> Result<Asked, (String, u8)> {
    let command = usage::localized(command(), "cli.server.help", locale);
    let matches = command.try_get_matches_from(args);
    let mut matches = matches.map_err(|error| usage::complaint(&error, "disan-server", locale))?;
    let sub = matches.remove_subcommand();
    // `user add`: what is asked for stands two words deep.
    let deepest = sub.as_ref().map(|(_, sub)| sub.subcommand().map_or(sub, |(_, sub)| sub));
    let flags = flags(deepest.unwrap_or(&matches));
    let config = matches.remove_one("config");
    let told = |fault: SettingFault| (fault.text(locale) + "\n", 2);
    let sources = Sources::new(flags, config, variable).map_err(told)?;
    let Some((name, mut sub)) = sub else {
        let settings = Settings::read(&sources).map_err(told)?;
        return Ok(Asked::Serve(Settings { tell_outcome: matches.get_flag("tell-outcome"), ..settings }));
    };
    let database = || match sources.values(&DATABASE_URL).pop() {
        Some((origin, url)) => match table::database(&url) {
            Some(config) => Ok(Some(config)),
            None => Err(told(SettingFault::value(&DATABASE_URL, &origin, &url))),
        },
        None => Ok(None),
    };
    if name == "migrate" {
        let missing = || told(SettingFault::Missing(DATABASE_URL.flag));
        return Ok(Asked::Migrate(database()?.ok_or_else(missing)?));
    }
    let data = sources.path(&DATA).map_err(told)?;
    if name == "user" {
        let settings_admin = sources.values(&ADMIN_LISTEN).pop().and_then(|(_, value)| value.parse::<Endpoint>().ok());
        return Ok(Asked::User(user_order(&mut sub, data, database()?, settings_admin)));
    }
    let mut folder = |name: &str| sub.remove_one::<PathBuf>(name).unwrap_or_default();
    Ok(match name.as_str() {
        "backup" => Asked::Backup(data, folder("to")),
        "restore" => Asked::Restore(folder("from"), data),
        "import-log" => Asked::ImportLog(ImportOrder {
            data,
            dist: sources.path(&DIST).map_err(told)?,
            source: sub.remove_one("source").unwrap_or_default(),
            utc_offset_minutes: Settings::read(&sources).map_err(told)?.utc_offset_minutes,
            files: sub.remove_many("log").map(Iterator::collect).unwrap_or_default(),
        }),
        "export" => Asked::Export(ExportOrder {
            data,
            form: if sub.get_one::<String>("form").is_some_and(|form| form == "jsonl") {
                Form::Jsonl
            } else {
                Form::Csv
            },
            from: sub.remove_one("from"),
            to: sub.remove_one("to"),
        }),
        _ => {
            let folders = sources.values(&DATA).into_iter();
            Asked::Rebuild(folders.map(|(origin, data)| sources.base(&origin).join(data)).collect(), database()?)
        }
    })
}

/// What is asked of accounts.
fn user_order(sub: &mut ArgMatches, data: PathBuf, database: Option<Config>, at: Option<Endpoint>) -> UserOrder {
    let (doing, mut sub) = sub.remove_subcommand().unwrap_or_else(|| ("list".to_owned(), ArgMatches::default()));
    let text = |sub: &mut ArgMatches, name: &str| sub.try_remove_one::<String>(name).ok().flatten().unwrap_or_default();
    let role = |sub: &mut ArgMatches| Role::named(&text(sub, "role")).unwrap_or(Role::Viewer);
    let base = at.map_or_else(|| format!("http://{}", crate::settings::ADMIN_LISTEN), |at| at.url());
    let work = match doing.as_str() {
        "add" => Work::Add { name: text(&mut sub, "name"), unit: text(&mut sub, "unit"), role: role(&mut sub) },
        "disable" => Work::Disable(text(&mut sub, "name")),
        "token" => Work::Token {
            name: text(&mut sub, "name"),
            label: text(&mut sub, "label"),
            role: role(&mut sub),
            days: sub.try_remove_one("days").ok().flatten().unwrap_or(90),
        },
        _ => Work::List,
    };
    let to = sub.try_remove_one("to").ok().flatten();
    UserOrder { data, database, base: base.trim_end_matches('/').to_owned(), work, to }
}

/// `user …`.
fn user_command(flag: impl Fn(&Setting) -> Arg) -> Command {
    let word = |name: &'static str, takes: &'static str| Arg::new(name).long(name).value_name(takes);
    let name = || Arg::new("name").value_name("NAME").required(true);
    let roles = Role::ALL.map(Role::id);
    let to = || word("to", "FILE").value_parser(value_parser!(PathBuf));
    let place = |command: Command| command.args([&DATA, &DATABASE_URL].map(&flag));
    Command::new("user")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            place(Command::new("add"))
                .args([name(), word("unit", "ID").required(true), flag(&ADMIN_LISTEN), to()])
                .arg(word("role", "ROLE").default_value("editor").value_parser(roles)),
        )
        .subcommand(place(Command::new("list")))
        .subcommand(place(Command::new("disable")).arg(name()))
        .subcommand(
            place(Command::new("token"))
                .args([name(), word("label", "TEXT"), to()])
                .arg(word("role", "ROLE").default_value("viewer").value_parser(roles))
                .arg(word("days", "N").default_value("90").value_parser(value_parser!(i64).range(1..=730))),
        )
}

/// The settings that were given as flags, by key.
fn flags(matches: &ArgMatches) -> BTreeMap<&'static str, Vec<String>> {
    let given = SETTINGS.iter().filter_map(|row| {
        let values = matches.try_get_many::<String>(row.flag).ok()??;
        Some((row.key, values.cloned().collect()))
    });
    given.collect()
}

/// The arguments; their help texts are in the locales under `cli.server.help`.
fn command() -> Command {
    let flag = |row: &Setting| {
        let action = if row.many { ArgAction::Append } else { ArgAction::Set };
        Arg::new(row.flag).long(row.flag).value_name(row.takes).action(action).allow_hyphen_values(true)
    };
    let folder = |name: &'static str| {
        Arg::new(name).long(name).value_name("DIR").required(true).value_parser(value_parser!(PathBuf))
    };
    let date = |text: &str| text.parse::<Date>().map_err(|error| error.to_string());
    let day = |name: &'static str| Arg::new(name).long(name).value_name("YYYY-MM-DD").value_parser(date);
    Command::new("disan-server")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(
            Arg::new("lang")
                .long("lang")
                .value_name("LANG")
                .global(true)
                .value_parser(|text: &str| text.parse::<Lang>().map_err(|error| error.to_string())),
        )
        .arg(Arg::new("config").long("config").value_name("FILE").global(true).value_parser(value_parser!(PathBuf)))
        .args_conflicts_with_subcommands(true)
        .args(SETTINGS.iter().map(flag))
        .arg(Arg::new("tell-outcome").long("tell-outcome").action(ArgAction::SetTrue).hide(true))
        .subcommand(Command::new("rebuild").arg(flag(&DATA).action(ArgAction::Append)).arg(flag(&DATABASE_URL)))
        .subcommand(Command::new("migrate").arg(flag(&DATABASE_URL)))
        .subcommand(Command::new("backup").arg(flag(&DATA)).arg(folder("to")))
        .subcommand(Command::new("restore").arg(folder("from")).arg(flag(&DATA)))
        .subcommand(
            Command::new("import-log")
                .args([&DATA, &DIST].map(flag))
                .arg(Arg::new("source").long("source").value_name("NAME").required(true))
                .arg(
                    Arg::new("log")
                        .value_name("LOG")
                        .required(true)
                        .action(ArgAction::Append)
                        .value_parser(value_parser!(PathBuf)),
                ),
        )
        .subcommand(
            Command::new("export")
                .arg(flag(&DATA))
                .arg(
                    Arg::new("form")
                        .long("form")
                        .value_name("FORM")
                        .default_value("csv")
                        .value_parser(["csv", "jsonl"]),
                )
                .args([day("from"), day("to")]),
        )
        .subcommand(user_command(flag))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Asked, (String, u8)> {
        let vi = Locale::embedded(&Lang::vi());
        read(&vi, line.split(' ').map(OsString::from), |name| (name == "DISAN_CONNECTIONS").then(|| "500".into()))
    }

    #[test]
    fn the_command_line_makes_settings() {
        let Asked::Serve(settings) = parsed(
            "disan-server --dist d --data e --listen 0.0.0.0:80 --trusted-proxy 10.0.0.0/8 --trusted-proxy ::1 \
             --utc-offset -03:30",
        )
        .unwrap() else {
            panic!("serves")
        };
        assert_eq!((settings.dist, settings.data), ("d".into(), "e".into()));
        assert_eq!(settings.listen.to_string(), "0.0.0.0:80");
        assert_eq!(settings.admin_listen.unwrap().to_string(), crate::settings::ADMIN_LISTEN);
        assert_eq!((settings.trusted_proxies.len(), settings.utc_offset_minutes, settings.connections), (2, -210, 500));
        assert!(!settings.trial);
        let rebuilds = parsed("disan-server rebuild --data e --data f").unwrap();
        assert!(matches!(rebuilds, Asked::Rebuild(data, None) if data.len() == 2));
        let line = "disan-server --dist d --data e --keep-journals 400d --database-url postgres://u:geheim@db/disan";
        let Asked::Serve(settings) = parsed(line).unwrap() else { panic!("serves") };
        let database = settings.database.as_ref().unwrap();
        assert_eq!((settings.keep_journals, database.get_dbname()), (Some(400), Some("disan")));
        assert!(!format!("{settings:?}").contains("geheim"));
        let (told, _) = parsed("disan-server migrate --database-url mysql://u:geheim@db/disan").unwrap_err();
        assert!(told.contains("postgres://disan@localhost/disan") && !told.contains("geheim"), "{told}");
        let imports = parsed("disan-server import-log --data e --dist d --source xa a.log b.log").unwrap();
        assert!(matches!(imports, Asked::ImportLog(order) if order.files.len() == 2 && order.source == "xa"));
        let exports = parsed("disan-server export --data e --form jsonl --from 2026-11-01").unwrap();
        assert!(matches!(exports, Asked::Export(order) if order.form == Form::Jsonl && order.to.is_none()));
        for wrong in [
            "disan-server",
            "disan-server --dist d",
            "disan-server --dist d --data e --listen here",
            "disan-server rebuild",
            "disan-server migrate",
            "disan-server --dist d --data e --keep-journals 3d",
            "disan-server --dist d --data e --database-url mysql://x/y",
            "disan-server backup --data e",
            "disan-server restore --data e",
            "disan-server import-log --data e --dist d a.log",
            "disan-server export --data e --form xlsx",
            "disan-server export --data e --from gestern",
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
