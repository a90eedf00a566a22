//! What the network does to a server: clients that dawdle, shout, babble and forge. Readers always get their page.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::dist::{Dist, code, page};
use crate::driver::{Folder, Server, get, parse, program, request, run};
use disan_server::store::{SqliteStore, Store};

const ALL: std::ops::RangeInclusive<i64> = 0..=99_999;
const PHONE: (&str, &str) =
    ("User-Agent", "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0.0.0 Mobile Safari/537.36");

/// Whether the long runs are asked for (`tests/run --long`).
fn long() -> bool {
    std::env::var_os("DISAN_EVERY_PAGE").is_some()
}

/// A server with one sign, and the file its log goes to.
fn serve(folder: &Folder, arguments: &[&str]) -> (Server, PathBuf) {
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
    let log = folder.join("log");
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join("data")).args(arguments);
    command.stderr(Stdio::from(fs::File::create(&log).unwrap()));
    (Server::start(&mut command), log)
}

/// A reader comes and gets the page.
fn reads(server: &Server) {
    let answer = get(server.public, &format!("/{}", code(4821)), &[PHONE]);
    assert_eq!((answer.status, answer.text()), (200, page("con-son", "vi")));
}

/// A number of the metrics.
fn metric(server: &Server, name: &str) -> u64 {
    let text = get(server.admin, "/metrics", &[]).text();
    let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
    line.unwrap_or_else(|| panic!("no {name} in {text}")).parse().unwrap()
}

fn no_panic(log: &PathBuf) {
    let told = fs::read_to_string(log).unwrap();
    assert!(!told.contains("panicked"), "{told}");
}

#[test]
fn thousands_that_dawdle_keep_no_reader_out() {
    let folder = Folder::new("dawdle");
    let (server, log) = serve(&folder, &[]);
    reads(&server);
    let rested = metric(&server, "process_resident_memory_bytes");
    // This process needs as many open files as the server.
    run("prlimit", &["--pid", &std::process::id().to_string(), "--nofile=8192:"]);
    let dawdlers: Vec<TcpStream> = (0..5_000)
        .map(|i| {
            let mut stream = TcpStream::connect(server.public).unwrap();
            // Some say nothing, some begin and never end, some ask and take nothing of the answer.
            let begun: &[u8] = match i % 3 {
                0 => b"",
                1 => b"GET /vi/ HTTP/1.1\r\nHost: x\r\nA: ",
                _ => b"GET /vi/ HTTP/1.1\r\nHost: x\r\n\r\n",
            };
            // One of them may have been cut already to make room.
            let _ = stream.write_all(begun);
            if i % 250 == 0 {
                reads(&server);
            }
            stream
        })
        .collect();
    for _ in 0..20 {
        reads(&server);
    }
    let (held, cut) = (metric(&server, "disan_connections"), metric(&server, "disan_connections_cut_total"));
    assert!(held <= 3_000 && cut >= 2_000, "{held} held, {cut} cut");
    // What the crowd costs, for the program of the tests is larger than the one that serves.
    let cost = metric(&server, "process_resident_memory_bytes").saturating_sub(rested);
    assert!(cost <= held * (16 << 10), "{cost} bytes for {held} connections");

    // Who drips a byte now and then is cut, too: the head of a request must come within twenty seconds.
    let mut drips = TcpStream::connect(server.public).unwrap();
    drips.set_read_timeout(Some(Duration::from_millis(500))).unwrap();
    drips.write_all(b"GET / HTTP/1.1\r\nHost: x\r\n").unwrap();
    let begun = Instant::now();
    loop {
        assert!(begun.elapsed() < Duration::from_secs(120), "still there");
        let sent = drips.write_all(b"A: b\r\n");
        let ended = match drips.read(&mut [0; 512]) {
            Ok(0) => true,
            Ok(_) => false,
            Err(error) => !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
        };
        if sent.is_err() || ended {
            break;
        }
    }
    drop(dawdlers);
    reads(&server);
    server.stop();
    no_panic(&log);
}

#[test]
fn a_full_house_makes_room_for_whoever_comes_last() {
    let folder = Folder::new("full");
    let (server, _) = serve(&folder, &["--connections", "16"]);
    let idle: Vec<TcpStream> = (0..16).map(|_| TcpStream::connect(server.public).unwrap()).collect();
    for _ in 0..100 {
        reads(&server);
    }
    let closed = |stream: &TcpStream| {
        stream.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        matches!((&*stream).read(&mut [0; 1]), Ok(0))
    };
    assert!(closed(&idle[0]) && !closed(&idle[15]), "whoever idled longest went first");
    server.stop();
}

