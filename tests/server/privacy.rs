//! Nobody is tracked: every byte on disk after a load is accounted for, and the note tells readers what is kept.

use std::collections::{BTreeSet, HashMap};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, eventually, files, get, program};
use disan_server::catalog::{Lang, Locale};
use disan_server::journal::{Header, Kind, Next, SegmentReader, list};
use disan_server::scan::kept::FIELDS;
use disan_server::store::{SqliteStore, Store};
use sha2::{Digest, Sha256};

/// What readers bring along, none of which may stay.
const AGENTS: usize = 20;
const ADDRESSES: usize = 200;

fn agent(i: usize) -> String {
    format!(
        "Mozilla/5.0 (Linux; Android 10; Verraeterisch{i}) AppleWebKit/537.36 Chrome/142.{i}.7.7 Mobile Safari/537.36"
    )
}

fn address(i: usize) -> String {
    if i.is_multiple_of(2) { format!("203.0.113.{}", i / 2 + 100) } else { format!("2001:db8:aaaa:{i:x}:cccc::77") }
}

/// Asks for both signs from every address with some agents, on one connection.
fn load(server: SocketAddr) -> usize {
    let stream = TcpStream::connect(server).unwrap();
    let (mut reads, mut writes) = (BufReader::new(stream.try_clone().unwrap()), stream);
    let mut asked = 0;
    for i in 0..ADDRESSES * 10 {
        let path = match i % 50 {
            0 => "55555".to_owned(),
            n => code(if n % 2 == 0 { 4821 } else { 4822 }).to_string(),
        };
        let head = format!(
            "GET /{path}?von=verweis HTTP/1.1\r\nHost: disan.example\r\nUser-Agent: {}\r\nX-Forwarded-For: {}\r\n\
             Cookie: visitor=geheim; disan_to=x.1.y\r\nReferer: https://verweis.example/\r\nAccept-Language: vi\r\n\r\n",
            agent(i % AGENTS),
            address(i % ADDRESSES)
        );
        writes.write_all(head.as_bytes()).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            assert!(reads.read_line(&mut line).unwrap() > 0);
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
            if line == "\r\n" {
                break;
            }
        }
        reads.read_exact(&mut vec![0; length]).unwrap();
        asked += usize::from(path != "55555");
    }
    asked
}

/// The bytes by which any of it could be recognised: as text, as numbers, and under hashes that have no key.
fn traces() -> Vec<Vec<u8>> {
    let mut traces: Vec<Vec<u8>> =
        ["Verraeterisch", "Chrome/142", "203.0.113", "2001:db8", "geheim", "verweis", "Mozilla", "visitor"]
            .map(|text| text.as_bytes().to_vec())
            .to_vec();
    traces.push(vec![0x20, 0x01, 0x0d, 0xb8, 0xaa, 0xaa]);
    for i in 0..ADDRESSES {
        let text = address(i);
        let bytes = match text.parse().unwrap() {
            std::net::IpAddr::V4(v4) => v4.octets().to_vec(),
            std::net::IpAddr::V6(v6) => v6.octets()[..8].to_vec(),
        };
        let mut back = bytes.clone();
        back.reverse();
        let mut hashed = vec![text.clone().into_bytes(), bytes.clone()];
        for n in 0..AGENTS {
            hashed.push(format!("{text}{}", agent(n)).into_bytes());
            hashed.push([&bytes[..], agent(n).as_bytes()].concat());
        }
        for text in hashed {
            let digest = Sha256::digest(text);
            traces.push(digest[..8].to_vec());
            traces.push(digest[..8].iter().map(|byte| format!("{byte:02x}")).collect::<String>().into_bytes());
        }
        traces.extend([bytes, back]);
    }
    traces
}

