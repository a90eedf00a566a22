//! Scans taken over from access logs, and scans written out.

use std::fs;
use std::io::Write;
use std::process::Output;

use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, eventually, files, get, program, said};
use disan_server::store::{SqliteStore, Store};

const ALL: std::ops::RangeInclusive<i64> = 0..=99_999;
const PHONE: &str = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36";

fn site(folder: &Folder) {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.entry("kiep-bac", &[("main", 7310)]);
    dist.finish();
}

/// A line of nginx's log, at a local time of November 2026.
fn nginx(day: u8, time: &str, address: &str, path: &str, status: u16, agent: &str) -> String {
    format!("{address} - - [{day:02}/Nov/2026:{time} +0700] \"GET {path} HTTP/1.1\" {status} 99 \"-\" \"{agent}\"\n")
}

fn import(folder: &Folder, source: &str, lang: &str, logs: &[&str]) -> Output {
    let mut command = program("disan-server");
    command.arg("import-log").arg("--data").arg(folder.join("data")).arg("--dist").arg(folder.join("dist"));
    command.args(["--source", source]).args(logs.iter().map(|log| folder.join(log))).env("LANG", lang);
    command.output().unwrap()
}

fn export(folder: &Folder, arguments: &[&str]) -> String {
    let output =
        program("disan-server").arg("export").arg("--data").arg(folder.join("data")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    String::from_utf8(output.stdout).unwrap()
}

fn classes(folder: &Folder) -> Vec<(String, i64, i64)> {
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    store.classes(ALL).unwrap().into_iter().map(|c| (c.class, c.sum.n, c.sum.first)).collect()
}

fn serve_and_stop(folder: &Folder) {
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    Server::start(command.arg("--data").arg(folder.join("data"))).stop();
}

/// Logs from the evening of the 9th to the morning of the 12th: the 10th and 11th are whole.
fn logs(folder: &Folder) {
    let (one, two) = (code(4821), code(7310));
    let bot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";
    let first = [
        nginx(9, "23:59:59", "203.0.113.7", &format!("/{one}"), 200, PHONE),
        nginx(10, "00:00:00", "203.0.113.7", &format!("/{one}"), 200, PHONE),
        nginx(10, "00:00:05", "203.0.113.7", &format!("/{one}"), 304, PHONE),
        nginx(10, "08:00:00", "203.0.113.7", &format!("/{one}?fbclid=1"), 200, PHONE),
        nginx(10, "08:00:01", "203.0.113.8", &format!("/{two}.html"), 200, PHONE),
        nginx(10, "09:00:00", "203.0.113.9", &format!("/{one}"), 200, bot),
        nginx(10, "09:30:00", "203.0.113.9", "/12345", 404, PHONE),
        nginx(10, "09:31:00", "203.0.113.9", "/vi/", 200, PHONE),
        nginx(10, "09:32:00", "203.0.113.9", &format!("/{one}"), 301, PHONE),
        "nonsense\n".to_owned(),
    ];
    fs::write(folder.join("a.log"), first.concat()).unwrap();
    let second = [
        nginx(11, "23:59:59", "203.0.113.7", &format!("/{two}"), 200, PHONE),
        nginx(12, "06:00:00", "203.0.113.7", &format!("/{two}"), 200, PHONE),
    ];
    let mut packed =
        flate2::write::GzEncoder::new(fs::File::create(folder.join("b.log.gz")).unwrap(), flate2::Compression::fast());
    packed.write_all(second.concat().as_bytes()).unwrap();
    packed.finish().unwrap();
}

#[test]
fn whole_days_of_a_log_are_taken_over_once_and_counted_by_the_same_rules() {
    let folder = Folder::new("import");
    site(&folder);
    logs(&folder);
    // In any order; the days at the ends may still grow.
    let told = said(&import(&folder, "kho-tep", "vi_VN.UTF-8", &["b.log.gz", "a.log"]));
    let expected = [
        "Ngày 09/11/2026: nhật ký chưa đủ trọn ngày, bỏ qua. Hãy đưa thêm nhật ký của ngày liền trước và liền sau.",
        "Ngày 10/11/2026: đã nhận 5 lượt mở mã, trong đó 3 lượt của người.",
        "Ngày 11/11/2026: đã nhận 1 lượt mở mã, trong đó 1 lượt của người.",
        "Ngày 12/11/2026: nhật ký chưa đủ trọn ngày, bỏ qua. Hãy đưa thêm nhật ký của ngày liền trước và liền sau.",
        "1 dòng không phải là dòng nhật ký nginx hay Caddy, đã bỏ qua.",
        "Máy chủ sẽ cộng các lượt này vào số liệu khi khởi động.",
    ];
    assert_eq!(told.lines().collect::<Vec<_>>(), expected);
    let journal = files(&folder.join("data/journal"));
    assert_eq!(journal.len(), 2, "a segment a source and day: {:?}", journal.keys());

    let again = said(&import(&folder, "kho-tep", "en_US.UTF-8", &["a.log", "b.log.gz"]));
    assert_eq!(again.matches(": taken over before, skipped.\n").count(), 2, "{again}");
    assert_eq!(files(&folder.join("data/journal")), journal, "nothing is taken twice");

    serve_and_stop(&folder);
    let counted =
        |rows: &[(&str, i64, i64)]| rows.iter().map(|(c, n, f)| ((*c).to_owned(), *n, *f)).collect::<Vec<_>>();
    assert_eq!(classes(&folder), counted(&[("bot", 1, 0), ("person", 4, 3), ("repeat", 1, 0)]));
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let midnight = |day: i64| 1_794_243_600 + 86_400 * (day - 10);
    let covered = store.covered(0, i64::MAX).unwrap();
    assert_eq!(covered, [(midnight(10), midnight(11)), (midnight(11), midnight(12))]);
    assert_eq!(store.orphans(ALL).unwrap().iter().map(|row| row.n).sum::<i64>(), 1);
    drop(store);
    for (name, bytes) in files(&folder.join("data")) {
        for trace in [&b"203.0.113"[..], b"Android", &[203, 0, 113, 7]] {
            assert!(!bytes.windows(trace.len()).any(|w| w == trace), "{name}");
        }
    }

    // Another server's log of the same day is another source.
    import(&folder, "kho-khac", "vi_VN.UTF-8", &["a.log", "b.log.gz"]);
    serve_and_stop(&folder);
    assert_eq!(classes(&folder), counted(&[("bot", 2, 0), ("person", 8, 6), ("repeat", 2, 0)]));
}

#[test]
fn a_log_that_cannot_be_taken_over_is_named() {
    let folder = Folder::new("no-import");
    site(&folder);
    fs::write(folder.join("a.log"), "nonsense\n").unwrap();
    let place = folder.join("a.log").display().to_string();
    let output = import(&folder, "x", "vi_VN.UTF-8", &["a.log"]);
    let vi = format!(
        "Không có dòng nào trong {place} là nhật ký truy cập. Hãy đưa nhật ký nginx dạng “combined” hoặc nhật ký JSON của \
         Caddy.\n"
    );
    assert_eq!((output.status.code(), said(&output)), (Some(1), vi));
    let output = import(&folder, "x", "en_US.UTF-8", &["a.log"]);
    let en = format!(
        "No line in {place} is of an access log. Give logs of nginx in the “combined” format, or JSON logs of Caddy.\n"
    );
    assert_eq!((output.status.code(), said(&output)), (Some(1), en));
    let none = folder.join("none.log").display().to_string();
    let output = import(&folder, "x", "en_US.UTF-8", &["none.log"]);
    assert!(said(&output).starts_with(&format!("Cannot read the log {none}: ")), "{}", said(&output));
    assert!(files(&folder.join("data/journal")).is_empty());
}

#[test]
fn scans_are_written_out_a_line_each_while_the_server_runs() {
    let folder = Folder::new("export");
    site(&folder);
    logs(&folder);
    import(&folder, "kho-tep", "vi_VN.UTF-8", &["a.log", "b.log.gz"]);
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));
    get(server.public, &format!("/{}", code(4821)), &[("User-Agent", PHONE), ("Accept-Language", "en")]);

    let (one, two) = (code(4821), code(7310));
    let id = |code: disan_server::catalog::Code| (1_u64 << 32) | u64::from(code.number());
    let csv = export(&folder, &["--to", "2026-11-11"]);
    let lines: Vec<&str> = csv.split("\r\n").collect();
    assert_eq!(lines[0], "time,code,entry,placement,language,device,app,class,first");
    assert_eq!(lines[1], format!("2026-11-10T00:00,{one},{},main,vi,phone,none,person,yes", id(one)));
    assert_eq!(lines[2], format!("2026-11-10T00:00,{one},{},main,vi,phone,none,repeat,no", id(one)));
    assert_eq!(lines[6], format!("2026-11-11T23:59,{two},{},main,vi,phone,none,person,yes", id(two)));
    assert_eq!((lines.len(), lines[7]), (8, ""));

    let jsonl = export(&folder, &["--form", "jsonl", "--from", "2026-11-12"]);
    let live: Vec<serde_json::Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(live.len(), 1, "{jsonl}");
    assert_eq!((live[0]["code"].as_u64(), live[0]["language"].as_str()), (Some(one.number().into()), Some("en")));
    assert_eq!((live[0]["class"].as_str(), live[0]["first"].as_str()), (Some("person"), Some("yes")));
    server.stop();
    assert_eq!(export(&folder, &["--to", "2026-11-11"]), csv);

    let none = folder.join("none").display().to_string();
    for (lang, begins) in
        [("vi_VN.UTF-8", "Không đọc được nhật ký lượt mở mã "), ("en_US.UTF-8", "Cannot read the scan journal ")]
    {
        let output = program("disan-server").args(["export", "--data", &none]).env("LANG", lang).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).starts_with(&format!("{begins}{none}/journal: ")), "{}", said(&output));
    }
}

