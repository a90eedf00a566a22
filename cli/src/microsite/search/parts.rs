//! A large index, cut by how the words of its entries begin.

use super::LIMIT;
use super::index::Index;

/// The parts of a large index, as they are cut.
pub struct Parts<'a> {
    index: &'a Index,
    words: Vec<(&'a str, Vec<u32>)>,
    files: Vec<(String, String)>,
}

impl<'a> Parts<'a> {
    /// Name and text of each part of `index`, by name.
    pub fn of(index: &'a Index) -> Vec<(String, String)> {
        let mut parts = Parts { index, words: index.vocabulary(), files: Vec::new() };
        parts.cut("", 0, parts.words.len());
        parts.files.sort_unstable();
        parts.files
    }

    /// Makes one part of the words from `from` to `to`, which all begin with `start`; several where one is too large.
    fn cut(&mut self, start: &str, from: usize, to: usize) {
        if from == to {
            return;
        }
        let mut rows: Vec<u32> = self.words[from..to].iter().flat_map(|(_, rows)| rows).copied().collect();
        rows.sort_unstable();
        rows.dedup();
        let least: usize = rows.iter().map(|i| self.index.rows[*i as usize].head.len()).sum();
        if !start.is_empty() && least <= LIMIT {
            let text = self.index.part(&rows, false);
            if text.len() <= LIMIT {
                self.files.push((start.to_owned(), text));
                return;
            }
        }
        let mut next = from;
        if self.words[from].0 == start {
            self.put_word(start, from);
            next += 1;
        }
        while next < to {
            let longer = next_start(start, self.words[next].0);
            let end = next + self.words[next..to].partition_point(|(word, _)| word.starts_with(&longer));
            self.cut(&longer, next, end);
            next = end;
        }
    }

    /// The part of a very frequent word: as many rows as there is room for, those first whose title begins with it.
    fn put_word(&mut self, word: &str, at: usize) {
        let mut rows = self.words[at].1.clone();
        rows.sort_by_cached_key(|i| {
            let own = &self.index.rows[*i as usize].words;
            (own.first().is_none_or(|first| first != word), !own.iter().any(|other| other == word))
        });
        let mut text = self.index.part(&rows, false);
        while text.len() > LIMIT {
            rows.truncate(rows.len() * LIMIT / (text.len() + 1));
            text = self.index.part(&rows, false);
        }
        self.files.push((format!("{word}."), text));
    }
}

/// `start` and the letter that follows it in `word`.
fn next_start(start: &str, word: &str) -> String {
    let next = word[start.len()..].chars().next().map_or(0, char::len_utf8);
    word[..start.len() + next].to_owned()
}
