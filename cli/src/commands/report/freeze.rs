//! `disan report --freeze`: the figures are kept as they were handed in.

use std::path::Path;

use anyhow::Context;
use disan_server::catalog::Locale;
use disan_server::catalog::console::say;
use disan_server::clock::date_of;
use disan_server::data::Data;
use disan_server::report::official::FrozenSum;
use disan_server::report::{Brief, Occasion, Paper, broken, frozen, grouped};
use disan_server::stats::{Days, Period};
use disan_server::store::{Archive, FrozenReport, SqliteOffice, SqliteStore, Store};

use crate::config::Config;

/// The data folder, held while a report is frozen: no server writes there meanwhile.
pub struct Held {
    _data: Data,
    /// The counts, with everything in them that the journal holds.
    pub store: SqliteStore,
    office: SqliteOffice,
    unit: String,
    before: Vec<FrozenReport>,
    watermark: String,
}

impl Held {
    /// Takes the folder and counts what is left of its journal.
    pub fn take(config: &Config, folder: &Path, unit: Option<&str>) -> anyhow::Result<Held> {
        let locale = &config.locale;
        let data = Data::take(folder).map_err(|error| anyhow::anyhow!("{}", error.text(locale)))?;
        let (mut store, whole) = data.counted().map_err(|error| anyhow::anyhow!("{}", error.text(locale)))?;
        let folder = folder.display().to_string();
        anyhow::ensure!(whole, locale.fill("cli.report.damaged", &[("folder", &folder)]));
        let mut office = SqliteOffice::open(&data.office())?;
        let unit = unit.unwrap_or_default().to_owned();
        let before = office.frozen(&unit)?;
        if let Some(seq) = broken(&before) {
            anyhow::bail!(locale.fill("cli.report.chain", &[("seq", &seq.to_string())]));
        }
        let watermark = serde_json::to_string(&store.watermarks()?)?;
        Ok(Held { _data: data, store, office, unit, before, watermark })
    }

    /// Tells the report what was frozen for earlier periods: the newest version of each.
    pub fn tell(&self, brief: &mut Brief) {
        brief.frozen = sums(&self.before);
    }

    /// Keeps the report, unless the same was kept before; gives it with its code on it.
    pub fn freeze(mut self, config: &Config, host: &str, period: Period, mut paper: Paper) -> anyhow::Result<Paper> {
        let occasion = Occasion {
            unit: &self.unit,
            days: period.days(),
            now: config.now,
            watermark: &self.watermark,
            before: &self.before,
        };
        let locale = &config.locale;
        let first = frozen(&paper, &occasion);
        paper.proof = Some(proof(locale, &first, host));
        let report = frozen(&paper, &occasion);
        let is_kept = self.before.iter().any(|old| old.seq == report.seq);
        if !is_kept {
            self.office.freeze(&report)?;
        }
        let values = [("seq", &*report.seq.to_string()), ("code", &grouped(&report.code))];
        say(locale.fill("cli.report.frozen", &values));
        // What was handed in before is handed out again, word by word.
        serde_json::from_str(&report.paper).context("office.sqlite")
    }
}

fn proof(locale: &Locale, report: &FrozenReport, host: &str) -> String {
    let url = format!("{host}/_disan/bc/{}", report.code);
    let values = [("code", &*grouped(&report.code)), ("seq", &report.seq.to_string()), ("url", &url)];
    locale.fill("report.frozen.proof", &values)
}

/// The scans of each period as they were frozen last.
pub fn sums(reports: &[FrozenReport]) -> Vec<FrozenSum> {
    let mut newest: std::collections::BTreeMap<(i64, i64), i64> = Default::default();
    for report in reports {
        newest.insert((report.first_day, report.last_day), report.scans);
    }
    let sum = |((first, last), scans)| Some(FrozenSum { days: Days::new(date_of(first), date_of(last))?, scans });
    newest.into_iter().filter_map(sum).collect()
}
