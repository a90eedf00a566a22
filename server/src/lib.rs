//! The server of disan: it answers the codes on printed signs with their pages, keeps a journal of the scans, counts
//! them and reports them.
//!
//! ```text
//! request → routes/scan → recorder → journal → page        journal → fold → store        store → stats → report
//! ```

pub mod catalog;
pub mod clock;
pub mod fold;
pub mod journal;
pub mod recorder;
pub mod scan;
pub mod store;
