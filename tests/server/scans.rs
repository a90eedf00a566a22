//! Scans: who is counted as what, that every answered one is kept through crashes, and that nobody is tracked.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use crate::chance::Chance;
use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, eventually, files, get, program, request, run, said};
use disan_server::store::{Dim, GapReason, SqliteStore, Store, Sum};

pub const ALL: std::ops::RangeInclusive<i64> = 0..=99_999;

const ZALO: &str = "Mozilla/5.0 (Linux; Android 11; RMX1973 Build/RKQ1.201217.002;) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/142.0.7444.171 Safari/537.36 Zalo android/25112868 ZaloTheme/dark ZaloLanguage/vi";
pub const IPHONE: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1";

pub fn site(folder: &Folder) -> Dist {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821), ("cong-sau", 4822)]);
    for stem in 1_000..1_050 {
        dist.entry(&format!("di-tich-{stem}"), &[("main", stem)]);
    }
    dist.finish();
    dist
}

pub fn command(folder: &Folder) -> Command {
    let mut command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join("data"));
    command
}

pub fn serve(folder: &Folder) -> Server {
    Server::start(&mut command(folder))
}

pub fn store(folder: &Folder) -> SqliteStore {
    SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap()
}

fn classes(store: &mut SqliteStore) -> BTreeMap<String, Sum> {
    store.classes(ALL).unwrap().into_iter().map(|c| (c.class, c.sum)).collect()
}

pub fn total(store: &mut SqliteStore) -> i64 {
    classes(store).values().map(|sum| sum.n).sum()
}

pub fn rebuild(folder: &Folder) -> String {
    let output = program("disan-server").args(["rebuild", "--data"]).arg(folder.join("data")).output().unwrap();
    assert!(output.status.success(), "{}", said(&output));
    said(&output)
}

