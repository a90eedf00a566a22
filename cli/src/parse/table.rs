//! Reading one TOML file key by key: every key is asked for by name and type, every fault is collected with its
//! place, and what nobody asked for at the end is an unknown key.
//!
//! Not serde: that stops at the first fault and knows no place for the later ones.

use std::borrow::Cow;
use std::ops::Range;

use disan_server::catalog::{Lang, Localized};
use jiff::civil::Date;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{suggest, toml_fault};
use crate::diagnostic::Diagnostic;

/// The file being read, and the faults found in it.
#[derive(Debug)]
pub struct File<'a> {
    path: &'a str,
    languages: &'a [Lang],
    /// Faults so far.
    pub faults: Vec<Diagnostic>,
}

impl<'a> File<'a> {
    /// A file of a project in `languages`; none means that they are not known yet.
    pub fn new(path: &'a str, languages: &'a [Lang]) -> File<'a> {
        File { path, languages, faults: Vec::new() }
    }

    /// The table of the whole file; none when it is not TOML.
    pub fn table<'t>(&mut self, text: &'t str) -> Option<Table<'t>> {
        match DeTable::parse(text) {
            Ok(table) => Some(Table::new("", table)),
            Err(error) => {
                self.faults.push(toml_fault(self.path, text, &error));
                None
            }
        }
    }

    /// An error in this file, to be completed and handed to [`File::push`].
    pub fn error(&self, rule: &'static str, span: Range<usize>) -> Diagnostic {
        Diagnostic::error(rule).at(self.path).span(span)
    }

    /// A warning in this file.
    pub fn warning(&self, rule: &'static str, span: Range<usize>) -> Diagnostic {
        Diagnostic::warning(rule).at(self.path).span(span)
    }

    /// Keeps a fault.
    pub fn push(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    fn wrong_type(&mut self, key: &str, expected: &str, found: &Spanned<DeValue>) {
        let fault = self.error("wrong-type", found.span()).with("key", key).with("expected", expected);
        self.push(fault.with("found", type_id(found.get_ref())).with("cause", expected));
    }
}

/// A table of the file.
#[derive(Debug)]
pub struct Table<'t> {
    name: &'static str,
    span: Range<usize>,
    keys: DeTable<'t>,
    known: Vec<&'static str>,
}

/// What may stand under a key that is short for one thing and long for several.
#[derive(Debug)]
pub enum TextOrTables<'t> {
    /// The short form.
    Text(Spanned<String>),
    /// The long form.
    Tables(Vec<Table<'t>>),
}

