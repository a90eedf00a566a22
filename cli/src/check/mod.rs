//! Is the content fit to be built? Every fault is collected.

mod codes;

pub use codes::codes;
