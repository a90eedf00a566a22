//! Lists too long for one page.

use serde::Serialize;

use super::page::Page;
use super::plan::Plan;
use super::tongue::Tongue;

/// The way to the other parts of a list.
#[derive(Debug, Serialize)]
pub struct Pager {
    text: String,
    previous: Option<String>,
    next: Option<String>,
}

impl Pager {
    /// The pager of a list of `count` items; `at` gives the page of a part.
    pub fn new(
        plan: &Plan,
        tongue: &Tongue,
        part: u32,
        count: usize,
        length: usize,
        at: impl Fn(u32) -> Page,
    ) -> Option<Pager> {
        let parts = count.div_ceil(length) as u32;
        let values = [("n", part.to_string()), ("count", parts.to_string())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        (parts > 1).then(|| Pager {
            text: tongue.locale.fill("reader.list.page", &values),
            previous: (part > 1).then(|| at(part - 1).path(plan, tongue)),
            next: (part < parts).then(|| at(part + 1).path(plan, tongue)),
        })
    }
}

/// The items of part `part` of a list.
pub fn part_of<T>(items: &[T], part: u32, length: usize) -> &[T] {
    let start = (part as usize - 1) * length;
    &items[start.min(items.len())..(start + length).min(items.len())]
}
