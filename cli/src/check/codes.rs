//! Do facts and ledger agree on every code? Nothing here decides: each disagreement is named with the ways out of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use disan_server::catalog::Code;
use jiff::civil::Date;

use crate::diagnostic::{Diagnostic, Severity};
use crate::facts_file::MAIN;
use crate::ledger::{self, Claimed, LEDGER_FILE, Row};
use crate::load::Content;
use crate::model::{Entry, Placement, Project, Settings, is_placeholder_host};
use crate::parse::{Found, SETTINGS_FILE, Step, locate};

/// Days before the domain expires from which every command warns.
const DOMAIN_WARNING_DAYS: i32 = 90;

/// Faults of codes, hosts and the domain. `release` is whether the content is about to be published.
pub fn codes(project: &Project, content: &Content, today: Date, release: bool) -> Vec<Diagnostic> {
    let mut check = Check { project, content, faults: Vec::new() };
    let claims = check.claims();
    let claimed = check.resolve(&claims);
    check.unclaimed(&claimed);
    check.lengths(&claims);
    check.hosts();
    check.domain(today, release);
    check.faults
}

/// A code that the facts of an entry give to one of its placements.
#[derive(Clone, Copy)]
struct Claim<'a> {
    entry: &'a Entry,
    placement: &'a Placement,
    code: Code,
}

impl Claim<'_> {
    /// Whether the ledger gave the code of `row` to this entry, under its slug or a former one.
    fn owns(&self, row: &Row) -> bool {
        owns(self.entry, row)
    }

    /// How the claim stands in the facts: `48217` or `b.vn/48217`.
    fn written(&self) -> String {
        self.placement.host.as_ref().map_or_else(|| self.code.to_string(), |host| format!("{host}/{}", self.code))
    }
}

fn owns(entry: &Entry, row: &Row) -> bool {
    entry.slug == row.entry || entry.facts.formerly.contains(&row.entry)
}

/// Host and code: what a row is found by.
type Key = (String, Code);

struct Check<'a> {
    project: &'a Project,
    content: &'a Content,
    faults: Vec<Diagnostic>,
}

