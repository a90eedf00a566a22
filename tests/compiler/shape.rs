//! The shape of the code, as the compiler cannot keep it: who may name what, and what the server never reaches.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Rust files below a folder, as (path with `/`, text without comments).
fn sources(folder: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for item in fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|e| e == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(&root().join(folder), &mut found);
    found.sort();
    assert!(!found.is_empty(), "no Rust file below {folder}");
    found
        .into_iter()
        .map(|path| {
            let name = path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/");
            (name, without_comments(&fs::read_to_string(path).unwrap()))
        })
        .collect()
}

fn without_comments(source: &str) -> String {
    source.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The names that directly follow `prefix` anywhere in `source`: `a` and `b` of `prefix::a` and `prefix::{a::X, b}`.
fn names_after(source: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in source.match_indices(prefix) {
        let starts_word = source[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '_');
        let Some(rest) = source[at + prefix.len()..].strip_prefix("::") else { continue };
        if !starts_word {
            continue;
        }
        match rest.strip_prefix('{') {
            Some(group) => names.extend(heads_of_group(group)),
            None => names.extend([word(rest)]),
        }
    }
    names
}

/// First word of each item of a `use` group, at its outermost level.
fn heads_of_group(group: &str) -> Vec<String> {
    let (mut depth, mut item, mut heads) = (0, String::new(), Vec::new());
    for c in group.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(word(item.trim()));
                item.clear();
                continue;
            }
            _ => {}
        }
        item.push(c);
    }
    heads.push(word(item.trim()));
    heads.retain(|head| !head.is_empty());
    heads
}

fn word(text: &str) -> String {
    text.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn the_reader_of_use_lines_sees_groups_and_paths() {
    let names = |source: &str| names_after(source, "disan_server").into_iter().collect::<Vec<_>>();
    assert_eq!(names("use disan_server::catalog::{Code, Lang};"), ["catalog"]);
    assert_eq!(
        names("use disan_server::{catalog::Code, store::{Store, x}, journal};"),
        ["catalog", "journal", "store"]
    );
    assert_eq!(names("let s = disan_server::start(settings);"), ["start"]);
    assert_eq!(names("my_disan_server::x"), Vec::<String>::new());
}

#[test]
fn only_the_commands_that_serve_see_more_of_the_server_than_its_catalog() {
    let doors = ["serve", "report", "publish", "import"].map(|name| format!("cli/src/commands/{name}"));
    for (path, source) in sources("cli/src") {
        if doors.iter().any(|door| path.strip_prefix(door.as_str()).is_some_and(|rest| rest.starts_with(['.', '/']))) {
            continue;
        }
        let names = names_after(&source, "disan_server");
        assert!(names.iter().all(|name| name == "catalog"), "{path} names disan_server::{names:?}");
    }
}

#[test]
fn only_the_console_writes_to_the_terminal() {
    for (path, source) in sources("cli/src").into_iter().chain(sources("server/src")) {
        for noisy in ["println!", "print!", "eprintln!", "eprint!"] {
            let found = source.match_indices(noisy).any(|(at, _)| !source[..at].ends_with(|c: char| c.is_alphabetic()));
            assert!(!found, "{path}: {noisy} panics when its reader has left; catalog::console does not");
        }
    }
}

#[test]
fn the_catalog_stands_alone() {
    for (path, source) in sources("server/src/catalog") {
        for heavy in ["axum", "tokio", "rusqlite", "hyper", "tera"] {
            assert!(!source.contains(&format!("{heavy}::")), "{path} names {heavy}");
        }
        let siblings = names_after(&source, "crate");
        assert!(siblings.iter().all(|name| name == "catalog"), "{path} names crate::{siblings:?}");
        assert!(!source.contains("super::super::"), "{path} reaches above the catalog");
    }
}

#[test]
fn each_heavy_library_has_one_door() {
    let doors: [(&str, &[&str]); 5] = [
        ("printpdf", &["cli/src/print/pdf"]),
        ("tera", &["cli/src/microsite/"]),
        ("usvg", &["cli/src/microsite/", "cli/src/print/"]),
        ("webp", &["cli/src/microsite/"]),
        ("hayro", &["cli/src/print/"]),
    ];
    for (path, source) in sources("cli/src") {
        for (library, allowed) in doors {
            let named = !names_after(&source, library).is_empty();
            assert!(!named || allowed.iter().any(|door| path.starts_with(door)), "{path} names {library}");
        }
    }
}

#[test]
fn the_server_never_reaches_the_compilers_libraries() {
    let tree = Command::new(env!("CARGO"))
        .args(["tree", "-e", "normal", "-p", "disan-server", "--prefix", "none", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(tree.status.success(), "{}", String::from_utf8_lossy(&tree.stderr));
    let tree = String::from_utf8(tree.stdout).unwrap();
    let packages: BTreeSet<&str> = tree.lines().filter_map(|line| line.split(' ').next()).collect();
    assert!(packages.contains("axum") && packages.contains("serde"), "the tree was not read: {packages:?}");
    for package in ["image", "qrcode", "png", "printpdf", "lopdf", "pulldown-cmark", "hayro", "rxing", "usvg", "webp"] {
        assert!(!packages.contains(package), "disan-server depends on {package}");
    }
}
