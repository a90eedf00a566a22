//! Finding a key of a TOML file again, for faults found after the file was read.
//!
//! The model carries no places: ten thousand entries would pay for faults that are not there. A fault pays instead,
//! by reading its one file again.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// One step on the way to a value.
#[derive(Clone, Copy, Debug)]
pub enum Step<'a> {
    /// The key of a table.
    Key(&'a str),
    /// The place in a list, from 0.
    Nth(usize),
}

/// Where a value stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Found {
    /// These bytes.
    Here(Range<usize>),
    /// The file has no such value.
    Absent,
    /// The file is not TOML, which has been said already.
    Unreadable,
}

/// Where the value at the end of `steps` stands in `text`.
pub fn locate(text: &str, steps: &[Step]) -> Found {
    let Ok(table) = DeTable::parse(text) else { return Found::Unreadable };
    let mut span = table.span();
    let mut value = DeValue::Table(table.into_inner());
    for step in steps {
        let next = match (step, &mut value) {
            (Step::Key(key), DeValue::Table(table)) => table.remove(*key),
            (Step::Nth(n), DeValue::Array(items)) => items.get(*n).cloned(),
            _ => None,
        };
        let Some(next) = next else { return Found::Absent };
        span = next.span();
        value = next.into_inner();
    }
    Found::Here(span)
}

/// Whether `key`, which belongs to the file as a whole, stands in one of its tables: TOML gives a table every line
/// below its head. The fault of the unknown key there says so, and nothing else of the key is worth a word.
pub fn is_swallowed(text: &str, key: &str) -> bool {
    let Ok(table) = DeTable::parse(text) else { return false };
    let has = |value: &DeValue| value.as_table().is_some_and(|table| table.contains_key(key));
    table.get_ref().iter().any(|(name, value)| match value.get_ref() {
        // A placement has a code of its own.
        DeValue::Array(rows) => {
            (name.get_ref() != "placement" || key != "code") && rows.iter().any(|row| has(row.get_ref()))
        }
        value => has(value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_below_the_head_of_a_table_is_swallowed() {
        assert!(is_swallowed("[cover]\nfile = \"a\"\ncode = 48217\n", "code"));
        assert!(is_swallowed("[[picture]]\nunit = \"a\"\n", "unit"));
        assert!(!is_swallowed("code = 48217\n[[placement]]\ncode = 53901\n", "code"));
    }

    #[test]
    fn a_value_is_found_by_its_way() {
        let text = "unit = \"a\"\n[[stop]]\nentry = \"x\"\n[[stop]]\nentry = \"y\"\n";
        let steps = [Step::Key("stop"), Step::Nth(1), Step::Key("entry")];
        let Found::Here(span) = locate(text, &steps) else { panic!() };
        assert_eq!(&text[span], "\"y\"");
        assert_eq!(locate(text, &[Step::Key("code")]), Found::Absent);
        assert_eq!(locate("a b", &[Step::Key("a")]), Found::Unreadable);
    }
}
