//! Access logs of another web server become journals.
//!
//! A *source* is that server, under a name that stays. Each whole local day of a source becomes one segment, whose id
//! follows from source and day, so that a day is never taken twice: a segment that is there already is left as it is,
//! and named. A day that the logs do not hold from its first second to its last is not taken: it may grow.

use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::header::USER_AGENT;
use flate2::bufread::MultiGzDecoder;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

use super::access_log::{self, Line};
use crate::catalog::{CodePath, Locale, code_path};
use crate::clock::{Clock, date_of};
use crate::data::Data;
use crate::journal::{Header, Imported as Origin, Record, SegmentWriter, Tables, list, sync_folder};
use crate::recorder::ORPHAN_BUCKETS;
use crate::scan::address::Addresses;
use crate::scan::agent::Agents;
use crate::scan::devices::Devices;
use crate::scan::rules::RULES;
use crate::scan::{Class, First, Scan};
use crate::site::{Site, SiteError};
use crate::start_error::StartError;

/// What is to be taken over.
#[derive(Clone, Debug)]
pub struct ImportOrder {
    /// The data folder.
    pub data: PathBuf,
    /// The folder `disan build` wrote.
    pub dist: PathBuf,
    /// The name of the server whose logs they are.
    pub source: String,
    /// How far local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// The logs, in any order; those whose names end in `.gz` are compressed.
    pub files: Vec<PathBuf>,
}

/// What was taken over.
#[derive(Clone, Debug)]
pub struct Imported {
    /// Each day that the logs touch.
    pub days: Vec<Day>,
    /// Lines of neither form.
    pub unread: u64,
}

/// A day the logs touch.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Day {
    /// Which.
    pub date: Date,
    /// What became of it.
    pub taken: Taken,
}

/// What became of a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Taken {
    /// It is in the journal now: scans of all classes, and of persons.
    Now(u64, u64),
    /// It was there already.
    Before,
    /// The logs do not hold the whole of it.
    InPart,
}

/// Why nothing was taken over.
#[derive(Debug)]
pub enum ImportFault {
    /// The data folder cannot be had.
    Data(StartError),
    /// The site cannot be read.
    Site(PathBuf, SiteError),
    /// A log cannot be read.
    Read(PathBuf, io::Error),
    /// No line of the logs is of a known form.
    NoLine(PathBuf),
    /// The journal cannot be written.
    Write(PathBuf, io::Error),
}

/// Takes over all whole days that are not there yet.
pub fn import_log(order: &ImportOrder) -> Result<Imported, ImportFault> {
    let site = Site::open(&order.dist, &Arc::new(Tables::default()), false)
        .map_err(|error| ImportFault::Site(order.dist.clone(), error))?;
    let data = Data::take(&order.data).map_err(ImportFault::Data)?;
    let clock = Clock::system(order.utc_offset_minutes);
    let read = Read::all(order, &site)?;
    let failed = |error| ImportFault::Write(data.journal(), error);
    let known = list(&data.journal()).map_err(failed)?;
    let mut days = Vec::new();
    for (day, records) in read.by_day(&site, &clock) {
        let id = id_of(&order.source, date_of(day));
        let taken = match records {
            None => Taken::InPart,
            Some(_) if known.iter().any(|file| file.id == id) => Taken::Before,
            Some(records) => {
                write(&data, order, &site, &clock, day, id, &records).map_err(failed)?;
                let scans = records.iter().filter_map(|record| match record {
                    Record::Scan(scan) => Some(scan.class),
                    _ => None,
                });
                let (all, persons) =
                    scans.fold((0, 0), |(all, persons), class| (all + 1, persons + u64::from(class == Class::Person)));
                Taken::Now(all, persons)
            }
        };
        days.push(Day { date: date_of(day), taken });
    }
    Ok(Imported { days, unread: read.unread })
}

/// 128 bits that follow from source and day.
fn id_of(source: &str, date: Date) -> String {
    let digest = Sha256::digest(format!("disan import\0{source}\0{date}"));
    digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect()
}

