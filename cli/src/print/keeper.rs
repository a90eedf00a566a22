//! The keeper of the gate: sees every symbol of every file, remembers what it saw, and writes the report.

use super::bind::File;
use super::font::Fonts;
use super::format::Format;
use super::gate::{self, Finding, Memory, Order, Seen};
use super::options::Options;
use super::pdf::{self, Document, PdfError};
use super::press::Press;
use super::refusal::{refuse, unasked};
use super::sheet::{Item, Sheet};
use super::sign::Sign;
use super::wording::Speaker;
use crate::diagnostic::Diagnostic;
use rayon::prelude::*;

/// Symbols proven in one file.
const PROVEN_AT_ONCE: usize = 200;
/// Side of a module of the symbols that are proven, in dots: about that of a poster.
const DOTS: u32 = 24;

/// The keeper of one run.
pub struct Keeper<'a> {
    signs: &'a [Sign<'a>],
    prove: bool,
    memory: Memory,
    rows: Vec<gate::report::Row>,
}

impl<'a> Keeper<'a> {
    /// Remembers what passed in earlier runs.
    pub fn open(options: &Options, signs: &'a [Sign<'a>]) -> Keeper<'a> {
        Keeper { signs, prove: options.prove, memory: Memory::open(options.cache.as_deref()), rows: Vec::new() }
    }

    /// Scans every symbol of every file of a format. The collected files repeat the others: what looks the same to the
    /// dot was read already.
    pub fn inspect(&mut self, format: &Format, files: &[File]) -> Vec<Diagnostic> {
        let mut faults = Vec::new();
        let (counted, collected): (Vec<&File>, Vec<&File>) = files.iter().partition(|file| file.batch.counts);
        for group in [counted, collected] {
            let scan = |file: &&File| {
                let orders: Vec<Order<'_>> = file.orders.iter().map(|sign| self.order(*sign, format.least)).collect();
                gate::scan(&file.written, &orders, &self.memory, self.prove)
            };
            let scanned: Vec<Vec<Finding>> = group.par_iter().map(scan).collect();
            for (file, findings) in group.into_iter().zip(scanned) {
                faults.extend(self.learn(format, file, findings));
            }
        }
        faults
    }

    /// Remembers and reports what was seen of a file; gives what is wrong with it.
    fn learn(&mut self, format: &Format, file: &File, findings: Vec<Finding>) -> Vec<Diagnostic> {
        let orders: Vec<Order<'_>> = file.orders.iter().map(|sign| self.order(*sign, format.least)).collect();
        self.memory.learn(&file.written, &orders, &findings);
        let mut faults = Vec::new();
        if file.written.placed.len() > orders.len() {
            faults.push(unasked(&file.path, file.written.placed.len() - orders.len()));
        }
        for ((finding, placed), sign) in findings.into_iter().zip(&file.written.placed).zip(&file.orders) {
            let sign = &self.signs[*sign];
            faults.extend(finding.problems.iter().map(|problem| refuse(sign, &file.path, problem)));
            if let Some(seen) = finding.seen.filter(|_| file.batch.counts) {
                self.rows.push(gate::report::Row {
                    file: file.path.trim_start_matches("print/").to_owned(),
                    page: placed.page + 1,
                    code: sign.code.to_string(),
                    entry: sign.entry.slug.clone(),
                    placement: sign.placement.key.clone(),
                    format: format.id.id().to_owned(),
                    address: sign.url.clone(),
                    ..gate::report::Row::of(&seen)
                });
            }
        }
        faults
    }

    /// Puts each symbol alone through the trials of the field; none where it was refused, which the gate will say again
    /// of the sheet it stands on.
    pub fn prove_all(
        &mut self,
        fonts: &Fonts<'_>,
        signs: &[Sign<'_>],
        speaker: &Speaker<'_>,
    ) -> Result<Vec<Option<Seen>>, PdfError> {
        let mut seen = Vec::with_capacity(signs.len());
        for part in signs.chunks(PROVEN_AT_ONCE) {
            let sheets: Vec<Sheet> = part.iter().map(alone).collect();
            let document = Document {
                title: "",
                author: "",
                subject: "",
                lang: speaker.main().lang(),
                date: speaker.today(),
                sheets: &sheets.iter().collect::<Vec<_>>(),
                press: Press::default(),
            };
            let written = pdf::write(fonts, &document)?;
            let orders: Vec<Order<'_>> =
                part.iter().map(|s| Order { payload: &s.url, least: gate::SMALLEST_MODULE }).collect();
            let findings = gate::scan(&written, &orders, &self.memory, true);
            self.memory.learn(&written, &orders, &findings);
            seen.extend(findings.into_iter().map(|finding| finding.seen));
        }
        Ok(seen)
    }

    /// What was seen of every sheet, as the bytes of `print/report.json`.
    pub fn report(&self) -> Vec<u8> {
        gate::report::report(&self.rows)
    }

    /// Writes down what passed, for the next run.
    pub fn keep(self) {
        self.memory.keep();
    }

    fn order(&self, sign: usize, least: f64) -> Order<'a> {
        Order { payload: &self.signs[sign].url, least }
    }
}

/// A sheet with nothing but the symbol of a sign.
fn alone(sign: &Sign<'_>) -> Sheet {
    let items = vec![Item::Symbol { x: 40.0, y: 40.0, dots: DOTS, symbol: sign.symbol.clone() }];
    Sheet { width: 210.0, height: 297.0, title: String::new(), label: String::new(), items }
}
