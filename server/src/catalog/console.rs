//! Words on the terminal. When nobody reads them any more, as behind `| head`, that is no reason to stop the work nor
//! to make a noise: what is written then goes nowhere.
//!
//! Not `println!`: that panics when the reader has left.

use std::fmt::Display;
use std::io::{Write, stderr, stdout};

/// A line on standard output.
pub fn say(text: impl Display) {
    let _ = writeln!(stdout(), "{text}");
}

/// A text that brings its own line ends, on standard output.
pub fn show(text: impl Display) {
    let mut stdout = stdout().lock();
    let _ = write!(stdout, "{text}").and_then(|()| stdout.flush());
}

/// A line on standard error.
pub fn complain(text: impl Display) {
    let _ = writeln!(stderr(), "{text}");
}

/// A text that brings its own line ends, on standard error.
pub fn show_faults(text: impl Display) {
    let _ = write!(stderr(), "{text}");
}
