//! Programs whose words nobody reads any more.

use std::io;
use std::process::Stdio;

use crate::driver::{program, root};

/// A pipe whose reader has left.
fn closed() -> Stdio {
    let (_, writer) = io::pipe().unwrap();
    writer.into()
}

#[test]
fn a_reader_that_has_left_is_no_fault() {
    let commands: [(&str, &[&str]); 4] =
        [("disan", &["--help"]), ("disan", &["codes", "list"]), ("disan", &["check"]), ("disan-server", &["--help"])];
    for (name, arguments) in commands {
        let mut command = program(name);
        command.args(arguments).current_dir(root().join("content"));
        let output = command.stdout(closed()).stderr(Stdio::piped()).output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{name} {arguments:?}: {complaints}");
        assert!(!complaints.contains("panicked"), "{name} {arguments:?}: {complaints}");
    }
}

#[test]
fn complaints_that_nobody_reads_leave_the_exit_code_as_it_is() {
    for (arguments, code) in [(&["no-such-command"][..], 2), (&["check", "/nowhere/at-all"], 1)] {
        let status = program("disan").args(arguments).stdout(closed()).stderr(closed()).status().unwrap();
        assert_eq!(status.code(), Some(code), "{arguments:?}");
    }
}
