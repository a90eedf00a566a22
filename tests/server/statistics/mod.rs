//! The statistics and the scan report, through the admin listener.

mod brute;
mod coverage;
mod live;
mod manners;
mod pages;
pub mod sample;
pub mod visit;
