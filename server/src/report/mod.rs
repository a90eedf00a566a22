//! Reports: the figures of a period as one document, and the forms a document is handed in.
//!
//! ```text
//! figures → document → html · csv
//! figures + brief → official → html · docx · xlsx · csv · json · digest
//! ```
//!
//! The scan report (`scans`) is a working annex. The official report (`official`) is what a team hands in: what the
//! store knows is filled in, what only people know comes with the brief.

mod by_entry;
mod csv;
mod digest;
mod document;
pub mod form;
mod frozen;
mod html;
pub mod official;
mod overall;
mod remarks;
mod scans;
mod sign_list;

pub use csv::{csv, paper_csv};
pub use digest::DIGEST;
pub use document::{Block, Cell, Column, Document, Head, Qualifier, Row, Signature, Table};
pub use frozen::{Occasion, broken, frozen, grouped, typed};
pub use html::{BlockView, DocumentView, PaperView, paper_view, view};
pub use official::{Brief, Layout, Paper, official};
pub use scans::scan_report;
