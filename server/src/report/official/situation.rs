//! Parts I and II: the place and the team, and how they were led.

use crate::report::{Block, Cell, Qualifier, Table};

use super::{Figure, Material};

impl Material<'_> {
    pub(super) fn situation(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(self.text("report.official.situation"))];
        blocks.extend(self.team().map(Block::Table));
        blocks.extend(self.told(self.brief.words.situation.as_ref(), "report.prompt.situation"));
        blocks
    }

    pub(super) fn direction(&self) -> Vec<Block> {
        let mut blocks = vec![Block::Heading(self.text("report.official.direction"))];
        blocks.extend(self.told(self.brief.words.direction.as_ref(), "report.prompt.direction"));
        blocks
    }

    /// The place and the team in figures; none where nothing is known of them.
    fn team(&self) -> Option<Table> {
        let team = &self.brief.figures.team;
        let columns =
            [("report.column.indicator", false), ("report.column.value", true), ("report.column.share", true)];
        let mut table = self.draft.table("report.official.team_table", &columns);
        let mut line = |key: &'static str, value: Cell, share: Cell| {
            table.push(vec![Cell::Text(self.text(key)), value, share]);
        };
        let cell = |figure: Figure| Cell::count(figure.qualifier, figure.value);
        let of_members = |figure: Figure| match team.members {
            Some(members) => Cell::share(figure.value, members.value),
            None => Cell::Nothing,
        };
        for (key, figure) in [("report.team.hamlets", team.hamlets), ("report.team.households", team.households)] {
            figure.into_iter().for_each(|figure| line(key, cell(figure), Cell::Nothing));
        }
        if let Some((part, whole)) = team.covered {
            line("report.team.covered", Cell::Ratio { part, whole }, Cell::share(part, whole));
        }
        for (key, figure) in [("report.team.teams", team.teams), ("report.team.members", team.members)] {
            figure.into_iter().for_each(|figure| line(key, cell(figure), Cell::Nothing));
        }
        if let Some(mean) = team.members.zip(team.teams).and_then(|(members, teams)| mean(members, teams)) {
            line("report.team.mean", mean, Cell::Nothing);
        }
        for (key, figure) in [
            ("report.team.women", team.women),
            ("report.team.union_members", team.union_members),
            ("report.team.trained", team.trained),
        ] {
            figure.into_iter().for_each(|figure| line(key, cell(figure), of_members(figure)));
        }
        (!table.rows.is_empty()).then_some(table)
    }
}

/// Members of a team on average, in two decimals; none where one of the two is no exact count.
fn mean(members: Figure, teams: Figure) -> Option<Cell> {
    let exact = members.qualifier == Qualifier::Exact && teams.qualifier == Qualifier::Exact;
    (exact && teams.value > 0).then(|| {
        let value = (members.value as f64 * 100.0 / teams.value as f64).round() as i64;
        Cell::Decimal { value, places: 2 }
    })
}
