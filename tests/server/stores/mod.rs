//! The stores: one contract for both engines, and what only a database that several servers share can meet.

mod contract;
mod cut;
mod shared;

use disan_server::store::{PostgresOffice, PostgresStore, SqliteOffice, SqliteStore};

use crate::postgres::Postgres;

/// A store in a database of its own.
fn fresh(postgres: &Postgres, name: &str) -> PostgresStore {
    let mut store = PostgresStore::new(postgres.database(name).parse().unwrap()).unwrap();
    assert_eq!(store.migrate().unwrap().0, 0);
    store
}

#[test]
fn sqlite_keeps_the_contract() {
    contract::keeps(|| SqliteStore::in_memory().unwrap());
    contract::office_keeps(SqliteOffice::in_memory().unwrap());
}

#[test]
fn postgresql_keeps_the_contract() {
    let postgres = Postgres::start("contract");
    let mut made = 0;
    contract::keeps(|| {
        made += 1;
        fresh(&postgres, &format!("counts{made}"))
    });
    contract::office_keeps(PostgresOffice::new(postgres.url("counts1").parse().unwrap()).unwrap());
}
