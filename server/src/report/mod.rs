//! Reports: the figures of a period as one document, and the forms a document is handed in.
//!
//! ```text
//! figures → document → html · csv
//! ```

mod by_entry;
mod csv;
mod document;
mod html;
mod overall;
mod remarks;
mod scans;

pub use csv::csv;
pub use document::{Block, Cell, Column, Document, Head, Row, Signature, Table};
pub use html::{DocumentView, view};
pub use scans::scan_report;