#[test]
fn days_of_which_only_sums_are_left_are_named_beside_what_is_written_out() {
    let folder = Folder::new("export-sealed");
    site(&folder);
    let one = code(4821);
    let days =
        [(9, "23:59:59"), (10, "08:00:00"), (11, "08:00:00"), (11, "09:00:00"), (13, "08:00:00"), (14, "00:00:01")];
    let line = |(day, time): (u8, &str)| {
        nginx(day, time, &format!("203.0.113.{day}"), &format!("/{one}"), 200, PHONE).replace("/2026:", "/2020:")
    };
    fs::write(folder.join("a.log"), days.map(line).concat()).unwrap();
    import(&folder, "kho-tep", "vi_VN.UTF-8", &["a.log"]);
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--keep-journals", "400d", "--dist"]);
    let server = Server::start(command.arg(folder.join("dist")).arg("--data").arg(folder.join("data")));
    let sealed = || files(&folder.join("data/journal")).keys().filter(|name| name.ends_with(".seal.gz")).count();
    eventually("four sealed days", || (sealed() == 4).then_some(()));
    get(server.public, &format!("/{one}"), &[("User-Agent", PHONE)]);
    server.stop();

    let written = |lang: &str, arguments: &[&str]| {
        let mut command = program("disan-server");
        command.arg("export").arg("--data").arg(folder.join("data")).args(arguments).env("LANG", lang);
        let output = command.output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        (String::from_utf8(output.stdout).unwrap().lines().count(), String::from_utf8(output.stderr).unwrap())
    };
    let vi = "Từ 10/11/2020 đến 11/11/2020 chỉ còn số tổng: 3 lượt của những ngày này đã gộp theo keep_journals nên không \
              xuất được từng lượt. Thống kê và báo cáo vẫn tính đủ.\n\
              Ngày 13/11/2020 chỉ còn số tổng: 1 lượt của ngày này đã gộp theo keep_journals nên không xuất được từng \
              lượt. Thống kê và báo cáo vẫn tính đủ.\n";
    assert_eq!(written("vi_VN.UTF-8", &[]), (2, vi.to_owned()));
    let en = "Of 13 November 2020 only sums are left: the scans of that day (1) were summed as keep_journals says and cannot be \
              written out one by one. Statistics and reports still have them all.\n";
    assert_eq!(written("en_US.UTF-8", &["--from", "2020-11-12"]), (2, en.to_owned()));
    assert_eq!(written("en_US.UTF-8", &["--from", "2021-01-01"]), (2, String::new()));

    let journal = folder.join("data/journal");
    let name = files(&journal).into_keys().find(|name| name.ends_with(".seal.gz")).unwrap();
    fs::write(journal.join(&name), "rubbish").unwrap();
    let (_, told) = written("en_US.UTF-8", &["--from", "2021-01-01"]);
    assert!(told.starts_with(&format!("The file of sums {name} cannot be read")), "{told}");
}