/// Every byte of the journal is that of a header with known keys, of a record that says nothing but its fields, or a
/// zero.
fn account_for_journal(folder: &Path) {
    let keys: BTreeSet<&str> = [
        "format",
        "id",
        "opened",
        "offset_minutes",
        "rules",
        "classes",
        "devices",
        "apps",
        "answers",
        "languages",
        "placements",
        "abandoned",
        "imported",
        "trial",
        "gap",
    ]
    .into();
    for file in list(&folder.join("journal")).unwrap() {
        let mut bytes = fs::read(&file.path).unwrap();
        if file.kind != Kind::Plain {
            let packed = std::mem::take(&mut bytes);
            flate2::read::GzDecoder::new(&packed[..]).read_to_end(&mut bytes).unwrap();
        }
        let (_, begin) = Header::read(&mut &bytes[..]).unwrap();
        let length = u32::from_le_bytes(bytes[8..12].try_into().unwrap()) as usize;
        let header: serde_json::Value = serde_json::from_slice(&bytes[16..16 + length]).unwrap();
        for key in header.as_object().unwrap().keys() {
            assert!(keys.contains(key.as_str()), "{key}: who is told of it?");
        }
        let mut reader = SegmentReader::open(&file).unwrap();
        let mut seed = crc32fast::Hasher::new();
        seed.update(reader.header().id.clone().as_bytes());
        let mut at = begin as usize;
        while let Next::Record(record) = reader.next(u64::MAX).unwrap() {
            assert_eq!(record.encode(&seed, at as u64), bytes[at..at + 32], "{record:?} says all there is");
            at += 32;
        }
        assert!(bytes[at..].iter().all(|byte| *byte == 0), "{} has more than records", file.path.display());
    }
}

/// The office holds the random key of the team's links; readers put nothing there, reports are frozen by people.
fn account_for_office(data: &Path) {
    let db = rusqlite::Connection::open(data.join("office.sqlite")).unwrap();
    let list = |sql: &str| -> Vec<String> {
        let mut statement = db.prepare(sql).unwrap();
        let rows = statement.query_map([], |row| row.get(0)).unwrap();
        rows.map(Result::unwrap).collect()
    };
    // What people decide and write is empty as long as nobody has; only the link for the first account waits.
    let full = "'secret', 'invitation', 'entry_unit'";
    for table in list(&format!("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ({full})")) {
        assert_eq!(list(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}")), ["0"], "{table}");
    }
    assert_eq!(list("SELECT account || ' ' || length(token) FROM invitation"), [" 64"]);
    assert_eq!(list("SELECT DISTINCT unit FROM entry_unit"), [""], "the entries of this catalog are in no unit");
    let kept = list("SELECT name || ' ' || value FROM secret");
    assert_eq!((kept.len(), kept[0].len(), kept[0].starts_with("staff ")), (1, 6 + 64, true), "{kept:?}");
}

/// Every text of the store is one of a known few.
fn account_for_store(folder: &Path, known: &BTreeSet<String>) {
    let segments: BTreeSet<String> = list(&folder.join("journal")).unwrap().into_iter().map(|file| file.id).collect();
    for file in fs::read_dir(folder).unwrap().map(|item| item.unwrap().path()) {
        // The office is accounted for on its own.
        if file.extension().is_none_or(|ending| ending != "sqlite") || file.ends_with("office.sqlite") {
            continue;
        }
        let store = rusqlite::Connection::open_with_flags(&file, rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
        let tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let mut names = store.prepare(tables).unwrap();
        let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for table in names {
            let mut rows = store.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
            let columns = rows.column_count();
            let mut rows = rows.query([]).unwrap();
            while let Some(row) = rows.next().unwrap() {
                for i in 0..columns {
                    match row.get_ref(i).unwrap() {
                        rusqlite::types::ValueRef::Text(text) => {
                            let text = std::str::from_utf8(text).unwrap();
                            assert!(known.contains(text) || segments.contains(text), "{table} holds {text:?}");
                        }
                        rusqlite::types::ValueRef::Blob(_) => panic!("{table} holds bytes"),
                        _ => {}
                    }
                }
            }
        }
    }
}

#[test]
fn every_byte_on_disk_after_a_load_is_accounted_for_and_none_tells_who_was_there() {
    let folder = Folder::new("nobody");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821), ("cong-sau", 4822)]);
    dist.finish();
    let (data, elsewhere, log) = (folder.join("data"), folder.join("elsewhere"), folder.join("log"));
    fs::create_dir_all(&elsewhere).unwrap();
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    command.arg("--data").arg(&data).args(["--trusted-proxy", "127.0.0.1"]);
    // Wherever else a program may leave something.
    command.current_dir(&elsewhere).env("TMPDIR", &elsewhere).env("HOME", &elsewhere);
    command.stderr(Stdio::from(fs::File::create(&log).unwrap()));
    let server = Server::start(&mut command);
    let asked = load(server.public) as i64;
    for path in ["/vi/", "/tra-cuu?code=12345", "/_disan/to?ve=geheim.1.2", "/Verraeterisch7"] {
        get(server.public, path, &[("User-Agent", &agent(7)), ("X-Forwarded-For", &address(7))]);
    }
    let store = || SqliteStore::open_reader(&data.join("counts.sqlite")).unwrap();
    eventually("the scans", || {
        (store().classes(0..=99_999).unwrap().iter().map(|c| c.sum.n).sum::<i64>() == asked).then_some(())
    });
    let known: BTreeSet<String> = ["", "main", "cong-sau", "vi", "phone", "none", "person", "repeat", "55555", "12345"]
        .into_iter()
        .chain(["total", "lang", "device", "app", "hour", "stored", "late", "unclean", "stopped"])
        .map(str::to_owned)
        .chain((0..24).map(|hour| format!("{hour:02}")))
        .collect();
    let traces = traces();
    // Hundreds of thousands of places times thousands of traces: the first four bytes sort out nearly all.
    let mut by_start: HashMap<[u8; 4], Vec<&Vec<u8>>> = HashMap::new();
    for trace in &traces {
        by_start.entry(trace[..4].try_into().unwrap()).or_default().push(trace);
    }
    let look = || {
        let found = files(&data);
        for (name, bytes) in found.iter().chain(&files(&elsewhere)) {
            for (at, start) in bytes.windows(4).enumerate() {
                let hit = by_start.get(start).into_iter().flatten().find(|trace| bytes[at..].starts_with(trace));
                assert!(hit.is_none(), "{name} holds {:?}", hit.map(|trace| String::from_utf8_lossy(trace)));
            }
        }
        assert!(files(&elsewhere).is_empty());
        assert!(found["lock"].is_empty());
        let expected = |name: &str| {
            let known = ["journal/", "counts.sqlite", "office.sqlite"].iter().any(|start| name.starts_with(start));
            // The link by which the first account is made tells of nobody yet.
            known || ["lock", "set-up-link.txt"].contains(&name)
        };
        assert!(found.keys().all(|name| expected(name)), "{:?}", found.keys());
    };
    look();
    server.stop();
    look();
    account_for_journal(&data);
    account_for_store(&data, &known);
    account_for_office(&data);
    let told = fs::read_to_string(log).unwrap();
    assert!(!told.contains("Verraeterisch") && !told.contains("203.0.113") && !told.contains("geheim"), "{told}");
}

