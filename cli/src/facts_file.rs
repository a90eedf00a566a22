//! Writing a code into a facts file as its author would: one line, everything else left as it stands.

use std::ops::Range;

use disan_server::catalog::Code;
use toml::de::{DeTable, DeValue};
use unicode_normalization::UnicodeNormalization;

/// Key of the placement that the code at the top of a facts file belongs to.
pub const MAIN: &str = "main";

/// Why a code cannot be written into a facts file.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum InscribeError {
    /// The file is not TOML.
    #[error("{0}")]
    Toml(String),
    /// There is no such placement.
    #[error("there is no [[placement]] with key = \"{0}\"")]
    Placement(String),
    /// The place has a code already, or the file is written in a way that is not understood.
    #[error("the code cannot be written for the placement `{0}`")]
    Form(String),
}

/// The text of a facts file with `code` written for the placement `key`; `host` is named where merged number spaces
/// clash. Line ends, comments and order stay as they are.
pub fn inscribe(text: &str, key: &str, code: Code, host: Option<&str>) -> Result<String, InscribeError> {
    let value = host.map_or_else(|| code.to_string(), |host| format!("\"{host}/{code}\""));
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    let before = parse(body)?;
    let edit = if key == MAIN { edit_main(body, &before) } else { edit_placement(body, &before, key) };
    let Edit { at, wrap } = edit.map_err(|form| form.error(key))?;
    let written = wrap.around(&value, if body.contains("\r\n") { "\r\n" } else { "\n" });
    let edited = format!("{}{written}{}", &body[..at.start], &body[at.end..]);
    if !is_only_change(body, &edited, key, &value) {
        return Err(InscribeError::Form(key.to_owned()));
    }
    Ok(format!("{}{edited}", &text[..text.len() - body.len()]))
}

/// Where the value goes and what stands around it.
struct Edit {
    at: Range<usize>,
    wrap: Wrap,
}

/// How the value is written.
enum Wrap {
    /// In the place of an empty value.
    Value,
    /// As a line of its own, before what follows.
    Line,
    /// As a line of its own at the end of a file whose last line does not end.
    LastLine,
    /// As a member of an inline table.
    Member,
}

impl Wrap {
    fn around(&self, value: &str, line_end: &str) -> String {
        match self {
            Wrap::Value => value.to_owned(),
            Wrap::Line => format!("code = {value}{line_end}"),
            Wrap::LastLine => format!("{line_end}code = {value}{line_end}"),
            Wrap::Member => format!(", code = {value}"),
        }
    }
}

/// Why there is no place for the code.
enum NoPlace {
    Placement,
    Form,
}

impl NoPlace {
    fn error(self, key: &str) -> InscribeError {
        match self {
            NoPlace::Placement => InscribeError::Placement(key.to_owned()),
            NoPlace::Form => InscribeError::Form(key.to_owned()),
        }
    }
}

fn parse(text: &str) -> Result<DeTable<'_>, InscribeError> {
    DeTable::parse(text).map(toml::Spanned::into_inner).map_err(|error| InscribeError::Toml(error.message().to_owned()))
}

/// The place of an empty `code = ""`, as scaffolds have it. Any other value is no place.
fn empty_value(table: &DeTable) -> Option<Result<Edit, NoPlace>> {
    let value = table.get("code")?;
    let empty = value.get_ref().as_str().is_some_and(str::is_empty);
    Some(if empty { Ok(Edit { at: value.span(), wrap: Wrap::Value }) } else { Err(NoPlace::Form) })
}

fn edit_main(text: &str, table: &DeTable) -> Result<Edit, NoPlace> {
    empty_value(table).unwrap_or_else(|| {
        let at = start_of_facts(text);
        let wrap = if text[..at].ends_with('\n') || at == 0 { Wrap::Line } else { Wrap::LastLine };
        Ok(Edit { at: at..at, wrap })
    })
}

/// Where the first key or table starts, with the comment that touches it: a comment that stands apart heads the file.
fn start_of_facts(text: &str) -> usize {
    let mut block = 0;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim();
        if trimmed.is_empty() {
            block = at + line.len();
        } else if !trimmed.starts_with('#') {
            return block;
        }
        at += line.len();
    }
    at
}

fn edit_placement(text: &str, table: &DeTable, key: &str) -> Result<Edit, NoPlace> {
    let placements = table.get("placement").and_then(|list| list.get_ref().as_array()).ok_or(NoPlace::Placement)?;
    for item in placements.iter() {
        let DeValue::Table(placement) = item.get_ref() else { continue };
        let Some(own) = placement.get("key") else { continue };
        if own.get_ref().as_str().is_none_or(|own| own.trim().nfc().ne(key.nfc())) {
            continue;
        }
        return empty_value(placement).unwrap_or_else(|| {
            let end = own.span().end;
            if text[item.span().start..].starts_with('{') {
                return Ok(Edit { at: end..end, wrap: Wrap::Member });
            }
            Ok(match text[end..].find('\n') {
                Some(line_end) => Edit { at: end + line_end + 1..end + line_end + 1, wrap: Wrap::Line },
                None => Edit { at: text.len()..text.len(), wrap: Wrap::LastLine },
            })
        });
    }
    Err(NoPlace::Placement)
}

