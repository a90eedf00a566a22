//! What a real server did to its disk and told its readers, call by call, as `strace` saw it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// A call that is over, in microseconds.
#[derive(Clone, Debug)]
pub struct Call {
    pub start: u64,
    pub end: u64,
    pub what: What,
}

/// What a call did; paths are absolute.
#[derive(Clone, Debug)]
pub enum What {
    Create(PathBuf),
    Write {
        file: PathBuf,
        at: u64,
        bytes: Vec<u8>,
    },
    Cut(PathBuf, u64),
    Sync(PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    /// Bytes from a client on this connection.
    Asked(u32, Vec<u8>),
    /// Bytes to a client on this connection.
    Told(u32, Vec<u8>),
}

const CALLS: &str = "trace=openat,write,pwrite64,lseek,ftruncate,fdatasync,fsync,rename,unlink,close,\
                     recvfrom,read,sendto,sendmsg,writev";

/// `command` under the eyes of strace, which writes a file a thread beginning with `to`.
pub fn traced(command: &Command, to: &Path) -> Command {
    let mut traced = Command::new("strace");
    // As a grandchild, so that the process we start is the server itself.
    traced
        .args(["-D", "-ff", "-ttt", "-T", "-y", "-xx", "-s", "600000", "-e", CALLS, "-e", "signal=none", "-o"])
        .arg(to);
    traced.arg("--").arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => traced.env(name, value),
            None => traced.env_remove(name),
        };
    }
    traced
}

/// All calls of all threads, by when they were over. Waits until strace has written everything down.
pub fn read(to: &Path) -> Vec<Call> {
    let begun = Instant::now();
    let texts = loop {
        let folder = fs::read_dir(to.parent().unwrap()).unwrap().map(|item| item.unwrap().path());
        let prefix = to.file_name().unwrap().to_str().unwrap();
        let files = folder.filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with(prefix));
        let texts: Vec<String> = files.map(|file| fs::read_to_string(file).unwrap()).collect();
        if !texts.is_empty() && texts.iter().all(|text| text.trim_end().ends_with("+++")) {
            break texts;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "strace does not come to an end");
        std::thread::sleep(Duration::from_millis(50));
    };
    // Threads share the numbers of open files, so places are followed in the order of time.
    let mut lines: Vec<(u64, u64, &str)> = texts.iter().flat_map(|text| text.lines().filter_map(timed)).collect();
    lines.sort_by_key(|(start, ..)| *start);
    let mut places = std::collections::HashMap::new();
    let mut calls: Vec<Call> = lines
        .into_iter()
        .filter_map(|(start, end, line)| Some(Call { start, end, what: what(line, &mut places)? }))
        .collect();
    calls.sort_by_key(|call| call.end);
    calls
}

/// Start and end of a call that succeeded.
fn timed(line: &str) -> Option<(u64, u64, &str)> {
    let (time, call) = line.split_once(' ')?;
    let micros = |text: &str| -> Option<u64> {
        let (seconds, parts) = text.split_once('.')?;
        Some(seconds.parse::<u64>().ok()? * 1_000_000 + parts.parse::<u64>().ok()?)
    };
    let start = micros(time)?;
    let took = call.strip_suffix('>')?.rsplit_once('<')?.1;
    let returned = call.rsplit_once(" = ")?.1;
    (!returned.starts_with('-')).then_some((start, start + micros(took)?, call))
}

fn what(call: &str, places: &mut std::collections::HashMap<u32, u64>) -> Option<What> {
    let (name, rest) = call.split_once('(')?;
    let returned = rest.rsplit_once(" = ")?.1;
    let count: usize = returned.split([' ', '<']).next()?.parse().ok()?;
    let texts = texts(rest);
    let path = |i: usize| Some(PathBuf::from(String::from_utf8(texts.get(i)?.clone()).ok()?));
    if name == "openat" {
        places.insert(count as u32, 0);
        return rest.contains("O_CREAT").then(|| path(0)).flatten().map(What::Create);
    }
    if name == "rename" || name == "unlink" {
        return if name == "rename" { Some(What::Rename(path(0)?, path(1)?)) } else { Some(What::Remove(path(0)?)) };
    }
    let number: u32 = rest.split(['<', ',', ')']).next()?.parse().ok()?;
    let file = PathBuf::from(String::from_utf8(hex(rest.split_once('<')?.1.split('>').next()?)).ok()?);
    let is_file = file.is_absolute();
    let numbers: Vec<&str> = rest.rsplit_once(") = ")?.0.rsplit(", ").collect();
    Some(match name {
        "fdatasync" | "fsync" => What::Sync(file),
        "ftruncate" => What::Cut(file, numbers.first()?.parse().ok()?),
        "lseek" => {
            places.insert(number, count as u64);
            return None;
        }
        "pwrite64" => What::Write { file, at: numbers.first()?.parse().ok()?, bytes: texts.first()?[..count].to_vec() },
        "write" if is_file => {
            let place = places.entry(number).or_default();
            let at = *place;
            *place += count as u64;
            What::Write { file, at, bytes: texts.first()?[..count].to_vec() }
        }
        "recvfrom" | "read" if !is_file && count > 0 => What::Asked(number, texts.first()?.clone()),
        "write" | "sendto" | "sendmsg" | "writev" if !is_file => What::Told(number, texts.concat()),
        _ => return None,
    })
}

/// The texts between quotes.
fn texts(call: &str) -> Vec<Vec<u8>> {
    call.split('"').skip(1).step_by(2).map(hex).collect()
}

/// The bytes of `\x68\x69`.
fn hex(text: &str) -> Vec<u8> {
    text.split("\\x").skip(1).filter_map(|byte| u8::from_str_radix(byte.get(..2)?, 16).ok()).collect()
}