impl<'t> Table<'t> {
    fn new(name: &'static str, table: Spanned<DeTable<'t>>) -> Table<'t> {
        let span = table.span();
        Table { name, span, keys: table.into_inner(), known: Vec::new() }
    }

    /// The value of `key` as it stands.
    fn take(&mut self, key: &'static str) -> Option<Spanned<DeValue<'t>>> {
        self.known.push(key);
        self.keys.remove(key)
    }

    /// Whether `key` is there and has not been read.
    pub fn has(&self, key: &str) -> bool {
        self.keys.contains_key(key)
    }

    /// Where the name of `key` stands, if it is there and has not been read.
    pub fn key_span(&self, key: &str) -> Option<Range<usize>> {
        self.keys.get_key_value(key).map(|(name, _)| name.span())
    }

    /// A text with its place; an empty one counts as left out, as scaffolds have them.
    pub fn spanned_text(&mut self, key: &'static str, file: &mut File) -> Option<Spanned<String>> {
        let value = self.take(key)?;
        text_of(key, value, file)
    }

    /// A text.
    pub fn text(&mut self, key: &'static str, file: &mut File) -> Option<String> {
        self.spanned_text(key, file).map(Spanned::into_inner)
    }

    /// A text that has to be there.
    pub fn required_text(&mut self, key: &'static str, file: &mut File) -> Option<String> {
        let there = self.has(key);
        let text = self.text(key, file);
        if text.is_none() && !there {
            self.missing(key, file);
        }
        text
    }

    /// Says that `key` is missing from this table.
    pub fn missing(&self, key: &str, file: &mut File) {
        let table = if self.name.is_empty() { String::new() } else { format!("[{}] ", self.name) };
        let fault = file.error("missing-key", self.span.start..self.span.start);
        file.push(fault.with("key", key).with("table", table));
    }

    /// Says that the text under `key` is missing in the project's first language.
    pub fn missing_localized(&self, key: &str, file: &mut File) {
        let lang = file.languages.first().map_or("vi", Lang::as_str).to_owned();
        self.missing(&format!("{key}.{lang}"), file);
    }

    /// A list of texts.
    pub fn texts(&mut self, key: &'static str, file: &mut File) -> Vec<String> {
        self.spanned_texts(key, file).into_iter().map(Spanned::into_inner).collect()
    }

    /// A list of texts with their places.
    pub fn spanned_texts(&mut self, key: &'static str, file: &mut File) -> Vec<Spanned<String>> {
        self.take(key).map(|value| texts_of(key, value, file)).unwrap_or_default()
    }

    /// A text a language: `key.vi`, `key.en`.
    pub fn localized(&mut self, key: &'static str, file: &mut File) -> Localized<String> {
        self.localized_with(key, "text-by-language", file, |value, file| {
            text_of(key, value, file).map(Spanned::into_inner)
        })
    }

    /// A list of texts a language.
    pub fn localized_texts(&mut self, key: &'static str, file: &mut File) -> Localized<Vec<String>> {
        self.localized_with(key, "texts-by-language", file, |value, file| {
            Some(texts_of(key, value, file).into_iter().map(Spanned::into_inner).collect())
        })
    }

    /// A table a language.
    pub fn localized_tables(&mut self, key: &'static str, file: &mut File) -> Localized<Table<'t>> {
        self.localized_with(key, "table-by-language", file, |value, file| table_of(key, value, file))
    }

    fn localized_with<T>(
        &mut self,
        key: &'static str,
        expected: &str,
        file: &mut File,
        mut read: impl FnMut(Spanned<DeValue<'t>>, &mut File) -> Option<T>,
    ) -> Localized<T> {
        let mut values = Localized::default();
        let Some(value) = self.take(key) else { return values };
        if !value.get_ref().is_table() {
            file.wrong_type(key, expected, &value);
        }
        let DeValue::Table(table) = value.into_inner() else { return values };
        for (tag, value) in table {
            match tag.get_ref().parse::<Lang>() {
                Ok(lang) if file.languages.is_empty() || file.languages.contains(&lang) => {
                    if let Some(value) = read(value, file) {
                        values.insert(lang, value);
                    }
                }
                Ok(lang) => {
                    let fault = file.warning("language-not-in-project", tag.span());
                    file.push(fault.with("key", key).with("language", lang.as_str()));
                }
                Err(_) => {
                    let fault = file.error("bad-language", tag.span());
                    file.push(fault.with("language", tag.get_ref().as_ref()).with("key", key));
                }
            }
        }
        values
    }

    /// A day: a TOML date, or a text of that form.
    pub fn date(&mut self, key: &'static str, file: &mut File) -> Option<Date> {
        self.spanned_date(key, file).map(Spanned::into_inner)
    }

    /// A day with its place.
    pub fn spanned_date(&mut self, key: &'static str, file: &mut File) -> Option<Spanned<Date>> {
        let value = self.take(key)?;
        let written: Cow<str> = match value.get_ref() {
            DeValue::Datetime(day) => day.to_string().into(),
            DeValue::String(text) if text.is_empty() => return None,
            DeValue::String(text) => text.as_ref().into(),
            _ => Cow::default(),
        };
        // Longer would be a time of day, which jiff would drop without a word.
        match written.parse::<Date>() {
            Ok(date) if written.len() == 10 => Some(Spanned::new(value.span(), date)),
            _ => {
                file.wrong_type(key, "date", &value);
                None
            }
        }
    }

    /// A whole number within `range`.
    pub fn integer(&mut self, key: &'static str, range: std::ops::RangeInclusive<u64>, file: &mut File) -> Option<u64> {
        let value = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => u64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => {
                file.wrong_type(key, "integer", &value);
                return None;
            }
        };
        match number.filter(|n| range.contains(n)) {
            Some(number) => Some(number),
            None => {
                let fault = file.error("number-out-of-range", value.span()).with("key", key);
                file.push(fault.with("from", range.start().to_string()).with("to", range.end().to_string()));
                None
            }
        }
    }

    /// A number that is not negative.
    pub fn number(&mut self, key: &'static str, file: &mut File) -> Option<f64> {
        let value = self.take(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => number.as_str().parse::<f64>().ok(),
            DeValue::Float(number) => number.as_str().parse::<f64>().ok(),
            _ => None,
        };
        let number = number.filter(|n| n.is_finite() && *n >= 0.0);
        if number.is_none() {
            file.wrong_type(key, "number", &value);
        }
        number
    }

    /// `true` or `false`; false when left out.
    pub fn flag(&mut self, key: &'static str, file: &mut File) -> bool {
        match self.take(key) {
            None => false,
            Some(value) => value.get_ref().as_bool().unwrap_or_else(|| {
                file.wrong_type(key, "flag", &value);
                false
            }),
        }
    }

    /// A whole number or a text, as codes are.
    pub fn number_or_text(&mut self, key: &'static str, file: &mut File) -> Option<Spanned<String>> {
        let value = self.take(key)?;
        match value.get_ref() {
            DeValue::Integer(number) if number.radix() == 10 => {
                Some(Spanned::new(value.span(), number.as_str().to_owned()))
            }
            DeValue::String(_) => text_of(key, value, file),
            _ => {
                file.wrong_type(key, "integer", &value);
                None
            }
        }
    }

    /// One of a list of ids.
    pub fn choice<T: Copy>(&mut self, key: &'static str, choices: &[(&'static str, T)], file: &mut File) -> Option<T> {
        let text = self.spanned_text(key, file)?;
        choose(key, &text, choices, file)
    }

    /// A table under `key`.
    pub fn table(&mut self, key: &'static str, file: &mut File) -> Option<Table<'t>> {
        let value = self.take(key)?;
        table_of(key, value, file)
    }

    /// A text, or the tables of a list; `expected` names the two in a fault. No tables when the key is left out.
    pub fn text_or_tables(&mut self, key: &'static str, expected: &str, file: &mut File) -> TextOrTables<'t> {
        match self.keys.get(key).map(Spanned::get_ref) {
            Some(DeValue::String(_)) => {
                self.spanned_text(key, file).map_or(TextOrTables::Tables(Vec::new()), TextOrTables::Text)
            }
            None | Some(DeValue::Array(_)) => TextOrTables::Tables(self.tables(key, file)),
            Some(_) => {
                if let Some(value) = self.take(key) {
                    file.wrong_type(key, expected, &value);
                }
                TextOrTables::Tables(Vec::new())
            }
        }
    }

    /// The tables of a list: `[[key]]`, or `key = [{ … }]`.
    pub fn tables(&mut self, key: &'static str, file: &mut File) -> Vec<Table<'t>> {
        let Some(value) = self.take(key) else { return Vec::new() };
        let span = value.span();
        match value.into_inner() {
            DeValue::Array(items) => items.into_iter().filter_map(|item| table_of(key, item, file)).collect(),
            other => {
                file.wrong_type(key, "tables", &Spanned::new(span, other));
                Vec::new()
            }
        }
    }

    /// Whether the value under `key` is `false`.
    pub fn is_false(&self, key: &str) -> bool {
        self.keys.get(key).is_some_and(|value| value.get_ref().as_bool() == Some(false))
    }

    /// Every pair of the table, for tables whose keys are data.
    pub fn into_pairs(self) -> impl Iterator<Item = (Spanned<Cow<'t, str>>, Spanned<DeValue<'t>>)> {
        self.keys.into_iter()
    }

    /// Says which keys nobody asked for, with the nearest of those that were.
    pub fn finish(self, file: &mut File) {
        for (key, _) in &self.keys {
            let name = key.get_ref();
            let fault = file.error("unknown-key", key.span()).with("key", name.as_ref()).with("table", self.name);
            let fault = match suggest(name, self.known.iter().copied()) {
                Some(near) => fault.with("suggestion", near),
                None => {
                    let mut known = self.known.clone();
                    known.sort_unstable();
                    known.dedup();
                    fault.with("known", known.join(", "))
                }
            };
            file.push(fault);
        }
        if self.name.is_empty() {
            self.claim_swallowed(file);
        }
    }

    /// A key of the file that was written below a `[table]` belongs to that table for TOML: its fault says so.
    fn claim_swallowed(&self, file: &mut File) {
        let is_swallowed = |fault: &&mut Diagnostic| {
            fault.rule == "unknown-key"
                && fault.value("table").is_some_and(|table| !table.is_empty())
                && fault.value("key").is_some_and(|key| self.known.contains(&key))
        };
        for fault in file.faults.iter_mut().filter(is_swallowed) {
            fault.values.push(("cause", "top".to_owned()));
        }
    }
}

/// The member of `choices` that `text` names; a fault with the nearest when it names none.
pub fn choose<T: Copy>(key: &str, text: &Spanned<String>, choices: &[(&'static str, T)], file: &mut File) -> Option<T> {
    if let Some((_, choice)) = choices.iter().find(|(id, _)| id == text.get_ref()) {
        return Some(*choice);
    }
    let ids = choices.iter().map(|(id, _)| *id);
    let fault = file.error("unknown-choice", text.span()).with("key", key).with("value", text.get_ref());
    let fault = fault.with("known", ids.clone().collect::<Vec<_>>().join(", "));
    file.push(match suggest(text.get_ref(), ids) {
        Some(near) => fault.with("suggestion", near),
        None => fault,
    });
    None
}

/// A value as text.
pub fn text_of(key: &str, value: Spanned<DeValue>, file: &mut File) -> Option<Spanned<String>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::String(text) => {
            let trimmed = text.trim();
            (!trimmed.is_empty()).then(|| Spanned::new(span, trimmed.to_owned()))
        }
        other => {
            file.wrong_type(key, "text", &Spanned::new(span, other));
            None
        }
    }
}

/// A value as list of texts.
pub fn texts_of(key: &str, value: Spanned<DeValue>, file: &mut File) -> Vec<Spanned<String>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Array(items) => items.into_iter().filter_map(|item| text_of(key, item, file)).collect(),
        other => {
            file.wrong_type(key, "texts", &Spanned::new(span, other));
            Vec::new()
        }
    }
}

fn table_of<'t>(key: &'static str, value: Spanned<DeValue<'t>>, file: &mut File) -> Option<Table<'t>> {
    let span = value.span();
    match value.into_inner() {
        DeValue::Table(table) => Some(Table::new(key, Spanned::new(span, table))),
        other => {
            file.wrong_type(key, "table", &Spanned::new(span, other));
            None
        }
    }
}

/// What a value is, as the texts of `diagnostic.type` name it.
fn type_id(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "text",
        DeValue::Integer(_) => "integer",
        DeValue::Float(_) => "number",
        DeValue::Boolean(_) => "flag",
        DeValue::Datetime(day) if day.time.is_some() => "date-time",
        DeValue::Datetime(_) => "date",
        DeValue::Array(_) => "list",
        DeValue::Table(_) => "table",
    }
}
