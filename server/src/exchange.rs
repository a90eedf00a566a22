//! Scans that come from elsewhere, and scans that go elsewhere.
//!
//! While the site lies on a host of files, that host's access log is all there is: `import` reads it, tells people from
//! machines by the same rules, and writes journals as the recorder would have. `export` writes out what the journals
//! hold, for other programs. Neither touches the counts: those follow from the journals.

mod access_log;
mod export;
mod import;

pub use export::{ExportFault, ExportOrder, Form, export};
pub use import::{Day, ImportFault, ImportOrder, Imported, Taken, import_log};
