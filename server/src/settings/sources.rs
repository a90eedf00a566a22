//! Where settings stand: flags before variables before `server.toml`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use toml::de::{DeTable, DeValue};

use super::fault::{Origin, SettingFault};
use super::table::{SETTINGS, Setting};

/// Names the settings file when no flag does.
const CONFIG: &str = "DISAN_CONFIG";

/// The words of all settings, wherever they stand.
#[derive(Debug, Default)]
pub struct Sources {
    flags: BTreeMap<&'static str, Vec<String>>,
    variables: BTreeMap<&'static str, String>,
    file: BTreeMap<&'static str, (Origin, Vec<String>)>,
    /// Paths in the file are relative to its folder.
    folder: PathBuf,
}

impl Sources {
    /// The flags as given, by key; the environment, as `variable` tells it; and the settings file, if `config` or the
    /// environment names one.
    pub fn new(
        flags: BTreeMap<&'static str, Vec<String>>,
        config: Option<PathBuf>,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Sources, SettingFault> {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let variables = SETTINGS.iter().filter_map(|row| Some((row.key, set(row.variable)?))).collect();
        let mut sources = Sources { flags, variables, ..Sources::default() };
        if let Some(path) = config.or_else(|| set(CONFIG).map(PathBuf::from)) {
            sources.read_file(&path)?;
        }
        Ok(sources)
    }

    /// The values of a setting, from the first source that has any, each with where it stands.
    pub fn values(&self, row: &Setting) -> Vec<(Origin, String)> {
        if let Some(values) = self.flags.get(row.key) {
            return values.iter().map(|value| (Origin::Flag(row.flag), value.clone())).collect();
        }
        if let Some(text) = self.variables.get(row.key) {
            let origin = Origin::Variable(row.variable);
            let apart = |c: char| c == ',' || c.is_whitespace();
            return match row.many {
                true => text.split(apart).filter(|v| !v.is_empty()).map(|v| (origin.clone(), v.to_owned())).collect(),
                false => vec![(origin, text.clone())],
            };
        }
        let of_file = self.file.get(row.key);
        of_file.map(|(origin, values)| values.iter().map(|v| (origin.clone(), v.clone())).collect()).unwrap_or_default()
    }

    /// A path that must be set.
    pub fn path(&self, row: &Setting) -> Result<PathBuf, SettingFault> {
        let (origin, value) = self.values(row).pop().ok_or(SettingFault::Missing(row.flag))?;
        Ok(self.base(&origin).join(value))
    }

    /// What paths at this place are relative to.
    pub fn base(&self, origin: &Origin) -> &Path {
        if matches!(origin, Origin::File(..)) { &self.folder } else { Path::new("") }
    }

    /// Where a setting is set; its flag where it is not.
    pub fn origin(&self, row: &Setting) -> Origin {
        self.values(row).pop().map_or(Origin::Flag(row.flag), |(origin, _)| origin)
    }

    fn read_file(&mut self, path: &Path) -> Result<(), SettingFault> {
        let text = std::fs::read_to_string(path)
            .map_err(|error| SettingFault::Unreadable(path.to_owned(), error.to_string()))?;
        let line = |at: usize| 1 + text[..at.min(text.len())].matches('\n').count();
        let table = DeTable::parse(&text).map_err(|error| {
            let at = error.span().map_or(0, |span| span.start);
            SettingFault::Syntax(path.to_owned(), line(at), error.message().to_owned())
        })?;
        for (key, value) in table.into_inner() {
            let at = line(key.span().start);
            let name = key.into_inner().into_owned();
            let Some(row) = SETTINGS.iter().find(|row| row.key == name) else {
                return Err(SettingFault::UnknownKey(path.to_owned(), at, name));
            };
            let values = words(value.into_inner(), row.many);
            let values = values.ok_or_else(|| SettingFault::Kind(path.to_owned(), at, name))?;
            self.file.insert(row.key, (Origin::File(path.to_owned(), at), values));
        }
        self.folder = path.parent().unwrap_or(Path::new("")).to_owned();
        Ok(())
    }
}

/// A value as words: a text, a whole number, or, where several may be given, a list of texts.
fn words(value: DeValue<'_>, many: bool) -> Option<Vec<String>> {
    match value {
        DeValue::String(text) => Some(vec![text.into_owned()]),
        DeValue::Integer(number) => Some(vec![number.to_string()]),
        DeValue::Array(items) if many => items
            .into_iter()
            .map(|item| match item.into_inner() {
                DeValue::String(text) => Some(text.into_owned()),
                _ => None,
            })
            .collect(),
        _ => None,
    }
}
