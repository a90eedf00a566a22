//! What repeats in a catalog is kept once: ten thousand entries name the same few languages, units, hosts and placements.
//!
//! Shared while they are read, item by item, so that the copies of one item make room for the next.

use std::collections::{BTreeSet, HashSet};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};

use super::lang::{Lang, Localized};
use super::{Entry, Issued, UnitFrom};

/// What was met so far.
#[derive(Default)]
pub(super) struct Known {
    langs: HashSet<Lang>,
    texts: HashSet<Arc<str>>,
    units: HashSet<Arc<[UnitFrom]>>,
    reviewed: HashSet<Arc<BTreeSet<Lang>>>,
}

/// A thing that others like it have much in common with.
pub(super) trait Common {
    /// Lets go of its own copies of what is known.
    fn share(&mut self, known: &mut Known);
}

/// Reads a list whose items share what they have in common, with no room for more.
pub(super) fn list<'de, T, D>(from: D) -> Result<Vec<T>, D::Error>
where
    T: Common + Deserialize<'de>,
    D: Deserializer<'de>,
{
    from.deserialize_seq(List(PhantomData))
}

struct List<T>(PhantomData<T>);

impl<'de, T: Common + Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let (mut list, mut known) = (Vec::new(), Known::default());
        while let Some(mut item) = items.next_element::<T>()? {
            item.share(&mut known);
            list.push(item);
        }
        list.shrink_to_fit();
        Ok(list)
    }
}

/// Puts what is known in the place of what equals it.
fn share<T: Clone + Eq + Hash>(known: &mut HashSet<T>, one: &mut T) {
    match known.get(one) {
        Some(known) => *one = known.clone(),
        None => drop(known.insert(one.clone())),
    }
}

impl Known {
    fn langs<T>(&mut self, texts: &mut Localized<T>) {
        texts.langs_mut().for_each(|lang| share(&mut self.langs, lang));
    }
}

impl Common for Entry {
    fn share(&mut self, known: &mut Known) {
        known.langs(&mut self.title);
        known.langs(&mut self.pages);
        self.pages.iter_mut().filter_map(|(_, page)| page.text.as_mut()).for_each(|lang| share(&mut known.langs, lang));
        share(&mut known.units, &mut self.unit);
        share(&mut known.reviewed, &mut self.reviewed);
    }
}

impl Common for Issued {
    fn share(&mut self, known: &mut Known) {
        share(&mut known.texts, &mut self.host);
        share(&mut known.texts, &mut self.placement);
        known.langs(&mut self.name);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::sync::Arc;

    use serde_json::json;

    use crate::catalog::{CATALOG_FORMAT, Catalog};

    #[test]
    fn entries_and_codes_share_what_they_have_in_common() {
        let entry = |slug: &str| {
            json!({"slug": slug, "kind": "relic", "title": {"vi": slug, "en": slug}, "reviewed": ["vi"],
                   "unit": [{"id": "xa"}], "pages": {"vi": {"path": "/vi/"}, "en": {"path": "/en/", "text": "vi"}}})
        };
        let code = |code: u32| {
            json!({"host": "disan.example", "code": code, "entry": 0, "placement": "main", "name": {"vi": "Cổng"},
                   "issued": "2026-11-01"})
        };
        let text = json!({
            "format": CATALOG_FORMAT, "revision": "1", "project": 1, "title": {"vi": "Thử"}, "owner": {"vi": "Xã"},
            "owner_unit": "xa", "host": "disan.example", "hosts": ["disan.example"], "host_is_placeholder": true,
            "languages": ["vi", "en"], "international": "en", "fallback": {}, "code_digits": 5, "units": [],
            "entries": [entry("a"), entry("b")], "codes": [code(48_217), code(65_228)],
        });
        let catalog: Catalog = serde_json::from_value(text.clone()).unwrap();
        assert_eq!(serde_json::to_value(&catalog).unwrap(), text, "what is written is what was read");

        let [a, b] = [&catalog.entries[0], &catalog.entries[1]];
        let tags = |entry: &super::Entry| -> Vec<*const u8> {
            let titled = entry.title.iter().map(|(lang, _)| lang);
            let paged = entry.pages.iter().flat_map(|(lang, page)| std::iter::once(lang).chain(&page.text));
            titled.chain(paged).map(|lang| lang.as_str().as_ptr()).collect()
        };
        assert_eq!(tags(a), tags(b));
        assert_eq!(tags(a).iter().collect::<HashSet<_>>().len(), 2, "one copy a language");
        assert!(Arc::ptr_eq(&a.unit, &b.unit) && Arc::ptr_eq(&a.reviewed, &b.reviewed));
        let [a, b] = [&catalog.codes[0], &catalog.codes[1]];
        assert!(Arc::ptr_eq(&a.host, &b.host) && Arc::ptr_eq(&a.placement, &b.placement));
    }
}
