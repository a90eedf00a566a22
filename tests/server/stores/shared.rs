//! Servers whose counts are in a PostgreSQL database: alone, two in one, and while it is away.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use disan_server::store::{PostgresStore, Store};

use crate::dist::code;
use crate::driver::{Folder, Server, eventually, files, get, program, said};
use crate::person::Person;
use crate::postgres::Postgres;
use crate::scans::{IPHONE, Load, site};

fn command(folder: &Folder, data: &str, url: &str) -> Command {
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join(data));
    // As a service gets it: not on the command line, where everybody on the machine can read it.
    command.env("DISAN_DATABASE_URL", url);
    command
}

fn migrate(url: &str) -> String {
    let output = program("disan-server").args(["migrate", "--database-url", url]).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

fn counted(url: &str) -> i64 {
    let mut store = PostgresStore::new(url.parse().unwrap()).unwrap();
    store.classes(0..=99_999).unwrap().iter().map(|c| c.sum.n).sum()
}

#[test]
fn a_database_is_prepared_once_and_a_server_says_when_it_is_not() {
    let postgres = Postgres::start("prepared");
    let folder = Folder::new("prepared");
    site(&folder);
    let url = postgres.database("counts");
    let refused = command(&folder, "data", &url).output().unwrap();
    assert!(!refused.status.success());
    assert!(said(&refused).contains("run disan-server migrate"), "{}", said(&refused));
    assert_eq!(migrate(&url), "Cơ sở dữ liệu đã sẵn sàng (cấu trúc 8).\n");
    assert_eq!(migrate(&url), "Cơ sở dữ liệu vốn đã sẵn sàng (cấu trúc 8); không thay đổi gì.\n");
    let collations = "SELECT DISTINCT collation_name FROM information_schema.columns \
        WHERE table_schema = 'public' AND data_type = 'text'";
    assert_eq!(postgres.sql("counts", collations), "C");

    let wrong =
        program("disan-server").args(["migrate", "--database-url", &postgres.url("nirgends")]).output().unwrap();
    assert!(!wrong.status.success() && said(&wrong).contains("nirgends"), "{}", said(&wrong));
    assert!(said(&wrong).contains("--database-url"), "{}", said(&wrong));
}

#[test]
fn two_servers_count_into_one_database_and_both_journals_rebuild_it() {
    let postgres = Postgres::start("two");
    let folder = Folder::new("two");
    site(&folder);
    let url = postgres.database("counts");
    migrate(&url);
    let mut answered = 0;
    for _ in 0..2 {
        let servers = ["one", "two"].map(|data| Server::start(&mut command(&folder, data, &url)));
        let loads: Vec<Load> = servers.iter().map(|server| Load::start(server.public, 4)).collect();
        std::thread::sleep(Duration::from_millis(2_500));
        let page = get(servers[0].admin, "/thong-ke", &[]);
        assert_eq!(page.status, 200, "{}", page.text());
        for server in servers {
            server.stop();
        }
        answered += loads.into_iter().map(|load| load.end().1).sum::<i64>();
        assert_eq!(counted(&url), answered);
    }
    assert!(!folder.join("one/counts.sqlite").exists());

    let rebuild = |folders: &[&str]| {
        let mut command = program("disan-server");
        command.args(["rebuild", "--database-url", &url]);
        for data in folders {
            command.arg("--data").arg(folder.join(data));
        }
        said(&command.output().unwrap())
    };
    let told = rebuild(&["one"]);
    assert!(told.starts_with("2 tệp nhật ký đã được tính nay không còn"), "{told}");
    assert_eq!(counted(&url), answered, "nothing was changed");
    let told = rebuild(&["one", "two"]);
    assert!(told.contains("; 0 dòng"), "{told}");
    assert_eq!(counted(&url), answered);
}

#[test]
fn servers_of_one_database_know_each_others_links_and_revoke_them_together() {
    let postgres = Postgres::start("office");
    let folder = Folder::new("office-two");
    site(&folder);
    let url = postgres.database("counts");
    migrate(&url);
    let [one, two] = ["one", "two"].map(|data| Server::start(&mut command(&folder, data, &url)));
    let page = get(one.admin, "/thong-ke/may-cua-doi", &[]).text().replace("&#x2F;", "/");
    let pass = page.split("?ve=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let status = |server: &Server| get(server.public, &format!("/_disan/to?ve={pass}"), &[]).status;
    assert_eq!((status(&one), status(&two)), (200, 200));
    let admin = Person::first(one.admin, &folder.join("two"));
    // The link of the server that started last holds, and an account of one is one of the other.
    let there = Person { at: two.admin, ..admin };
    assert_eq!(there.post("/thong-ke/may-cua-doi", &[]).status, 303);
    assert_eq!(status(&two), 410);
    eventually("the other server to know", || (status(&one) == 410).then_some(()));
    one.stop();
    two.stop();
    let told = program("disan-server")
        .args(["rebuild", "--database-url", &url])
        .args(["one", "two"].iter().flat_map(|data| ["--data".into(), folder.join(data).into_os_string()]))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", said(&told));
    assert_eq!(postgres.sql("counts", "SELECT name, length(value) FROM secret"), "staff|64", "a rebuild keeps it");
    assert!(!folder.join("one/office.sqlite").exists());
}

/// Long enough that every wait for a database is over; a minute where there is time.
fn while_away() -> Duration {
    Duration::from_secs(if std::env::var_os("DISAN_LONG").is_some() { 60 } else { 3 })
}

#[test]
fn a_database_that_stops_and_comes_back_costs_no_scan_and_no_reader_waits_for_it() {
    let mut postgres = Postgres::start("away");
    let folder = Folder::new("away");
    site(&folder);
    let url = postgres.database("counts");
    migrate(&url);
    let server = Server::start(&mut command(&folder, "data", &url));
    let load = Load::start(server.public, 4);
    eventually("the first scans", || (counted(&url) > 100).then_some(()));
    postgres.stop();
    std::thread::sleep(while_away());
    let path = format!("/{}", code(4821));
    assert_eq!(get(server.public, &path, &[("User-Agent", IPHONE)]).status, 200);
    let page = get(server.admin, "/en/statistics", &[]);
    assert_eq!(page.status, 503, "{}", page.text());
    // Started while its database is away, a server answers too.
    let other = Server::start(&mut command(&folder, "other", &url));
    assert_eq!(get(other.public, &path, &[("User-Agent", IPHONE)]).status, 200);
    postgres.resume();
    std::thread::sleep(Duration::from_millis(500));
    let (_, answered) = load.end();
    eventually("everything counted", || (counted(&url) == answered + 2).then_some(()));
    assert_eq!(get(server.admin, "/en/statistics", &[]).status, 200);
    server.stop();
    other.stop();
    assert_eq!(counted(&url), answered + 2);
    let journal: Vec<String> = files(&folder.join("data/journal")).into_keys().collect();
    assert!(journal.iter().all(|name| Path::new(name).extension().is_some()), "{journal:?}");
}

#[test]
fn servers_killed_under_load_leave_one_database_that_neither_lost_nor_doubled() {
    let postgres = Postgres::start("killed");
    let folder = Folder::new("killed");
    site(&folder);
    let url = postgres.database("counts");
    migrate(&url);
    let (mut sent, mut answered) = (0, 0);
    for round in 0..3_u64 {
        let servers = ["one", "two"].map(|data| Server::start(command(&folder, data, &url).arg("--tell-outcome")));
        let loads: Vec<Load> = servers.iter().map(|server| Load::start(server.public, 4)).collect();
        std::thread::sleep(Duration::from_millis(900 + 350 * round));
        for server in servers {
            server.kill();
        }
        for load in loads {
            let (s, a) = load.end();
            sent += s;
            answered += a;
        }
    }
    for data in ["one", "two"] {
        Server::start(&mut command(&folder, data, &url)).stop();
    }
    let told = program("disan-server")
        .args(["rebuild", "--database-url", &url])
        .args(["one", "two"].iter().flat_map(|data| ["--data".into(), folder.join(data).into_os_string()]))
        .output()
        .unwrap();
    assert!(said(&told).contains("; 0 dòng"), "{}", said(&told));
    let all = counted(&url);
    assert!(answered <= all && all <= sent, "answered {answered}, counted {all}, sent {sent}");
}
