//! A signal that comes and goes: what was scanned stays readable, and each scan is exactly one request.

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};

use crate::driver::{Folder, Server, get, program, root, said};

/// What `tests/browser/journey.mjs` sees on its way.
fn journey(server: &Server, options: &[&str], steps: &serde_json::Value) -> serde_json::Value {
    let modules = root().join("target/node");
    let mut command = Command::new("node");
    command.arg(root().join("tests/browser/journey.mjs")).arg(format!("http://{}", server.public)).args(options);
    command.current_dir(modules).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(steps.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Scans the server has answered, of any class: the browser of a test is no person.
fn scans(server: &Server) -> u64 {
    let text = get(server.admin, "/metrics", &[]).text();
    let numbers = text.lines().filter(|line| line.starts_with("disan_scans_total{"));
    numbers.map(|line| line.rsplit(' ').next().unwrap().parse::<u64>().unwrap()).sum()
}

/// The number of an entry's first sign, from the sample's ledger.
fn number_of(slug: &str) -> String {
    let ledger = fs::read_to_string(root().join("content/codes.csv")).unwrap();
    let row = ledger.lines().find(|row| row.contains(&format!(",{slug},"))).expect("a row of the ledger");
    row.split(',').nth(1).unwrap().to_owned()
}

/// What is stored in the browser, by its address.
const STORED: &str = "caches.open('disan-pages').then(c => c.keys()).then(k => k.map(x => new URL(x.url).pathname))";

#[test]
fn what_was_scanned_is_readable_without_signal_and_each_scan_is_one_request() {
    let folder = Folder::new("signal");
    let out = folder.join("dist");
    let output =
        program("disan").args(["build", "--only", "pages"]).arg(root().join("content")).arg("--out").arg(&out).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", said(&output));
    let (first, second) = (format!("/{}", number_of("con-son")), format!("/{}", number_of("kiep-bac")));
    let (first_page, second_page) = ("/vi/di-tich/con-son/", "/vi/di-tich/kiep-bac/");
    for (i, options) in [&[][..], &["--no-preload"]].into_iter().enumerate() {
        let mut command = program("disan-server");
        command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(&out);
        let server = Server::start(command.arg("--data").arg(folder.join(&format!("data{i}"))));
        let seen = journey(
            &server,
            options,
            &serde_json::json!([
                ["open", first],
                ["see", "first"],
                ["kept", first_page],
                // Now the worker stands between; the next scan goes through it.
                ["open", second],
                ["see", "second"],
                ["kept", second_page],
                ["js", "stored", STORED],
                ["offline"],
                ["reload"],
                ["see", "reloaded"],
                ["kept", second_page],
                ["js", "still", STORED],
                ["open", first],
                ["see", "again"],
                ["open", "/99999"],
                ["see", "never"],
            ]),
        );
        for (name, path, heading) in [
            ("first", first_page, "Chùa Côn Sơn"),
            ("second", second_page, "Đền Kiếp Bạc"),
            ("reloaded", second_page, "Đền Kiếp Bạc"),
            ("again", first_page, "Chùa Côn Sơn"),
        ] {
            let one = &seen[name];
            assert_eq!((one["path"].as_str(), one["heading"].as_str()), (Some(path), Some(heading)), "{name}: {one}");
        }
        for path in [first.as_str(), first_page, second.as_str(), second_page] {
            let stored = seen["stored"].as_array().unwrap();
            assert!(stored.contains(&path.into()), "{path} is not among {stored:?}");
        }
        assert!(seen["reloaded"]["text"].as_str().unwrap().len() > 500, "the text is there");
        assert_eq!(scans(&server), 2, "one request a scan, none without signal");
        server.stop();
    }
}
