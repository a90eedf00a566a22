//! The user's guide is a project of its own: it builds, and what it teaches is what the programs do.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::driver::{Folder, program, root, said};
use disan::diagnostic::Diagnostic;
use disan::{load, parse};
use disan_server::catalog::{Kind, Lang, Locale};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const LANGUAGES: [&str; 2] = ["vi", "en"];

/// Tables whose keys are data, not names the loader knows.
const FREE_TABLES: [&str; 1] = ["fallback"];

/// A key that is near to no other.
const NO_KEY: &str = "zzzzzzzz";

fn guide() -> PathBuf {
    root().join("cli/guide")
}

/// Folder names of the entries, in order.
fn slugs() -> Vec<String> {
    let items = fs::read_dir(guide()).unwrap().map(|item| item.unwrap().path());
    let mut slugs: Vec<String> = items
        .filter(|path| path.join("guide.toml").is_file())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect();
    slugs.sort();
    assert_eq!(slugs.len(), 8, "{slugs:?}");
    slugs
}

/// What of a page can be held against the programs.
#[derive(Default)]
struct Page {
    name: String,
    headings: usize,
    blocks: Vec<String>,
    spans: Vec<String>,
    tables: Vec<FactsTable>,
}

/// A table of keys: where they may stand, and rows of keys with an example.
#[derive(Clone, Default)]
struct FactsTable {
    heading: String,
    files: Vec<String>,
    paths: Vec<String>,
    rows: Vec<(Vec<String>, String)>,
}

fn page(slug: &str, lang: &str) -> Page {
    let name = format!("{slug}/{lang}.md");
    let source = fs::read_to_string(guide().join(&name)).unwrap();
    let mut page = Page { name, ..Page::default() };
    let (mut heading, mut heading_spans) = (String::new(), Vec::new());
    let (mut in_heading, mut block) = (false, None::<String>);
    let (mut cells, mut rows): (Vec<Vec<String>>, Vec<Vec<Vec<String>>>) = Default::default();
    let mut first_cell = String::new();
    for event in Parser::new_ext(&source, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                (in_heading, heading, heading_spans) = (true, String::new(), Vec::new());
                page.headings += 1;
            }
            Event::End(TagEnd::Heading(_)) => in_heading = false,
            Event::Start(Tag::CodeBlock(_)) => block = Some(String::new()),
            Event::End(TagEnd::CodeBlock) => page.blocks.extend(block.take()),
            Event::Start(Tag::Table(_)) => (rows, first_cell) = Default::default(),
            Event::Start(Tag::TableHead | Tag::TableRow) => cells.clear(),
            Event::Start(Tag::TableCell) => cells.push(Vec::new()),
            Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut cells)),
            Event::End(TagEnd::Table) if matches!(first_cell.as_str(), "Khóa" | "Key") => {
                page.tables.push(facts_table(&heading, &heading_spans, &rows));
            }
            Event::Code(code) => {
                page.spans.push(code.to_string());
                if in_heading {
                    heading_spans.push(code.to_string());
                    heading.push_str(&code);
                } else if let Some(cell) = cells.last_mut() {
                    cell.push(code.to_string());
                }
            }
            Event::Text(text) => {
                if let Some(block) = &mut block {
                    block.push_str(&text);
                } else if in_heading {
                    heading.push_str(&text);
                } else if rows.is_empty() && cells.len() == 1 && first_cell.is_empty() {
                    first_cell = text.to_string();
                }
            }
            _ => {}
        }
    }
    page
}

fn facts_table(heading: &str, spans: &[String], rows: &[Vec<Vec<String>>]) -> FactsTable {
    let mut files: Vec<String> = spans.iter().filter(|s| s.ends_with(".toml")).cloned().collect();
    let paths: Vec<String> = spans.iter().filter(|s| s.starts_with('[')).cloned().collect();
    if files.is_empty() {
        files = Kind::ALL.into_iter().map(parse::facts_file).collect();
    }
    if paths.iter().any(|path| path == "[contact]") {
        files.extend(["folder.toml".into(), "disan.toml".into()]);
    }
    let rows = rows
        .iter()
        .map(|cells| {
            let example = cells.last().and_then(|cell| cell.first());
            (cells[0].clone(), example.unwrap_or_else(|| panic!("{heading}: {:?} has no example", cells[0])).clone())
        })
        .collect();
    FactsTable { heading: heading.to_owned(), files, paths, rows }
}

