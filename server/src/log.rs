//! The server's log: one line an event on standard error, as `name=value` pairs, for people and for programs.
//!
//! ```text
//! time=2026-11-27T16:25:01Z level=warn event=journal.refused place=/srv/disan/data reason="No space left on device"
//! ```
//!
//! What stands in a line comes from the program, its settings, its files and the system, never from a request: no
//! address, no agent, no path anybody asked for. There is no log of requests; how many there were is in the metrics.

use std::fmt::{Display, Write as _};

use crate::catalog::console::complain;

/// Something a person need not act on.
pub fn info(event: &str, fields: &[(&str, &dyn Display)]) {
    write("info", event, fields);
}

/// Something a person should look at.
pub fn warn(event: &str, fields: &[(&str, &dyn Display)]) {
    write("warn", event, fields);
}

fn write(level: &str, event: &str, fields: &[(&str, &dyn Display)]) {
    let now = jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    complain(line(&now, level, event, fields));
}

fn line(now: &str, level: &str, event: &str, fields: &[(&str, &dyn Display)]) -> String {
    let mut line = format!("time={now} level={level} event={event}");
    for (name, value) in fields {
        let _ = write!(line, " {name}=");
        push(&mut line, &value.to_string());
    }
    line
}

/// A value as it is, or in quotes where it would be taken for more than one. Always one line.
fn push(line: &mut String, value: &str) {
    let plain = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '"' | '=' | '\\');
    if !value.is_empty() && value.chars().all(plain) {
        return line.push_str(value);
    }
    line.push('"');
    for c in value.chars() {
        match c {
            '"' | '\\' => line.extend(['\\', c]),
            '\n' => line.push_str("\\n"),
            c if c.is_control() => line.extend(c.escape_unicode()),
            c => line.push(c),
        }
    }
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_one_line_and_its_values_apart() {
        let told = line(
            "T",
            "warn",
            "a.b",
            &[("place", &"/srv/dữ"), ("n", &3), ("reason", &"No \"space\"\n=\u{1b}"), ("x", &"")],
        );
        assert_eq!(told, "time=T level=warn event=a.b place=/srv/dữ n=3 reason=\"No \\\"space\\\"\\n=\\u{1b}\" x=\"\"");
    }
}
