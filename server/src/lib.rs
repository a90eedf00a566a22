//! The server of disan: it answers the codes on printed signs with their pages, keeps a journal of the scans, counts
//! them and reports them.
//!
//! ```text
//! request → routes/scan → recorder → journal → page        journal → fold → store        store → stats → report
//! ```
//!
//! `running` puts them together: it takes the `data` folder, opens the `site` (what the compiler made, as of the
//! catalog) and listens, on one address for readers (`router`, `routes`), on another for the team (`admin`). `trouble` is
//! what a person must know before trusting a figure.

pub mod admin;
pub mod app;
pub mod args;
pub mod catalog;
pub mod clock;
pub mod data;
pub mod fold;
pub mod journal;
mod listener;
pub mod recorder;
mod reply;
pub mod report;
mod router;
mod routes;
mod running;
pub mod scan;
mod settings;
pub mod site;
mod start_error;
pub mod stats;
pub mod store;
pub mod template;
pub mod trouble;

pub use running::{Running, start};
pub use settings::Settings;
pub use start_error::StartError;
