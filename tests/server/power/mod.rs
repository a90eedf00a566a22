//! Loss of power: a real server is watched call by call, and at many moments of its life the disk is made to keep only
//! what was synced. Whatever is left, a server started on it counts every scan that was answered as stored, and none twice.

mod disk;
mod trace;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use disan_server::store::Store;

use crate::chance::Chance;
use crate::dist::{Dist, code};
use crate::driver::{Folder, Server, get};
use crate::scans::{ALL, command, store};
use disk::{Disk, LOSSES};
use trace::{Call, What};

/// Entries of the site; each is asked for once, so that a scan that is lost or doubled has a name.
const ENTRIES: u32 = 240;

fn site(folder: &Folder) {
    let mut dist = Dist::new(&folder.join("dist"));
    for stem in 1_000..1_000 + ENTRIES {
        dist.entry(&format!("di-tich-{stem}"), &[("main", stem)]);
    }
    dist.finish();
}

/// Asks for every second half of the entries, from several clients at once.
fn ask(server: &Server, stems: std::ops::Range<u32>) {
    let address = server.public;
    let clients: Vec<_> = (0..4)
        .map(|client| {
            let stems = stems.clone();
            std::thread::spawn(move || {
                for stem in stems.filter(|stem| stem % 4 == client) {
                    let agent = format!("Mozilla/5.0 (Linux; Android 10; K) Mobile Safari/537.36 {client}");
                    let answer = get(address, &format!("/{}", code(stem)), &[("User-Agent", &agent)]);
                    assert_eq!(answer.status, 200);
                }
            })
        })
        .collect();
    for client in clients {
        client.join().unwrap();
    }
}

/// A life of a server under the eyes of strace, after a first life that leaves a segment to compress.
fn lived(folder: &Folder) -> (Disk, Vec<Call>) {
    site(folder);
    let server = Server::start(&mut command(folder));
    ask(&server, 1_000..1_000 + ENTRIES / 3);
    server.stop();
    let disk = Disk::of(&folder.join("data"));
    let mut inner = command(folder);
    inner.arg("--tell-outcome");
    let server = Server::start(&mut trace::traced(&inner, &folder.join("trace")));
    ask(&server, 1_000 + ENTRIES / 3..1_000 + 2 * ENTRIES / 3);
    // Long enough for a fold and a compression in the middle of it.
    std::thread::sleep(std::time::Duration::from_millis(2_500));
    ask(&server, 1_000 + 2 * ENTRIES / 3..1_000 + ENTRIES);
    server.stop();
    (disk, trace::read(&folder.join("trace")))
}

/// What was asked for on each connection last, and when.
type Open = BTreeMap<u32, (u64, u32)>;

/// The leading digits of the code asked for.
fn asked(bytes: &[u8]) -> Option<u32> {
    let text = String::from_utf8_lossy(bytes);
    let digits: u32 = text.strip_prefix("GET /")?.split(' ').next()?.parse().ok()?;
    Some(digits / 10)
}

/// Each answer that says its scan is stored: when its first byte left, when it was asked for, and which.
fn stored(calls: &[Call]) -> Vec<(u64, u64, u32)> {
    let (mut open, mut answers) = (Open::new(), Vec::new());
    for call in calls {
        match &call.what {
            What::Asked(connection, bytes) => {
                if let Some(stem) = asked(bytes) {
                    open.insert(*connection, (call.end, stem));
                }
            }
            What::Told(connection, bytes) if bytes.starts_with(b"HTTP/1.1 200") => {
                let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2_000)]).to_lowercase();
                if let Some((when, stem)) = open.remove(connection)
                    && head.contains("\r\ndisan-scan: stored\r\n")
                {
                    answers.push((call.start, when, stem));
                }
            }
            _ => {}
        }
    }
    answers
}

#[test]
fn the_first_byte_of_an_answer_leaves_after_the_sync_of_its_scan() {
    let folder = Folder::new("sync-first");
    let (_, calls) = lived(&folder);
    let answers = stored(&calls);
    assert!(answers.len() as u32 > ENTRIES / 3, "{} answers say stored", answers.len());
    let journal = folder.join("data/journal");
    let syncs: Vec<(u64, u64)> = calls
        .iter()
        .filter(|call| matches!(&call.what, What::Sync(file) if file.parent() == Some(&*journal)))
        .map(|call| (call.start, call.end))
        .collect();
    for (told, asked, stem) in answers {
        // Times are told to a microsecond, so that two that follow each other may look the same.
        let synced = syncs.iter().any(|(start, end)| *start >= asked && *end <= told + 2);
        assert!(synced, "{stem} was asked for at {asked} and answered at {told}; no sync lies between");
    }
}

/// How often each entry is counted.
fn counted(folder: &Folder) -> BTreeMap<u32, i64> {
    let mut counted = BTreeMap::new();
    for entry in store(folder).entries(ALL).unwrap() {
        *counted.entry((entry.entry & 0xffff_ffff) as u32 / 10).or_insert(0) += entry.sum.n;
    }
    counted
}

#[test]
fn whatever_the_power_leaves_every_stored_scan_is_counted_once() {
    let folder = Folder::new("power");
    let (mut disk, calls) = lived(&folder);
    let answers = stored(&calls);
    let before: BTreeSet<u32> = (1_000..1_000 + ENTRIES / 3).collect();
    let moments = if std::env::var_os("DISAN_LONG").is_some() { 160 } else { 12 };
    let mut chance = Chance::new(2_026);
    // Moments at which something happens to the disk, spread over its life.
    let touching: Vec<usize> =
        (0..calls.len()).filter(|i| !matches!(calls[*i].what, What::Asked(..) | What::Told(..))).collect();
    let mut chosen: BTreeSet<usize> = BTreeSet::new();
    while chosen.len() < moments.min(touching.len()) {
        chosen.insert(*chance.pick(&touching));
    }
    let mut done = 0;
    for (round, moment) in chosen.into_iter().enumerate() {
        calls[done..moment].iter().for_each(|call| disk.take(call));
        done = moment;
        let loss = LOSSES[round % LOSSES.len()];
        let now = calls[moment].start;
        let must: BTreeSet<u32> = answers.iter().filter(|(told, ..)| *told < now).map(|(.., stem)| *stem).collect();
        check(
            &folder,
            &disk,
            loss,
            &mut chance,
            &(&must | &before),
            &format!("round {round}: {loss:?} before {:?}", short(&calls[moment])),
        );
    }
}

fn short(call: &Call) -> String {
    format!("{:.120}", format!("{:?}", call.what))
}

/// Starts a server on what is left and looks at its counts.
fn check(folder: &Folder, disk: &Disk, loss: disk::Loss, chance: &mut Chance, must: &BTreeSet<u32>, round: &str) {
    let left = Folder::new("power-left");
    disk.fail(loss, chance, &left.join("data"));
    link(&folder.join("dist"), &left.join("dist"));
    Server::start(&mut command(&left)).stop();
    let counted = counted(&left);
    let lost: Vec<&u32> = must.iter().filter(|stem| !counted.contains_key(stem)).collect();
    assert!(lost.is_empty(), "{round}: {lost:?} were answered as stored and are lost");
    let doubled: Vec<_> = counted.iter().filter(|(_, n)| **n != 1).collect();
    assert!(doubled.is_empty(), "{round}: {doubled:?}");
    let told = crate::scans::rebuild(&left);
    assert!(told.contains("; 0 dòng"), "{round}: {told}");
}

fn link(from: &Path, to: &Path) {
    std::os::unix::fs::symlink(from, to).unwrap();
}
