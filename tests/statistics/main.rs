//! The statistics and the scan report, through the admin listener.

mod brute;
#[path = "../driver/dist.rs"]
mod dist;
#[path = "../driver/mod.rs"]
mod driver;
mod live;
mod manners;
mod pages;
mod sample;
mod visit;
