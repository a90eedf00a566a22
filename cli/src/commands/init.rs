//! `disan init`: a small project that builds at once.

use std::fs;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use disan_server::catalog::Locale;
use disan_server::catalog::console::{complain, say};

use super::Outcome;
use super::accept::record;
use super::codes::allot_codes;
use super::edit::edit;
use super::new::pairings;
use super::scaffold;
use crate::args::InitArguments;
use crate::config::Config;
use crate::gazetteer::naming;
use crate::model::anchor;
use crate::parse::SETTINGS_FILE;

/// Where the sample entry stands.
const EXAMPLE: &str = "di-tich/dinh-lang-mau";

/// What a project is made of, as asked or as it stands by default.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Answers {
    title: String,
    host: String,
    owner: String,
    province: String,
    commune: String,
}

/// Makes the project and says what to do next.
pub fn run(config: &Config, arguments: &InitArguments) -> anyhow::Result<Outcome> {
    let locale = &config.locale;
    let folder = arguments.folder.clone().unwrap_or_else(|| PathBuf::from("content"));
    if let Some(text) = in_the_way(&folder, locale) {
        complain(text);
        return Ok(Outcome::Faults);
    }
    let defaults = Answers::default_of(locale);
    let answers = if arguments.yes || !io::stdin().is_terminal() {
        defaults
    } else {
        ask_all(defaults, locale, &mut io::stdin().lock(), &mut io::stdout())?
    };
    write(&folder, &answers, config)?;
    let Some(opened) = edit(config, &folder)? else { return Ok(Outcome::Faults) };
    let files: Vec<(String, String)> =
        scaffold::example(locale.lang()).iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    let slug = EXAMPLE.rsplit('/').next().unwrap_or_default();
    record(&folder, pairings(slug, &opened.project, &files))?;
    let given = allot_codes(config, &opened, None)?;
    let code = given.first().map(|given| given.code.grouped()).unwrap_or_default();
    let shown = folder.display().to_string();
    // A project in `content`, or right here, is found without being named.
    let place = if [Path::new("content"), Path::new(".")].contains(&folder.as_path()) {
        String::new()
    } else {
        format!(" {shown}")
    };
    let text = folder.join(EXAMPLE).join("vi.md").display().to_string();
    let values = [("folder", shown.as_str()), ("code", &code), ("where", &place), ("text", &text)];
    for key in ["done", "next-serve", "next-write", "next-new"] {
        say(locale.fill(&format!("cli.init.{key}"), &values));
    }
    Ok(Outcome::Done)
}

/// What stands in the way of a new project at `folder`, in words.
fn in_the_way(folder: &Path, locale: &Locale) -> Option<String> {
    let shown = folder.display().to_string();
    if folder.join(SETTINGS_FILE).exists() {
        return Some(locale.fill("cli.init.project-there", &[("folder", &shown)]));
    }
    let names = ["units.toml", "folder.toml", "codes.csv", "translations.csv", EXAMPLE];
    let there = names.iter().map(|name| folder.join(name)).find(|path| path.exists());
    // A file where the folder should be is in the way as well.
    let there = there.or_else(|| Some(folder.to_owned()).filter(|folder| folder.exists() && !folder.is_dir()));
    there.map(|file| locale.fill("cli.init.file-there", &[("file", &file.display().to_string())]))
}

/// Writes all files, the settings last.
fn write(folder: &Path, answers: &Answers, config: &Config) -> anyhow::Result<()> {
    let lang = config.locale.lang();
    let example = folder.join(EXAMPLE);
    fs::create_dir_all(example.parent().unwrap_or(folder)).with_context(|| folder.display().to_string())?;
    let files: Vec<(String, String)> =
        scaffold::example(lang).iter().map(|(name, text)| (name.to_string(), text.to_string())).collect();
    scaffold::write_folder(&example, &files)?;
    let values = answers.values(config);
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    for (name, text) in scaffold::project(lang, &values) {
        let file = folder.join(name);
        fs::write(&file, text).with_context(|| file.display().to_string())?;
    }
    Ok(())
}

impl Answers {
    fn default_of(locale: &Locale) -> Answers {
        let text = |key: &str| locale.text(&format!("cli.init.{key}")).to_owned();
        Answers {
            title: text("title"),
            host: "disan.example".to_owned(),
            owner: text("owner"),
            province: text("province"),
            commune: text("commune"),
        }
    }

