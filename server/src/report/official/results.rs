//! Part III: what was done. The scans of its third part are in `codes`.

use crate::catalog::Locale;
use crate::report::{Block, Cell, Row, Table};

use super::lines::Standing;
use super::{Indicator, Line, Material, SkillLine, Tally};

/// The five core skills, in the order of the ministry.
const SKILLS: [&str; 5] = ["dvc", "muasam", "thanhtoan", "antoan", "diaphuong"];

impl Material<'_> {
    pub(super) fn results(&self) -> Vec<Block> {
        let (words, figures) = (&self.brief.words, &self.brief.figures);
        let mut blocks = vec![Block::Heading(self.text("report.official.results"))];
        let mut part = |key: &'static str, content: Vec<Block>| {
            blocks.push(Block::Subheading(self.text(key)));
            blocks.extend(content);
        };
        part("report.official.skills", self.skills());
        part(
            "report.official.models",
            self.listed("report.official.models", &figures.models, words.models.as_ref(), "report.prompt.models"),
        );
        part("report.official.codes", self.codes());
        part(
            "report.official.outreach",
            self.listed(
                "report.official.outreach",
                &figures.outreach,
                words.outreach.as_ref(),
                "report.prompt.outreach",
            ),
        );
        let targets: Vec<Standing> = figures.targets.iter().map(Standing::from).collect();
        let more = [
            (
                "report.official.targets",
                (!targets.is_empty()).then(|| self.standings("report.official.targets", &targets)),
            ),
            ("report.official.indicators", (!figures.indicators.is_empty()).then(|| self.indicators())),
        ];
        let there = more.into_iter().filter_map(|(key, table)| Some((key, table?)));
        for (number, (key, table)) in (5..).zip(there) {
            blocks.push(Block::Subheading(format!("{number}. {}", self.text(key))));
            blocks.push(Block::Table(table));
        }
        blocks
    }

    /// A table of figures, and what is told of them; room where there is neither.
    fn listed(&self, title: &'static str, lines: &[Line], words: Option<&String>, prompt: &'static str) -> Vec<Block> {
        if lines.is_empty() {
            return self.told(words, prompt);
        }
        let rows: Vec<Standing> = lines.iter().map(Standing::from).collect();
        let mut blocks = vec![Block::Table(self.standings(title, &rows))];
        blocks.extend(self.told_if(words));
        blocks
    }

    fn skills(&self) -> Vec<Block> {
        let lines = &self.brief.figures.skills;
        let words = self.brief.words.skills.as_ref();
        if lines.is_empty() {
            return self.told(words, "report.prompt.skills");
        }
        let own = lines.iter().map(|line| line.skill.as_str()).filter(|skill| !SKILLS.contains(skill));
        let skills: Vec<&str> = SKILLS.into_iter().chain(own).collect();
        let mut blocks = vec![Block::Table(self.tallies(&skills)), Block::Table(self.turns(&skills))];
        blocks.extend(self.told_if(words));
        blocks
    }

    /// Skill × sessions × turns × households × household businesses.
    fn tallies(&self, skills: &[&str]) -> Table {
        let columns = [
            ("report.column.skill", false),
            ("report.skills.sessions", true),
            ("report.skills.turns", true),
            ("report.skills.households", true),
            ("report.skills.businesses", true),
        ];
        let mut table = self.draft.table("report.official.skills", &columns);
        let cells = |name: String, t: Tally| {
            let numbers = [t.sessions, t.turns, t.households, t.businesses].map(Cell::Number);
            std::iter::once(Cell::Text(name)).chain(numbers).collect::<Vec<_>>()
        };
        let mut total = Tally::default();
        for skill in skills {
            let now = self.skill(skill).map_or_else(Tally::default, |line| line.now);
            total.sessions += now.sessions;
            total.turns += now.turns;
            total.households += now.households;
            total.businesses += now.businesses;
            table.push(cells(skill_name(self.locale(), skill), now));
        }
        table.rows.push(Row { total: true, cells: cells(self.text("report.total"), total) });
        table
    }

    /// Turns by skill against the period before and the plan.
    fn turns(&self, skills: &[&str]) -> Table {
        let unit = self.text("report.skills.turn");
        let lines = &self.brief.figures.skills;
        let row = |name: String, lines: &[&SkillLine]| Standing {
            name,
            unit: unit.clone(),
            now: Some(lines.iter().map(|line| line.now.turns).sum()),
            // A sum of what is partly unknown would be too small to be true.
            before: known(lines, |line| line.before),
            cumulative: known(lines, |line| line.cumulative),
            plan: known(lines, |line| line.plan),
        };
        let of = |skill: &str| lines.iter().filter(|line| line.skill == skill).collect::<Vec<_>>();
        let mut rows: Vec<Standing> =
            skills.iter().map(|skill| row(skill_name(self.locale(), skill), &of(skill))).collect();
        rows.push(row(self.text("report.total"), &lines.iter().collect::<Vec<_>>()));
        let mut table = self.standings("report.official.turns", &rows);
        if let Some(last) = table.rows.last_mut() {
            last.total = true;
        }
        table
    }

    fn skill(&self, skill: &str) -> Option<&SkillLine> {
        self.brief.figures.skills.iter().find(|line| line.skill == skill)
    }

    fn indicators(&self) -> Table {
        let columns = [
            ("report.column.indicator", false),
            ("report.column.value", true),
            ("report.column.unit", false),
            ("report.column.as_of", false),
            ("report.column.source", false),
        ];
        let mut table = self.draft.table("report.official.indicators", &columns);
        for Indicator { name, value, places, unit, qualifier, as_of, source } in &self.brief.figures.indicators {
            let number = match places {
                0 => Cell::count(*qualifier, *value),
                _ => Cell::Decimal { value: *value, places: *places },
            };
            table.push(vec![
                Cell::Text(name.clone()),
                number,
                Cell::Text(unit.clone()),
                as_of.map_or(Cell::Nothing, |day| Cell::Text(self.locale().date(day))),
                source.clone().map_or(Cell::Nothing, Cell::Text),
            ]);
        }
        table
    }
}

/// The sum of a figure that every line has; none where there is no line.
fn known(lines: &[&SkillLine], figure: fn(&SkillLine) -> Option<i64>) -> Option<i64> {
    if lines.is_empty() { None } else { lines.iter().map(|line| figure(line)).sum() }
}

/// The name of a core skill, else the word an own one was given.
fn skill_name(locale: &Locale, skill: &str) -> String {
    let key = format!("report.skill.{skill}");
    if locale.has(&key) { locale.text(&key).to_owned() } else { skill.to_owned() }
}