/// The first part of a dotted key.
fn base(key: &str) -> &str {
    key.split(['.', ' ', '=']).next().unwrap()
}

fn pages() -> Vec<Page> {
    let all = |lang: &'static str| slugs().into_iter().map(move |slug| page(&slug, lang));
    LANGUAGES.into_iter().flat_map(all).collect()
}

#[test]
fn the_guide_builds_in_both_languages() {
    let folder = Folder::new("guide");
    let out = folder.join("dist");
    let checked = program("disan").arg("check").arg(guide()).output().unwrap();
    assert!(checked.status.success() && checked.stderr.is_empty(), "{}", said(&checked));
    let built = program("disan").arg("build").arg(guide()).arg("--out").arg(&out).output().unwrap();
    assert!(built.status.success(), "{}", said(&built));
    for (lang, word) in [("vi", "huong-dan"), ("en", "guides")] {
        for slug in slugs() {
            let path = out.join(format!("site/{lang}/{word}/{slug}/index.html"));
            let html = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            let source = fs::read_to_string(guide().join(format!("{slug}/{lang}.md"))).unwrap();
            let title = source.lines().next().unwrap().trim_start_matches("# ");
            assert!(html.contains(title), "{slug} in {lang} shows its title");
        }
    }
}

/// Splits a command line as a shell does: at spaces outside double quotes.
fn arguments(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(std::mem::take(&mut word)),
            c => word.push(c),
        }
    }
    words.push(word);
    words.retain(|word| !word.is_empty());
    words
}

/// The command lines of a page: in its blocks, in its sentences, and in a unit of systemd.
fn commands(page: &Page) -> Vec<String> {
    let lines = page.blocks.iter().flat_map(|block| block.lines()).chain(page.spans.iter().map(String::as_str));
    lines
        .map(|line| line.trim().trim_start_matches("ExecStart=/usr/local/bin/"))
        .filter(|line| ["disan ", "disan-server "].iter().any(|name| line.starts_with(name)))
        .map(str::to_owned)
        .collect()
}

/// Whether the real program understands a command line.
fn is_understood(line: &str) -> bool {
    let words = arguments(line);
    // `--help` ends the reading of a line that is right so far; whatever is wrong before it is a wrong usage.
    let asks = words[1..].iter().any(|word| word == "--version");
    let mut command = program(&words[0]);
    command.args(&words[1..]);
    if !asks {
        command.arg("--help");
    }
    command.output().unwrap().status.success()
}

#[test]
fn every_command_of_the_guide_is_understood() {
    let lines: BTreeSet<String> = pages().iter().flat_map(commands).collect();
    assert!(lines.len() >= 15, "{lines:?}");
    let wrong: Vec<&String> = lines.iter().filter(|line| !is_understood(line)).collect();
    assert!(wrong.is_empty(), "the programs do not know: {wrong:#?}");
    for line in [
        "disan chek",
        "disan codes retyre 48217",
        "disan build --statik",
        "disan new relik den",
        "disan-server --dits x",
    ] {
        assert!(!is_understood(line), "{line} should be refused");
    }
    for name in [
        "serve",
        "build",
        "check",
        "init",
        "new",
        "codes allot",
        "codes list",
        "codes retire",
        "codes printed",
        "codes import",
        "accept",
    ] {
        assert!(
            lines.iter().any(|line| line.starts_with(&format!("disan {name}"))),
            "the guide never uses disan {name}"
        );
    }
}

/// A facts file to try, by its name and text.
struct Probe {
    about: String,
    file: String,
    text: String,
}

