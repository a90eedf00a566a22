//! `disan-server user …`: accounts from the machine the server runs on, also while it runs.

use std::fs::File;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_postgres::Config;

use super::keeper::{INVITATION, TOKEN_PREFIX};
use super::{Access, Role};
use crate::catalog::Locale;
use crate::catalog::console::say;
use crate::clock::Clock;
use crate::data::office_file;
use crate::office::Cabinet;
use crate::store::{Account, ApiToken, RoleAt, StoreError};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct UserOrder {
    /// The data folder.
    pub data: PathBuf,
    /// The database, where the office is in one.
    pub database: Option<Config>,
    /// Where the admin pages are, for links.
    pub base: String,
    /// What to do.
    pub work: Work,
    /// Where to write what only one person may see; the terminal where it is not named.
    pub to: Option<PathBuf>,
}

/// What to do with accounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Work {
    /// Show all of them.
    List,
    /// Add one, or give one a further role, and write a link to choose a password.
    Add {
        /// What one signs in with.
        name: String,
        /// Id of the unit.
        unit: String,
        /// What it may do there.
        role: Role,
    },
    /// Close one.
    Disable(String),
    /// Write a token for a program.
    Token {
        /// Whose.
        name: String,
        /// What for.
        label: String,
        /// The most it may do.
        role: Role,
        /// For how many days.
        days: i64,
    },
}

/// Why it is not done.
#[derive(Debug)]
pub enum UserFault {
    /// The office cannot be opened, read or written.
    Store(StoreError),
    /// There is no such account.
    Unknown(String),
    /// A name of characters that no name has.
    Name(String),
    /// Nobody would see what is written: it is no terminal, and no file is named.
    Nowhere,
    /// The file cannot be written; or it is there already.
    Write(PathBuf, io::Error),
}

impl From<StoreError> for UserFault {
    fn from(error: StoreError) -> UserFault {
        UserFault::Store(error)
    }
}

impl UserFault {
    /// In words.
    pub fn text(&self, locale: &Locale) -> String {
        match self {
            UserFault::Store(error) => locale.fill("cli.server.user.store", &[("reason", &error.to_string())]),
            UserFault::Unknown(name) => locale.fill("cli.server.user.unknown", &[("name", name)]),
            UserFault::Name(name) => locale.fill("cli.server.user.name", &[("name", name)]),
            UserFault::Nowhere => locale.text("cli.server.user.nowhere").to_owned(),
            UserFault::Write(file, reason) => {
                let place = file.display().to_string();
                locale.fill("cli.server.file", &[("place", &place), ("reason", &reason.to_string())])
            }
        }
    }
}

/// Does what is asked, and tells it.
pub fn user(locale: &Locale, order: &UserOrder) -> Result<(), UserFault> {
    let cabinet = match &order.database {
        Some(config) => Cabinet::database(config.clone()),
        None => Cabinet::file(office_file(&order.data)),
    };
    let access = Access::new(Arc::new(cabinet), None);
    let now = Clock::system(0).now().unix;
    match &order.work {
        Work::List => list(&access, locale)?,
        Work::Add { name, unit, role } => {
            let name = account_name(name).ok_or_else(|| UserFault::Name(name.clone()))?;
            refuse_nowhere(order)?;
            add(&access, &name, unit, *role, now)?;
            let link = format!("{}/vao/moi?ma={}", order.base, access.invite(&name, now)?.text());
            let minutes = locale.number(INVITATION / 60);
            tell(locale, order, "cli.server.user.invited", &[("name", &name), ("minutes", &minutes)], &link)?;
        }
        Work::Disable(name) => {
            if !access.office(|office| office.set_disabled(name, now))? {
                return Err(UserFault::Unknown(name.clone()));
            }
            access.note("", "", "disable", name, "", now)?;
            say(locale.fill("cli.server.user.disabled", &[("name", name)]));
        }
        Work::Token { name, label, role, days } => {
            if access.office(|office| office.account(name))?.is_none() {
                return Err(UserFault::Unknown(name.clone()));
            }
            refuse_nowhere(order)?;
            let (account, label, role) = (name.clone(), label.clone(), role.id().to_owned());
            let until = now + days * 86_400;
            let token = ApiToken { token: String::new(), account, label, role, created: now, until };
            let text = access.add_token(token)?;
            debug_assert!(text.starts_with(TOKEN_PREFIX));
            tell(locale, order, "cli.server.user.token", &[("name", name), ("days", &locale.number(*days))], &text)?;
        }
    }
    Ok(())
}

/// A name one can sign in with: short, in small letters, without marks; none where this is no such.
pub(crate) fn account_name(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let is_of_names = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"._-".contains(&b);
    ((2..=40).contains(&name.len()) && name.bytes().all(is_of_names)).then_some(name)
}

fn add(access: &Access, name: &str, unit: &str, role: Role, now: i64) -> Result<(), StoreError> {
    let (name, unit) = (name.to_owned(), unit.to_owned());
    let account =
        Account { name: name.clone(), shown: name.clone(), password: String::new(), created: now, disabled: 0 };
    access.office(|office| {
        office.add_account(&account)?;
        office.put_role(&RoleAt { account: name.clone(), unit: unit.clone(), role: role.id().to_owned() })
    })?;
    access.note(&unit, "", "role", &name, role.id(), now)
}

fn list(access: &Access, locale: &Locale) -> Result<(), StoreError> {
    let (accounts, roles) = access.office(|office| Ok((office.accounts()?, office.roles()?)))?;
    if accounts.is_empty() {
        say(locale.text("cli.server.user.none"));
    }
    for account in accounts {
        let of: Vec<String> = roles
            .iter()
            .filter(|role| role.account == account.name)
            .map(|role| format!("{} {}", locale.text(&format!("access.role.{}", role.role)), role.unit))
            .collect();
        let closed = if account.disabled == 0 { "" } else { locale.text("cli.server.user.closed") };
        say(format!("{}\t{}\t{closed}", account.name, of.join(", ")).trim_end());
    }
    Ok(())
}

/// Before anything is made that nobody would ever see.
fn refuse_nowhere(order: &UserOrder) -> Result<(), UserFault> {
    if order.to.is_none() && !io::stdout().is_terminal() { Err(UserFault::Nowhere) } else { Ok(()) }
}

fn tell(locale: &Locale, order: &UserOrder, key: &str, values: &[(&str, &str)], secret: &str) -> Result<(), UserFault> {
    say(locale.fill(key, values));
    match &order.to {
        Some(file) => write_secret(file, secret).map_err(|error| UserFault::Write(file.clone(), error))?,
        None => say(secret),
    }
    Ok(())
}

/// Writes a line to a new file that only this user may read.
pub(crate) fn write_secret(file: &Path, secret: &str) -> io::Result<()> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)?.write_all(format!("{secret}\n").as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_plain() {
        assert_eq!(account_name(" Nguyen.An "), Some("nguyen.an".to_owned()));
        for wrong in ["", "a", "an<b>", "nguyễn", "a b", "a\tb", &"x".repeat(41)] {
            assert_eq!(account_name(wrong), None, "{wrong}");
        }
    }
}
