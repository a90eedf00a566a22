//! The first stage, and the only one that reads content: texts into memory, all other files as a list.

mod content;
mod source;
mod walk;

pub use content::{Asset, Content, Folder, TextFile};
pub use source::Source;
pub use walk::load;
