//! What `init` and `new` write: the files of `templates/scaffold`, with names filled in.

use std::fs;
use std::path::Path;

use anyhow::Context;
use disan_server::catalog::{Kind, Lang, Locale, fill};

use crate::gazetteer::naming;

/// Texts of one language.
struct Texts {
    settings: &'static str,
    units: &'static str,
    folder: &'static str,
    example_facts: &'static str,
    example_words: &'static str,
    /// Facts and words by kind, in the order of [`KINDS`].
    kinds: [(&'static str, &'static str); 5],
}

/// Order of the kinds in [`Texts::kinds`].
const KINDS: [Kind; 5] = [Kind::Relic, Kind::Service, Kind::Guide, Kind::Trail, Kind::Event];

macro_rules! file {
    ($path:literal) => {
        include_str!(concat!("../../../templates/scaffold/", $path))
    };
}

const VI: Texts = Texts {
    settings: file!("vi/disan.toml"),
    units: file!("vi/units.toml"),
    folder: file!("vi/folder.toml"),
    example_facts: file!("vi/example.toml"),
    example_words: file!("vi/example.md"),
    kinds: [
        (file!("vi/relic.toml"), file!("vi/relic.md")),
        (file!("vi/service.toml"), file!("vi/service.md")),
        (file!("vi/guide.toml"), file!("vi/guide.md")),
        (file!("vi/trail.toml"), file!("vi/trail.md")),
        (file!("vi/event.toml"), file!("vi/event.md")),
    ],
};

const EN: Texts = Texts {
    settings: file!("en/disan.toml"),
    units: file!("en/units.toml"),
    folder: file!("en/folder.toml"),
    example_facts: file!("en/example.toml"),
    example_words: file!("en/example.md"),
    kinds: [
        (file!("en/relic.toml"), file!("en/relic.md")),
        (file!("en/service.toml"), file!("en/service.md")),
        (file!("en/guide.toml"), file!("en/guide.md")),
        (file!("en/trail.toml"), file!("en/trail.md")),
        (file!("en/event.toml"), file!("en/event.md")),
    ],
};

/// The drawing that holds the place of a photo.
pub const COVER: &str = file!("cover.svg");
/// The drawing of the sample entry.
pub const EXAMPLE_COVER: &str = file!("example/cover.svg");

/// The texts for notes and words in `lang`; Vietnamese where there are none, for most minority languages of the
/// country are written by people who read it.
fn texts(lang: &Lang) -> &'static Texts {
    if lang.primary() == "en" { &EN } else { &VI }
}

/// The facts file of a new entry, its notes in `lang`.
pub fn facts(kind: Kind, lang: &Lang, values: &[(&str, &str)]) -> String {
    let index = KINDS.iter().position(|k| *k == kind).unwrap_or_default();
    fill(texts(lang).kinds[index].0, values)
}

/// The text of a new entry in `lang`.
pub fn words(kind: Kind, lang: &Lang, title: &str) -> String {
    let index = KINDS.iter().position(|k| *k == kind).unwrap_or_default();
    fill(texts(lang).kinds[index].1, &[("title", title)])
}

/// The files of a new project but its entries: name and text.
pub fn project(lang: &Lang, values: &[(&str, &str)]) -> [(&'static str, String); 3] {
    let texts = texts(lang);
    [
        ("units.toml", fill(texts.units, values)),
        ("folder.toml", fill(texts.folder, values)),
        // The last one: a folder with it is a project.
        ("disan.toml", fill(texts.settings, values)),
    ]
}

/// The files of the sample entry: name and text, facts notes in `lang`.
pub fn example(lang: &Lang) -> [(&'static str, &'static str); 4] {
    [
        ("relic.toml", texts(lang).example_facts),
        ("vi.md", VI.example_words),
        ("en.md", EN.example_words),
        ("cover.svg", EXAMPLE_COVER),
    ]
}

/// Makes the folder with all its files, or nothing: written beside its place, then moved.
pub fn write_folder(folder: &Path, files: &[(String, String)]) -> anyhow::Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let parent = folder.parent().unwrap_or(Path::new("."));
    let new = parent.join(format!(".{name}.new"));
    // What a broken-off run left there is no part of it.
    if new.exists() {
        fs::remove_dir_all(&new).with_context(|| new.display().to_string())?;
    }
    fs::create_dir_all(&new).with_context(|| new.display().to_string())?;
    for (name, text) in files {
        let file = new.join(name);
        fs::write(&file, text).with_context(|| file.display().to_string())?;
    }
    fs::rename(&new, folder).with_context(|| folder.display().to_string())
}

/// Kind and English name of a unit by its full Vietnamese name: Phường Trần Hưng Đạo → phuong, Tran Hung Dao Ward.
/// A name without such a word is of the kind `default`.
pub fn unit<'a>(name: &str, default: &'a str) -> (&'a str, String) {
    let name = name.trim();
    match naming::kind(name) {
        Some(kind) => (kind.id, naming::english(name, kind.id)),
        None => (default, naming::latin(name)),
    }
}

/// `value` as TOML writes a text.
pub fn quoted(value: &str) -> String {
    toml::Value::String(value.to_owned()).to_string()
}

/// A line a language for the description of a picture, to be written.
pub fn alt_lines(languages: &[Lang]) -> String {
    let line = |lang: &Lang| format!("alt.{lang} = {}\n", quoted(Locale::embedded(lang).text("cli.new.alt")));
    languages.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_units_are_understood() {
        assert_eq!(unit("Phường Trần Hưng Đạo", "xa"), ("phuong", "Tran Hung Dao Ward".into()));
        assert_eq!(unit("thành phố Hải Phòng", "tinh"), ("thanh-pho", "Hai Phong City".into()));
        assert_eq!(unit("Đặc khu Cát Hải", "xa"), ("dac-khu", "Cat Hai Special Zone".into()));
        assert_eq!(unit("Xuân Lai", "xa"), ("xa", "Xuan Lai".into()));
    }

    #[test]
    fn each_scaffold_fills_every_name() {
        for lang in [Lang::vi(), Lang::en()] {
            for kind in KINDS {
                let facts = facts(kind, &lang, &[("unit", ""), ("today", "2026-11-22"), ("alt", "")]);
                assert!(facts.parse::<toml::Table>().is_ok(), "{facts}");
                assert!(!words(kind, &lang, "Đền").contains('{'));
            }
        }
    }
}
