//! The search index of a language: what readers type, as small text files beside the search page. No server takes
//! part; `search.js` reads them.
//!
//! An index has four lists parted by empty lines, a line an item, tabs between the parts of a line: kinds (name,
//! path); units (id, the unit with those above); old addresses, a `?` before those that are only likely; entries
//! (title; number of the kind and the slug; numbers of unit and old address, base 36; codes; other names); each with
//! its language, where it is another than the page's. A slug that can be made from the title is two digits, first syllable and how many,
//! or nothing for all of them; any other stands after `=`.
//!
//! Up to [`LIMIT`] that is one file. A larger index is in parts by how the words of its entries begin, each an index
//! of its own; `index.txt` names the parts.

mod index;
mod parts;
mod row;
mod spelling;

use rayon::prelude::*;
use serde::Serialize;

use super::Error;
use super::page::Page;
use super::plan::Plan;
use super::render::put;
use super::tongue::Tongue;
use crate::write::Stage;
use index::Index;
use spelling::file_name;

/// Bytes of a file of the index, before it is packed.
const LIMIT: usize = 60_000;

/// Writes the indexes of all languages.
pub fn write(plan: &Plan, stage: &Stage) -> Result<(), Error> {
    plan.tongues.par_iter().try_for_each(|tongue| {
        let folder = format!("site{}", Page::Search.path(plan, tongue));
        let index = Index::gather(plan, tongue);
        index.files().into_par_iter().try_for_each(|(name, text)| {
            put(plan, stage, &format!("{folder}{}.txt", file_name(&name)), text.as_bytes())
        })
    })
}

/// The search page: where the index is, and the places it names.
#[derive(Debug, Serialize)]
pub struct SearchView {
    path: String,
    places: String,
    alphabet: String,
    numbers: Option<String>,
}

impl SearchView {
    /// The view in the language of `tongue`.
    pub fn new(plan: &Plan, tongue: &Tongue) -> SearchView {
        SearchView {
            path: tongue.list_path("search"),
            places: tongue.list_path("places"),
            alphabet: tongue.list_path("alphabet"),
            numbers: (!plan.numbers.is_empty()).then(|| tongue.list_path("numbers")),
        }
    }
}
