//! The scan report: how often the codes of a period were opened, as a working annex to the report of a team.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{Code, Lang, Locale};
use crate::clock::day_number;
use crate::scan::Class;
use crate::stats::{
    self, Counts, Figures, Honesty, Question, Ranked, in_language, is_measured, period_query, ranked, signs,
    silent_rows, unit_name, value_name, wording,
};
use crate::store::{Dim, Store, StoreError};

use super::document::{Block, Cell, Document, Head, Row, Signature, Table};

/// Everything the report draws on.
struct Draft<'a> {
    locale: &'a Locale,
    question: &'a Question<'a>,
    figures: Figures<'a>,
    cumulative: Counts,
    entries: Vec<Ranked>,
    unit: Option<&'a str>,
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
    let draft = Draft { locale, question, figures, cumulative, entries, unit };
    Ok(Document {
        file_name: draft.file_name(),
        head: draft.head(),
        blocks: draft.blocks(),
        notes: draft.notes(),
        signatures: draft.signatures(),
    })
}

impl Draft<'_> {
    fn text(&self, key: &'static str) -> String {
        self.locale.text(key).to_owned()
    }

    fn file_name(&self) -> String {
        let days = self.question.period.days();
        let name = period_query(self.question.period).replace(['&', '='], "-");
        let name = match self.question.period {
            stats::Period::Regular { .. } => name.trim_start_matches("ky-").replace("-lich-", "-"),
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

    fn overall(&self) -> Table {
        let (question, class) = (self.question, self.question.class);
        let mut table = Table::new(
            self.locale.text("report.part.overall"),
            &[(self.locale.text("report.column.indicator"), false), (self.locale.text("report.column.value"), true)],
        );
        let now = self.figures.counts.total(class);
        let before = self.figures.previous.total(class).n;
        let compared = self.compared();
        let counted = self.figures.says_something(question);
        let when = |known: bool, cell: Cell| if known { cell } else { Cell::Nothing };
        let since = self.locale.date(question.period.cumulative().first);
        let mut line = |name: String, cell: Cell| table.push(vec![Cell::Text(name), cell]);
        line(
            self.text(self.this_period("report.overall.scans", "report.overall.scans_estimate")),
            when(counted, Cell::Number(now.n)),
        );
        line(self.text("report.overall.previous"), when(compared, Cell::Number(before)));
        line(self.text("report.overall.difference"), when(counted && compared, Cell::Difference(now.n - before)));
        line(self.text("report.overall.change"), when(counted && compared, Cell::change(now.n, before)));
        let cumulative = self.locale.fill("report.overall.cumulative", &[("day", &since)]);
        let run_counted = self.figures.was_counting(question.period.cumulative());
        line(cumulative, when(run_counted, Cell::Number(self.cumulative.total(class).n)));
        line(self.text("report.overall.devices"), when(counted, Cell::Number(now.first)));
        let last = day_number(question.period.days().last);
        let held: Vec<_> = question
            .catalog
            .entries
            .iter()
            .filter(|e| e.id.is_some_and(|id| question.scope.holds(id.0.cast_signed(), last)))
            .collect();
        let scanned = self.entries.iter().filter(|e| e.now.n > 0).count();
        line(self.text("report.overall.entries"), Cell::Number(held.len() as i64));
        line(self.text("report.overall.scanned"), when(counted, Cell::Number(scanned as i64)));
        for lang in &question.catalog.languages {
            let reviewed = held.iter().filter(|e| e.reviewed.contains(lang)).count();
            let name = value_name(self.locale, Dim::Lang, lang.as_str());
            let name = if self.locale.lang() == &Lang::vi() { wording::uncapitalized(&name) } else { name };
            line(self.locale.fill("report.overall.reviewed", &[("language", &name)]), Cell::Number(reviewed as i64));
        }
        let hanging = signs(question.catalog).iter().filter(|s| question.scope.holds(s.entry, last)).count();
        line(self.text("report.overall.signs"), Cell::Number(hanging as i64));
        line(self.text("report.overall.silent"), when(counted, Cell::Number(self.figures.silent.len() as i64)));
        table
    }

    fn by_entry(&self) -> Table {
        let now_title = self.this_period("report.column.now", "report.column.now_estimate");
        let columns = [
            ("report.column.number", true),
            ("report.column.entry", false),
            ("report.column.codes", false),
            (now_title, true),
            ("report.column.previous", true),
            ("report.column.difference", true),
            ("report.column.change", true),
            ("report.column.cumulative", true),
        ];
        let mut table = self.table("report.part.entries", &columns);
        let (compared, counted) = (self.compared(), self.figures.says_something(self.question));
        let run_counted = self.figures.was_counting(self.question.period.cumulative());
        let cumulative = self.cumulative.entries(self.question.class);
        let when = |known: bool, cell: Cell| if known { cell } else { Cell::Nothing };
        let numbers = |now: i64, before: i64, cumulative: i64| {
            [
                when(counted, Cell::Number(now)),
                when(compared, Cell::Number(before)),
                when(counted && compared, Cell::Difference(now - before)),
                when(counted && compared, Cell::change(now, before)),
                when(run_counted, Cell::Number(cumulative)),
            ]
        };
        let codes = self.codes();
        let mut totals = (0, 0, 0);
        for (i, entry) in self.entries.iter().enumerate() {
            let run = cumulative.get(&entry.id).map_or(0, |sum| sum.n);
            totals = (totals.0 + entry.now.n, totals.1 + entry.before.n, totals.2 + run);
            let code = codes.get(&entry.id).cloned().unwrap_or_default();
            let lead = [Cell::Number(i as i64 + 1), Cell::Text(entry.title.clone()), Cell::Code(code)];
            table.push(lead.into_iter().chain(numbers(entry.now.n, entry.before.n, run)).collect());
        }
        let lead = [Cell::Text(String::new()), Cell::Text(self.text("report.total")), Cell::Text(String::new())];
        let cells = lead.into_iter().chain(numbers(totals.0, totals.1, totals.2)).collect();
        table.rows.push(Row { total: true, cells });
        table
    }

    fn by_language(&self) -> Vec<Block> {
        let columns = [("report.column.language", false), ("report.column.scans", true), ("report.column.share", true)];
        let mut table = self.table("report.part.languages", &columns);
        let mut values: Vec<(&String, i64)> =
            self.figures.values.get(&Dim::Lang).into_iter().flatten().map(|(lang, sum)| (lang, sum.n)).collect();
        values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let total: i64 = values.iter().map(|(_, n)| n).sum();
        for (lang, n) in values {
            let name = value_name(self.locale, Dim::Lang, lang);
            table.push(vec![Cell::Text(name), Cell::Number(n), Cell::share(n, total)]);
        }
        let cells = vec![Cell::Text(self.text("report.total")), Cell::Number(total), Cell::share(total, total)];
        table.rows.push(Row { total: true, cells });
        let days = self.question.period.days();
        let widened = (days.whole_halves() != days).then(|| {
            let days = wording::span_of_days(self.locale, days.whole_halves());
            Block::Text(self.locale.fill("report.widened", &[("days", &days)]))
        });
        std::iter::once(Block::Table(table)).chain(widened).collect()
    }

    /// The classes that do not count. Trials are not even named here: they are no scans of signs that hang.
    fn excluded(&self) -> Table {
        let columns = [("report.column.class", false), ("report.column.why", false), ("report.column.scans", true)];
        let mut table = self.table("report.part.excluded", &columns);
        let mut total = 0;
        for class in Class::ALL.iter().filter(|c| !matches!(c, Class::Person | Class::Trial)) {
            if !is_measured(*class, &self.figures) {
                continue;
            }
            let n = self.figures.counts.total(*class).n;
            total += n;
            let words = |part: &str| Cell::Text(self.locale.text(&format!("stats.{part}.{}", class.name())).to_owned());
            table.push(vec![words("class"), words("why"), Cell::Number(n)]);
        }
        let cells = vec![Cell::Text(self.text("report.total")), Cell::Text(String::new()), Cell::Number(total)];
        table.rows.push(Row { total: true, cells });
        table
    }

    fn silent(&self) -> Vec<Block> {
        if self.figures.silent.is_empty() {
            let none = stats::no_silent_sign(self.locale, self.question, &self.figures);
            return vec![Block::Text(none.unwrap_or_else(|| self.text("report.silent.none")))];
        }
        let columns = [
            ("report.column.number", true),
            ("report.column.sign", false),
            ("report.column.codes", false),
            ("report.column.last", false),
            ("report.column.days", true),
        ];
        let mut table = self.table("report.part.silent", &columns);
        for (i, row) in silent_rows(self.locale, self.question, &self.figures).into_iter().enumerate() {
            let name = if row.place.is_empty() { row.title } else { format!("{} – {}", row.title, row.place) };
            table.push(vec![
                Cell::Number(i as i64 + 1),
                Cell::Text(name),
                Cell::Code(row.codes),
                Cell::Text(row.since),
                Cell::Number(row.days),
            ]);
        }
        vec![Block::Text(self.text("report.silent.what")), Block::Table(table)]
    }

    fn honesty(&self) -> Vec<Block> {
        let honesty = Honesty::of(self.locale, self.question, &self.figures);
        let counts = [("late", honesty.late.as_str()), ("lost", honesty.lost.as_str())];
        let reasons: Vec<String> = honesty.lost_by.iter().map(|(reason, n)| format!("{reason}: {n}")).collect();
        let mut counts = self.locale.fill("report.honesty.counts", &counts);
        if !reasons.is_empty() {
            counts.push_str(&format!(" ({})", reasons.join("; ")));
        }
        let mut blocks = vec![Block::Text(honesty.summary)];
        blocks.extend(honesty.troubles.into_iter().map(Block::Text));
        blocks.push(Block::Text(format!("{counts}.")));
        if honesty.gaps.is_empty() {
            return blocks;
        }
        let columns = [
            ("stats.column.from", false),
            ("stats.column.to", false),
            ("stats.column.length", false),
            ("stats.column.reason", false),
        ];
        let mut table = self.table("stats.honesty.gaps", &columns);
        for gap in honesty.gaps {
            table.push([gap.from, gap.to, gap.length, gap.reason].map(Cell::Text).into());
        }
        let total = honesty.gap_total.unwrap_or_default();
        let cells = [self.text("stats.honesty.gap_total"), String::new(), total, String::new()].map(Cell::Text).into();
        table.rows.push(Row { total: true, cells });
        blocks.push(Block::Table(table));
        blocks.extend(honesty.more_gaps.map(Block::Text));
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

    fn table(&self, title: &'static str, columns: &[(&'static str, bool)]) -> Table {
        let columns: Vec<(&str, bool)> = columns.iter().map(|(key, n)| (self.locale.text(key), *n)).collect();
        Table::new(self.locale.text(title), &columns)
    }

    /// Whether the period before was counted at all.
    fn compared(&self) -> bool {
        self.figures.was_counting(self.question.period.previous().days())
    }

    fn this_period(&self, over: &'static str, running: &'static str) -> &'static str {
        if self.question.is_estimate() { running } else { over }
    }

    /// The codes in use, by entry.
    fn codes(&self) -> BTreeMap<i64, String> {
        let mut codes: BTreeMap<i64, Vec<_>> = Default::default();
        for sign in signs(self.question.catalog) {
            codes.entry(sign.entry).or_default().extend(sign.codes);
        }
        codes.into_iter().map(|(entry, codes)| (entry, joined(&codes))).collect()
    }
}

fn joined(codes: &[Code]) -> String {
    codes.iter().map(Code::to_string).collect::<Vec<_>>().join(", ")
}
