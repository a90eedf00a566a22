//! Making the tables of a PostgreSQL database, or bringing them up to date; and counting them anew.

use super::engine::{Engine, Param};
use super::layout::LAYOUTS;
use super::postgres::{Postgres, PostgresStore};
use super::{StoreError, sql};

/// Spreads the tables over the nodes of Citus; does nothing on plain PostgreSQL, and nothing the second time.
pub const CITUS: &str = include_str!("citus.sql");

/// Held while the tables change, so that two programs do not change them at once. Any number does, if it is ours.
const LOCK: &str = "SELECT pg_advisory_xact_lock(6421953)";

/// One row a layout that was taken over.
const KNOWN: &str = "CREATE TABLE IF NOT EXISTS layout (version BIGINT NOT NULL PRIMARY KEY)";

const VERSION: &str = "SELECT MAX(version) FROM layout";
const EXISTS: &str = "SELECT COUNT(*) FROM information_schema.tables \
    WHERE table_schema = current_schema() AND table_name = 'layout'";
const TAKEN_OVER: &str = "INSERT INTO layout (version) VALUES ($1)";

impl PostgresStore {
    /// Makes the tables or brings them up to date; gives the layout before and after (0: there was none).
    pub fn migrate(&mut self) -> Result<(i64, i64), StoreError> {
        let engine = &mut self.engine;
        engine.begin(super::engine::Purpose::Write)?;
        let done = migrate(engine);
        let ended = engine.end(done.is_ok());
        let before = done?;
        ended?;
        engine.script(CITUS)?;
        Ok((before, LAYOUTS.len() as i64))
    }

    /// Whether the tables are there, and as new as this program needs them. Newer ones do no harm: layouts only add.
    pub fn ready(&mut self) -> Result<(), StoreError> {
        match version(&mut self.engine)? {
            known if known >= LAYOUTS.len() as i64 => Ok(()),
            _ => Err(StoreError::NotMigrated),
        }
    }

    /// Empties the counts and keeps everything that follows in the same transaction, until
    /// [`PostgresStore::commit_anew`]: readers see the old counts until then.
    pub fn begin_anew(&mut self) -> Result<(), StoreError> {
        let engine = &mut self.engine;
        engine.begin(super::engine::Purpose::Write)?;
        engine.anew = true;
        for sql in sql::EMPTY {
            engine.run(sql, &[])?;
        }
        Ok(())
    }

    /// Puts what was counted since [`PostgresStore::begin_anew`] in the place of what was there.
    pub fn commit_anew(&mut self) -> Result<(), StoreError> {
        self.engine.anew = false;
        self.engine.end(true)
    }
}

fn migrate(engine: &mut Postgres) -> Result<i64, StoreError> {
    engine.script(LOCK)?;
    engine.script(KNOWN)?;
    let before = version(engine)?;
    for (known, layout) in (1_i64..).zip(LAYOUTS.map(|(_, layout)| layout)).skip(before.max(0) as usize) {
        // Texts are compared by their bytes, as SQLite does, whatever the language of the database.
        engine.script(&layout.replace(" TEXT ", " TEXT COLLATE \"C\" "))?;
        engine.run(TAKEN_OVER, &[Param::Int(known)])?;
    }
    Ok(before)
}

/// The newest layout the database has; 0 where it has none.
fn version(engine: &mut Postgres) -> Result<i64, StoreError> {
    let mut number = |sql| {
        let mut found = None;
        engine.each(sql, &[], &mut |row| {
            found = row.maybe_int(0)?;
            Ok(())
        })?;
        Ok::<i64, StoreError>(found.unwrap_or(0))
    };
    if number(EXISTS)? == 0 {
        return Ok(0);
    }
    number(VERSION)
}
