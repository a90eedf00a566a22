//! The compiler of disan: a folder of bilingual markdown becomes a microsite, printable signs and a catalog.
//!
//! It is a line; each stage is a function of its input, only the first reads content, only the last writes:
//!
//! ```text
//! args → config → load → parse → model → check → { microsite | print | catalog } → write
//! ```
//!
//! Beside the line stand `ledger` (codes.csv) and `translations` (translations.csv), both read and written as a
//! `table`; `facts_file` and `save`, with which the commands that may write into the content do so; `qr`, the symbols
//! that `print` sets; `audio`, which measures recordings; `cache`, where what is slow to make waits for the next build;
//! `gazetteer`, the official list of units and what of it a project lacks; `own_templates`, which hands the project's own templates on to the server; `diagnostic`, the faults that every stage
//! collects; and `unaccented`, how people type when the keyboard is set wrong.

pub mod args;
pub mod audio;
pub mod cache;
pub mod catalog;
pub mod check;
pub mod commands;
pub mod config;
pub mod diagnostic;
pub mod facts_file;
pub mod gazetteer;
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
pub mod unaccented;
pub mod write;