/// Whether `after` is `before` with the code of `key` and nothing else: the last guard of what somebody wrote.
fn is_only_change(before: &str, after: &str, key: &str, value: &str) -> bool {
    let read = |text: &str| text.parse::<toml::Table>().ok();
    let (Some(mut before), Some(mut after)) = (read(before), read(after)) else { return false };
    let take = |table: &mut toml::Table| {
        if key == MAIN {
            return table.remove("code");
        }
        let placements = table.get_mut("placement")?.as_array_mut()?;
        let own = |p: &&mut toml::Value| {
            p.get("key").and_then(toml::Value::as_str).is_some_and(|k| k.trim().nfc().eq(key.nfc()))
        };
        placements.iter_mut().find(own)?.as_table_mut()?.remove("code")
    };
    take(&mut before);
    take(&mut after).is_some_and(|code| code.to_string() == value) && before == after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> Code {
        "48217".parse().unwrap()
    }

    fn edited(text: &str, key: &str) -> String {
        inscribe(text, key, code(), None).unwrap()
    }

    #[test]
    fn the_code_comes_first_after_the_comments_that_head_the_file() {
        for (before, after) in [
            ("unit = \"a\"\n", "code = 48217\nunit = \"a\"\n"),
            ("# Chùa Côn Sơn\n\nunit = \"a\"\n", "# Chùa Côn Sơn\n\ncode = 48217\nunit = \"a\"\n"),
            (
                "# Đầu\n\n# Về đơn vị\nunit = \"a\" # ghi chú\n",
                "# Đầu\n\ncode = 48217\n# Về đơn vị\nunit = \"a\" # ghi chú\n",
            ),
            ("[cover]\nfile = \"a\"\n", "code = 48217\n[cover]\nfile = \"a\"\n"),
            ("", "code = 48217\n"),
            ("# Chỉ có chữ", "# Chỉ có chữ\ncode = 48217\n"),
            ("\u{feff}\r\nunit = \"a\"\r\n", "\u{feff}\r\ncode = 48217\r\nunit = \"a\"\r\n"),
            ("unit = \"a\"\ncode = \"\"\n", "unit = \"a\"\ncode = 48217\n"),
        ] {
            assert_eq!(edited(before, MAIN), after);
        }
    }

    #[test]
    fn a_placement_gets_its_code_after_its_key() {
        for (before, after) in [
            (
                "[[placement]]\nkey = \"a\"\nname.vi = \"A\"\n\n[[placement]]\nkey = \"b\" # sau\nname.vi = \"B\"\n",
                "[[placement]]\nkey = \"a\"\nname.vi = \"A\"\n\n[[placement]]\nkey = \"b\" # sau\ncode = 48217\nname.vi = \"B\"\n",
            ),
            (
                "[[placement]]\nname.vi = \"B\"\r\nkey = 'b'",
                "[[placement]]\nname.vi = \"B\"\r\nkey = 'b'\r\ncode = 48217\r\n",
            ),
            (
                "placement = [{ key = \"a\" }, { key = \"b\", name.vi = \"B\" }]\n",
                "placement = [{ key = \"a\" }, { key = \"b\", code = 48217, name.vi = \"B\" }]\n",
            ),
            ("[[placement]]\nkey = \"b\"\ncode = \"\"\n", "[[placement]]\nkey = \"b\"\ncode = 48217\n"),
        ] {
            assert_eq!(edited(before, "b"), after);
        }
        // The key as a Mac writes it, decomposed.
        assert_eq!(
            edited("[[placement]]\nkey = \"co\u{302}\u{309}ng\"\n", "cổng"),
            "[[placement]]\nkey = \"co\u{302}\u{309}ng\"\ncode = 48217\n"
        );
    }

    #[test]
    fn the_host_is_named_where_it_must_be() {
        let text = inscribe("unit = \"a\"\n", MAIN, code(), Some("b.vn")).unwrap();
        assert_eq!(text, "code = \"b.vn/48217\"\nunit = \"a\"\n");
    }

    #[test]
    fn what_is_there_is_never_replaced() {
        let form = |key: &str| Err(InscribeError::Form(key.into()));
        assert_eq!(inscribe("code = 10121\n", MAIN, code(), None), form(MAIN));
        assert_eq!(inscribe("code = false\n", MAIN, code(), None), form(MAIN));
        assert_eq!(inscribe("[[placement]]\nkey = \"b\"\ncode = 10121\n", "b", code(), None), form("b"));
        let missing = inscribe("[[placement]]\nkey = \"b\"\n", "c", code(), None);
        assert_eq!(missing, Err(InscribeError::Placement("c".into())));
        assert!(matches!(inscribe("a = \n", MAIN, code(), None), Err(InscribeError::Toml(_))));
    }
}