#[test]
fn readers_are_told_exactly_what_is_kept() {
    let folder = Folder::new("note");
    let mut dist = Dist::new(&folder.join("dist"));
    dist.entry("con-son", &[("main", 4821)]);
    dist.finish();
    let mut command: Command = program("disan-server");
    command.args(["--listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0", "--dist"]).arg(folder.join("dist"));
    let server = Server::start(command.arg("--data").arg(folder.join("data")));
    for (path, lang, other, never) in [
        ("/vi/rieng-tu/", Lang::vi(), "/en/privacy/", "Địa chỉ IP của bạn"),
        ("/en/privacy/", Lang::en(), "/vi/rieng-tu/", "Your IP address"),
    ] {
        let note = get(server.public, path, &[]);
        assert_eq!((note.status, note.header("content-language")), (200, Some(lang.as_str())));
        let text = note.text().replace("&#x2F;", "/");
        let locale = Locale::embedded(&lang);
        assert!(text.contains(never) && text.contains(&format!("href=\"{other}\"")), "{text}");
        assert_eq!(text.matches("<tr><th scope=\"row\">").count(), FIELDS.len());
        for field in FIELDS {
            assert!(text.contains(locale.text(&format!("privacy.field.{}", field.name))), "{}", field.name);
        }
        assert!(text.contains("Zalo · Facebook · Messenger"), "{text}");
        let main = text.split("<main").nth(1).unwrap();
        assert!(!main.contains("privacy.") && !main.contains('{'), "{main}");
        assert!(!text.contains("<script"));
    }
    server.stop();
}
