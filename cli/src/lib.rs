//! The compiler of disan: a folder of bilingual markdown becomes a microsite, printable signs and a catalog.
//!
//! It is a line; each stage is a function of its input, only the first reads content, only the last writes:
//!
//! ```text
//! args → config → load → parse → model → check → { microsite | print | catalog } → write
//! ```

pub mod args;
pub mod catalog;
pub mod check;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod facts_file;
pub mod fold;
pub mod ledger;
pub mod load;
pub mod microsite;
pub mod model;
pub mod own_templates;
pub mod parse;
pub mod print;
pub mod qr;
pub mod save;
pub mod table;
pub mod translations;
pub mod write;
