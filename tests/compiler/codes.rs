//! Codes from issue to retirement, on real folders: a printed code is never reused or lost.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::driver;
use crate::driver::{Folder, copy, program, said};
use disan::check;
use disan::diagnostic::{Diagnostic, Severity};
use disan::ledger::{Allotted, LedgerFile, Row, allot};
use disan::load::{self, Content};
use disan::model::{self, Project};
use disan::parse;
use disan_server::catalog::Code;
use jiff::civil::{Date, date};

const TODAY: Date = date(2026, 11, 22);

/// A small project without a fault but what the tests make.
fn project(folder: &Path, host: &str) {
    let settings = format!(
        "title.vi = \"Thử\"\nhost = \"{host}\"\nhosts = [\"a.vn\", \"b.vn\", \"c.vn\"]\nlanguages = [\"vi\"]\nowner = \"doi\"\n"
    );
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("disan.toml"), settings).unwrap();
    let unit = "[[unit]]\nid = \"doi\"\nlevel = \"team\"\nkind = \"team\"\nname.vi = \"Đội\"\n";
    fs::write(folder.join("units.toml"), unit).unwrap();
}

fn entry(folder: &Path, facts: &str) {
    fs::create_dir_all(folder).unwrap();
    fs::write(folder.join("guide.toml"), facts).unwrap();
    fs::write(folder.join("vi.md"), "# Hướng dẫn\n\nMột hướng dẫn.\n").unwrap();
}

fn read(root: &Path) -> (Content, Project) {
    let content = load::load(root).unwrap();
    let (parsed, faults) = parse::parse(&content);
    assert_eq!(faults, [], "{}", root.display());
    let (project, _) = model::build(parsed, &content);
    (content, project.unwrap())
}

/// Gives codes; `seed` is the random source.
fn give(root: &Path, seed: &mut u64) -> Vec<Allotted> {
    let (content, project) = read(root);
    let (mut file, faults) = LedgerFile::open(root).unwrap();
    assert_eq!(faults, []);
    allot(&content, &project, &mut file, None, TODAY, &mut || draw(seed)).unwrap()
}

/// xorshift64*: enough to wander through the cases, the same on every machine.
fn draw(seed: &mut u64) -> u32 {
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    (seed.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32) as u32
}

fn rows(root: &Path) -> Vec<Row> {
    LedgerFile::open(root).unwrap().0.ledger.rows
}

fn change(root: &Path, edit: impl FnOnce(&mut LedgerFile)) {
    let (mut file, _) = LedgerFile::open(root).unwrap();
    edit(&mut file);
    file.save().unwrap();
}

fn faults(root: &Path) -> Vec<Diagnostic> {
    let (content, project) = read(root);
    check::codes(&project, &content, TODAY, false)
}

/// The rules and the first places of all faults.
fn rules(root: &Path) -> Vec<(&'static str, String)> {
    faults(root).into_iter().map(|f| (f.rule, f.place.map(|p| p.path).unwrap_or_default())).collect()
}

fn facts(root: &Path, folder: &str) -> String {
    fs::read_to_string(root.join(folder).join("guide.toml")).unwrap()
}

fn edit(root: &Path, folder: &str, from: &str, to: &str) {
    let text = facts(root, folder);
    assert!(text.contains(from), "{text}");
    fs::write(root.join(folder).join("guide.toml"), text.replacen(from, to, 1)).unwrap();
}

fn at(rule: &'static str, path: &str) -> (&'static str, String) {
    (rule, path.to_owned())
}

