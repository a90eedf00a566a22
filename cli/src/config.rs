//! What the arguments mean. After this nothing looks at flags, environment, clock or current folder.

use std::env;
use std::path::{Path, PathBuf};

use anyhow::Context;
use disan_server::catalog::{Lang, Locale};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::{Offset, TimeZone};

/// What every command needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The words of the messages.
    pub locale: Locale,
    /// Today in Việt Nam (UTC+7), or the day of `SOURCE_DATE_EPOCH`.
    pub today: Date,
    /// Now, or `SOURCE_DATE_EPOCH`: seconds since 1970.
    pub now: i64,
    /// Whether messages may be coloured.
    pub colour: bool,
}

/// The folders a build reads and writes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Folders {
    /// The content.
    pub content: PathBuf,
    /// The output.
    pub out: PathBuf,
}

impl Config {
    /// Resolves what comes from the environment; messages come in `lang`.
    pub fn resolve(lang: &Lang) -> anyhow::Result<Config> {
        use std::io::IsTerminal;
        let colour = std::io::stderr().is_terminal() && env::var_os("NO_COLOR").is_none();
        let now = now()?;
        let today = now.to_zoned(TimeZone::fixed(Offset::constant(7))).date();
        Ok(Config { locale: Locale::embedded(lang), today, now: now.as_second(), colour })
    }
}

impl Folders {
    /// CONTENT is the current folder if that holds a `disan.toml`, else `content`. DIR is `dist` beside CONTENT, or
    /// inside where CONTENT is the current folder.
    pub fn resolve(content: Option<&Path>, out: Option<&Path>) -> anyhow::Result<Folders> {
        let here = env::current_dir().context("the current folder cannot be read")?;
        let content = match content {
            Some(content) => here.join(content),
            None if here.join("disan.toml").is_file() => here.clone(),
            None => here.join("content"),
        };
        // `.` and `..` are resolved, so that a parent can be taken; a folder that is missing is reported later.
        let content = content.canonicalize().unwrap_or(content);
        let here = here.canonicalize().unwrap_or(here);
        let out = match out {
            Some(out) => here.join(out),
            None if content == here => content.join("dist"),
            None => content.parent().unwrap_or(&content).join("dist"),
        };
        Ok(Folders { content, out })
    }

    /// Where pictures and proofs once made are kept from one build to the next.
    pub fn cache(&self) -> PathBuf {
        self.out.join(".cache")
    }
}

fn now() -> anyhow::Result<Timestamp> {
    Ok(match env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => seconds
            .parse()
            .ok()
            .and_then(|s| Timestamp::from_second(s).ok())
            .with_context(|| format!("SOURCE_DATE_EPOCH is `{seconds}`, not a number of seconds since 1970"))?,
        Err(_) => Timestamp::now(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_output_stands_beside_the_content() {
        let folders = Folders::resolve(Some(Path::new("/no/such/content")), None).unwrap();
        assert_eq!(folders.out, Path::new("/no/such/dist"));
    }
}
