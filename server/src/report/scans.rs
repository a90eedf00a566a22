//! The scan report: how often the codes of a period were opened, as a working annex to the report of a team.

use std::collections::BTreeSet;

use crate::catalog::Locale;
use crate::scan::Class;
use crate::stats::{self, Counts, Figures, Question, Ranked, in_language, period_query, ranked, unit_name, wording};
use crate::store::{Store, StoreError};

use super::document::{Block, Document, Head, Signature, Table};

/// Everything the report draws on.
pub(super) struct Draft<'a> {
    pub(super) locale: &'a Locale,
    pub(super) question: &'a Question<'a>,
    pub(super) figures: Figures<'a>,
    pub(super) cumulative: Counts,
    pub(super) entries: Vec<Ranked>,
    pub(super) unit: Option<&'a str>,
}

/// The scan report of a question, for the unit with the id `unit` or for the whole project. It knows persons only:
/// trial scans never enter it, whatever the question counts.
pub fn scan_report(
    store: &mut dyn Store,
    locale: &Locale,
    question: &Question<'_>,
    unit: Option<&str>,
) -> Result<Document, StoreError> {
    let question = &Question { class: Class::Person, ..*question };
    let figures = Figures::read(store, question)?;
    let cumulative = Counts::read(store, question.period.cumulative(), question.scope)?;
    let also: BTreeSet<i64> = cumulative.entries(Class::Person).into_keys().collect();
    let entries = ranked(locale, question, &figures, &also);
    Ok(Draft { locale, question, figures, cumulative, entries, unit }.document())
}

impl Draft<'_> {
    /// The scan report.
    pub(super) fn document(&self) -> Document {
        Document {
            file_name: self.file_name(),
            head: self.head(),
            blocks: self.blocks(),
            notes: self.notes(),
            signatures: self.signatures(),
        }
    }

    pub(super) fn text(&self, key: &'static str) -> String {
        self.locale.text(key).to_owned()
    }

    fn file_name(&self) -> String {
        let days = self.question.period.days();
        let name = period_query(self.question.period).replace(['&', '='], "-");
        let name = match self.question.period {
            stats::Period::Regular { .. } | stats::Period::Week { .. } => {
                name.trim_start_matches("ky-").replace("-lich-", "-")
            }
            stats::Period::Custom(_) => format!("{}-{}", days.first, days.last),
        };
        let unit = self.unit.map(|unit| unit.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect());
        [Some(self.text("report.file")), Some(name), unit].into_iter().flatten().collect::<Vec<_>>().join("-")
    }

    fn head(&self) -> Head {
        let (locale, question) = (self.locale, self.question);
        let heading = stats::Heading::of(locale, question, &self.figures, self.unit);
        let days = wording::span_of_days(locale, question.period.days());
        let how = wording::reckoning(locale, question.period);
        let scope = match self.unit {
            Some(_) => unit_name(locale, question, self.unit),
            None => self.text("stats.picker.all_units"),
        };
        let now = wording::moment(locale, question.now);
        let last = locale.date(question.period.days().last);
        let as_of = match question.is_estimate() {
            true => locale.fill("report.head.running", &[("now", &now)]),
            false => locale.fill("report.head.over", &[("day", &last), ("now", &now)]),
        };
        let as_of = [Some(as_of), heading.since].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let lines = [
            ("report.head.days", format!("{days} ({how})")),
            ("report.head.unit", scope),
            ("report.head.as_of", as_of),
        ];
        let trial = question.catalog.host_is_placeholder.then(|| self.text("report.head.trial"));
        Head {
            issuer: unit_name(locale, question, None),
            project: in_language(question.catalog, &question.catalog.title, locale.lang()).to_owned(),
            annex: self.text("report.head.annex"),
            made_on: wording::capitalized(&locale.long_date(question.today())),
            title: self.text("report.head.title"),
            period: heading.name,
            lines: lines.into_iter().map(|(key, value)| (self.text(key), value)).collect(),
            warnings: trial.into_iter().chain(heading.estimate).collect(),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut part = |key: &'static str, content: Vec<Block>| {
            blocks.push(Block::Heading(self.text(key)));
            blocks.extend(content);
        };
        part("report.part.overall", vec![Block::Table(self.overall())]);
        part("report.part.entries", vec![Block::Table(self.by_entry())]);
        part("report.part.languages", self.by_language());
        part("report.part.excluded", vec![Block::Table(self.excluded())]);
        part("report.part.silent", self.silent());
        part("report.part.honesty", self.honesty());
        blocks
    }

    fn notes(&self) -> Vec<String> {
        let mut keys =
            vec!["report.note.scans", "report.note.excluded", "report.note.devices", "report.note.cumulative"];
        if self.unit.is_some() {
            keys.push("report.note.unit");
        }
        keys.extend(["report.note.server", "report.note.rounding", "report.note.privacy"]);
        keys.into_iter().map(|key| self.text(key)).collect()
    }

    fn signatures(&self) -> Vec<Signature> {
        let hint = self.text("report.sign.hint");
        let roles = ["report.sign.maker", "report.sign.head"];
        roles.map(|role| Signature { role: self.text(role), hint: hint.clone() }).into()
    }

    pub(super) fn table(&self, title: &'static str, columns: &[(&'static str, bool)]) -> Table {
        let columns: Vec<(&str, bool)> = columns.iter().map(|(key, n)| (self.locale.text(key), *n)).collect();
        Table::new(self.locale.text(title), &columns)
    }

    /// Whether the period before was counted at all.
    pub(super) fn compared(&self) -> bool {
        self.figures.was_counting(self.question.period.previous().days())
    }

    pub(super) fn this_period(&self, over: &'static str, running: &'static str) -> &'static str {
        if self.question.is_estimate() { running } else { over }
    }
}
