//! The server as a whole program: one binary, so that it is linked once.

mod access;
mod activity;
#[path = "../driver/chance.rs"]
mod chance;
mod clock;
#[path = "../driver/dist.rs"]
mod dist;
#[path = "../driver/mod.rs"]
mod driver;
mod exchange;
mod hosting;
mod keeping;
mod network;
#[path = "../driver/person.rs"]
mod person;
#[path = "../driver/postgres.rs"]
mod postgres;
mod power;
mod privacy;
mod report;
mod rollups;
mod scans;
mod serving;
mod settings;
mod staff;
mod statistics;
mod stores;
mod units;
