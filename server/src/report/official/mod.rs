//! The official report: what a team hands in to those above it.
//!
//! ```text
//! store + brief → material → head · situation · results · codes · closing · annexes → paper
//! ```
//!
//! What the store holds is computed here, table by table and sentence by sentence, and can be typed by nobody. What only
//! people know comes with the brief; where it is missing the paper says what belongs there and leaves room.

mod annexes;
mod brief;
mod closing;
mod codes;
mod inputs;
mod letterhead;
mod lines;
mod paper;
mod results;
mod situation;

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Lang, Locale};
use crate::report::scans::Draft;
use crate::report::{Block, Cell, Document};
use crate::scan::Class;
use crate::stats::{Counts, Days, Figures, Question, by_value, period_query, ranked, unit_name, wording};
use crate::store::{Dim, Store, StoreError, Sum};

pub(in crate::report) use letterhead::period_name;

pub use brief::{Barrier, Brief, FrozenSum, Words};
pub use inputs::{Figure, Indicator, Inputs, Line, SkillLine, Tally, Team};
pub use paper::{Annex, HeadLine, HeadRole, Headline, Layout, Letterhead, Paper, Recipients, Rule, Signing};

/// Everything the official report draws on.
pub(in crate::report) struct Material<'a> {
    /// The scans, as the scan report has them.
    pub draft: Draft<'a>,
    /// Scans of the period by language, where its days are whole half-months.
    pub languages: Option<ByLanguage>,
    /// Scans of periods already handed in that came after: what is counted now and was not then.
    pub late: Option<i64>,
    /// What people know.
    pub brief: &'a Brief,
}

/// Scans by language: of the period, of the one before, and since the reporting year began.
pub(in crate::report) struct ByLanguage {
    pub now: BTreeMap<String, Sum>,
    pub before: BTreeMap<String, Sum>,
    pub cumulative: BTreeMap<String, Sum>,
}

/// The official report of a question, for the unit with the id `unit` or for the whole project. It knows persons only.
pub fn official(
    store: &mut dyn Store,
    locale: &Locale,
    question: &Question<'_>,
    unit: Option<&str>,
    brief: &Brief,
) -> Result<Paper, StoreError> {
    let question = &Question { class: Class::Person, ..*question };
    let figures = Figures::read(store, question)?;
    let cumulative = Counts::read(store, question.period.cumulative(), question.scope)?;
    let languages = ByLanguage::read(store, question)?;
    let late = late(store, question, &brief.frozen)?;
    let also: BTreeSet<i64> = cumulative.entries(Class::Person).into_keys().collect();
    let entries = ranked(locale, question, &figures, &also);
    let draft = Draft { locale, question, figures, cumulative, entries, unit };
    Ok(Material { draft, languages, late, brief }.paper())
}

/// Scans of earlier periods of the reporting year beyond what their frozen reports say; none where there is no such report.
fn late(store: &mut dyn Store, question: &Question<'_>, frozen: &[FrozenSum]) -> Result<Option<i64>, StoreError> {
    let (own, year) = (question.period.days(), question.period.cumulative());
    let mut late = None;
    for FrozenSum { days, scans } in frozen.iter().filter(|f| year.first <= f.days.first && f.days.last < own.first) {
        let now = Counts::read(store, *days, question.scope)?.total(question.class).n;
        *late.get_or_insert(0) += now - scans;
    }
    Ok(late)
}

impl ByLanguage {
    /// None where the days of one of the three are not whole half-months: languages are kept by these alone.
    fn read(store: &mut dyn Store, question: &Question<'_>) -> Result<Option<ByLanguage>, StoreError> {
        let period = question.period;
        let spans = [period.days(), period.previous().days(), period.cumulative()];
        if spans.iter().any(|days| days.whole_halves() != *days) {
            return Ok(None);
        }
        let mut read = |days: Days| by_value(store, days, question.scope, question.class, Dim::Lang);
        Ok(Some(ByLanguage { now: read(spans[0])?, before: read(spans[1])?, cumulative: read(spans[2])? }))
    }
}