#[test]
fn every_placement_gets_a_code_and_a_second_run_changes_nothing() {
    let folder = Folder::new("codes-allot");
    let root = folder.path();
    project(root, "a.vn");
    let place = |key: &str| format!("[[placement]]\nkey = \"{key}\"\nname.vi = \"Chỗ\"\n");
    entry(&root.join("con-son"), &format!("# Có hai bảng\n\n{}", place("den")));
    entry(&root.join("sau/tue-tinh"), &format!("code = false\n{}\n{}", place("den-xua"), place("den-bia")));
    let given = give(root, &mut 7);
    let keys: Vec<String> = given.iter().map(|g| format!("{}/{}", g.entry, g.placement)).collect();
    assert_eq!(keys, ["con-son/main", "con-son/den", "tue-tinh/den-xua", "tue-tinh/den-bia"]);
    assert!(given.iter().all(|g| g.host == "a.vn" && g.code.digits() == 5 && !g.known));
    assert_eq!(
        facts(root, "con-son"),
        format!(
            "# Có hai bảng\n\ncode = {}\n[[placement]]\nkey = \"den\"\ncode = {}\nname.vi = \"Chỗ\"\n",
            given[0].code, given[1].code
        )
    );
    let before = driver::files(root);
    assert_eq!(give(root, &mut 8), []);
    assert_eq!(driver::files(root), before);
    assert_eq!(faults(root), []);
}

#[test]
fn a_crash_between_ledger_and_facts_loses_no_code_and_draws_no_second_one() {
    let folder = Folder::new("codes-crash");
    let root = folder.path();
    project(root, "a.vn");
    entry(&root.join("con-son"), "tags = [\"a\"]\n");
    let given = give(root, &mut 7);
    fs::write(root.join("con-son/guide.toml"), "tags = [\"a\"]\n").unwrap();
    assert_eq!(rules(root), [at("code-dropped", "codes.csv")]);
    let again = give(root, &mut 99);
    assert_eq!((again[0].code, again[0].known), (given[0].code, true));
    assert_eq!((rows(root).len(), faults(root)), (1, vec![]));
}

