//! The A–Z page: all entries by title, under the letters of the reader's alphabet.

use serde::Serialize;

use super::order::Order;
use super::page::{Page, TITLES_LENGTH};
use super::pager::{Pager, part_of};
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;

/// What titles before the first letter stand under, and those after the last.
const BEFORE: &str = "#";
const AFTER: &str = "…";

/// A letter, and where in the order of titles those under it begin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// The letter.
    pub label: String,
    /// Index of its first title.
    pub start: usize,
}

/// The letters that `titles`, already in `order`, stand under; `alphabet` may be empty, then their own first letters.
pub fn letters(titles: &[&str], alphabet: &[String], order: &Order) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    if alphabet.is_empty() {
        for (start, title) in titles.iter().enumerate() {
            let label: String = title.chars().take(1).flat_map(char::to_uppercase).collect();
            if letters.last().is_none_or(|last| last.label != label) {
                letters.push(Letter { label, start });
            }
        }
        return letters;
    }
    let start = |label: &str| titles.partition_point(|title| order.is_before(title, label));
    letters.push(Letter { label: BEFORE.to_owned(), start: 0 });
    letters.extend(alphabet.iter().map(|label| Letter { label: label.clone(), start: start(label) }));
    // U+FFFF stands after every letter of every script.
    let last = format!("{}\u{ffff}", alphabet[alphabet.len() - 1]);
    letters.push(Letter { label: AFTER.to_owned(), start: start(&last) });
    let ends: Vec<usize> = letters.iter().skip(1).map(|next| next.start).chain([titles.len()]).collect();
    letters.into_iter().zip(ends).filter(|(letter, end)| letter.start < *end).map(|(letter, _)| letter).collect()
}

/// A part of the list of all titles.
#[derive(Debug, Serialize)]
pub struct AlphabetView {
    letters: Vec<LetterLink>,
    groups: Vec<Group>,
    pager: Option<Pager>,
}

#[derive(Debug, Serialize)]
struct LetterLink {
    label: String,
    path: String,
}

/// The titles under one letter, as far as they are in this part.
#[derive(Debug, Serialize)]
struct Group {
    label: String,
    anchor: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    path: String,
    title: Text,
    note: Text,
}

impl AlphabetView {
    /// Part `part` of all titles.
    pub fn new(plan: &Plan, tongue: &Tongue, part: u32) -> AlphabetView {
        let of = |start: usize| (start / TITLES_LENGTH) as u32 + 1;
        let link = |(i, letter): (usize, &Letter)| {
            let at = of(letter.start);
            let path = if at == part { String::new() } else { Page::Alphabet(at).path(plan, tongue) };
            LetterLink { label: letter.label.clone(), path: format!("{path}#{}", anchor(i)) }
        };
        let first = (part as usize - 1) * TITLES_LENGTH;
        let shown = part_of(&tongue.sorted, part, TITLES_LENGTH);
        let mut groups: Vec<Group> = Vec::new();
        let mut under = usize::MAX;
        for (at, index) in (first..).zip(shown) {
            let letter = tongue.letters.partition_point(|letter| letter.start <= at).saturating_sub(1);
            if letter != under {
                under = letter;
                let label = tongue.letters.get(letter).map_or_else(String::new, |letter| letter.label.clone());
                groups.push(Group { label, anchor: anchor(letter), rows: Vec::new() });
            }
            if let (Some(row), Some(group)) = (row(plan, tongue, *index), groups.last_mut()) {
                group.rows.push(row);
            }
        }
        AlphabetView {
            letters: tongue.letters.iter().enumerate().map(link).collect(),
            groups,
            pager: Pager::new(plan, tongue, part, tongue.sorted.len(), TITLES_LENGTH, Page::Alphabet),
        }
    }
}

fn anchor(letter: usize) -> String {
    format!("l{}", letter + 1)
}

/// Title, and where it is; of what is nowhere, what it is.
fn row(plan: &Plan, tongue: &Tongue, index: u32) -> Option<Row> {
    let entry = &plan.project.entries[index as usize];
    let (lang, words) = entry.words_for(plan.project, &tongue.lang)?;
    let unit = plan.territory.node_of(index).map(|node| &plan.territory.nodes[node as usize].unit.name);
    let note = unit.and_then(|name| Text::pick(name, tongue));
    Some(Row {
        path: plan.project.page_path(entry, &tongue.lang),
        title: Text::in_lang(&*words.title, lang, tongue),
        note: note.unwrap_or_else(|| Text::plain(tongue.kind_one(entry.kind()))),
    })
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;

    use super::*;

    fn found(lang: &str, alphabet: &str, titles: &[&str]) -> Vec<(String, usize)> {
        let order = Order::of(&lang.parse::<Lang>().unwrap());
        let mut titles = titles.to_vec();
        titles.sort_by(|a, b| order.compare(a, b));
        let alphabet: Vec<String> = alphabet.split_whitespace().map(str::to_owned).collect();
        letters(&titles, &alphabet, &order).into_iter().map(|letter| (letter.label, letter.start)).collect()
    }

    #[test]
    fn titles_stand_under_the_letters_of_the_language() {
        let titles = ["Ăn", "An", "Ẩm", "đền", "Dinh", "Đình", "12 sứ quân", "Ọc", "Zalo", "절"];
        let vi = found("vi", "A Ă Â D Đ E O Z", &titles);
        let expected = [("#", 0), ("A", 1), ("Ă", 2), ("Â", 3), ("D", 4), ("Đ", 5), ("O", 7), ("Z", 8), ("…", 9)];
        assert_eq!(vi, expected.map(|(label, start)| (label.to_owned(), start)));
        let en = found("en", "A D O Z", &["Ăn", "An", "Ẩm", "Dinh", "Zalo"]);
        assert_eq!(en, [("A", 0), ("D", 3), ("Z", 4)].map(|(label, start)| (label.to_owned(), start)));
        assert_eq!(found("ko", "", &["절", "절터", "탑"]), [("절".to_owned(), 0), ("탑".to_owned(), 2)]);
    }
}
