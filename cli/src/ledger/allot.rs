//! Giving a code to each placement without one.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Context;
use disan_server::catalog::Code;
use jiff::civil::Date;

use super::{Claimed, Draw, Ledger, LedgerFile, Row};
use crate::facts_file::inscribe;
use crate::load::Content;
use crate::model::{Entry, Placement, Project};
use crate::save;

/// A code that a placement was given.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allotted {
    /// Slug of the entry.
    pub entry: String,
    /// Key of the placement.
    pub placement: String,
    /// The host it was issued under.
    pub host: String,
    /// The number.
    pub code: Code,
    /// Whether the ledger had issued it to this placement before and only the facts lacked it.
    pub known: bool,
}

/// Gives a code to every placement without one, of all entries or of `only` one slug, and writes it into ledger and
/// facts.
///
/// The ledger is written first: after a crash between the two it holds a code that no facts claim, and the next run
/// gives that code to its placement instead of drawing another. `project` is read from `content`; `file` is its
/// ledger, undamaged. `random` is the random source, an input like the day.
pub fn allot(
    content: &Content,
    project: &Project,
    file: &mut LedgerFile,
    only: Option<&str>,
    today: Date,
    random: &mut dyn FnMut() -> u32,
) -> anyhow::Result<Vec<Allotted>> {
    let host = &project.settings.host;
    let claims = || project.entries.iter().flat_map(|entry| &entry.placements).filter(|p| p.code.is_some());
    let named = claims().any(|p| p.host.as_deref().is_some_and(super::host::is_placeholder_host));
    if !named {
        file.ledger.leave_placeholder_hosts(host);
    }
    let mut claimed = claimed(&file.ledger, claims(), host);
    let used: Vec<Code> = file.ledger.rows.iter().map(|row| row.code).chain(claims().filter_map(|p| p.code)).collect();
    let mut draw = Draw::new(project.settings.code_digits, used, random);
    let shared = shared_names(project);
    let mut allotted: BTreeMap<&str, Vec<Allotted>> = BTreeMap::new();
    for entry in project.entries.iter().filter(|entry| only.is_none_or(|slug| entry.slug == slug)) {
        for placement in entry.placements.iter().filter(|p| p.code.is_none()) {
            let before = issued_before(&file.ledger, entry, &placement.key, &claimed);
            let before = before.filter(|row| !shared.contains(row.entry.as_str())).cloned();
            let known = before.is_some();
            let row = match before {
                Some(row) => row,
                None => issue(&mut file.ledger, entry, &placement.key, host, draw.code()?, today)?,
            };
            claimed.insert((row.host.clone(), row.code));
            allotted.entry(&entry.facts_path).or_default().push(Allotted {
                entry: entry.slug.clone(),
                placement: placement.key.clone(),
                host: row.host,
                code: row.code,
                known,
            });
        }
    }
    file.save()?;
    for (facts, codes) in &allotted {
        write_facts(content, facts, codes, &file.ledger, host)?;
    }
    Ok(allotted.into_values().flatten().collect())
}

/// Keys of the rows that some facts claim.
fn claimed<'a>(ledger: &Ledger, claims: impl Iterator<Item = &'a Placement>, host: &str) -> BTreeSet<(String, Code)> {
    claims
        .filter_map(|p| match ledger.claimed(p.host.as_deref(), p.code?, host) {
            Claimed::Row(row) => Some((row.host.clone(), row.code)),
            Claimed::Unknown | Claimed::Ambiguous => None,
        })
        .collect()
}

/// The row that was issued to this placement and that nobody claims: the facts lost it, or never got it.
fn issued_before<'a>(
    ledger: &'a Ledger,
    entry: &Entry,
    key: &str,
    claimed: &BTreeSet<(String, Code)>,
) -> Option<&'a Row> {
    ledger
        .rows
        .iter()
        .filter(|row| row.retired.is_none() && row.placement == key)
        .filter(|row| row.entry == entry.slug || entry.facts.formerly.contains(&row.entry))
        .find(|row| !claimed.contains(&(row.host.clone(), row.code)))
}

/// Names that several entries have or had: nothing tells to which of them a row without a claim belongs, so no such
/// row is given back by itself.
fn shared_names(project: &Project) -> BTreeSet<&str> {
    let mut seen = BTreeSet::new();
    let names = project.entries.iter().flat_map(|entry| std::iter::once(&entry.slug).chain(&entry.facts.formerly));
    names.map(String::as_str).filter(|name| !seen.insert(*name)).collect()
}

fn issue(ledger: &mut Ledger, entry: &Entry, key: &str, host: &str, code: Code, today: Date) -> anyhow::Result<Row> {
    let row = Row {
        host: host.to_owned(),
        code,
        entry: entry.slug.clone(),
        placement: key.to_owned(),
        issued: today,
        printed: None,
        retired: None,
    };
    ledger.insert(row.clone())?;
    Ok(row)
}

fn write_facts(content: &Content, facts: &str, codes: &[Allotted], ledger: &Ledger, host: &str) -> anyhow::Result<()> {
    let file = content.asset_file(facts);
    let before = save::read(&file)?.with_context(|| file.display().to_string())?;
    let mut text = before.clone();
    for given in codes {
        let plain = matches!(ledger.claimed(None, given.code, host), Claimed::Row(row) if row.host == given.host);
        let host = (!plain).then_some(given.host.as_str());
        text = inscribe(&text, &given.placement, given.code, host).with_context(|| file.display().to_string())?;
    }
    save::replace(&file, Some(&before), &text)
}
