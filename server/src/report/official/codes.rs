//! Part III.3: entries with codes, their signs and the scans of these. All of it is computed.

use std::collections::BTreeSet;

use crate::catalog::Lang;
use crate::report::{Block, Cell};
use crate::stats::wording;

use super::lines::Standing;
use super::{ByLanguage, Material};

/// Entries named as the most scanned.
const NAMED: usize = 3;

/// The figures of the scans, each none where nothing was counted.
struct Scans {
    now: Option<i64>,
    before: Option<i64>,
    cumulative: Option<i64>,
    devices: Option<i64>,
    entries: i64,
    signs: i64,
    silent: Option<i64>,
}

impl Material<'_> {
    fn scans(&self) -> Scans {
        let draft = &self.draft;
        let (question, class) = (draft.question, draft.question.class);
        let counted = draft.figures.says_something(question);
        let now = draft.figures.counts.total(class);
        let hanging: Vec<i64> = draft.hanging().iter().map(|sign| sign.entry).collect();
        let run = draft.figures.was_counting(question.period.cumulative());
        Scans {
            now: counted.then_some(now.n),
            before: draft.compared().then(|| draft.figures.previous.total(class).n),
            cumulative: run.then(|| draft.cumulative.total(class).n),
            devices: counted.then_some(now.first),
            entries: hanging.iter().collect::<BTreeSet<_>>().len() as i64,
            signs: hanging.len() as i64,
            silent: counted.then_some(draft.figures.silent.len() as i64),
        }
    }

    pub(super) fn codes(&self) -> Vec<Block> {
        let scans = self.scans();
        let mut blocks = vec![Block::Text(self.sentences(&scans).join(" "))];
        blocks.push(Block::Table(self.standings("report.official.codes", &self.code_rows(&scans))));
        if self.languages.is_none() {
            blocks.push(Block::Text(self.text("report.codes.no_languages")));
        }
        blocks.extend(self.told_if(self.brief.words.codes.as_ref()));
        blocks
    }

    /// The figures that stand on the card, in the digest and beside a code: name for programs, for people, figure.
    pub(super) fn code_lines(&self) -> Vec<(&'static str, String, Cell)> {
        let scans = self.scans();
        let change = match (scans.now, scans.before) {
            (Some(now), Some(before)) => Cell::change(now, before),
            _ => Cell::Nothing,
        };
        let now = self.draft.this_period("report.codes.scans", "report.codes.scans_estimate");
        vec![
            ("scans", self.text(now), Cell::maybe(scans.now)),
            ("previous", self.text("report.column.previous"), Cell::maybe(scans.before)),
            ("change", self.text("report.column.difference"), change),
            ("cumulative", self.text("report.column.cumulative"), Cell::maybe(scans.cumulative)),
            ("entries", self.text("report.codes.entries"), Cell::Number(scans.entries)),
            ("signs", self.text("report.codes.signs"), Cell::Number(scans.signs)),
            ("silent", self.text("report.codes.silent"), Cell::maybe(scans.silent)),
        ]
    }

    fn code_rows(&self, scans: &Scans) -> Vec<Standing> {
        let row = |key: &'static str, unit: &'static str, now: Option<i64>| Standing {
            name: self.text(key),
            unit: self.text(unit),
            now,
            before: None,
            cumulative: None,
            plan: None,
        };
        let mut rows = vec![
            row("report.codes.entries", "report.unit.entry", Some(scans.entries)),
            row("report.codes.signs", "report.unit.sign", Some(scans.signs)),
            Standing {
                before: scans.before,
                cumulative: scans.cumulative,
                plan: self.brief.figures.scan_plan,
                ..row("report.codes.scans", "report.unit.turn", scans.now)
            },
        ];
        rows.extend(self.language_rows(scans));
        rows.extend(self.late.map(|n| row("report.codes.late", "report.unit.turn", Some(n))));
        rows.push(row("report.codes.devices", "report.unit.device", scans.devices));
        rows.push(row("report.codes.silent", "report.unit.sign", scans.silent));
        rows
    }

    /// Of the scans: in each language of the project.
    fn language_rows(&self, scans: &Scans) -> Vec<Standing> {
        let Some(ByLanguage { now, before, cumulative }) = &self.languages else { return Vec::new() };
        let unit = self.text("report.unit.turn");
        let of = |sums: &std::collections::BTreeMap<String, crate::store::Sum>, lang: &Lang| {
            sums.get(lang.as_str()).map_or(0, |sum| sum.n)
        };
        let languages = self.draft.question.catalog.languages.iter();
        languages
            .map(|lang| Standing {
                name: self.locale().fill("report.codes.of_which", &[("language", &self.language(lang))]),
                unit: unit.clone(),
                now: scans.now.map(|_| of(now, lang)),
                before: scans.before.map(|_| of(before, lang)),
                cumulative: scans.cumulative.map(|_| of(cumulative, lang)),
                plan: None,
            })
            .collect()
    }

    /// What a language is called within a sentence.
    fn language(&self, lang: &Lang) -> String {
        let name = crate::stats::value_name(self.locale(), crate::store::Dim::Lang, lang.as_str());
        if self.locale().lang() == &Lang::vi() { wording::uncapitalized(&name) } else { name }
    }

    /// The figures in words, for a digest: the scans first.
    pub(in crate::report) fn sentences_first_to_last(&self) -> Vec<String> {
        let mut sentences = self.sentences(&self.scans());
        sentences.rotate_left(1);
        sentences
    }

    /// The figures in words.
    fn sentences(&self, scans: &Scans) -> Vec<String> {
        let locale = self.locale();
        let number = |n: i64| locale.number(n);
        let standing = [("entries", &*number(scans.entries)), ("signs", &number(scans.signs))];
        let mut said = vec![locale.fill("report.say.standing", &standing)];
        let Some(now) = scans.now else {
            said.push(self.text("report.say.nothing"));
            return said;
        };
        let key = self.draft.this_period("report.say.scans", "report.say.scans_estimate");
        said.push(locale.fill(key, &[("n", &number(now)), ("compared", &self.compared_in_words(now, scans.before))]));
        if let Some(n) = scans.cumulative {
            let since = locale.date(self.draft.question.period.cumulative().first);
            said.push(locale.fill("report.say.cumulative", &[("n", &number(n)), ("day", &since)]));
        }
        said.extend(self.languages_in_words(now));
        let named: Vec<String> = self
            .draft
            .entries
            .iter()
            .filter(|e| e.now.n > 0)
            .take(NAMED)
            .map(|e| locale.fill("report.say.entry", &[("name", &e.title), ("n", &number(e.now.n))]))
            .collect();
        if !named.is_empty() {
            said.push(locale.fill("report.say.most", &[("list", &named.join("; "))]));
        }
        match scans.silent {
            // Of no sign at all nothing can be said.
            _ if scans.signs == 0 => {}
            Some(n) if n > 0 => said.push(locale.fill("report.say.silent", &[("n", &number(n))])),
            _ => said.push(self.text("report.say.none_silent")),
        }
        said
    }

    /// `, tăng 137 lượt (+12,5%) so với kỳ trước`; empty where the period before was not counted.
    fn compared_in_words(&self, now: i64, before: Option<i64>) -> String {
        let Some(before) = before else { return String::new() };
        let locale = self.locale();
        let n = locale.number((now - before).abs());
        let change = wording::change(locale, now, before).map_or_else(String::new, |c| format!(" ({c})"));
        let key = match now.cmp(&before) {
            std::cmp::Ordering::Greater => "report.say.more",
            std::cmp::Ordering::Less => "report.say.fewer",
            std::cmp::Ordering::Equal => "report.say.same",
        };
        locale.fill(key, &[("n", &n), ("change", &change)])
    }

    /// How much was read in other languages than the first.
    fn languages_in_words(&self, total: i64) -> Option<String> {
        let by = self.languages.as_ref()?;
        let other = self.draft.question.catalog.languages.iter().skip(1).find_map(|lang| {
            let n = by.now.get(lang.as_str()).map(|sum| sum.n).filter(|n| *n > 0)?;
            Some((lang, n))
        });
        let (lang, n) = other?;
        let share = wording::share(self.locale(), n, total)?;
        let values = [("language", &*self.language(lang)), ("n", &self.locale().number(n)), ("share", &share)];
        Some(self.locale().fill("report.say.language", &values))
    }
}