/// What a server answers to bytes that may make it hang up before it has read them all: then the system may throw the
/// answer away.
fn answered(address: SocketAddr, bytes: &[u8]) -> Option<u16> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let _ = stream.write_all(bytes);
    let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
    while !answer.windows(4).any(|w| w == b"\r\n\r\n") {
        match stream.read(&mut buffer) {
            Ok(n) if n > 0 => answer.extend_from_slice(&buffer[..n]),
            _ => return None,
        }
    }
    Some(parse(&answer).status)
}

/// Sends bytes and goes away.
fn babble(address: SocketAddr, bytes: &[u8]) {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    let _ = stream.read_to_end(&mut Vec::new());
}

#[test]
fn whatever_is_shouted_at_it_the_server_goes_on() {
    let folder = Folder::new("shout");
    let (server, log) = serve(&folder, &[]);
    let path = code(4821);
    let long = "a".repeat(1 << 20);
    for shout in [
        format!("GET /{path} HTTP/1.1\r\nHost: x\r\nA: {long}\r\n\r\n"),
        format!("GET /{path}?{long} HTTP/1.1\r\nHost: x\r\n\r\n"),
        format!("GET /{long} HTTP/1.1\r\nHost: x\r\n\r\n"),
        format!("GET /{path} HTTP/1.1\r\nHost: {long}\r\n\r\n"),
        format!("GET /{path} HTTP/1.1\r\nHost: x\r\n{}\r\n", "A: b\r\n".repeat(50_000)),
    ] {
        let status = answered(server.public, shout.as_bytes());
        assert!(matches!(status, None | Some(400 | 414 | 431)), "{status:?} {}", &shout[..40]);
        reads(&server);
    }
    // Nothing public takes a body; what is sent all the same is not read to its end.
    for shout in [
        format!("POST /{path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n{long}"),
        format!("POST /{path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n{long}\r\n"),
        format!("POST /vi/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1048576\r\nExpect: 100-continue\r\n\r\n{long}"),
    ] {
        let status = answered(server.public, shout.as_bytes());
        assert!(matches!(status, None | Some(405)), "{status:?} {}", &shout[..40]);
        reads(&server);
    }
    // The same bytes in each run (xorshift), as they come or behind a request line.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for round in 0..400 {
        let bytes: Vec<u8> = (0..1 + round * 7 % 3_000)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                state as u8
            })
            .collect();
        let begun =
            [&b""[..], b"GET /", b"GET /48217 HTTP/1.1\r\nHost: x\r\n", b"GET /\xff HTTP/1.1\r\nCookie: disan_to="];
        babble(server.public, &[begun[round % 4], &bytes, b"\r\n\r\n"].concat());
    }
    reads(&server);
    server.stop();
    no_panic(&log);
}

/// Asks for each number in turn, many at once on one connection, and counts the answers of a kind.
fn ask_for_all(address: SocketAddr, numbers: std::ops::Range<u64>) -> u64 {
    let stream = TcpStream::connect(address).unwrap();
    let mut writes = stream.try_clone().unwrap();
    let most = numbers.end - numbers.start;
    let writer = std::thread::spawn(move || {
        for chunk in numbers.collect::<Vec<_>>().chunks(100) {
            let text: String = chunk
                .iter()
                .map(|n| format!("GET /{n} HTTP/1.1\r\nHost: disan.example\r\n{}: {}\r\n\r\n", PHONE.0, PHONE.1))
                .collect();
            writes.write_all(text.as_bytes()).unwrap();
        }
    });
    let (mut found, mut buffer, mut kept) = (0, vec![0; 64 << 10], Vec::new());
    let mark = b"HTTP/1.1 404";
    let mut stream = stream;
    while found < most {
        let n = stream.read(&mut buffer).unwrap();
        assert!(n > 0, "ended after {found}");
        kept.extend_from_slice(&buffer[..n]);
        found += kept.windows(mark.len()).filter(|w| w == mark).count() as u64;
        // A mark cut in two is found with the next bytes.
        let from = kept.len().saturating_sub(mark.len() - 1);
        kept.drain(..from);
    }
    writer.join().unwrap();
    found
}

#[test]
fn distinct_unknown_numbers_without_end_fill_neither_memory_nor_disk() {
    let folder = Folder::new("unknown");
    let (server, log) = serve(&folder, &[]);
    let many = if long() { 1_000_000 } else { 60_000 };
    let first = 400_000_000;
    let asked = ask_for_all(server.public, first..first + many / 10);
    let early = metric(&server, "process_resident_memory_bytes");
    let asked = asked + ask_for_all(server.public, first + many / 10..first + many);
    let late = metric(&server, "process_resident_memory_bytes");
    assert_eq!((asked, metric(&server, "disan_unknown_numbers_total")), (many, many));
    assert!(late < early + (8 << 20), "{early} bytes after a tenth, {late} after all");
    reads(&server);
    server.stop();
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let orphans = store.orphans(ALL).unwrap();
    assert_eq!(orphans.iter().map(|row| row.n).sum::<i64>(), many as i64);
    assert!(orphans.len() <= 128, "{} rows", orphans.len());
    no_panic(&log);
}

