//! From the model to the catalog that the server reads.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use disan_server::catalog::{self, CATALOG_FORMAT, Catalog, Code, EntryId, Issued, Kind, Lang, Page};

use crate::ledger::Row;
use crate::model::{Entry, Placement, Project, Status};

/// The catalog of `project`. `revision` changes whenever any file of the output changes.
pub fn catalog(project: &Project, revision: &str) -> Catalog {
    let settings = &project.settings;
    let owner = project.units.get(&settings.owner);
    let mut hosts: BTreeSet<String> = settings.hosts.iter().cloned().collect();
    hosts.insert(settings.host.clone());
    let owners = Owners::of(project);
    let former = project.former_names();
    Catalog {
        format: CATALOG_FORMAT,
        revision: revision.to_owned(),
        project: settings.project,
        title: settings.title.clone(),
        owner: owner.map(|unit| unit.name.clone()).unwrap_or_default(),
        owner_unit: settings.owner.clone(),
        host: settings.host.clone(),
        hosts,
        host_is_placeholder: settings.host_is_placeholder(),
        languages: settings.languages.clone(),
        international: settings.international.clone(),
        fallback: settings.fallback.clone(),
        code_digits: settings.code_digits,
        units: project.units.clone(),
        entries: (0..)
            .zip(&project.entries)
            .map(|(i, entry)| catalog_entry(project, entry, owners.first[i], &former))
            .collect(),
        codes: project.ledger.rows.iter().map(|row| issued(row, &owners)).collect(),
    }
}

/// Which entry and placement each row of the ledger belongs to: the one whose facts claim the code, else the entry
/// that has, or once had, the row's slug.
struct Owners<'a> {
    claimed: HashMap<(&'a str, Code), (usize, &'a Placement)>,
    by_slug: HashMap<&'a str, usize>,
    /// By entry: the row of the first code it was ever given, which makes its id.
    first: Vec<Option<&'a Row>>,
}

impl<'a> Owners<'a> {
    fn of(project: &'a Project) -> Owners<'a> {
        let mut owners = Owners {
            claimed: HashMap::new(),
            by_slug: HashMap::with_capacity(project.entries.len()),
            first: vec![None; project.entries.len()],
        };
        for (i, entry) in project.entries.iter().enumerate() {
            for former in &entry.facts.formerly {
                owners.by_slug.entry(former.as_str()).or_insert(i);
            }
            for placement in &entry.placements {
                if let Some(row) = project.row_of(placement) {
                    owners.claimed.insert((&row.host, row.code), (i, placement));
                }
            }
        }
        // A slug in use is stronger than a former one.
        owners.by_slug.extend(project.entries.iter().enumerate().map(|(i, entry)| (entry.slug.as_str(), i)));
        let age = |row: &Row| (row.issued, row.code);
        for row in &project.ledger.rows {
            if let Some(first) = owners.owner(row).map(|i| &mut owners.first[i])
                && first.is_none_or(|first| age(row) < age(first))
            {
                *first = Some(row);
            }
        }
        owners
    }

    fn owner(&self, row: &Row) -> Option<usize> {
        let claimed = self.claimed.get(&(row.host.as_str(), row.code)).map(|(entry, _)| *entry);
        claimed.or_else(|| self.by_slug.get(row.entry.as_str()).copied())
    }

    fn placement(&self, row: &Row) -> Option<&'a Placement> {
        self.claimed.get(&(row.host.as_str(), row.code)).map(|(_, placement)| *placement)
    }
}

/// Each former name, by kind, with the entry that its address leads to.
type FormerNames<'a> = BTreeMap<(Kind, &'a str), &'a Entry>;

fn catalog_entry(project: &Project, entry: &Entry, first: Option<&Row>, former: &FormerNames) -> catalog::Entry {
    let languages = &project.settings.languages;
    let reviewed = entry.words.iter().filter(|(_, words)| words.status == Status::Reviewed);
    let reviewed = reviewed.map(|(lang, _)| lang.clone()).collect();
    catalog::Entry {
        id: first.map(|row| EntryId::new(project.settings.project, row.code)),
        slug: entry.slug.clone(),
        kind: entry.kind(),
        title: entry.words.iter().map(|(lang, words)| (lang.clone(), words.title.to_string())).collect(),
        pages: languages.iter().map(|lang| (lang.clone(), page(project, entry, lang, former))).collect(),
        unit: entry.facts.unit.as_slice().into(),
        reviewed: Arc::new(reviewed),
    }
}

fn page(project: &Project, entry: &Entry, lang: &Lang, former: &FormerNames) -> Page {
    let text = entry.words_for(project, lang).map(|(text, _)| text.clone()).filter(|text| text != lang);
    let leads_here = |slug: &&String| {
        former.get(&(entry.kind(), slug.as_str())).is_some_and(|other| std::ptr::eq::<Entry>(*other, entry))
    };
    let formerly = entry.facts.formerly.iter().filter(leads_here);
    let formerly = formerly.map(|slug| project.slug_path(entry.kind(), slug, lang)).collect();
    Page { path: project.page_path(entry, lang), text, formerly }
}

fn issued(row: &Row, owners: &Owners) -> Issued {
    let placement = owners.placement(row);
    Issued {
        host: row.host.as_str().into(),
        code: row.code,
        entry: owners.owner(row).map(|i| i as u32),
        placement: placement.map_or(&row.placement, |p| &p.key).as_str().into(),
        name: placement.map(|p| p.name.clone()).unwrap_or_default(),
        issued: row.issued,
        printed: row.printed,
        retired: row.retired,
    }
}
