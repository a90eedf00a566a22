//! PostgreSQL (and Citus): several servers fold into one database.
//!
//! The connection is made when it is first needed and made again after it broke; a server that starts while its database
//! is away loses nothing, because the journal waits. It is not encrypted: an address that demands TLS is refused, and a
//! database elsewhere belongs behind a private network. Everything blocks: never call it on a thread that answers readers.

use std::collections::HashMap;
use std::time::Duration;

use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Row, Statement};

use super::engine::{Cells, Engine, Param, Purpose};
use super::{Counts, Papers, StoreError};

/// How long to wait for a connection.
const CONNECT: Duration = Duration::from_secs(5);

/// How long to wait for an answer, in seconds. A database that hangs is as good as one that is away.
const PATIENCE: u64 = 60;

/// Rows that one statement adds: few statements to prepare, few round trips.
const AT_ONCE: [usize; 4] = [256, 32, 4, 1];

/// One connection to a database.
pub struct Postgres {
    config: Config,
    /// Only `None` while it is being dropped.
    runtime: Option<Runtime>,
    session: Option<Session>,
    /// Inside a transaction nothing may connect anew: its first half would be gone.
    within: bool,
    /// One transaction spans all others: see [`PostgresStore::begin_anew`].
    pub(super) anew: bool,
}

/// The counts in a PostgreSQL database.
pub type PostgresStore = Counts<Postgres>;

/// The office in a PostgreSQL database, beside the counts.
pub type PostgresOffice = Papers<Postgres>;

struct Session {
    client: Client,
    prepared: HashMap<(&'static str, usize), Statement>,
}

impl PostgresStore {
    /// A store that connects when it is first used.
    pub fn new(config: Config) -> std::io::Result<PostgresStore> {
        Ok(Counts { engine: Postgres::new(config)? })
    }
}

impl PostgresOffice {
    /// An office that connects when it is first used.
    pub fn new(config: Config) -> std::io::Result<PostgresOffice> {
        Ok(Papers { engine: Postgres::new(config)? })
    }
}

impl Postgres {
    fn new(mut config: Config) -> std::io::Result<Postgres> {
        config.application_name("disan-server").connect_timeout(CONNECT).keepalives_idle(Duration::from_secs(30));
        let runtime = Builder::new_current_thread().enable_all().build()?;
        Ok(Postgres { config, runtime: Some(runtime), session: None, within: false, anew: false })
    }

    /// Runs several statements that give nothing back.
    pub(super) fn script(&mut self, sql: &str) -> Result<(), StoreError> {
        self.ask(async |session| session.client.batch_execute(sql).await)
    }

    /// Waits for what `work` asks of the database; connects first where that is needed.
    fn ask<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut Session) -> Result<T, tokio_postgres::Error>,
    ) -> Result<T, StoreError> {
        let Some(runtime) = &self.runtime else { return Err(StoreError::Silent(0)) };
        let within = self.within;
        let (config, session) = (&self.config, &mut self.session);
        let answer = runtime.block_on(async {
            let patience = Duration::from_secs(PATIENCE);
            let asked = tokio::time::timeout(patience, async {
                if session.is_none() && !within {
                    *session = Some(connect(config).await?);
                }
                match session {
                    Some(session) => work(session).await.map_err(StoreError::from),
                    None => Err(StoreError::Silent(0)),
                }
            });
            asked.await.unwrap_or(Err(StoreError::Silent(PATIENCE)))
        });
        if answer.as_ref().is_err_and(StoreError::is_away) {
            self.session = None;
        }
        answer
    }
}

async fn connect(config: &Config) -> Result<Session, tokio_postgres::Error> {
    let (client, connection) = config.connect(NoTls).await?;
    // It ends with the client, and what goes wrong with it the client tells.
    tokio::spawn(async move { drop(connection.await) });
    Ok(Session { client, prepared: HashMap::new() })
}

impl Session {
    /// The statement that adds `rows` rows of `width` values at once.
    async fn prepared(
        &mut self,
        sql: &'static str,
        width: usize,
        rows: usize,
    ) -> Result<Statement, tokio_postgres::Error> {
        if let Some(known) = self.prepared.get(&(sql, rows)) {
            return Ok(known.clone());
        }
        let statement = match rows {
            1 => self.client.prepare(sql).await?,
            _ => self.client.prepare(&several(sql, width, rows)).await?,
        };
        self.prepared.insert((sql, rows), statement.clone());
        Ok(statement)
    }
}

