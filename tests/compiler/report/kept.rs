//! Reports that are frozen, and those of a server that runs.

use disan_server::report::{Block, Cell, Paper, broken, grouped};
use disan_server::store::{Archive, Batch, FrozenReport, SqliteOffice, SqliteStore, Store};
use jiff::civil::date;

use super::{NAMED, NOW, data, entries, scan};
use crate::driver::{Folder, Server, program, root, said};

#[test]
fn a_frozen_report_keeps_its_figures_and_what_came_late_is_told_in_the_next() {
    let folder = Folder::new("report-frozen");
    let data = data(&folder, NAMED, 2027);
    let content = root().join(NAMED);
    let out = folder.join("r.json");
    let freeze = |now: &str, arguments: &[&str]| {
        let mut command = program("disan");
        command
            .env("SOURCE_DATE_EPOCH", now)
            .arg("report")
            .arg(&content)
            .arg("--data")
            .arg(&data)
            .arg("--out")
            .arg(&out);
        let output = command.args(["--format", "json", "--freeze"]).args(arguments).output().unwrap();
        let read = || serde_json::from_slice::<Paper>(&std::fs::read(&out).unwrap()).unwrap();
        (said(&output), output.status.success().then(read))
    };
    let scans = |paper: &Paper| match paper.headline[0].value {
        Cell::Number(n) => n,
        ref other => panic!("{other:?}"),
    };
    let (said, none) = freeze("1800000000", &["--period", "2027-q3"]);
    assert!(none.is_none() && said.contains("kỳ này chưa kết thúc"), "{said}");
    let (said, second) = freeze(NOW, &["--period", "2027-q2"]);
    let second = second.unwrap_or_else(|| panic!("{said}"));
    let proof = second.proof.clone().unwrap();
    assert!(said.contains("lần 1") && proof.contains("(lần 1)"), "{said}");
    // Scans of May turn up in June: a server had been offline.
    let mut store = SqliteStore::open(&data.join("counts.sqlite")).unwrap();
    let mut batch = Batch::default();
    let (entry, unit) = entries(NAMED)[0].clone();
    for _ in 0..5 {
        scan(&mut batch, entry, &unit, date(2027, 5, 3), "vi");
    }
    store.fold(&batch).unwrap();
    store.close().unwrap();
    let (said, third) = freeze(NOW, &["--period", "2027-q3"]);
    let third = third.unwrap_or_else(|| panic!("{said}"));
    let blocks = third.body.iter().filter_map(|b| if let Block::Table(table) = b { Some(table) } else { None });
    let late = blocks.flat_map(|t| &t.rows).find(|row| row.cells[0] == Cell::Text("Bổ sung kỳ trước".into())).unwrap();
    assert_eq!(late.cells[2], Cell::Number(5));
    // The same again is the same; other figures are a new version; the old one is untouched.
    let (said, again) = freeze("1823800000", &["--period", "2027-q3"]);
    assert_eq!(again.unwrap(), third, "{said}");
    let (said, corrected) = freeze(NOW, &["--period", "2027-q2"]);
    assert_eq!(scans(&corrected.unwrap()), scans(&second) + 5);
    assert!(said.contains("lần 3"), "{said}");
    let mut office = SqliteOffice::open(&data.join("office.sqlite")).unwrap();
    let chain = office.frozen("").unwrap();
    assert_eq!((chain.len(), broken(&chain)), (3, None));
    assert_eq!(chain[0].scans, scans(&second));
    assert!(proof.contains(&grouped(&chain[0].code)));
    assert_eq!(office.by_code(&chain[1].code).unwrap(), chain[1..2]);
    // One digit changed, or a row taken out, is seen.
    let mut changed: Vec<FrozenReport> = chain.clone();
    changed[1].scans += 1;
    assert_eq!(broken(&changed), Some(2));
    assert_eq!(broken(&[chain[0].clone(), chain[2].clone()]), Some(3));
    assert!(office.freeze(&chain[2]).is_err(), "a number is given once");
}

#[test]
fn a_running_server_gives_the_same_report_as_its_folder() {
    let folder = Folder::new("report-url");
    let data = data(&folder, NAMED, 2025);
    let content = root().join(NAMED);
    let built = program("disan")
        .args(["build", "--only", "pages"])
        .arg(&content)
        .arg("--out")
        .arg(folder.join("dist"))
        .output();
    assert!(built.as_ref().unwrap().status.success(), "{}", said(&built.unwrap()));
    let report = |arguments: &[&str]| {
        let out = folder.join("r.json");
        let mut command = program("disan");
        command.env("SOURCE_DATE_EPOCH", NOW).arg("report").arg(&content).arg("--out").arg(&out);
        let output =
            command.args(["--period", "2025", "--layout", "youth-union", "--format", "json"]).args(arguments).output();
        let output = output.unwrap();
        (
            said(&output),
            output.status.success().then(|| serde_json::from_slice::<Paper>(&std::fs::read(&out).unwrap()).unwrap()),
        )
    };
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(&data));
    let (said, from_server) = report(&["--url", &format!("http://{}", server.admin)]);
    let from_server = from_server.unwrap_or_else(|| panic!("{said}"));
    let (_, from_folder) = report(&["--data", &data.display().to_string()]);
    // The server's clock is the real one: what it says of the day may differ, the figures may not.
    assert_eq!(from_server.body, from_folder.unwrap().body);
    assert!(matches!(from_server.headline[0].value, Cell::Number(n) if n > 1_000), "{:?}", from_server.headline[0]);
    let gone = format!("http://{}", server.admin);
    server.stop();
    let (said, none) = report(&["--url", &gone]);
    assert!(none.is_none() && said.contains("Không lấy được báo cáo từ"), "{said}");
}