/// The faults of reading each probe. Files that may stand in any folder share one project, for reading a project
/// costs more than reading a file.
fn faults_of(folder: &Path, probes: &[Probe]) -> Vec<Vec<Diagnostic>> {
    let is_of_root = |probe: &Probe| ["disan.toml", "units.toml", "hotlines.toml"].contains(&probe.file.as_str());
    let mut faults: Vec<Vec<Diagnostic>> = probes.iter().map(|_| Vec::new()).collect();
    let shared: Vec<(usize, &Probe)> = probes.iter().enumerate().filter(|(_, probe)| !is_of_root(probe)).collect();
    let alone = probes.iter().enumerate().filter(|(_, probe)| is_of_root(probe)).map(|one| vec![one]);
    for (project, group) in alone.chain([shared]).enumerate() {
        let root = folder.join(project.to_string());
        fs::create_dir_all(&root).unwrap();
        fs::write(root.join("disan.toml"), SETTINGS).unwrap();
        let mut paths = BTreeMap::new();
        for (index, probe) in group {
            let path = if is_of_root(probe) { probe.file.clone() } else { format!("p{index}/{}", probe.file) };
            fs::create_dir_all(root.join(&path).parent().unwrap()).unwrap();
            fs::write(root.join(&path), &probe.text).unwrap();
            paths.insert(path, index);
        }
        let (_, found) = parse::parse(&load::load(&root).unwrap());
        // What else a file must hold stands in other tables of the guide.
        for fault in found.into_iter().filter(|fault| fault.rule != "missing-key") {
            if let Some(index) = fault.place.as_ref().and_then(|place| paths.get(&place.path)) {
                faults[*index].push(fault);
            }
        }
    }
    faults
}

const SETTINGS: &str = "title.vi = \"A\"\nhost = \"disan.example\"\nlanguages = [\"vi\", \"en\"]\nowner = \"a\"\n";

/// A file with the examples of a table under its header, where it has one, and `more` lines after them.
fn probe(table: &FactsTable, file: &str, path: Option<&str>, more: &str) -> String {
    let mut text = String::new();
    if let Some(path) = path {
        if file == "disan.toml" {
            text.push_str(SETTINGS);
        }
        // `[[unit.succession]]` and `[unit.contact]` stand below a `[[unit]]`.
        if let Some((parent, _)) =
            path.trim_matches(['[', ']']).rsplit_once('.').filter(|_| path.starts_with("[[") || file == "units.toml")
        {
            text.push_str(&format!("[[{parent}]]\n"));
        }
        text.push_str(&format!("{path}\n"));
    } else if file == "disan.toml" && !table.rows.iter().any(|(keys, _)| keys[0] == "languages") {
        text.push_str("languages = [\"vi\", \"en\"]\n");
    }
    for (_, example) in &table.rows {
        text.push_str(example);
        text.push('\n');
    }
    text + more
}

/// The headers a table's rows may stand under; none is the top of the file.
fn headers(table: &FactsTable) -> Vec<Option<&str>> {
    match table.paths.as_slice() {
        [] => vec![None],
        paths => paths.iter().map(|path| Some(path.as_str())).collect(),
    }
}

#[test]
fn every_example_of_the_tables_is_read_without_a_fault() {
    let folder = Folder::new("guide-examples");
    let mut probes = Vec::new();
    for page in pages() {
        for table in &page.tables {
            for (keys, example) in &table.rows {
                let all = keys.iter().chain([example]).map(|key| base(key)).collect::<BTreeSet<_>>();
                assert_eq!(all.len(), 1, "{}: {}: one key a row: {keys:?} {example}", page.name, table.heading);
            }
            for (file, header) in table.files.iter().flat_map(|file| headers(table).into_iter().map(move |h| (file, h)))
            {
                let about = format!("{}: {}", page.name, table.heading);
                probes.push(Probe { about, file: file.clone(), text: probe(table, file, header, "") });
            }
        }
    }
    for (probe, faults) in probes.iter().zip(faults_of(folder.path(), &probes)) {
        assert!(faults.is_empty(), "{}: {}\n{}\n{faults:#?}", probe.about, probe.file, probe.text);
    }
}

/// A file, and the path of a table in it; empty for the top.
type Place = (String, String);

