//! The server as a whole program: one binary, so that it is linked once.

#[path = "../driver/dist.rs"]
mod dist;
#[path = "../driver/mod.rs"]
mod driver;
mod exchange;
mod hosting;
mod network;
mod privacy;
mod scans;
mod serving;
mod settings;
mod staff;
mod statistics;
