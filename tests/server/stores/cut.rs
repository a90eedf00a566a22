//! Connections that break at the worst moment, and transactions that stand in each other's way.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::thread;

use disan_server::store::{Batch, PostgresStore, Store, Sum};

use super::fresh;
use crate::postgres::Postgres;

const LET_THROUGH: u8 = 0;
const CUT_BEFORE: u8 = 1;
const CUT_AFTER: u8 = 2;

/// A way to the database that can be cut just before a commit reaches it, or just before its answer comes back.
struct Way {
    address: SocketAddr,
    cut: Arc<AtomicU8>,
}

impl Way {
    fn to(port: u16) -> Way {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let way = Way { address: listener.local_addr().unwrap(), cut: Arc::default() };
        let cut = way.cut.clone();
        thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let server = TcpStream::connect(("127.0.0.1", port)).unwrap();
                let (from, to) = (client.try_clone().unwrap(), server.try_clone().unwrap());
                let of_client = cut.clone();
                thread::spawn(move || carry(from, to, &of_client, CUT_BEFORE));
                let of_server = cut.clone();
                thread::spawn(move || carry(server, client, &of_server, CUT_AFTER));
            }
        });
        way
    }
}

fn carry(mut from: TcpStream, mut to: TcpStream, cut: &AtomicU8, when: u8) {
    let mut bytes = [0; 64 << 10];
    while let Ok(n @ 1..) = from.read(&mut bytes) {
        let commits = bytes[..n].windows(6).any(|word| word == b"COMMIT");
        let cuts = commits && cut.compare_exchange(when, LET_THROUGH, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if cuts || to.write_all(&bytes[..n]).is_err() {
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

fn batch(from: u64) -> Batch {
    let mut batch = Batch::default();
    for entry in 0..20 {
        batch.scan_day.insert((entry, "main".into(), 20_000, "person"), Sum { n: 1, first: 0 });
    }
    batch.watermarks.insert("segment".into(), (from, from + 32));
    batch
}

fn total(store: &mut PostgresStore) -> i64 {
    store.classes(0..=30_000).unwrap().iter().map(|c| c.sum.n).sum()
}

#[test]
fn a_connection_cut_around_a_commit_leaves_all_or_nothing_and_the_next_call_connects_anew() {
    let postgres = Postgres::start("cut");
    drop(fresh(&postgres, "counts"));
    let way = Way::to(postgres.port);
    let url = format!("postgres://disan@{}/counts", way.address);
    let mut store = PostgresStore::new(url.parse().unwrap()).unwrap();
    let mut counted = 0;
    for (round, cut) in [LET_THROUGH, CUT_BEFORE, CUT_AFTER, CUT_AFTER, CUT_BEFORE].into_iter().enumerate() {
        way.cut.store(cut, Ordering::SeqCst);
        let done = store.fold(&batch(counted));
        assert_eq!(done.is_ok(), cut == LET_THROUGH, "round {round}: {done:?}");
        assert!(done.as_ref().err().is_none_or(|error| error.is_away()), "{done:?}");
        if cut != CUT_BEFORE {
            counted += 32;
        }
        assert_eq!(store.watermarks().unwrap().get("segment"), Some(&counted), "round {round}");
        assert_eq!(total(&mut store), counted as i64 / 32 * 20, "round {round}");
    }
}

#[test]
fn transactions_that_lock_each_other_out_are_tried_again() {
    let postgres = Postgres::start("deadlock");
    let mut store = fresh(&postgres, "counts");
    store.fold(&batch(0)).unwrap();
    // Another program goes through the same rows from the other end; whoever the database gives up must not matter.
    let url = postgres.url("counts");
    let other = thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let (client, connection) = tokio_postgres::connect(&url, tokio_postgres::NoTls).await.unwrap();
            tokio::spawn(connection);
            for _ in 0..15 {
                let _ = client.batch_execute("BEGIN").await;
                for entry in (0..20).rev() {
                    let touch = format!("UPDATE scan_day SET n = n WHERE entry = {entry}");
                    if client.batch_execute(&touch).await.is_err() {
                        break;
                    }
                    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
                }
                let _ = client.batch_execute("ROLLBACK").await;
                tokio::time::sleep(std::time::Duration::from_millis(250)).await;
            }
        });
    });
    let mut from = 32;
    while !other.is_finished() {
        store.fold(&batch(from)).unwrap();
        from += 32;
    }
    other.join().unwrap();
    assert_eq!(total(&mut store), from as i64 / 32 * 20);
    let met: i64 =
        postgres.sql("postgres", "SELECT deadlocks FROM pg_stat_database WHERE datname = 'counts'").parse().unwrap();
    assert!(met > 0, "no deadlock came about");
}

#[test]
fn programs_that_bring_the_same_rows_at_once_add_up() {
    let postgres = Postgres::start("rivals");
    drop(fresh(&postgres, "counts"));
    let threads: Vec<_> = (0..4_u64)
        .map(|program| {
            let url = postgres.url("counts");
            thread::spawn(move || {
                let mut store = PostgresStore::new(url.parse().unwrap()).unwrap();
                for round in 0..40 {
                    let mut batch = batch(0);
                    let segment = format!("{program}-{round}");
                    batch.watermarks = [(segment, (0, 32))].into();
                    store.fold(&batch).unwrap();
                    let rows: Vec<_> = (0..5)
                        .map(|entry| disan_server::store::EntryUnit { entry, from_day: 0, unit: "xa".into() })
                        .collect();
                    store.put_entry_units(&rows).unwrap();
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let mut store = PostgresStore::new(postgres.url("counts").parse().unwrap()).unwrap();
    assert_eq!(total(&mut store), 4 * 40 * 20);
    assert_eq!(store.watermarks().unwrap().len(), 160);
    assert_eq!(store.entry_units().unwrap().len(), 5);
}
