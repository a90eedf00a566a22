//! What the journals hold, a line a scan: CSV for spreadsheets, JSON Lines for programs.
//!
//! Reads only, and needs no lock: a running server goes on meanwhile, and what it has not synced is left out. Days that
//! were sealed have sums and no scans any more: these are named, so that nobody takes what is written out for all.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::Locale;
use crate::clock::date_of;
use crate::fold::Seal;
use crate::journal::{Header, JournalError, Kind, Next, Record, SegmentFile, SegmentReader, list};
use crate::scan::{First, Scan};

/// What is to be written out.
#[derive(Clone, Debug)]
pub struct ExportOrder {
    /// The data folder.
    pub data: PathBuf,
    /// How.
    pub form: Form,
    /// First local day.
    pub from: Option<Date>,
    /// Last local day.
    pub to: Option<Date>,
}

/// How scans are written out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// A table with a head, commas between cells (RFC 4180).
    Csv,
    /// A JSON object a line.
    Jsonl,
}

/// Why scans could not be written out.
#[derive(Debug)]
pub enum ExportFault {
    /// The journal cannot be read.
    Read(PathBuf, JournalError),
    /// Nothing takes what is written.
    Write(io::Error),
}

/// A scan, in words. What a journal does not know is not here: nobody's address, agent or mark.
#[derive(Serialize)]
struct Row<'a> {
    /// Local day and minute.
    time: String,
    code: u32,
    entry: u64,
    placement: &'a str,
    language: &'a str,
    device: &'a str,
    app: &'a str,
    class: &'a str,
    /// First of its device at its entry that day: yes, no, unknown.
    first: &'a str,
}

const HEAD: &str = "time,code,entry,placement,language,device,app,class,first\r\n";

/// What could not be written out.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct LeftOut {
    /// Local days whose scans gave way to sums, and how many they were.
    pub sealed: BTreeMap<Date, u64>,
    /// Files of sums that cannot be read, so that nobody knows their days.
    pub unread: Vec<String>,
}