#[test]
fn requests_are_understood_in_every_form_they_may_have() {
    let folder = Folder::new("forms");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.entry("kiep-bac", &[("main", 7310)]);
    // The same number, printed by another project before the two were merged.
    dist.issue("main", 4821, Some(1));
    dist.catalog.codes[2].host = "cu.example".into();
    dist.finish();
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(folder.join("data")).arg("--tell-outcome");
    let server = Server::start(&mut command);
    let path = code(4821);
    let ask = |head: String| {
        let answer = crate::driver::send(server.public, format!("{head}\r\n\r\n").as_bytes());
        parse(&answer)
    };
    for (head, slug) in [
        (format!("GET /{path} HTTP/1.0"), "con-son"),
        (format!("GET /{path} HTTP/1.0\r\nHost: cu.example"), "kiep-bac"),
        (format!("GET /{path} HTTP/1.1\r\nConnection: close\r\nHost: DISAN.example:443"), "con-son"),
        (format!("GET /{path} HTTP/1.1\r\nConnection: close\r\nHost: cu.example."), "kiep-bac"),
        (format!("GET http://cu.example/{path} HTTP/1.1\r\nConnection: close\r\nHost: disan.example"), "kiep-bac"),
        (
            format!("GET http://disan.example:80/{path}?a=b HTTP/1.1\r\nConnection: close\r\nHost: cu.example"),
            "con-son",
        ),
        (format!("GET /%34{} HTTP/1.1\r\nConnection: close\r\nHost: x", &path.to_string()[1..]), "con-son"),
        (format!("GET /{path}/ HTTP/1.1\r\nConnection: close\r\nHost: [::1]:80"), "con-son"),
    ] {
        let answer = ask(head.clone());
        assert_eq!((answer.status, answer.text()), (200, page(slug, "vi")), "{head}");
        assert_eq!(answer.header("disan-scan"), Some("stored"), "{head}");
    }
    assert_eq!(ask(format!("GET /{path} HTTP/1.1\r\nConnection: close\r\nHost: a\r\nHost: b")).status, 200);
    let plain = get(server.public, "/vi/", &[]);
    assert_eq!(plain.header("disan-scan"), None);
    server.stop();
}