/// `sql` with as many tuples of values as `rows`.
fn several(sql: &str, width: usize, rows: usize) -> String {
    let tuple = |row: usize| {
        let values: Vec<String> = (1..=width).map(|i| format!("${}", row * width + i)).collect();
        format!("({})", values.join(", "))
    };
    let tuples: Vec<String> = (0..rows).map(tuple).collect();
    sql.replacen(&tuple(0), &tuples.join(", "), 1)
}

fn given<'a>(params: &'a [Param<'_>]) -> Vec<&'a (dyn ToSql + Sync)> {
    params.iter().map(|param| param as &(dyn ToSql + Sync)).collect()
}

impl Engine for Postgres {
    fn begin(&mut self, purpose: Purpose) -> Result<(), StoreError> {
        if self.anew {
            return Ok(());
        }
        let sql = match purpose {
            Purpose::Write => "BEGIN",
            Purpose::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        let known = self.session.is_some();
        let mut begun = self.script(sql);
        // Nothing is under way yet, so a connection that broke in the meantime may be made anew.
        if known && begun.as_ref().is_err_and(StoreError::is_away) {
            begun = self.script(sql);
        }
        self.within = begun.is_ok();
        begun
    }

    fn end(&mut self, commit: bool) -> Result<(), StoreError> {
        if self.anew {
            return Ok(());
        }
        let ended = self.script(if commit { "COMMIT" } else { "ROLLBACK" });
        self.within = false;
        if ended.is_err() {
            self.session = None;
        }
        ended
    }

    fn run(&mut self, sql: &'static str, params: &[Param<'_>]) -> Result<u64, StoreError> {
        self.ask(async |session| {
            let statement = session.prepared(sql, params.len(), 1).await?;
            session.client.execute(&statement, &given(params)).await
        })
    }

    fn add(&mut self, sql: &'static str, width: usize, cells: &[Param<'_>]) -> Result<(), StoreError> {
        self.ask(async |session| {
            let mut rest = cells;
            for rows in AT_ONCE {
                while rest.len() >= rows * width {
                    let (these, after) = rest.split_at(rows * width);
                    let statement = session.prepared(sql, width, rows).await?;
                    session.client.execute(&statement, &given(these)).await?;
                    rest = after;
                }
            }
            Ok(())
        })
    }

    fn each(
        &mut self,
        sql: &'static str,
        params: &[Param<'_>],
        row: &mut dyn FnMut(&dyn Cells) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let within = self.within;
        let mut query = || {
            self.ask(async |session| {
                let statement = session.prepared(sql, params.len(), 1).await?;
                session.client.query(&statement, &given(params)).await
            })
        };
        let mut rows = query();
        // Nothing was handed on yet, so a connection that broke in the meantime may be made anew.
        if !within && rows.as_ref().is_err_and(StoreError::is_away) {
            rows = query();
        }
        for cells in rows? {
            row(&cells)?;
        }
        Ok(())
    }

    fn close(self) -> Result<(), StoreError> {
        Ok(())
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // Also where nothing may block, as when a server ends.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Cells for Row {
    fn int(&self, column: usize) -> Result<i64, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn maybe_int(&self, column: usize) -> Result<Option<i64>, StoreError> {
        Ok(self.try_get(column)?)
    }

    fn text(&self, column: usize) -> Result<String, StoreError> {
        Ok(self.try_get(column)?)
    }
}

impl ToSql for Param<'_> {
    fn to_sql(&self, ty: &Type, out: &mut bytes::BytesMut) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Param::Int(n) => n.to_sql(ty, out),
            Param::Text(text) => text.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        *ty == Type::INT8 || *ty == Type::TEXT
    }

    to_sql_checked!();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::sql;

    #[test]
    fn several_rows_are_the_same_statement_with_more_values() {
        let three = several(sql::ADD_ANSWER_DAY, 3, 3);
        assert!(three.contains("VALUES ($1, $2, $3), ($4, $5, $6), ($7, $8, $9) ON CONFLICT"), "{three}");
    }
}