    /// The names of the scaffold with their values, most of them as TOML writes texts.
    fn values(&self, config: &Config) -> Vec<(&'static str, String)> {
        let (province_kind, province_en) = scaffold::unit(&self.province, "tinh");
        let (commune_kind, commune_en) = scaffold::unit(&self.commune, "xa");
        let province_id = id(&self.province, "tinh", &[]);
        let commune_id = id(&self.commune, "xa", &[&province_id]);
        let owner = id(&self.owner, "don-vi", &[&province_id, &commune_id]);
        // A title of one's own cannot be translated here: the Vietnamese one stands in until somebody does.
        let title_en = if self.title == config.locale.text("cli.init.title") {
            format!("title.en = {}\n", scaffold::quoted(config.locale.text("cli.init.title-en")))
        } else {
            "# title.en = \"…\"\n".to_owned()
        };
        let office_en = if self.owner == config.locale.text("cli.init.owner") {
            config.locale.text("cli.init.owner-en").to_owned()
        } else {
            naming::latin(&self.owner)
        };
        let expires = config.today.checked_add(jiff::Span::new().years(1)).unwrap_or(config.today);
        let texts = [
            ("title", self.title.as_str()),
            ("host", &self.host),
            ("owner", &owner),
            ("office", &self.owner),
            ("office_en", &office_en),
            ("province", &self.province),
            ("province_en", &province_en),
            ("province_id", &province_id),
            ("province_kind", province_kind),
            ("commune", &self.commune),
            ("commune_en", &commune_en),
            ("commune_id", &commune_id),
            ("commune_kind", commune_kind),
        ];
        let mut values: Vec<(&'static str, String)> =
            texts.iter().map(|(name, text)| (*name, scaffold::quoted(text))).collect();
        values.extend([("title_en", title_en), ("expires", expires.to_string())]);
        values
    }
}

/// The id of a unit by its name, other than those in `taken`.
fn id(name: &str, fallback: &str, taken: &[&str]) -> String {
    let clean = Some(anchor(name)).filter(|id| id.is_ascii() && !id.is_empty()).unwrap_or_else(|| fallback.to_owned());
    let free = |id: &String| !taken.contains(&id.as_str());
    if free(&clean) {
        return clean;
    }
    (2..=taken.len() + 2).map(|n| format!("{clean}-{n}")).find(free).unwrap_or(clean)
}

fn ask_all(
    defaults: Answers,
    locale: &Locale,
    input: &mut dyn BufRead,
    output: &mut dyn Write,
) -> anyhow::Result<Answers> {
    let mut ask = |key: &str, default: String| -> anyhow::Result<String> {
        write!(output, "{} [{default}]: ", locale.text(&format!("cli.init.ask-{key}")))?;
        output.flush()?;
        let mut line = String::new();
        input.read_line(&mut line)?;
        let line = line.trim();
        Ok(if line.is_empty() { default } else { line.to_owned() })
    };
    let title = ask("title", defaults.title)?;
    let mut host = clean_host(&ask("host", defaults.host.clone())?);
    while host.is_none() {
        say(locale.text("cli.init.bad-host"));
        host = clean_host(&ask("host", defaults.host.clone())?);
    }
    Ok(Answers {
        title,
        host: host.unwrap_or(defaults.host),
        owner: ask("owner", defaults.owner)?,
        province: ask("province", defaults.province)?,
        commune: ask("commune", defaults.commune)?,
    })
}

/// The bare host of what was typed: `https://Disan.vn/` → `disan.vn`.
fn clean_host(typed: &str) -> Option<String> {
    let lower = typed.trim().to_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/');
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (bare.contains('.') && bare.split('.').all(label)).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;

    use super::*;

    #[test]
    fn an_empty_answer_takes_the_default_and_a_bad_host_is_asked_again() {
        let locale = Locale::embedded(&Lang::vi());
        let defaults = Answers::default_of(&locale);
        let mut typed = "Di sản Chí Linh\n\nhttps://Disan.vn/\n\n".as_bytes();
        let mut shown = Vec::new();
        let answers = ask_all(defaults.clone(), &locale, &mut typed, &mut shown).unwrap();
        assert_eq!(
            answers,
            Answers { title: "Di sản Chí Linh".into(), owner: "https://Disan.vn/".into(), ..defaults.clone() }
        );
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.starts_with("Tên dự án [Di sản quanh ta]: Tên miền sẽ in trên bảng"), "{shown}");
        let mut typed = "\nkhông biết\nhttps://Disan.vn/\n".as_bytes();
        let answers = ask_all(defaults, &locale, &mut typed, &mut Vec::new()).unwrap();
        assert_eq!(answers.host, "disan.vn");
    }

    #[test]
    fn units_of_one_name_get_ids_of_their_own() {
        assert_eq!(id("Phường Trần Hưng Đạo", "xa", &[]), "phuong-tran-hung-dao");
        assert_eq!(id("Huế", "xa", &["hue", "hue-2"]), "hue-3");
        assert_eq!(id("劫泊", "xa", &[]), "xa");
    }
}
