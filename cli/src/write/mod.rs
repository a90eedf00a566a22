//! The last stage: everything is staged before anything is replaced.
//!
//! [`Stage`] takes rendered files and keeps those that differ from what stands. [`Stage::commit`] then writes down
//! every move it is going to make (`plan`), syncs that list, and makes the moves, the catalog last. A move that was
//! cut short is finished by the next [`Stage::open`]; a build that failed before leaves the last good output as it was.

mod plan;
mod stage;

pub use stage::{Commit, Stage, StageError};