/// Writes a segment aside and moves it in when it is whole: a day half taken would pass for one that was taken.
fn write(
    data: &Data,
    order: &ImportOrder,
    site: &Site,
    clock: &Clock,
    day: i64,
    id: String,
    records: &[Record],
) -> io::Result<()> {
    let aside = data.folder().join("import");
    let _ = fs::remove_dir_all(&aside);
    fs::create_dir_all(&aside)?;
    let begins = clock.begin_of(day);
    let mut header = Header::new(id, begins, order.utc_offset_minutes, Tables::clone(site.tables()));
    header.imported = Some(Origin { source: order.source.clone(), day: date_of(day).to_string() });
    let mut segment = SegmentWriter::create(&aside, header)?;
    for records in records.chunks(65_536) {
        segment.append(records)?;
    }
    segment.append(&[Record::Closed(clock.begin_of(day + 1))])?;
    let file = segment.path().to_owned();
    segment.finish()?;
    let journal = data.journal();
    fs::rename(&file, journal.join(file.file_name().unwrap_or_default()))?;
    sync_folder(&journal)?;
    fs::remove_dir(aside)
}

/// A request for a code, as compact as can be: a year of logs must fit into memory.
struct Request {
    unix: i64,
    asked: Asked,
    address: Option<std::net::IpAddr>,
    agent: u32,
    class: Class,
}

/// What a request asked for.
enum Asked {
    /// A code of the site.
    Sign { entry: u64, code: u32, placement: u32 },
    /// A number no sign carries.
    Unknown(u64),
}

/// What the logs hold.
struct Read {
    requests: Vec<Request>,
    agents: Vec<String>,
    /// First and last second of any line.
    span: Option<(i64, i64)>,
    unread: u64,
}

impl Read {
    fn all(order: &ImportOrder, site: &Site) -> Result<Read, ImportFault> {
        let mut read = Read { requests: Vec::new(), agents: Vec::new(), span: None, unread: 0 };
        let mut numbers = HashMap::new();
        let known = Agents::default();
        for file in &order.files {
            let failed = |error| ImportFault::Read(file.clone(), error);
            let mut lines = open(file).map_err(failed)?;
            let mut bytes = Vec::new();
            while lines.read_until(b'\n', &mut bytes).map_err(failed)? > 0 {
                match access_log::read(&String::from_utf8_lossy(&bytes)) {
                    Some(line) => read.take(&line, site, &known, &mut numbers),
                    None => read.unread += 1,
                }
                bytes.clear();
            }
        }
        if read.span.is_none() {
            return Err(ImportFault::NoLine(order.files.first().cloned().unwrap_or_default()));
        }
        read.requests.sort_by_key(|request| request.unix);
        Ok(read)
    }

    fn take(&mut self, line: &Line, site: &Site, known: &Agents, numbers: &mut HashMap<String, u32>) {
        let (first, last) = self.span.unwrap_or((line.unix, line.unix));
        self.span = Some((first.min(line.unix), last.max(line.unix)));
        let Some(asked) = asked(line, site) else { return };
        let agent = line.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default();
        let class = match known.read(agent).class {
            Class::Person if line.method == "HEAD" || RULES.is_no_visit(&line.headers) => Class::Bot,
            class => class,
        };
        let number = *numbers.entry(agent.to_owned()).or_insert_with(|| {
            self.agents.push(agent.to_owned());
            self.agents.len() as u32 - 1
        });
        self.requests.push(Request { unix: line.unix, asked, address: line.address, agent: number, class });
    }

