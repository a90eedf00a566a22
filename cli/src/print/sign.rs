//! One sign to make: a placement with a code, what it says and what its symbol says.

use disan_server::catalog::{Code, Unit, unit_on};
use rayon::prelude::*;

use super::options::Options;
use super::refusal::{too_long, unknown_choice};
use super::wording::{Speaker, Wording};
use crate::diagnostic::Diagnostic;
use crate::model::{Entry, Placement, Project, code_url};
use crate::qr::Symbol;

/// One sign, whatever the paper it is printed on.
#[derive(Debug)]
pub struct Sign<'a> {
    /// What it is about.
    pub entry: &'a Entry,
    /// Where it hangs.
    pub placement: &'a Placement,
    /// Its number.
    pub code: Code,
    /// What its symbol must say, by the ledger.
    pub url: String,
    /// Its symbol.
    pub symbol: Symbol,
    /// All its texts.
    pub wording: Wording,
    /// The unit the entry belongs to on the day of printing.
    pub unit: Option<&'a Unit>,
}

impl Sign<'_> {
    /// Whether a text is one of its own.
    pub fn says(&self, text: &str) -> bool {
        let wording = &self.wording;
        let own = [Some(&wording.title), wording.place.as_ref(), Some(&wording.summary), Some(&wording.rank)];
        let own = own.into_iter().flatten().any(|pair| pair.main == text || pair.other.as_deref() == Some(text));
        own || wording.name() == text || self.url == text
    }
}

/// The signs that are chosen, in the order of entries and placements; or every reason why one cannot be made.
pub fn signs<'a>(
    project: &'a Project,
    options: &Options,
    speaker: &Speaker<'a>,
) -> Result<Vec<Sign<'a>>, Vec<Diagnostic>> {
    let mut faults = unknown_choice(project, options);
    let wanted: Vec<(&Entry, &Placement, Code)> = project
        .entries
        .iter()
        .flat_map(|entry| entry.placements.iter().map(move |placement| (entry, placement)))
        .filter(|(_, placement)| !project.is_retired(placement))
        .filter_map(|(entry, placement)| placement.code.map(|code| (entry, placement, code)))
        .filter(|(entry, _, code)| options.selection.takes(project, entry, *code, options.today))
        .collect();
    let made: Vec<Result<Sign<'a>, Diagnostic>> = wanted
        .into_par_iter()
        .map(|(entry, placement, code)| {
            let host = project.host_of(placement.host.as_deref());
            let url = code_url(host, code);
            let symbol = Symbol::new(&url).map_err(|_| too_long(entry, &url))?;
            let wording = speaker.wording(entry, placement, host, code);
            let unit = unit_on(&entry.facts.unit, &project.units, options.today);
            Ok(Sign { entry, placement, code, url, symbol, wording, unit })
        })
        .collect();
    let mut signs = Vec::with_capacity(made.len());
    for sign in made {
        match sign {
            Ok(sign) => signs.push(sign),
            // The placements of an entry share its host, and so its faults.
            Err(fault) if faults.contains(&fault) => {}
            Err(fault) => faults.push(fault),
        }
    }
    if faults.is_empty() && signs.is_empty() && !options.selection.is_all() {
        faults.push(Diagnostic::error("print-nothing"));
    }
    if faults.is_empty() { Ok(signs) } else { Err(faults) }
}