/// Writes out the scans of an order on standard output.
pub fn export(order: &ExportOrder) -> Result<LeftOut, ExportFault> {
    match write(order, &mut BufWriter::new(io::stdout().lock())) {
        // Whoever reads has had enough, as `head` does.
        Err(ExportFault::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(LeftOut::default()),
        done => done,
    }
}

fn write(order: &ExportOrder, to: &mut impl Write) -> Result<LeftOut, ExportFault> {
    let mut left_out = LeftOut::default();
    let journal = order.data.join("journal");
    let files = list(&journal).map_err(|error| ExportFault::Read(journal, error.into()))?;
    let ends = ends(&files);
    if order.form == Form::Csv {
        to.write_all(HEAD.as_bytes()).map_err(ExportFault::Write)?;
    }
    for file in &files {
        let failed = |error: JournalError| ExportFault::Read(file.path.clone(), error);
        if file.kind == Kind::Sealed {
            left_out.note(order, file).map_err(|error| failed(error.into()))?;
            continue;
        }
        let mut reader = match SegmentReader::open(file) {
            Ok(reader) => reader,
            // Compressed and removed since it was listed, or never whole: either way it holds nothing new.
            Err(JournalError::Header(_)) => continue,
            Err(error) => return Err(failed(error)),
        };
        let header = reader.header().clone();
        let limit = ends.get(&file.id).copied().unwrap_or(u64::MAX);
        while let Next::Record(record) = reader.next(limit).map_err(|error| failed(error.into()))? {
            if let Record::Scan(scan) = record
                && order.holds(&scan)
            {
                line(order.form, &row(&scan, &header), to).map_err(ExportFault::Write)?;
            }
        }
    }
    to.flush().map_err(ExportFault::Write)?;
    Ok(left_out)
}

impl LeftOut {
    fn note(&mut self, order: &ExportOrder, file: &SegmentFile) -> io::Result<()> {
        match Seal::read(file)? {
            Ok(seal) => {
                for (day, n) in seal.days() {
                    let day = date_of(day);
                    if order.wants(day) {
                        *self.sealed.entry(day).or_default() += n;
                    }
                }
            }
            Err(_) => self.unread.push(file.file_name()),
        }
        Ok(())
    }

    /// What is missing, line by line, in the words of `locale`: days that follow each other share a line.
    pub fn told(&self, locale: &Locale) -> Vec<String> {
        let mut spans: Vec<(Date, Date, u64)> = Vec::new();
        for (day, n) in &self.sealed {
            match spans.last_mut() {
                Some((_, last, sum)) if last.tomorrow().is_ok_and(|next| next == *day) => {
                    (*last, *sum) = (*day, *sum + n)
                }
                _ => spans.push((*day, *day, *n)),
            }
        }
        let line = |(first, last, n): (Date, Date, u64)| {
            let key = if first == last { "cli.server.export.sealed_day" } else { "cli.server.export.sealed" };
            let values = [("from", locale.date(first)), ("to", locale.date(last)), ("n", locale.number(n as i64))];
            locale.fill(key, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        };
        let unread = self.unread.iter().map(|file| locale.fill("cli.server.export.unread", &[("file", file)]));
        spans.into_iter().map(line).chain(unread).collect()
    }
}

/// Where segments end that were given up: what stands behind was written again elsewhere.
fn ends(files: &[SegmentFile]) -> HashMap<String, u64> {
    let headers = files.iter().filter_map(|file| SegmentReader::open(file).ok()?.header().abandoned.clone());
    headers.map(|abandoned| (abandoned.segment, abandoned.offset)).collect()
}

impl ExportOrder {
    fn holds(&self, scan: &Scan) -> bool {
        self.wants(date_of(scan.day.into()))
    }

    fn wants(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

fn row<'a>(scan: &Scan, header: &'a Header) -> Row<'a> {
    let name = |names: &'a [String], index: usize| names.get(index).map_or("", String::as_str);
    Row {
        time: format!("{}T{:02}:{:02}", date_of(scan.day.into()), scan.minute / 60, scan.minute % 60),
        code: scan.code,
        entry: scan.entry,
        placement: name(&header.tables.placements, scan.placement as usize),
        language: name(&header.tables.languages, scan.lang.into()),
        device: scan.device.name(),
        app: scan.app.name(),
        class: scan.class.name(),
        first: match scan.first {
            First::Yes => "yes",
            First::No => "no",
            First::Unknown => "unknown",
        },
    }
}

fn line(form: Form, row: &Row<'_>, to: &mut impl Write) -> io::Result<()> {
    match form {
        Form::Jsonl => {
            serde_json::to_writer(&mut *to, row)?;
            to.write_all(b"\n")
        }
        Form::Csv => {
            let placement = cell(row.placement);
            let Row { time, code, entry, language, device, app, class, first, .. } = row;
            write!(to, "{time},{code},{entry},{placement},{language},{device},{app},{class},{first}\r\n")
        }
    }
}

/// The one cell whose text people choose. One that a spreadsheet would take for a formula is made plain.
fn cell(text: &str) -> String {
    let plain = if text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        format!("'{text}")
    } else {
        text.to_owned()
    };
    if plain.contains([',', '"', '\n', '\r']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

impl ExportFault {
    /// What is wrong, where, and how to mend it, in the words of `locale`.
    pub fn text(&self, locale: &Locale) -> String {
        match self {
            ExportFault::Read(place, error) => {
                let values = [("place", &*place.display().to_string()), ("reason", &error.to_string())];
                locale.fill("cli.server.export.read", &values)
            }
            ExportFault::Write(error) => locale.fill("cli.server.export.write", &[("reason", &error.to_string())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_stays_one_cell() {
        for (text, told) in [("main", "main"), ("=1+1", "'=1+1"), ("a,b", "\"a,b\""), ("-\"x\"", "\"'-\"\"x\"\"\"")] {
            assert_eq!(cell(text), told);
        }
    }
}