/// Keys the guide names, by the place they stand in, with the table that names them and its header.
fn documented(lang: &str) -> BTreeMap<Place, (BTreeSet<String>, FactsTable, Option<String>)> {
    let mut places: BTreeMap<Place, (BTreeSet<String>, FactsTable, Option<String>)> = BTreeMap::new();
    for table in slugs().iter().flat_map(|slug| page(slug, lang).tables) {
        for (file, header) in table.files.iter().flat_map(|file| headers(&table).into_iter().map(move |h| (file, h))) {
            let path = header.unwrap_or_default().trim_matches(['[', ']']);
            let place = places.entry((file.clone(), path.to_owned())).or_default();
            place.0.extend(table.rows.iter().flat_map(|(keys, _)| keys).map(|key| base(key).to_owned()));
            (place.1, place.2) = (table.clone(), header.map(str::to_owned));
            if path.is_empty() {
                continue;
            }
            let (above, own) = path.rsplit_once('.').unwrap_or(("", path));
            // `reviewed.vi` is the key `reviewed`, written for a language.
            let (above, own) = if LANGUAGES.contains(&own) { ("", above) } else { (above, own) };
            places.entry((file.clone(), above.to_owned())).or_default().0.insert(own.to_owned());
        }
    }
    places.retain(|(_, path), _| !FREE_TABLES.contains(&path.as_str()));
    places
}

#[test]
fn the_tables_name_every_key_the_loader_knows_and_no_other() {
    for lang in LANGUAGES {
        let folder = Folder::new(&format!("guide-keys-{lang}"));
        let places = documented(lang);
        let wrong = format!("{NO_KEY} = 1\n");
        let probes: Vec<Probe> = places
            .iter()
            .map(|((file, path), (_, table, header))| Probe {
                about: format!("{lang}: {file} [{path}]"),
                file: file.clone(),
                text: probe(table, file, header.as_deref(), &wrong),
            })
            .collect();
        for ((probe, faults), (keys, ..)) in probes.iter().zip(faults_of(folder.path(), &probes)).zip(places.values()) {
            let known = faults.iter().find(|f| f.rule == "unknown-key").and_then(|f| f.value("known"));
            let known = known.unwrap_or_else(|| panic!("{} takes any key\n{}\n{faults:#?}", probe.about, probe.text));
            assert_eq!(*keys, known.split(", ").map(str::to_owned).collect(), "{}", probe.about);
        }
    }
}

/// Whether `text` is `template` with something in the place of each `{name}`.
fn fits(template: &str, text: &str) -> bool {
    let Some((before, rest)) = template.split_once('{') else { return template == text };
    let after = rest.split_once('}').map_or("", |(_, after)| after);
    let Some(text) = text.strip_prefix(before) else { return false };
    text.char_indices().skip(1).map(|(at, _)| at).chain([text.len()]).any(|at| fits(after, &text[at..]))
}

#[test]
fn every_message_of_the_guide_is_one_of_the_program() {
    for lang in LANGUAGES {
        let locale = Locale::embedded(&lang.parse::<Lang>().unwrap());
        let opening = format!("{}[", locale.text("diagnostic.level.error"));
        let mut found = 0;
        for slug in slugs() {
            let page = page(&slug, lang);
            for line in page.blocks.iter().flat_map(|block| block.lines()) {
                let Some((rule, message)) = line.strip_prefix(&opening).and_then(|rest| rest.split_once("]: ")) else {
                    continue;
                };
                found += 1;
                let key = format!("diagnostic.{rule}.message");
                assert!(locale.has(&key), "{}: there is no rule {rule}", page.name);
                assert!(fits(locale.text(&key), message), "{}: {message}\nis not\n{}", page.name, locale.text(&key));
            }
        }
        assert!(found >= 12, "{found} messages in {lang}");
    }
}

#[test]
fn both_languages_teach_the_same() {
    for slug in slugs() {
        let [vi, en] = LANGUAGES.map(|lang| page(&slug, lang));
        let keys = |page: &Page| -> Vec<Vec<String>> {
            page.tables.iter().flat_map(|table| table.rows.iter().map(|(keys, _)| keys.clone())).collect()
        };
        let plain =
            |page: &Page| -> Vec<String> { commands(page).iter().map(|line| line.replace(" --lang en", "")).collect() };
        assert_eq!(vi.headings, en.headings, "{slug}: headings");
        assert_eq!(vi.blocks.len(), en.blocks.len(), "{slug}: blocks");
        assert_eq!(keys(&vi), keys(&en), "{slug}: keys");
        assert_eq!(plain(&vi), plain(&en), "{slug}: commands");
    }
}
