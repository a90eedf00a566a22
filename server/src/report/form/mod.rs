//! The files an official report is handed in as. All of them say the same; the same report gives the same bytes.
//!
//! Word and spreadsheet files are XML packed as a ZIP archive (ECMA-376); what stands in them is written here by hand,
//! for they need little of either and must not change with the day, the machine or a library's version.

mod docx;
mod frame;
mod json;
mod measure;
mod parts;
mod sheets;
mod styles;
mod workbook;
mod xml;
mod zip;

pub use docx::docx;
pub use json::json;
pub use measure::widths;
pub use workbook::xlsx;
