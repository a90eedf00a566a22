//! One transaction: all or nothing, and again where another one stood in the way.

use std::time::Duration;

use super::StoreError;
use super::engine::{Engine, Purpose};

/// How long to wait before a transaction that collided with another one is tried again, in milliseconds.
const AGAIN: [u64; 6] = [2, 10, 40, 150, 400, 1_000];

/// Does `work` in one transaction; again where it collided with another one.
pub(super) fn transaction<E: Engine>(
    engine: &mut E,
    work: impl Fn(&mut E) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut waits = AGAIN.iter();
    loop {
        match (attempt(engine, &work), waits.next()) {
            (Err(error), Some(wait)) if error.is_collision() => std::thread::sleep(Duration::from_millis(*wait)),
            (done, _) => return done,
        }
    }
}

fn attempt<E: Engine>(engine: &mut E, work: &impl Fn(&mut E) -> Result<(), StoreError>) -> Result<(), StoreError> {
    engine.begin(Purpose::Write)?;
    match work(engine) {
        Ok(()) => engine.end(true),
        Err(error) => {
            // What went wrong first is what counts; a connection that cannot even take it back is given up.
            let _ = engine.end(false);
            Err(error)
        }
    }
}
