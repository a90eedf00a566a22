//! What `disan-server` does besides serving: looking after the counts and the data folder. Each says what it did, or
//! gives back the words of what is wrong.

use std::path::{Path, PathBuf};

use tokio_postgres::Config;

use crate::catalog::Locale;
use crate::catalog::console::{complain, say};
use crate::data::{self, Data, DataError, rebuild_database};
use crate::store::{PostgresStore, StoreError};

/// Counts journals anew: of one folder into its own file, of all given ones into a database.
pub fn rebuild(locale: &Locale, folders: &[PathBuf], database: Option<&Config>) -> Result<(), String> {
    let done = match (database, folders) {
        (Some(config), _) => rebuild_database(folders, config),
        (None, [folder]) => Data::take(folder).map_err(DataError::from).and_then(|data| data.rebuild()),
        (None, _) => return Err(locale.text("cli.server.one_folder").to_owned()),
    };
    let rebuilt = done.map_err(|error| error.text(locale))?;
    for fault in &rebuilt.faults {
        complain(fault);
    }
    let number = |n: i64| locale.number(n);
    let values = [("records", number(rebuilt.records as i64)), ("changed", number(rebuilt.changed as i64))];
    say(locale.fill("cli.server.rebuilt", &values.each_ref().map(|(k, v)| (*k, v.as_str()))));
    Ok(())
}

/// Makes the tables of a database, or brings them up to date.
pub fn migrate(locale: &Locale, database: Config) -> Result<(), String> {
    let words = |error: StoreError| DataError::Database(error).text(locale);
    let mut store = PostgresStore::new(database).map_err(|error| error.to_string())?;
    let (before, after) = store.migrate().map_err(words)?;
    let key = if before >= after { "cli.server.migrated_before" } else { "cli.server.migrated" };
    say(locale.fill(key, &[("n", &locale.number(after))]));
    Ok(())
}

/// Copies a data folder, also while a server uses it.
pub fn backup(locale: &Locale, from: &Path, to: &Path) -> Result<(), String> {
    let files = data::backup(from, to).map_err(|error| error.text(locale))?;
    let place = to.display().to_string();
    say(locale.fill("cli.server.backed_up", &[("n", &locale.number(files as i64)), ("place", &place)]));
    Ok(())
}

/// Makes a data folder of a backup.
pub fn restore(locale: &Locale, from: &Path, to: &Path) -> Result<(), String> {
    let files = data::restore(from, to).map_err(|error| error.text(locale))?;
    let place = to.display().to_string();
    say(locale.fill("cli.server.restored", &[("n", &locale.number(files as i64)), ("place", &place)]));
    Ok(())
}