#[test]
fn each_way_to_lose_or_double_a_code_is_named() {
    let folder = Folder::new("codes-named");
    let root = folder.path();
    project(root, "a.vn");
    for slug in ["a", "b", "c"] {
        entry(&root.join(slug), "[[placement]]\nkey = \"cong\"\nname.vi = \"Cổng\"\n");
    }
    let given = give(root, &mut 7);
    let code = |i: usize| given[i].code.to_string();
    let fresh = Folder::new("codes-named-fresh");
    let case = |change: &dyn Fn(&Path), want: &[(&'static str, String)]| {
        let copied = fresh.join("p");
        let _ = fs::remove_dir_all(&copied);
        copy(root, &copied);
        change(&copied);
        assert_eq!(rules(&copied), want);
    };
    // A copy, made before its codes are removed.
    let twice = [at("copied-code", "a-2/guide.toml"), at("copied-code", "a-2/guide.toml")];
    case(&|p| copy(&p.join("a"), &p.join("a-2")), &twice);
    // A move is no fault; a rename asks for the old name, once; with it all is well.
    case(&|p| fs::create_dir(p.join("x")).and_then(|()| fs::rename(p.join("a"), p.join("x/a"))).unwrap(), &[]);
    case(&|p| fs::rename(p.join("a"), p.join("d")).unwrap(), &[at("renamed-entry", "d/guide.toml")]);
    let formerly = |p: &Path| {
        fs::rename(p.join("a"), p.join("d")).unwrap();
        edit(p, "d", "[[", "formerly = [\"a\"]\n[[");
    };
    case(&formerly, &[]);
    // An entry that is gone, all its codes in one fault; retired they are in order.
    case(&|p| fs::remove_dir_all(p.join("b")).unwrap(), &[at("unclaimed-code", "codes.csv")]);
    let retired = |p: &Path| {
        fs::remove_dir_all(p.join("b")).unwrap();
        for code in [given[2].code, given[3].code] {
            change_row(p, code);
        }
    };
    case(&retired, &[]);
    // A line typed by hand, a line moved to another entry, a place renamed, a place that is gone.
    case(&|p| edit(p, "a", &code(0), "10121"), &[at("code-unknown", "a/guide.toml"), at("code-dropped", "codes.csv")]);
    let moved = |p: &Path| {
        edit(p, "a", &format!("code = {}\n", code(0)), "");
        edit(p, "b", &code(2), &code(0));
    };
    case(&moved, &[at("code-of-another-entry", "b/guide.toml"), at("code-dropped", "codes.csv")]);
    case(&|p| edit(p, "a", "\"cong\"", "\"hau\""), &[at("renamed-placement", "a/guide.toml")]);
    let gone = |p: &Path| {
        let text = facts(p, "a");
        fs::write(p.join("a/guide.toml"), &text[..text.find("[[").unwrap()]).unwrap();
    };
    case(&gone, &[at("placement-dropped", "codes.csv")]);
    // A retired code that is still claimed is worth a word.
    case(&|p| change_row(p, given[0].code), &[at("retired-code", "a/guide.toml")]);
    // Another length, another host, the end of the domain.
    case(&|p| settings(p, "owner", "code_digits = 6\nowner"), &[at("code-length", "disan.toml")]);
    case(&|p| settings(p, "\"a.vn\", ", ""), &[]);
    let new_host = |p: &Path| {
        settings(p, "host = \"a.vn\"", "host = \"d.vn\"");
        settings(p, "\"a.vn\", ", "");
    };
    case(&new_host, &[at("host-not-listed", "disan.toml")]);
    case(&|p| settings(p, "owner", "domain_expires = 2027-02-21\nowner"), &[]);
    case(&|p| settings(p, "owner", "domain_expires = 2027-02-20\nowner"), &[at("domain-expires", "disan.toml")]);
    case(&|p| settings(p, "owner", "domain_expires = 2026-11-21\nowner"), &[at("domain-expired", "disan.toml")]);
}

fn change_row(root: &Path, code: Code) {
    change(root, |file| assert!(file.ledger.retire("a.vn", code, TODAY)));
}

fn settings(root: &Path, from: &str, to: &str) {
    let file = root.join("disan.toml");
    let text = fs::read_to_string(&file).unwrap();
    assert!(text.contains(from), "{text}");
    fs::write(file, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn an_expired_domain_stops_a_release() {
    let folder = Folder::new("codes-domain");
    project(folder.path(), "a.vn");
    settings(folder.path(), "owner", "domain_expires = 2026-11-21\nowner");
    let (content, project) = read(folder.path());
    let severity = |release| check::codes(&project, &content, TODAY, release)[0].severity;
    assert_eq!((severity(false), severity(true)), (Severity::Warning, Severity::Error));
}

#[test]
fn codes_of_a_placeholder_host_move_to_the_real_one() {
    let folder = Folder::new("codes-host");
    let root = folder.path();
    project(root, "disan.example");
    entry(&root.join("a"), "");
    let given = give(root, &mut 7);
    settings(root, "disan.example", "a.vn");
    assert_eq!((give(root, &mut 8), faults(root)), (vec![], vec![]));
    assert_eq!(rows(root).iter().map(|r| (r.host.as_str(), r.code)).collect::<Vec<_>>(), [("a.vn", given[0].code)]);
}

#[test]
fn merged_projects_keep_both_number_spaces_and_the_facts_say_which() {
    let (ours, theirs) = (Folder::new("codes-ours"), Folder::new("codes-theirs"));
    project(ours.path(), "a.vn");
    entry(&ours.join("a"), "");
    project(theirs.path(), "b.vn");
    entry(&theirs.join("b"), "");
    // The same random source: both draw the same number.
    let (a, b) = (give(ours.path(), &mut 7), give(theirs.path(), &mut 7));
    assert_eq!(a[0].code, b[0].code);
    copy(&theirs.join("b"), &ours.join("b"));
    let other = LedgerFile::open(theirs.path()).unwrap().0.ledger;
    change(ours.path(), |file| file.ledger.merge(&other).unwrap());
    assert_eq!(rules(ours.path()), [at("code-host-needed", "b/guide.toml")]);
    edit(ours.path(), "b", &b[0].code.to_string(), &format!("\"b.vn/{}\"", b[0].code));
    assert_eq!(faults(ours.path()), []);
}

/// Rules about former names that are broken, with their places.
fn former_names(root: &Path) -> Vec<(&'static str, String)> {
    let (content, project) = read(root);
    let faults = check::check(&project, &content, TODAY, false).into_iter().filter(|f| f.rule == "formerly-clash");
    faults.map(|f| (f.rule, f.place.map(|p| p.path).unwrap_or_default())).collect()
}

/// `a.vn` and `b.vn` merged: each has the entry `mau`, theirs was copied as `mau-hai`. Gives back both codes.
fn merged_namesakes(name: &str, seeds: [u64; 2]) -> (Folder, [Code; 2]) {
    let (ours, theirs) = (Folder::new(name), Folder::new(&format!("{name}-theirs")));
    project(ours.path(), "a.vn");
    project(theirs.path(), "b.vn");
    let [mut ours_seed, mut theirs_seed] = seeds;
    entry(&ours.join("mau"), "");
    entry(&theirs.join("mau"), "");
    let codes = [give(ours.path(), &mut ours_seed)[0].code, give(theirs.path(), &mut theirs_seed)[0].code];
    copy(&theirs.join("mau"), &ours.join("mau-hai"));
    let other = LedgerFile::open(theirs.path()).unwrap().0.ledger;
    change(ours.path(), |file| file.ledger.merge(&other).unwrap());
    (ours, codes)
}

#[test]
fn two_entries_of_one_name_are_merged_and_each_keeps_its_code() {
    let (folder, [ours, theirs]) = merged_namesakes("codes-namesakes", [7, 9]);
    let root = folder.path();
    assert_eq!(rules(root), [at("code-of-another-entry", "mau-hai/guide.toml")]);
    edit(root, "mau-hai", "code", "formerly = [\"mau\"]\ncode");
    assert_eq!((rules(root), former_names(root)), (vec![], vec![]));

    // Each number leads to its entry; the address that both had leads to the one that has it now.
    let (_, read_project) = read(root);
    let catalog = disan::catalog::catalog(&read_project, "1");
    let slug = |code: Code| {
        let issued = catalog.codes.iter().find(|issued| issued.code == code).unwrap();
        catalog.entries[issued.entry.unwrap() as usize].slug.as_str()
    };
    assert_eq!((slug(ours), slug(theirs)), ("mau", "mau-hai"));
    assert!(catalog.entries.iter().all(|entry| entry.pages.iter().all(|(_, page)| page.formerly.is_empty())));

    // The other one is renamed too.
    fs::rename(root.join("mau"), root.join("mau-ba")).unwrap();
    assert_eq!(rules(root), [at("renamed-entry", "mau-ba/guide.toml")]);
    edit(root, "mau-ba", "code", "formerly = [\"mau\"]\ncode");
    assert_eq!((rules(root), former_names(root)), (vec![], vec![]));

    // A copy that keeps the former name alone has no right to it.
    copy(&root.join("mau-hai"), &root.join("mau-tu"));
    assert_eq!(rules(root), [at("copied-code", "mau-tu/guide.toml")]);
    edit(root, "mau-tu", &format!("code = {theirs}"), "code = false");
    assert_eq!((rules(root), former_names(root)), (vec![], vec![at("formerly-clash", "mau-tu/guide.toml")]));
    fs::remove_dir_all(root.join("mau-tu")).unwrap();

    // A lost line is named, and nobody is given the other's number.
    edit(root, "mau-hai", &format!("code = {theirs}\n"), "");
    assert_eq!(rules(root), [at("code-dropped", "codes.csv")]);
    let given = give(root, &mut 11);
    assert!(given.len() == 1 && !given[0].known && given[0].code != theirs, "{given:?}");
    assert_eq!(rules(root), [at("code-dropped", "codes.csv")]);
}

#[test]
fn two_entries_of_one_name_and_one_number_are_told_apart_by_their_hosts() {
    let (folder, [ours, theirs]) = merged_namesakes("codes-same-number", [7, 7]);
    let root = folder.path();
    assert_eq!(ours, theirs);
    assert_eq!(rules(root), [at("code-host-needed", "mau-hai/guide.toml")]);
    assert_eq!(faults(root)[0].value("own"), Some("b.vn"));
    edit(root, "mau-hai", "code", "formerly = [\"mau\"]\ncode");
    assert_eq!(rules(root), [at("code-host-needed", "mau-hai/guide.toml")]);
    edit(root, "mau-hai", &format!("code = {theirs}"), &format!("code = \"b.vn/{theirs}\""));
    assert_eq!((rules(root), former_names(root)), (vec![], vec![]));
}

/// What was ever issued, remembered outside the program.
type Issued = BTreeMap<(String, Code), Row>;

/// One wander through what people do to their folders.
struct Walk {
    root: PathBuf,
    other: PathBuf,
    seed: u64,
    issued: Issued,
    made: u32,
}

impl Walk {
    fn pick<T: Clone>(&mut self, items: &[T]) -> Option<T> {
        let n = draw(&mut self.seed) as usize;
        (!items.is_empty()).then(|| items[n % items.len()].clone())
    }

    /// Folders of entries, relative to the root.
    fn entries(&self) -> Vec<String> {
        read(&self.root).1.entries.into_iter().map(|e| e.folder).collect()
    }

    fn name(&mut self) -> String {
        self.made += 1;
        format!("muc-{}", self.made)
    }

    fn step(&mut self) {
        let name = self.name();
        let chosen = self.entries();
        let chosen = self.pick(&chosen);
        let from = chosen.as_ref().map(|folder| self.root.join(folder));
        match (draw(&mut self.seed) % 12, from) {
            (0 | 1, _) => {
                let places = "[[placement]]\nkey = \"cong\"\nname.vi = \"Cổng\"\n";
                entry(&self.root.join(&name), if self.made.is_multiple_of(2) { places } else { "" });
            }
            (2 | 3, _) => self.allot(),
            (4, Some(from)) => fs::rename(from, self.root.join(&name)).unwrap(),
            (5, Some(from)) => {
                let old = from.file_name().unwrap().to_str().unwrap().to_owned();
                let to = self.root.join(&name);
                fs::rename(from, &to).unwrap();
                let file = to.join("guide.toml");
                let text = fs::read_to_string(&file).unwrap();
                if !text.contains("formerly") {
                    fs::write(file, format!("formerly = [\"{old}\"]\n{text}")).unwrap();
                }
            }
            (6, Some(from)) => {
                let slug = from.file_name().unwrap().to_owned();
                let deeper = self.root.join(format!("sau-{}", self.made));
                fs::create_dir(&deeper).unwrap();
                fs::rename(from, deeper.join(slug)).unwrap();
            }
            (7, Some(from)) => copy(&from, &self.root.join(&name)),
            (8, Some(from)) => fs::remove_dir_all(from).unwrap(),
            (9, Some(from)) => {
                let file = from.join("guide.toml");
                let text = fs::read_to_string(&file).unwrap();
                let kept: String =
                    text.lines().filter(|l| !l.starts_with("code = ")).map(|l| format!("{l}\n")).collect();
                fs::write(file, kept).unwrap();
            }
            (10, _) => {
                let rows = rows(&self.root);
                if let Some(row) = self.pick(&rows) {
                    let print = draw(&mut self.seed).is_multiple_of(2);
                    change(&self.root, |file| {
                        let ledger = &mut file.ledger;
                        let known = if print {
                            ledger.mark_printed(&row.host, row.code, TODAY)
                        } else {
                            ledger.retire(&row.host, row.code, TODAY)
                        };
                        assert!(known);
                    });
                }
            }
            (11, _) => self.merge(&name),
            _ => {}
        }
    }

    fn allot(&mut self) {
        let before = rows(&self.root);
        let claimed: Vec<u32> = self.claims().into_iter().map(|(code, _)| code).collect();
        for given in give(&self.root, &mut self.seed) {
            let number = given.code;
            if given.known {
                assert!(before.iter().any(|row| row.code == number && row.retired.is_none()), "{given:?}");
                assert!(!claimed.contains(&number.number()), "{given:?} was claimed");
            } else {
                assert!(!self.issued.keys().any(|(_, code)| *code == number), "{given:?} was issued before");
                assert!(!claimed.contains(&number.number()), "{given:?} was claimed");
            }
        }
    }

    /// Another project, under another host or under the same, is merged into this one.
    fn merge(&mut self, name: &str) {
        let host = if draw(&mut self.seed).is_multiple_of(2) { "a.vn" } else { "b.vn" };
        let _ = fs::remove_dir_all(&self.other);
        project(&self.other, host);
        settings(&self.other, "owner", "code_digits = 4\nowner");
        // Some have an entry there that is called like one of ours.
        let ours = self.entries();
        let ours = self.pick(&ours).filter(|_| self.made.is_multiple_of(3));
        let namesake = ours.and_then(|folder| folder.rsplit('/').next().map(str::to_owned));
        let theirs = namesake.clone().unwrap_or_else(|| name.to_owned());
        entry(&self.other.join(&theirs), "");
        give(&self.other, &mut self.seed);
        let other = LedgerFile::open(&self.other).unwrap().0.ledger;
        let clash = rows(&self.root).iter().any(|row| other.find(&row.host, row.code).is_some());
        let mut merged = false;
        change(&self.root, |file| merged = file.ledger.merge(&other).is_ok());
        assert_eq!(merged, !clash);
        if merged {
            copy(&self.other.join(&theirs), &self.root.join(name));
            if let Some(old) = namesake {
                edit(&self.root, name, "code", &format!("formerly = [\"{old}\"]\ncode"));
            }
        }
    }

    /// Every code in the facts with its file, read without the program's own reader.
    fn claims(&self) -> Vec<(u32, String)> {
        let files = driver::files(&self.root);
        let facts = files.iter().filter(|(path, _)| path.ends_with("guide.toml"));
        facts
            .flat_map(|(path, bytes)| {
                let text = String::from_utf8(bytes.clone()).unwrap();
                let codes = text.lines().filter_map(|l| l.strip_prefix("code = ")).map(str::to_owned);
                codes
                    .map(|c| (c.trim_matches('"').rsplit('/').next().unwrap().parse().unwrap(), path.clone()))
                    .collect::<Vec<_>>()
            })
            .collect()
    }

    /// The law, after every step.
    fn hold(&mut self) {
        let (file, damage) = LedgerFile::open(&self.root).unwrap();
        assert_eq!(damage, []);
        for (key, was) in &self.issued {
            let now = file.ledger.find(&key.0, key.1).unwrap_or_else(|| panic!("{key:?} is lost"));
            assert_eq!((&now.entry, &now.placement, now.issued), (&was.entry, &was.placement, was.issued), "reused");
            assert!(was.printed.is_none() || now.printed == was.printed, "{key:?} is no longer printed");
            assert!(was.retired.is_none() || now.retired == was.retired, "{key:?} is no longer retired");
        }
        self.issued = file.ledger.rows.iter().map(|row| ((row.host.clone(), row.code), row.clone())).collect();
        let errors = faults(&self.root).into_iter().filter(|f| f.severity == Severity::Error).count();
        if errors == 0 {
            let mut claims: Vec<u32> = self.claims().into_iter().map(|(code, _)| code).collect();
            claims.sort_unstable();
            let rows = || file.ledger.rows.iter();
            for row in rows().filter(|row| row.retired.is_none()) {
                assert!(claims.contains(&row.code.number()), "{row:?} is claimed by nobody, and nobody says so");
            }
            for pair in claims.windows(2).filter(|pair| pair[0] == pair[1]) {
                let spaces = rows().filter(|row| row.code.number() == pair[0]).count();
                assert!(spaces > 1, "{} is claimed twice, and nobody says so", pair[0]);
            }
        }
    }
}

#[test]
fn whatever_is_renamed_moved_copied_removed_merged_or_retired_no_code_is_reused_or_lost() {
    let folder = Folder::new("codes-walk");
    for seed in 1..=6 {
        let root = folder.join("ours");
        let _ = fs::remove_dir_all(&root);
        project(&root, "a.vn");
        // Four digits: numbers meet often.
        settings(&root, "owner", "code_digits = 4\nowner");
        let other = folder.join("theirs");
        let mut walk = Walk { root, other, seed: seed * 0x9E37_79B9, issued: Issued::new(), made: 0 };
        for _ in 0..50 {
            walk.step();
            walk.hold();
        }
        assert!(walk.issued.len() > 3, "the walk of seed {seed} went nowhere");
    }
}

/// Runs `disan` in `folder` on 22 November 2026; whether it ended well, and what it said.
fn disan(folder: &Path, arguments: &[&str]) -> (bool, String) {
    let output = program("disan")
        .current_dir(folder)
        .env("SOURCE_DATE_EPOCH", "1795323600")
        .stdin(std::process::Stdio::null())
        .args(arguments)
        .output()
        .unwrap();
    (output.status.success(), said(&output))
}

fn well(folder: &Path, arguments: &[&str]) -> String {
    let (well, said) = disan(folder, arguments);
    assert!(well, "{arguments:?}: {said}");
    said
}

fn refused(folder: &Path, arguments: &[&str], why: &str) {
    let before = driver::files(folder);
    let (well, said) = disan(folder, arguments);
    assert!(!well && said.contains(why), "{arguments:?}: {said}");
    assert_eq!(driver::files(folder), before, "{arguments:?} changed something");
}

/// The plain number in a line such as `Đã tạo di-tich/den-suot với mã 48 217.`
fn number(line: &str) -> String {
    let code = line.rsplit("mã ").next().unwrap();
    code.chars().filter(char::is_ascii_digit).collect()
}

#[test]
fn a_project_from_its_first_command_to_a_retired_sign() {
    let folder = Folder::new("codes-program");
    let at = folder.path();
    let began = well(at, &["init"]);
    assert!(began.starts_with("Dự án mới nằm trong content, có một mục mẫu mang mã "), "{began}");
    assert_eq!(began.lines().count(), 4);
    assert!(well(at, &["check"]).contains("Không thấy lỗi: 1 mục, 2 ngôn ngữ."));
    refused(at, &["init"], "content đã có dự án");

    let made = well(at, &["new", "relic", "--title", "Đền Sượt"]);
    let code = number(made.lines().next().unwrap());
    assert!(made.starts_with("Đã tạo di-tich/den-suot với mã "), "{made}");
    let words = fs::read_to_string(folder.join("content/di-tich/den-suot/vi.md")).unwrap();
    assert!(words.starts_with("# Đền Sượt\n\n[Viết ở đây: "), "{words}");
    assert!(well(at, &["check"]).contains("Không thấy lỗi: 2 mục"));
    refused(at, &["check", "--release"], "placeholder-text");
    refused(at, &["new", "relic", "Đền Sượt"], "gạch nối: den-suot");
    refused(at, &["new", "guide", "den-suot"], "ví dụ den-suot-2");
    for kind in ["service", "guide", "trail", "event"] {
        well(at, &["new", kind, &format!("{kind}-mot")]);
    }
    assert!(well(at, &["check"]).contains("Không thấy lỗi: 6 mục"));

    // Renamed, with the fix that is asked for; then taken down.
    let home = folder.join("content/di-tich");
    fs::rename(home.join("den-suot"), home.join("den-cao")).unwrap();
    refused(at, &["check"], "formerly = [\"den-suot\"]");
    let facts = home.join("den-cao/relic.toml");
    let text = fs::read_to_string(&facts).unwrap();
    fs::write(&facts, text.replacen("types", "formerly = [\"den-suot\"]\ntypes", 1)).unwrap();
    well(at, &["check"]);
    refused(at, &["new", "relic", "den-suot"], "den-suot là tên cũ của di-tich/den-cao");
    fs::remove_dir_all(home.join("den-cao")).unwrap();
    refused(at, &["check"], &format!("disan codes retire {code}"));
    refused(at, &["codes", "retire", "10121"], "chưa từng cấp mã 10121");
    let retired = well(at, &["codes", "retire", &code]);
    assert!(retired.contains("ngừng dùng từ hôm nay") && retired.contains("đã được gỡ"), "{retired}");
    assert!(well(at, &["check"]).contains("Không thấy lỗi: 5 mục"));
    refused(at, &["new", "relic", "den-suot"], "Trước đây đã cấp mã cho mục den-suot");

    // Printed signs are marked; the list shows both.
    let printed = well(at, &["codes", "printed", "--all"]);
    assert!(printed.contains("Đã ghi 5 bảng được in hôm nay"), "{printed}");
    assert!(printed.contains("Chưa treo được") && printed.contains("BẢN THỬ – KHÔNG TREO"), "{printed}");
    let list = well(at, &["codes", "list", "--lang", "en"]);
    assert!(list.ends_with("Codes: 6; in use: 5; printed: 5.\n"), "{list}");
    assert_eq!(list.matches("22 November 2026").count(), 6 + 5 + 1, "{list}");
}

#[test]
fn a_project_without_a_code_speaks_of_no_sign_and_no_number() {
    let folder = Folder::new("codes-none");
    let at = folder.path();
    project(&folder.join("p"), "a.vn");
    entry(&folder.join("p/con-son"), "code = false\nunit = \"doi\"\n");
    let numbers = ["name=\"code\"", "href=\"/vi/ma-so/\""];
    for (shown, code) in [(false, "code = false"), (true, "code = 48217")] {
        edit(&folder.join("p"), "con-son", "code = false", code);
        if shown {
            let row = Row {
                host: "a.vn".into(),
                code: "48217".parse().unwrap(),
                entry: "con-son".into(),
                placement: "main".into(),
                issued: TODAY,
                printed: None,
                retired: None,
            };
            change(&folder.join("p"), |file| file.ledger.insert(row).unwrap());
        }
        let built = well(at, &["build", "p", "--out", "dist"]);
        assert_eq!(built.contains("dist/print"), shown, "{built}");
        let home = fs::read_to_string(folder.join("dist/site/vi/index.html")).unwrap();
        for part in numbers {
            assert_eq!(home.contains(part), shown, "{part}");
        }
    }
}

#[test]
fn an_edited_source_is_named_until_its_translation_is_accepted() {
    let folder = Folder::new("codes-accept");
    let at = folder.path();
    well(at, &["init", "--yes"]);
    let source = folder.join("content/di-tich/dinh-lang-mau/vi.md");
    let text = fs::read_to_string(&source).unwrap();
    fs::write(&source, text.replace("Sân đình", "Sân gạch")).unwrap();
    let said = well(at, &["check", "--lang", "en"]);
    assert!(said.contains("warning[stale-translation]"), "{said}");
    assert!(said.contains("disan accept dinh-lang-mau en"), "{said}");
    assert!(said.contains("English           0      1      0         0"), "{said}");
    refused(at, &["accept", "dinh-lang-mao", "en"], "Có phải bạn muốn: dinh-lang-mau?");
    refused(at, &["accept", "dinh-lang-mau", "vi"], "vi là ngôn ngữ gốc");
    refused(at, &["accept", "dinh-lang-mau", "blt"], "không có ngôn ngữ blt");
    assert!(well(at, &["accept", "dinh-lang-mau", "en"]).contains("nay đã khớp với bản gốc vi"));
    assert!(well(at, &["accept", "dinh-lang-mau", "en"]).contains("vốn đã khớp"));
    assert!(!well(at, &["check"]).contains("stale-translation"));
}

#[test]
fn a_ledger_that_a_spreadsheet_damaged_is_left_alone() {
    let folder = Folder::new("codes-damaged");
    let at = folder.path();
    well(at, &["init"]);
    let ledger = folder.join("content/codes.csv");
    let text = fs::read_to_string(&ledger).unwrap();
    fs::write(&ledger, text.replace("2026-11-22", "22/11/2026")).unwrap();
    refused(at, &["check"], "trước đó là `2026-11-22`");
    refused(at, &["codes", "allot"], "ledger-mangled");
    refused(at, &["new", "relic", "den-suot"], "ledger-mangled");
    fs::write(&ledger, text.replace(',', ";")).unwrap();
    well(at, &["check"]);
    well(at, &["new", "relic", "den-suot"]);
}

#[test]
fn the_ledger_of_another_project_comes_in_whole_or_not_at_all() {
    let folder = Folder::new("codes-import");
    let at = folder.path();
    for (name, host) in [("ours", "a.vn"), ("theirs", "b.vn"), ("same", "a.vn")] {
        project(&folder.join(name), host);
        entry(&folder.join(name).join(format!("{name}-1")), "");
        give(&folder.join(name), &mut 7);
    }
    refused(at, &["codes", "import", "nowhere.csv", "ours"], "Không có tệp nowhere.csv");
    refused(
        at,
        &["codes", "import", "same/codes.csv", "ours"],
        "ở đây cho ours-1, (chung); ở dự án kia cho same-1, (chung)",
    );
    assert!(well(at, &["codes", "import", "theirs/codes.csv", "ours"]).contains("Đã nhận 1 mã"));
    assert_eq!(rows(&folder.join("ours")).len(), 2);
}
