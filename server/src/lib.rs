//! The server of disan: it answers the codes on printed signs with their pages, keeps a journal of the scans, counts
//! them and reports them.
//!
//! ```text
//! request → routes/scan → recorder → journal → page        journal → fold → store        store → stats → report
//! ```
//!
//! `running` puts them together by the `settings`: it takes the `data` folder, opens the `site` (what the compiler made,
//! as of the catalog) and listens, on one `endpoint` for readers (`router`, `routes`), on another for the team (`admin`).
//! `access` is who may do what there, `activity` what
//! teams write down. `trouble` is what a person must know before trusting a figure; `log` and `metrics` are for whoever looks after the
//! machine. `exchange` takes over scans that another web server wrote down, and gives scans away.
//!
//! `server/hosting/` has examples of what stands around the program: nginx or Caddy in front of it for TLS, systemd
//! below it, and its settings. They belong to the privacy of readers as much as the code does: an access log or a dump of
//! memory on the same disk would hold what the journal leaves out. So they write no address down anywhere, and a test
//! runs the one for nginx as it is.

pub mod access;
pub mod activity;
pub mod admin;
pub mod app;
pub mod args;
pub mod catalog;
pub mod clock;
pub mod commands;
pub mod data;
pub mod endpoint;
pub mod exchange;
pub mod fold;
pub mod journal;
mod listener;
pub mod log;
pub mod metrics;
mod office;
pub mod recorder;
mod reply;
pub mod report;
mod router;
mod routes;
mod running;
pub mod scan;
pub mod settings;
pub mod site;
pub mod staff;
mod start_error;
pub mod stats;
pub mod store;
mod system;
pub mod template;
pub mod trouble;

pub use running::{Running, start};
pub use settings::Settings;
pub use start_error::StartError;
