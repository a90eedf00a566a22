//! Do facts and ledger agree on every code? Nothing here decides: each disagreement is named with the ways out of it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use disan_server::catalog::Code;
use jiff::civil::Date;

use super::hosts;
use crate::diagnostic::{Diagnostic, Severity};
use crate::facts_file::MAIN;
use crate::ledger::{self, Claimed, LEDGER_FILE, Row};
use crate::load::Content;
use crate::model::{Entry, Placement, Project, Settings};
use crate::parse::{Found, Step, is_swallowed, locate};

/// Faults of codes, hosts and the domain. `release` is whether the content is about to be published.
pub fn codes(project: &Project, content: &Content, today: Date, release: bool) -> Vec<Diagnostic> {
    let mut check = Check { project, content, faults: Vec::new() };
    let claims = check.claims();
    let claimed = check.resolve(&claims);
    check.unclaimed(&claimed);
    check.lengths(&claims);
    check.faults.extend(hosts::hosts(project, content));
    check.faults.extend(hosts::domain(project, content, today, release));
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

fn key(row: &Row) -> Key {
    (row.host.clone(), row.code)
}

/// A claim with the row it means, where there is one.
type Meant<'a> = (Claim<'a>, Option<&'a Row>);

/// The claims of each key.
type ByKey<'a> = BTreeMap<Key, Vec<Meant<'a>>>;

/// Of several claims of one code the one it was issued for, as far as the ledger knows: by name and place, by name,
/// by a former name.
fn original<'a>(claims: &[Meant<'a>]) -> Meant<'a> {
    let rank = |(claim, row): &Meant| {
        let Some(row) = row else { return 3 };
        match (claim.entry.slug == row.entry, claim.placement.key == row.placement) {
            (true, true) => 0,
            (true, false) => 1,
            (false, _) => 3 - u8::from(claim.owns(row)),
        }
    };
    // No key is without a claim; of those that are alike the first.
    let mut best = claims[0];
    for claim in claims {
        if rank(claim) < rank(&best) {
            best = *claim;
        }
    }
    best
}

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
        let mut by_key: ByKey = BTreeMap::new();
        let mut unsure = Vec::new();
        for &claim in claims {
            let host = claim.placement.host.as_deref();
            match self.project.ledger.claimed(host, claim.code, &self.project.settings.host) {
                Claimed::Ambiguous => unsure.push((claim, None)),
                Claimed::Row(row) if host.is_none() && self.means_another(claim, row) => {
                    unsure.push((claim, Some(row)))
                }
                Claimed::Row(row) => {
                    by_key.entry(key(row)).or_default().push((claim, Some(row)));
                }
                Claimed::Unknown => {
                    let host = host.unwrap_or(&self.project.settings.host).to_owned();
                    by_key.entry((host, claim.code)).or_default().push((claim, None));
                }
            }
        }
        let mut renamed = BTreeSet::new();
        for claims in by_key.values() {
            let (owner, row) = original(claims);
            let copies = claims.iter().map(|(claim, _)| *claim);
            let copies: Vec<Claim> = copies.filter(|copy| !std::ptr::eq(copy.placement, owner.placement)).collect();
            let mut is_sure = true;
            for copy in copies {
                match row.filter(|row| self.has_namesake(copy, row, &by_key)) {
                    Some(row) => unsure.push((copy, Some(row))),
                    None => is_sure &= self.copied(copy, owner, row),
                }
            }
            match row {
                // Which of the two the code belongs to has to be clear before anything else is asked of it.
                Some(row) if is_sure => self.row(owner, row, &by_key, &mut renamed),
                None if !self.project.ledger.damaged => {
                    let fault = self.at(owner, "code-unknown").with("code", owner.written());
                    self.faults.push(fault);
                }
                _ => {}
            }
        }
        let mut claimed: BTreeSet<Key> =
            by_key.into_iter().filter(|(_, claims)| claims[0].1.is_some()).map(|(key, _)| key).collect();
        for (claim, found) in unsure {
            self.host_needed(claim, found);
            // The number may mean any of its rows: until that is said none of them is missing.
            claimed.extend(self.project.ledger.of_code(claim.code).map(key));
        }
        claimed
    }

    /// Whether the number was issued to the claim's entry under another host than that of `row`, which is another's.
    fn means_another(&self, claim: Claim, row: &Row) -> bool {
        let is_own = row.entry == claim.entry.slug || claim.owns(row) && self.project.entry(&row.entry).is_none();
        !is_own && self.project.ledger.of_code(claim.code).any(|other| other.host != row.host && claim.owns(other))
    }

    /// Whether the second claim of `row` may mean a row that nobody claims: the same number, issued under another host
    /// to an entry of the same name. Two projects with the same sample have such rows once they are merged.
    fn has_namesake(&self, copy: Claim, row: &Row, by_key: &ByKey) -> bool {
        let is_free =
            |other: &Row| other.entry == row.entry && other.retired.is_none() && !by_key.contains_key(&key(other));
        copy.placement.host.is_none() && self.project.ledger.of_code(copy.code).any(is_free)
    }

    /// The number of a claim stands for several codes; `found` is the one it means as it is written.
    fn host_needed(&mut self, claim: Claim, found: Option<&Row>) {
        let rows: Vec<&Row> = self.project.ledger.of_code(claim.code).collect();
        let is_other = |row: &&&Row| found.is_none_or(|found| found.host != row.host);
        let own = rows.iter().find(|row| is_other(row) && claim.owns(row)).or_else(|| rows.iter().find(is_other));
        let hosts = rows.iter().map(|row| row.host.as_str()).collect::<Vec<_>>().join(", ");
        let fault = self.at(claim, "code-host-needed").with("code", claim.code.to_string()).with("hosts", hosts);
        self.faults.push(fault.with("own", own.map_or("", |row| row.host.as_str())));
    }

    /// Names a second claim of a code. Whether it is sure which of the two is the copy: the ledger knows the name that
    /// the code was issued under, and nothing else.
    fn copied(&mut self, copy: Claim, owner: Claim, row: Option<&Row>) -> bool {
        let is_named = row.is_some_and(|row| owner.entry.slug == row.entry);
        let is_alike = row.is_none_or(|row| copy.owns(row) == owner.owns(row));
        let is_sure = is_named || !is_alike;
        let cause = match (copy.entry.folder == owner.entry.folder, is_sure) {
            (true, _) => "twice",
            (false, true) => "sure",
            (false, false) => "unsure",
        };
        let fault = self.at(copy, "copied-code").with("code", copy.written()).with("cause", cause);
        let fault = fault.with("other", &owner.entry.facts_path).with("facts", &copy.entry.facts_path);
        self.faults.push(fault.with("folder", &copy.entry.folder).with("other_folder", &owner.entry.folder));
        is_sure
    }

    /// The only claim of a row: is it the one that the code was issued for?
    fn row(&mut self, claim: Claim<'a>, row: &'a Row, by_key: &ByKey, renamed: &mut BTreeSet<(&'a str, &'a str)>) {
        let code = row.code.to_string();
        if !claim.owns(row) {
            let fault = if let Some(namesake) = self.project.entry(&row.entry) {
                let fault = self.at(claim, "code-of-another-entry").with("other", &namesake.facts_path);
                let is_another = |other: &&Row| {
                    (&other.entry, &other.placement) == (&row.entry, &row.placement) && other.key() != row.key()
                };
                let mut others = self.project.ledger.rows.iter().filter(is_another);
                // An entry that has a code for this place already has lost none: two entries had the name.
                let has_own = others.any(|other| by_key.contains_key(&key(other)));
                fault.with("cause", if has_own { "namesake" } else { "moved" })
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
            if row.retired.is_some() || claimed.contains(&key(row)) {
                continue;
            }
            let owners: Vec<&Entry> = self.project.entries.iter().filter(|entry| owns(entry, row)).collect();
            if owners.is_empty() {
                gone.entry(&row.entry).or_default().push(row);
                continue;
            }
            let text = |entry: &Entry| self.content.text(&entry.facts_path).map_or("", |text| &**text);
            let is_named = |text: &str| {
                locate(text, &[]) == Found::Unreadable || row.placement == MAIN && is_swallowed(text, "code")
            };
            if owners.iter().any(|entry| is_named(text(entry))) {
                continue;
            }
            let rule = if row.placement == MAIN { "code-dropped" } else { "placement-dropped" };
            let fault = self.at_row(rule, row).with("code", row.code.to_string()).with("key", &row.placement);
            let facts = owners.iter().map(|entry| entry.facts_path.as_str()).collect::<Vec<_>>().join(", ");
            let fault = fault.with("facts", facts).with("entry", &row.entry);
            // Of several entries that had the name nothing tells which one lost the code.
            self.faults.push(if owners.len() > 1 { fault.with("cause", "shared") } else { fault });
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
            let fault = hosts::in_settings(self.content, Diagnostic::warning("code-length"), "code_digits");
            self.faults.push(fault.with("count", count.to_string()).with("digits", code_digits.to_string()));
        }
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
}