#[test]
fn each_visit_stands_in_its_own_column() {
    let folder = Folder::new("columns");
    site(&folder);
    let server = serve(&folder);
    let path = format!("/{}", code(4821));
    let scan = |headers: &[(&str, &str)]| assert_eq!(get(server.public, &path, headers).status, 200, "{headers:?}");

    scan(&[("User-Agent", ZALO), ("Accept-Language", "vi")]);
    scan(&[("User-Agent", ZALO), ("Accept-Language", "vi")]);
    scan(&[("User-Agent", IPHONE), ("Accept-Language", "en"), ("Sec-Fetch-Mode", "navigate")]);
    // The same phone at the other gate, at once: another visit, not the first of the day.
    assert_eq!(
        get(server.public, &format!("/{}", code(4822)), &[("User-Agent", IPHONE), ("Accept-Language", "en")]).status,
        200
    );
    scan(&[("User-Agent", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)")]);
    scan(&[("User-Agent", "TelegramBot (like TwitterBot)")]);
    scan(&[("User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")]);
    scan(&[("User-Agent", IPHONE), ("Sec-Fetch-Mode", "cors")]);
    scan(&[]);
    assert_eq!(request(server.public, "HEAD", &path, &[("User-Agent", IPHONE)]).status, 200);
    for header in [
        ("Sec-Purpose", "prefetch;prerender"),
        ("Purpose", "prefetch"),
        ("X-Moz", "prefetch"),
        ("Sec-Purpose", "prefetch;anonymous-client-ip"),
    ] {
        let answer = get(server.public, &path, &[("User-Agent", IPHONE), header]);
        assert_eq!((answer.status, answer.header("cdn-cache-control")), (503, Some("no-store")), "{header:?}");
    }
    server.stop();

    let mut store = store(&folder);
    let counted = classes(&mut store);
    let expected = [("person", 3, 2), ("repeat", 1, 0), ("preview", 2, 0), ("bot", 4, 0)];
    let expected = expected.map(|(class, n, first)| (class.to_owned(), Sum { n, first }));
    assert_eq!(counted, BTreeMap::from(expected));
    let persons = |store: &mut SqliteStore, dim| -> Vec<(String, i64)> {
        let rows = store.dimension(ALL, dim).unwrap().into_iter();
        rows.filter(|r| r.class == "person").map(|r| (r.value, r.sum.n)).collect()
    };
    let pairs = |pairs: &[(&str, i64)]| pairs.iter().map(|(v, n)| ((*v).to_owned(), *n)).collect::<Vec<_>>();
    assert_eq!(persons(&mut store, Dim::Lang), pairs(&[("en", 2), ("vi", 1)]));
    assert_eq!(persons(&mut store, Dim::App), pairs(&[("none", 2), ("zalo", 1)]));
    assert_eq!(persons(&mut store, Dim::Device), pairs(&[("phone", 3)]));
    let entry = (1_i64 << 32) | i64::from(code(4821).number());
    let placements = store.placements(ALL).unwrap();
    let of = |placement: &str| -> i64 {
        placements
            .iter()
            .filter(|p| p.entry == entry && p.placement == placement && p.class == "person")
            .map(|p| p.sum.n)
            .sum()
    };
    assert_eq!((of("main"), of("cong-sau")), (2, 1));
    assert_eq!(store.answers(ALL).unwrap().iter().filter(|a| a.answer == "stored").map(|a| a.n).sum::<i64>(), 10);
}

#[test]
fn only_a_trusted_proxy_tells_devices_apart() {
    let folder = Folder::new("proxy");
    site(&folder);
    let path = format!("/{}", code(4821));
    let visit = |server: &Server, address: &str| {
        let headers = [("User-Agent", IPHONE), ("X-Forwarded-For", address)];
        assert_eq!(get(server.public, &path, &headers).status, 200);
    };
    let server = serve(&folder);
    for i in 0..5 {
        visit(&server, &format!("203.0.113.{i}"));
    }
    server.stop();
    let counted = classes(&mut store(&folder));
    assert_eq!(counted["person"], Sum { n: 5, first: 0 }, "behind an unknown proxy nobody can tell");
    assert!(!counted.contains_key("repeat"));

    let server = Server::start(command(&folder).args(["--trusted-proxy", "127.0.0.0/8"]));
    visit(&server, "203.0.113.1");
    visit(&server, "203.0.113.2");
    for forged in 0..1_000 {
        visit(&server, &format!("198.51.{}.{}, 203.0.113.2", forged / 250, forged % 250));
    }
    server.stop();
    let counted = classes(&mut store(&folder));
    assert_eq!(
        counted["person"],
        Sum { n: 7, first: 2 },
        "what stands left of the client's address is the client's own word"
    );
    assert_eq!(counted["repeat"].n, 1_000);
}

#[test]
fn unknown_numbers_are_counted_but_cannot_fill_the_disk() {
    let folder = Folder::new("orphans");
    site(&folder);
    let server = serve(&folder);
    for number in 20_000..20_400 {
        get(server.public, &format!("/{number}"), &[("User-Agent", IPHONE)]);
    }
    get(server.public, "/31313", &[("User-Agent", "Googlebot/2.1")]);
    server.stop();
    let mut store = store(&folder);
    let orphans = store.orphans(ALL).unwrap();
    assert_eq!(orphans.iter().map(|o| o.n).sum::<i64>(), 400);
    assert!(orphans.len() <= 128, "{} rows", orphans.len());
    assert!(orphans.iter().all(|o| o.sample.starts_with("20")));
    assert_eq!(total(&mut store), 0);
    let journal: usize = files(&folder.join("data/journal")).values().map(Vec::len).sum();
    assert!(journal < 20_000, "{journal} bytes");
}

/// Clients that keep asking for codes on open connections, and count what they were answered.
pub struct Load {
    sent: Arc<AtomicU64>,
    answered: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    threads: Vec<std::thread::JoinHandle<()>>,
}

impl Load {
    pub fn start(address: SocketAddr, clients: u32) -> Load {
        let (sent, answered, stop) = <(Arc<AtomicU64>, Arc<AtomicU64>, Arc<AtomicBool>)>::default();
        let threads = (0..clients).map(|client| {
            let (sent, answered, stop) = (sent.clone(), answered.clone(), stop.clone());
            std::thread::spawn(move || {
                let _ = ask(address, client, &sent, &answered, &stop);
            })
        });
        Load { threads: threads.collect(), sent, answered, stop }
    }

    /// How many were answered so far.
    pub fn answered(&self) -> i64 {
        self.answered.load(Ordering::SeqCst) as i64
    }

    /// How many were sent so far.
    pub fn sent(&self) -> i64 {
        self.sent.load(Ordering::SeqCst) as i64
    }

    /// How many were sent, and how many answered with the page.
    pub fn end(self) -> (i64, i64) {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            thread.join().unwrap();
        }
        (self.sent.load(Ordering::SeqCst) as i64, self.answered.load(Ordering::SeqCst) as i64)
    }
}

fn ask(
    address: SocketAddr,
    client: u32,
    sent: &AtomicU64,
    answered: &AtomicU64,
    stop: &AtomicBool,
) -> std::io::Result<()> {
    let stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut writer = stream;
    let mut turn = client;
    while !stop.load(Ordering::Relaxed) {
        turn += 1;
        let path = code(1_000 + turn % 50);
        sent.fetch_add(1, Ordering::SeqCst);
        let head = format!("GET /{path} HTTP/1.1\r\nHost: disan.example\r\nUser-Agent: {IPHONE} {client}\r\n\r\n");
        writer.write_all(head.as_bytes())?;
        let (mut length, mut late) = (0, false);
        let mut status = String::new();
        reader.read_line(&mut status)?;
        loop {
            let mut line = String::new();
            if reader.read_line(&mut line)? == 0 {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            // Answered before it was on disk: a kill may take it.
            late |= line.to_ascii_lowercase().starts_with("disan-scan: la") || line.ends_with(": lost\r\n");
            if line == "\r\n" {
                break;
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body)?;
        assert!(status.starts_with("HTTP/1.1 200"), "{status}");
        answered.fetch_add(u64::from(!late), Ordering::SeqCst);
    }
    Ok(())
}

#[test]
fn a_kill_under_load_loses_and_doubles_nothing() {
    let folder = Folder::new("kill");
    site(&folder);
    let (mut sent, mut answered) = (0, 0);
    let kills = if std::env::var_os("DISAN_LONG").is_some() { 50 } else { 10 };
    let mut chance = Chance::new(48_217);
    for _ in 0..kills {
        let server = Server::start(command(&folder).arg("--tell-outcome"));
        let load = Load::start(server.public, 8);
        std::thread::sleep(Duration::from_millis(150 + chance.below(1_000)));
        server.kill();
        let (s, a) = load.end();
        sent += s;
        answered += a;
    }
    // In one round alone a busy machine may be killed before its first answer.
    assert!(answered > 0, "nothing was answered");
    serve(&folder).stop();
    let mut counts = store(&folder);
    let counted = total(&mut counts);
    assert!(answered <= counted && counted <= sent, "answered {answered}, counted {counted}, sent {sent}");
    let gaps = counts.gaps(0, i64::MAX).unwrap();
    assert!(!gaps.is_empty() && gaps.len() <= kills, "kills are told, those of one second as one: {gaps:?}");
    assert!(gaps.iter().all(|gap| gap.reason == GapReason::Unclean), "{gaps:?}");
    drop(counts);
    let told = rebuild(&folder);
    assert!(told.contains("; 0 dòng"), "the same from nothing: {told}");
    assert_eq!(total(&mut store(&folder)), counted);
}

#[test]
fn a_stop_under_load_counts_exactly_what_was_answered() {
    let folder = Folder::new("stop");
    site(&folder);
    let server = serve(&folder);
    let load = Load::start(server.public, 8);
    std::thread::sleep(Duration::from_millis(1_500));
    server.stop();
    let (_, answered) = load.end();
    assert_eq!(total(&mut store(&folder)), answered);
    assert_eq!(store(&folder).gaps(0, i64::MAX).unwrap(), []);

    // Started again, the closed journals are compressed, and nothing changes.
    let server = serve(&folder);
    eventually("a compressed journal", || {
        files(&folder.join("data/journal")).keys().any(|name| name.ends_with(".journal.gz")).then_some(())
    });
    server.stop();
    assert_eq!(total(&mut store(&folder)), answered);
    assert!(rebuild(&folder).contains("; 0 dòng"));
    assert_eq!(total(&mut store(&folder)), answered);
    // Whoever loses the counts has lost nothing.
    for name in files(&folder.join("data")).keys().filter(|name| name.starts_with("counts.")) {
        std::fs::remove_file(folder.join("data").join(name)).unwrap();
    }
    serve(&folder).stop();
    assert_eq!(total(&mut store(&folder)), answered);
}

#[test]
fn a_disk_that_refuses_stops_no_reader_and_loses_nothing_that_fits_elsewhere() {
    let folder = Folder::new("refuse");
    site(&folder);
    // The counts must exist before: a file of theirs is longer than what is allowed below.
    serve(&folder).stop();
    let inner = command(&folder);
    let quoted = |text: &std::ffi::OsStr| format!("'{}'", text.to_str().unwrap());
    let line: Vec<String> = std::iter::once(quoted(inner.get_program())).chain(inner.get_args().map(quoted)).collect();
    // No file may grow beyond 32 kB: a write to the journal fails after a thousand scans, again and again.
    let script = format!("trap '' XFSZ; ulimit -f 32; exec {}", line.join(" "));
    let server = Server::start(Command::new("bash").arg("-c").arg(script));
    let load = Load::start(server.public, 4);
    eventually("several journals", || (files(&folder.join("data/journal")).len() > 5).then_some(()));
    run("kill", &["-TERM", &server.id().to_string()]);
    std::thread::sleep(Duration::from_millis(500));
    let (_, answered) = load.end();
    drop(server);
    assert!(answered > 3_000, "{answered}");

    serve(&folder).stop();
    assert_eq!(total(&mut store(&folder)), answered);
    let gaps = store(&folder).gaps(0, i64::MAX).unwrap();
    assert!(gaps.iter().any(|gap| gap.reason == disan_server::store::GapReason::Disk), "{gaps:?}");
    assert!(rebuild(&folder).contains("; 0 dòng"));
    assert_eq!(total(&mut store(&folder)), answered);
}

/// What `disan-server --data` fills a folder with.
#[test]
fn the_data_folder_holds_what_is_documented() {
    let folder = Folder::new("documented");
    site(&folder);
    let server = serve(&folder);
    get(server.public, &format!("/{}", code(4821)), &[("User-Agent", IPHONE)]);
    server.stop();
    let names: Vec<String> = files(&folder.join("data")).into_keys().collect();
    let journal = names.iter().filter(|n| Path::new(n).starts_with("journal")).count();
    assert_eq!((journal, names.len()), (1, 4), "{names:?}");
    assert!(
        ["lock", "counts.sqlite", "office.sqlite"].iter().all(|name| names.contains(&(*name).to_owned())),
        "{names:?}"
    );
}
