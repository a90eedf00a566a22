//! What the server has done since it started, for whoever watches it: numbers only, of nobody in particular.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::recorder::Outcome;
use crate::scan::Class;

/// Counters of the public side.
#[derive(Debug, Default)]
pub struct Metrics {
    scans: [AtomicU64; Class::ALL.len()],
    answers: [AtomicU64; OUTCOMES.len()],
    unknown: AtomicU64,
    ahead: AtomicU64,
    reloads: AtomicU64,
}

/// How answers to scans stood to the disk.
const OUTCOMES: [Outcome; 3] = [Outcome::Stored, Outcome::Late, Outcome::Lost];

impl Metrics {
    /// A scan was answered.
    pub fn scan(&self, class: Class, outcome: Outcome) {
        add(&self.scans[class as usize]);
        if let Some(place) = OUTCOMES.iter().position(|one| *one == outcome) {
            add(&self.answers[place]);
        }
    }

    /// A number that no sign carries was asked for, by whomever.
    pub fn unknown(&self) {
        add(&self.unknown);
    }

    /// A page was fetched ahead, and refused.
    pub fn ahead(&self) {
        add(&self.ahead);
    }

    /// A new build has taken the place of the old one.
    pub fn reload(&self) {
        add(&self.reloads);
    }

    /// The counters as Prometheus reads them (text format 0.0.4).
    pub fn write(&self, page: &mut Page) {
        let get = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let scans = Class::ALL.iter().map(|class| (class.name(), get(&self.scans[*class as usize])));
        page.labelled("disan_scans_total", "counter", "Scans answered, by class.", "class", scans);
        let answers = OUTCOMES.iter().zip(&self.answers).map(|(one, counter)| (one.name(), get(counter)));
        page.labelled(
            "disan_answers_total",
            "counter",
            "Scans answered, by how they stood to the disk.",
            "answer",
            answers,
        );
        page.single(
            "disan_unknown_numbers_total",
            "counter",
            "Requests for numbers no sign carries.",
            get(&self.unknown),
        );
        page.single(
            "disan_prefetches_total",
            "counter",
            "Codes fetched ahead, refused and not counted.",
            get(&self.ahead),
        );
        page.single(
            "disan_reloads_total",
            "counter",
            "Builds that took the place of an older one.",
            get(&self.reloads),
        );
    }
}

fn add(counter: &AtomicU64) {
    counter.fetch_add(1, Ordering::Relaxed);
}

/// The answer to `/metrics`.
#[derive(Debug, Default)]
pub struct Page(String);

impl Page {
    /// A number without labels.
    pub fn single(&mut self, name: &str, kind: &str, help: &str, value: u64) {
        self.head(name, kind, help);
        let _ = writeln!(self.0, "{name} {value}");
    }

    /// A number for each value of a label.
    pub fn labelled<'a>(
        &mut self,
        name: &str,
        kind: &str,
        help: &str,
        label: &str,
        values: impl Iterator<Item = (&'a str, u64)>,
    ) {
        self.head(name, kind, help);
        for (of, value) in values {
            let _ = writeln!(self.0, "{name}{{{label}=\"{of}\"}} {value}");
        }
    }

    /// The text.
    pub fn into_text(self) -> String {
        self.0
    }

    fn head(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_told_as_prometheus_reads_it() {
        let metrics = Metrics::default();
        metrics.scan(Class::Person, Outcome::Stored);
        metrics.scan(Class::Staff, Outcome::Late);
        metrics.unknown();
        let mut page = Page::default();
        metrics.write(&mut page);
        let text = page.into_text();
        for line in [
            "# TYPE disan_scans_total counter",
            "disan_scans_total{class=\"person\"} 1",
            "disan_scans_total{class=\"staff\"} 1",
            "disan_answers_total{answer=\"late\"} 1",
            "disan_answers_total{answer=\"lost\"} 0",
            "disan_unknown_numbers_total 1",
        ] {
            assert!(text.lines().any(|one| one == line), "{line}: {text}");
        }
        assert!(text.lines().all(|line| line.starts_with('#') || line.starts_with("disan_")));
    }
}