#[test]
fn what_is_fetched_ahead_is_counted_once_when_it_is_looked_at() {
    let folder = Folder::new("ahead");
    let (server, _) = serve(&folder, &[]);
    let path = format!("/{}", code(4821));
    for purpose in ["prefetch", "prefetch;prerender"] {
        let ahead = get(server.public, &path, &[PHONE, ("Sec-Purpose", purpose), ("Sec-Fetch-Mode", "navigate")]);
        assert_eq!((ahead.status, ahead.header("cache-control")), (503, Some("private, no-store, no-transform")));
    }
    let looked = get(server.public, &path, &[PHONE, ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document")]);
    assert_eq!(looked.status, 200);
    // Within another page nobody scans a sign.
    assert_eq!(get(server.public, &path, &[PHONE, ("Sec-Fetch-Dest", "iframe")]).status, 200);
    assert_eq!(metric(&server, "disan_prefetches_total"), 2);
    server.stop();
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let counted: Vec<(String, i64)> = store.classes(ALL).unwrap().into_iter().map(|c| (c.class, c.sum.n)).collect();
    assert_eq!(counted, [("bot".to_owned(), 1), ("person".to_owned(), 1)]);
}

#[test]
fn a_socket_in_the_file_system_serves_as_an_address_does() {
    use std::os::unix::fs::PermissionsExt;
    use std::os::unix::net::UnixStream;
    let folder = Folder::new("unix");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
    // A path of a socket may be a hundred characters long.
    let place = std::env::temp_dir().join(format!("disan-{}", std::process::id()));
    fs::create_dir_all(&place).unwrap();
    let socket = place.join("public.sock");
    let start = || {
        let mut command: Command = program("disan-server");
        command.arg("--dist").arg(folder.join("dist")).arg("--data").arg(folder.join("data"));
        command.args(["--listen", &format!("unix:{}", socket.display()), "--admin-listen", "127.0.0.1:0"]);
        command
    };
    let ask = |address: &str| {
        let mut stream = UnixStream::connect(&socket).unwrap();
        let head = format!(
            "GET /{} HTTP/1.1\r\nHost: disan.example\r\nConnection: close\r\n{}: {}\r\nX-Forwarded-For: {address}\r\n\r\n",
            code(4821),
            PHONE.0,
            PHONE.1
        );
        stream.write_all(head.as_bytes()).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        assert_eq!(parse(&answer).status, 200);
    };
    // Left behind by a server that was killed.
    drop(std::os::unix::net::UnixListener::bind(&socket).unwrap());
    let mut child = start().stdout(Stdio::piped()).spawn().unwrap();
    crate::driver::eventually("the socket", || UnixStream::connect(&socket).ok());
    assert_eq!(fs::metadata(&socket).unwrap().permissions().mode() & 0o777, 0o660);
    for address in ["203.0.113.1", "203.0.113.2", "203.0.113.2"] {
        ask(address);
    }
    let mut second = start();
    let second = second.arg("--data").arg(folder.join("data2"));
    let output = second.output().unwrap();
    assert!(!output.status.success());
    run("kill", &["-TERM", &child.id().to_string()]);
    assert!(child.wait().unwrap().success());
    assert!(!socket.exists(), "a server that stops takes its socket away");
    let mut store = SqliteStore::open_reader(&folder.join("data/counts.sqlite")).unwrap();
    let counted: Vec<(String, i64, i64)> =
        store.classes(ALL).unwrap().into_iter().map(|c| (c.class, c.sum.n, c.sum.first)).collect();
    assert_eq!(counted, [("person".to_owned(), 2, 2), ("repeat".to_owned(), 1, 0)], "its proxy is believed");
    fs::remove_dir_all(place).unwrap();
}

#[test]
fn whoever_looks_after_the_machine_is_told_what_is_wrong() {
    let folder = Folder::new("watch");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
    let log = folder.join("log");
    let binary = program("disan-server");
    let line = format!(
        "trap '' XFSZ; exec 2> >(exec cat > '{}'); exec '{}' --listen 127.0.0.1:0 --admin-listen 127.0.0.1:0 --dist '{}' --data '{}' --tell-outcome",
        log.display(),
        binary.get_program().display(),
        folder.join("dist").display(),
        folder.join("data").display()
    );
    let mut command = Command::new("bash");
    // The log goes through a program that may write whatever happens.
    command.args(["-c", &line]);
    let server = Server::start(&mut command);
    assert_eq!((get(server.admin, "/readyz", &[]).status, get(server.public, "/readyz", &[]).status), (200, 404));
    assert_eq!(get(server.public, "/metrics", &[]).status, 404, "only the team's side tells");
    reads(&server);
    assert_eq!(request(server.admin, "HEAD", "/metrics", &[]).status, 200);
    let text = get(server.admin, "/metrics", &[]).text();
    for line in ["disan_scans_total{class=\"person\"} 1", "disan_answers_total{answer=\"stored\"} 1", "disan_entries 1"]
    {
        assert!(text.lines().any(|one| one == line), "{line}: {text}");
    }

    // No file may grow any more: the disk is full.
    run("prlimit", &["--pid", &server.id().to_string(), "--fsize=0:"]);
    let path = format!("/{}", code(4821));
    let answer = get(server.public, &path, &[PHONE]);
    assert_eq!((answer.status, answer.header("disan-scan")), (200, Some("late")), "the reader gets the page");
    let told = crate::driver::eventually("the trouble", || {
        let answer = get(server.admin, "/readyz", &[("Accept-Language", "en")]);
        (answer.status == 503).then(|| answer.text())
    });
    assert!(told.contains("journal"), "{told}");
    let vi = get(server.admin, "/readyz", &[("Accept-Language", "vi")]);
    assert!(vi.status == 503 && vi.text() != told, "{}", vi.text());
    assert_eq!(metric(&server, "disan_troubles{kind=\"journal\"}"), 1);
    run("prlimit", &["--pid", &server.id().to_string(), "--fsize=unlimited:"]);
    crate::driver::eventually("a disk that takes everything again", || {
        (get(server.admin, "/readyz", &[]).status == 200).then_some(())
    });
    server.stop();
    let told = crate::driver::eventually("the end of the log", || {
        fs::read_to_string(&log).ok().filter(|told| told.contains("event=stopping"))
    });
    assert!(told.contains(" event=journal.refused place="), "{told}");
    for line in told.lines() {
        assert!(line.starts_with("time=20") && line.contains(" level=") && line.contains(" event="), "{line}");
        assert!(!line.contains(PHONE.1), "{line}");
    }
}