impl<'a> Check<'a> {
    fn claims(&self) -> Vec<Claim<'a>> {
        let of_entry = |entry: &'a Entry| {
            entry.placements.iter().filter_map(move |placement| Some(Claim { entry, placement, code: placement.code? }))
        };
        self.project.entries.iter().flat_map(of_entry).collect()
    }

    /// Looks up every claim; gives back the keys of the rows that are claimed.
    fn resolve(&mut self, claims: &[Claim<'a>]) -> BTreeSet<Key> {
        let mut by_key: BTreeMap<Key, Vec<(Claim<'a>, Option<&'a Row>)>> = BTreeMap::new();
        for &claim in claims {
            let host = claim.placement.host.as_deref();
            match self.project.ledger.claimed(host, claim.code, &self.project.settings.host) {
                Claimed::Ambiguous => self.host_needed(claim),
                Claimed::Row(row) if host.is_none() && self.means_another(claim, row) => self.host_needed(claim),
                Claimed::Row(row) => {
                    by_key.entry((row.host.clone(), row.code)).or_default().push((claim, Some(row)));
                }
                Claimed::Unknown => {
                    let host = host.unwrap_or(&self.project.settings.host).to_owned();
                    by_key.entry((host, claim.code)).or_default().push((claim, None));
                }
            }
        }
        let mut renamed = BTreeSet::new();
        for claims in by_key.values() {
            let (owner, row) = self.original(claims);
            match row {
                Some(row) => self.row(owner, row, &mut renamed),
                None if self.project.ledger.damaged => {}
                None => {
                    let fault = self.at(owner, "code-unknown").with("code", owner.written());
                    self.faults.push(fault);
                }
            }
        }
        by_key.into_iter().filter(|(_, claims)| claims[0].1.is_some()).map(|(key, _)| key).collect()
    }

    /// Whether the number was issued to the claim's entry under another host than that of `row`.
    fn means_another(&self, claim: Claim, row: &Row) -> bool {
        !claim.owns(row) && self.project.ledger.of_code(claim.code).any(|other| claim.owns(other))
    }

    fn host_needed(&mut self, claim: Claim) {
        let rows: Vec<&Row> = self.project.ledger.of_code(claim.code).collect();
        let own = rows.iter().find(|row| claim.owns(row)).map_or(rows[0].host.as_str(), |row| row.host.as_str());
        let hosts = rows.iter().map(|row| row.host.as_str()).collect::<Vec<_>>().join(", ");
        let fault = self.at(claim, "code-host-needed").with("code", claim.code.to_string()).with("hosts", hosts);
        self.faults.push(fault.with("own", own));
    }

    /// Of several claims of one code the one it was issued for; the others are named as copies.
    fn original(&mut self, claims: &[(Claim<'a>, Option<&'a Row>)]) -> (Claim<'a>, Option<&'a Row>) {
        let issued_here = |(claim, row): &&(Claim, Option<&Row>)| {
            row.is_some_and(|row| claim.entry.slug == row.entry && claim.placement.key == row.placement)
        };
        let owned = |(claim, row): &&(Claim, Option<&Row>)| row.is_some_and(|row| claim.owns(row));
        let (owner, row) = *claims.iter().find(issued_here).or_else(|| claims.iter().find(owned)).unwrap_or(&claims[0]);
        for (copy, _) in claims {
            let same = std::ptr::eq(copy.placement, owner.placement);
            if !same {
                let fault = self.at(*copy, "copied-code").with("code", copy.written());
                let fault = fault.with("other", &owner.entry.facts_path).with("folder", &copy.entry.folder);
                self.faults.push(fault.with("other_folder", &owner.entry.folder));
            }
        }
        (owner, row)
    }

    /// The only claim of a row: is it the one that the code was issued for?
    fn row(&mut self, claim: Claim<'a>, row: &'a Row, renamed: &mut BTreeSet<(&'a str, &'a str)>) {
        let code = row.code.to_string();
        if !claim.owns(row) {
            let fault = if self.project.entry(&row.entry).is_some() {
                self.at(claim, "code-of-another-entry")
            } else if renamed.insert((&claim.entry.folder, &row.entry)) {
                self.at(claim, "renamed-entry")
            } else {
                return;
            };
            self.faults.push(fault.with("code", code).with("old", &row.entry).with("slug", &claim.entry.slug));
        } else if claim.entry.slug == row.entry && claim.placement.key != row.placement {
            let rule = match (claim.placement.key.as_str(), row.placement.as_str()) {
                (MAIN, _) => "placement-made-main",
                (_, MAIN) => "main-made-placement",
                _ => "renamed-placement",
            };
            let fault = self.at(claim, rule).with("code", code).with("old", &row.placement);
            self.faults.push(fault.with("key", &claim.placement.key));
        }
        if let Some(day) = row.retired {
            let fault = self.at(claim, "retired-code");
            let fault = Diagnostic { severity: Severity::Warning, ..fault };
            self.faults.push(fault.with("code", row.code.to_string()).with("day", day.to_string()));
        }
    }

    /// Rows that nobody claims and nobody retired: one fault for each entry that is gone, one for each placement.
    fn unclaimed(&mut self, claimed: &BTreeSet<Key>) {
        let mut gone: BTreeMap<&'a str, Vec<&'a Row>> = BTreeMap::new();
        for row in &self.project.ledger.rows {
            if row.retired.is_some() || claimed.contains(&(row.host.clone(), row.code)) {
                continue;
            }
            let Some(entry) = self.project.entries.iter().find(|entry| owns(entry, row)) else {
                gone.entry(&row.entry).or_default().push(row);
                continue;
            };
            let text = self.content.text(&entry.facts_path).map_or("", |text| &**text);
            if locate(text, &[]) == Found::Unreadable {
                continue;
            }
            let rule = if row.placement == MAIN { "code-dropped" } else { "placement-dropped" };
            let fault = self.at_row(rule, row).with("code", row.code.to_string()).with("key", &row.placement);
            self.faults.push(fault.with("facts", &entry.facts_path));
        }
        for (entry, rows) in gone {
            let codes = rows.iter().map(|row| row.code.to_string()).collect::<Vec<_>>().join(" ");
            let fault = self.at_row("unclaimed-code", rows[0]).with("entry", entry).with("codes", codes);
            self.faults.push(fault);
        }
    }

    /// Older codes of another length go on working: one word for all of them.
    fn lengths(&mut self, claims: &[Claim]) {
        let Settings { code_digits, host, .. } = &self.project.settings;
        let other = |claim: &&Claim| {
            let known = self.project.ledger.claimed(claim.placement.host.as_deref(), claim.code, host);
            claim.code.digits() != *code_digits && known != Claimed::Unknown
        };
        let count = claims.iter().filter(other).count();
        if count > 0 {
            let fault = self.in_settings(Diagnostic::warning("code-length"), "code_digits");
            self.faults.push(fault.with("count", count.to_string()).with("digits", code_digits.to_string()));
        }
    }

    /// Hosts of issued codes that the settings do not name. A reserved name was never reachable, so no sign needs it.
    fn hosts(&mut self) {
        let Settings { host, hosts, .. } = &self.project.settings;
        let listed = |name: &str| name == host || hosts.iter().any(|h| h == name) || is_placeholder_host(name);
        let missing: BTreeSet<&str> =
            self.project.ledger.rows.iter().map(|row| row.host.as_str()).filter(|name| !listed(name)).collect();
        for name in missing {
            let count = self.project.ledger.rows.iter().filter(|row| row.host == name).count();
            let mut list: Vec<String> = hosts.iter().map(|host| format!("\"{host}\"")).collect();
            list.push(format!("\"{name}\""));
            let fault = self.in_settings(Diagnostic::error("host-not-listed"), "hosts").with("host", name);
            self.faults.push(fault.with("count", count.to_string()).with("list", list.join(", ")));
        }
    }

    fn domain(&mut self, today: Date, release: bool) {
        let Some(day) = self.project.settings.domain_expires else { return };
        let left = (day - today).get_days();
        let fault = match left {
            ..0 if release => Diagnostic::error("domain-expired"),
            ..0 => Diagnostic::warning("domain-expired"),
            0..=DOMAIN_WARNING_DAYS => Diagnostic::warning("domain-expires"),
            _ => return,
        };
        let fault = self.in_settings(fault, "domain_expires").with("host", &self.project.settings.host);
        self.faults.push(fault.with("day", day.to_string()).with("days", left.abs().to_string()));
    }

    /// An error where the facts give the code.
    fn at(&self, claim: Claim, rule: &'static str) -> Diagnostic {
        let fault = Diagnostic::error(rule).at(&claim.entry.facts_path);
        let text = self.content.text(&claim.entry.facts_path);
        match text.and_then(|text| self.span(text, claim)) {
            Some(span) => fault.span(span),
            None => fault,
        }
    }

    fn span(&self, text: &str, claim: Claim) -> Option<Range<usize>> {
        let placements = &claim.entry.placements;
        let here = placements.iter().position(|p| std::ptr::eq(p, claim.placement))?;
        let found = if claim.placement.key == MAIN {
            locate(text, &[Step::Key("code")])
        } else {
            let before = placements[..here].iter().filter(|p| p.key != MAIN).count();
            locate(text, &[Step::Key("placement"), Step::Nth(before), Step::Key("code")])
        };
        if let Found::Here(span) = found { Some(span) } else { None }
    }

    /// An error at a row of the ledger.
    fn at_row(&self, rule: &'static str, row: &Row) -> Diagnostic {
        let fault = Diagnostic::error(rule).at(LEDGER_FILE);
        let text = self.content.text(LEDGER_FILE);
        match text.and_then(|text| ledger::locate_row(text, row)) {
            Some(span) => fault.span(span),
            None => fault,
        }
    }

    /// At a key of the settings, where it is set.
    fn in_settings(&self, fault: Diagnostic, key: &str) -> Diagnostic {
        let fault = fault.at(SETTINGS_FILE);
        let text = self.content.text(SETTINGS_FILE);
        match text.map(|text| locate(text, &[Step::Key(key)])) {
            Some(Found::Here(span)) => fault.span(span),
            _ => fault,
        }
    }
}