impl Material<'_> {
    pub fn locale(&self) -> &Locale {
        self.draft.locale
    }

    pub fn text(&self, key: &'static str) -> String {
        self.draft.text(key)
    }

    fn paper(&self) -> Paper {
        let (locale, question, brief) = (self.locale(), self.draft.question, self.brief);
        let Document { head, .. } = self.draft.document();
        let issuer = unit_name(locale, question, self.draft.unit);
        let translated = (locale.lang() != &Lang::vi()).then(|| self.text("report.official.translation"));
        Paper {
            lang: locale.lang().clone(),
            layout: brief.layout,
            file_name: self.file_name(),
            head: letterhead::letterhead(locale, question, brief, &issuer),
            kind: self.text("report.official.kind"),
            subject: letterhead::subject(locale, question, brief),
            span: self.span(),
            marks: translated.into_iter().chain(head.warnings).collect(),
            basis: self.basis(),
            body: self.body(),
            recipients: letterhead::recipients(locale, brief),
            signature: letterhead::signing(locale, brief),
            annexes: self.annexes(),
            headline: self.headline(),
            digest: self.digest(),
            made_on: question.today(),
            proof: None,
        }
    }

    fn file_name(&self) -> String {
        let days = self.draft.question.period.days();
        let period = match self.draft.question.period {
            crate::stats::Period::Custom(_) => format!("{}-{}", days.first, days.last),
            named => period_query(named).replace("ky=", "").replace("&lich=", "-"),
        };
        let unit =
            self.draft.unit.map(|unit| unit.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect());
        [Some(self.text("report.official.file")), Some(period), unit]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("-")
    }

    /// Kỳ báo cáo: từ 15/12/2025 đến hết 14/3/2026 (kỳ theo …). Chốt số liệu: …
    fn span(&self) -> String {
        let (locale, question) = (self.locale(), self.draft.question);
        let days = wording::span_of_days(locale, question.period.days());
        let how = wording::reckoning(locale, question.period);
        locale.fill("stats.heading.days", &[("days", &days), ("reckoning", &how)])
    }

    fn basis(&self) -> Vec<String> {
        let of = |act: &String| {
            let act = act.trim_end_matches([';', '.', ' ']);
            self.locale().fill("report.official.basis", &[("act", act)])
        };
        self.brief.basis.iter().map(of).collect()
    }

    fn body(&self) -> Vec<Block> {
        [self.situation(), self.direction(), self.results(), self.closing()].concat()
    }

    /// What is told under `words`, a paragraph a line; else room, and what belongs there.
    pub fn told(&self, words: Option<&String>, prompt: &'static str) -> Vec<Block> {
        let paragraphs = self.told_if(words);
        if paragraphs.is_empty() { vec![Block::Blank(self.text(prompt))] } else { paragraphs }
    }

    /// What is told under `words`, if anything is.
    pub fn told_if(&self, words: Option<&String>) -> Vec<Block> {
        let lines = words.map_or("", String::as_str).lines();
        lines.map(str::trim).filter(|line| !line.is_empty()).map(|line| Block::Text(line.to_owned())).collect()
    }

    fn headline(&self) -> Vec<Headline> {
        let named = |key: &str, name: String, value: Cell| Headline { key: key.to_owned(), name, value };
        let mut lines: Vec<Headline> =
            self.code_lines().into_iter().map(|(key, name, value)| named(key, name, value)).collect();
        let skills = &self.brief.figures.skills;
        if !skills.is_empty() {
            let sum = |of: fn(&Tally) -> i64| skills.iter().map(|line| of(&line.now)).sum();
            lines.push(named("sessions", self.text("report.skills.sessions"), Cell::Number(sum(|t| t.sessions))));
            lines.push(named("turns", self.text("report.skills.turns"), Cell::Number(sum(|t| t.turns))));
        }
        lines
    }
}
