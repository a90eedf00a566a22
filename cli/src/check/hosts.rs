//! Hosts that signs carry, and the domain they hang on.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::diagnostic::Diagnostic;
use crate::ledger::is_placeholder_host;
use crate::load::Content;
use crate::model::{Project, Settings};
use crate::parse::{Found, SETTINGS_FILE, Step, locate};

/// Days before the domain expires from which every command warns.
const DOMAIN_WARNING_DAYS: i32 = 90;

/// Hosts of issued codes that the settings do not name. A reserved name was never reachable, so no sign needs it.
pub fn hosts(project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let Settings { host, hosts, .. } = &project.settings;
    let listed = |name: &str| name == host || hosts.iter().any(|h| h == name) || is_placeholder_host(name);
    let missing: BTreeSet<&str> =
        project.ledger.rows.iter().map(|row| row.host.as_str()).filter(|name| !listed(name)).collect();
    for name in missing {
        let count = project.ledger.rows.iter().filter(|row| row.host == name).count();
        let mut list: Vec<String> = hosts.iter().map(|host| format!("\"{host}\"")).collect();
        list.push(format!("\"{name}\""));
        let fault = in_settings(content, Diagnostic::error("host-not-listed"), "hosts").with("host", name);
        faults.push(fault.with("count", count.to_string()).with("list", list.join(", ")));
    }
    faults
}

/// The day the domain must be renewed, when it is near or past.
pub fn domain(project: &Project, content: &Content, today: Date, release: bool) -> Option<Diagnostic> {
    let day = project.settings.domain_expires?;
    let left = (day - today).get_days();
    let fault = match left {
        ..0 if release => Diagnostic::error("domain-expired"),
        ..0 => Diagnostic::warning("domain-expired"),
        0..=DOMAIN_WARNING_DAYS => Diagnostic::warning("domain-expires"),
        _ => return None,
    };
    let fault = in_settings(content, fault, "domain_expires").with("host", &project.settings.host);
    Some(fault.with("day", day.to_string()).with("days", left.abs().to_string()))
}

/// At a key of the settings, where it is set.
pub fn in_settings(content: &Content, fault: Diagnostic, key: &str) -> Diagnostic {
    let fault = fault.at(SETTINGS_FILE);
    let text = content.text(SETTINGS_FILE);
    match text.map(|text| locate(text, &[Step::Key(key)])) {
        Some(Found::Here(span)) => fault.span(span),
        _ => fault,
    }
}