    /// The records of each day the logs touch; none for a day they do not hold whole.
    fn by_day(&self, site: &Site, clock: &Clock) -> BTreeMap<i64, Option<Vec<Record>>> {
        let (first, last) = self.span.unwrap_or_default();
        let day = |unix: i64| clock.at(unix).day;
        let whole = |day: i64| first <= clock.begin_of(day) && clock.begin_of(day + 1) <= last;
        let mut days: BTreeMap<i64, Option<Vec<Record>>> =
            (day(first)..=day(last)).map(|day| (day, whole(day).then(Vec::new))).collect();
        let (devices, addresses, known) = (Devices::default(), Addresses::default(), Agents::default());
        let begun = Instant::now();
        let mut orphans: BTreeMap<(i64, u8), (u64, u32)> = BTreeMap::new();
        for request in &self.requests {
            let moment = clock.at(request.unix);
            let Some(Some(records)) = days.get_mut(&moment.day) else { continue };
            let (entry, code, placement) = match request.asked {
                Asked::Sign { entry, code, placement } => (entry, code, placement),
                Asked::Unknown(_) if request.class != Class::Person => continue,
                Asked::Unknown(number) => {
                    orphans.entry((moment.day, (number % ORPHAN_BUCKETS) as u8)).or_insert((number, 0)).1 += 1;
                    continue;
                }
            };
            let agent = &self.agents[request.agent as usize];
            let read = known.read(agent);
            let mut scan = Scan {
                entry,
                code,
                placement,
                day: moment.day as i32,
                minute: moment.minute,
                // A host of files answers every reader in the first language.
                lang: site.languages()[0].index,
                device: read.device,
                app: read.app,
                class: request.class,
                first: First::No,
            };
            if scan.class == Class::Person {
                let network = addresses.network(request.address, &Default::default());
                let now = begun + Duration::from_secs((request.unix - first).max(0) as u64);
                let seen = network.and_then(|net| devices.see(moment.day, now, entry, code, net, agent));
                scan.first = seen.map_or(First::Unknown, |seen| seen.first);
                if seen.is_some_and(|seen| seen.again) {
                    scan.class = Class::Repeat;
                }
            }
            records.push(Record::Scan(scan));
        }
        for ((day, bucket), (sample, n)) in orphans {
            if let Some(Some(records)) = days.get_mut(&day) {
                records.push(Record::Orphans { day: day as i32, bucket, sample, n });
            }
        }
        days
    }
}

/// What a line asked for, if it is a code and was answered with its page, or with none.
fn asked(line: &Line, site: &Site) -> Option<Asked> {
    if !matches!(line.method.as_str(), "GET" | "HEAD") || RULES.is_ahead(&line.headers) {
        return None;
    }
    // Hosts of files that show the ending of a file's name answer at it.
    let path = line.path.strip_suffix(".html").unwrap_or(&line.path);
    let code = code_path(path)?;
    let sign = match &code {
        CodePath::Code(code) => site.sign(line.host.as_deref(), *code),
        CodePath::Mistyped(_) => None,
    };
    match (sign, line.status) {
        (Some(sign), 200 | 304) if sign.entry.is_some() => {
            Some(Asked::Sign { entry: sign.entry_id.0, code: sign.issued.code.number(), placement: sign.placement })
        }
        (None, 404) => path.trim_matches('/').parse().ok().map(Asked::Unknown),
        _ => None,
    }
}

fn open(file: &Path) -> io::Result<Box<dyn BufRead>> {
    let plain = BufReader::with_capacity(64 << 10, File::open(file)?);
    Ok(match file.extension().is_some_and(|ending| ending == "gz") {
        true => Box::new(BufReader::new(MultiGzDecoder::new(plain))),
        false => Box::new(plain),
    })
}

impl Imported {
    /// What was done, line by line.
    pub fn told(&self, locale: &Locale) -> Vec<String> {
        let number = |n: u64| locale.number(n as i64);
        let mut lines: Vec<String> = self
            .days
            .iter()
            .map(|day| {
                let date = locale.date(day.date);
                match day.taken {
                    Taken::Now(all, persons) => locale.fill(
                        "cli.server.import.taken",
                        &[("day", &date), ("scans", &number(all)), ("persons", &number(persons))],
                    ),
                    Taken::Before => locale.fill("cli.server.import.before", &[("day", &date)]),
                    Taken::InPart => locale.fill("cli.server.import.in_part", &[("day", &date)]),
                }
            })
            .collect();
        if self.unread > 0 {
            lines.push(locale.fill("cli.server.import.unread", &[("n", &number(self.unread))]));
        }
        if self.days.iter().any(|day| matches!(day.taken, Taken::Now(..))) {
            lines.push(locale.text("cli.server.import.next").to_owned());
        }
        lines
    }
}

impl ImportFault {
    /// What is wrong, where, and how to mend it, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        let fill = |key: &str, path: &Path, reason: &dyn std::fmt::Display| {
            locale.fill(key, &[("place", &path.display().to_string()), ("reason", &reason.to_string())])
        };
        match self {
            ImportFault::Data(error) => error.text(locale),
            ImportFault::Site(dist, error) => fill("cli.server.bad_catalog", dist, error),
            ImportFault::Read(file, error) => fill("cli.server.import.read", file, error),
            ImportFault::NoLine(file) => fill("cli.server.import.no_line", file, &""),
            ImportFault::Write(journal, error) => fill("cli.server.data", journal, error),
        }
    }
}
