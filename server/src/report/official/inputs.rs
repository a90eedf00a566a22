//! Figures of a report that the scan counts do not hold: the team, what it did, what it set out to do. Counts only, never
//! a person's name. Whoever keeps them fills this; where nothing is known, a report says so and leaves room.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::report::Qualifier;

/// All of them; the default is that nothing is known.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Inputs {
    /// The place and the team.
    pub team: Team,
    /// What was taught, by skill; a skill that is not named was not taught.
    pub skills: Vec<SkillLine>,
    /// Models: Chợ 4.0, Gia đình số, Đại sứ số, drives.
    pub models: Vec<Line>,
    /// How people were told: Zalo groups, meetings.
    pub outreach: Vec<Line>,
    /// Other figures, with their source.
    pub indicators: Vec<Indicator>,
    /// What was set out to be done.
    pub targets: Vec<Line>,
    /// How many scans were set out for the year.
    pub scan_plan: Option<i64>,
}

/// A count as its source gives it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figure {
    /// How many.
    pub value: i64,
    /// Nearly, over, about.
    #[serde(default)]
    pub qualifier: Qualifier,
}

/// The place and the team.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Team {
    /// Hamlets of the place.
    pub hamlets: Option<Figure>,
    /// Households.
    pub households: Option<Figure>,
    /// Units that have a team, and all units.
    pub covered: Option<(i64, i64)>,
    /// Teams.
    pub teams: Option<Figure>,
    /// Members.
    pub members: Option<Figure>,
    /// Women among them.
    pub women: Option<Figure>,
    /// Youth Union members among them.
    pub union_members: Option<Figure>,
    /// Members who were trained.
    pub trained: Option<Figure>,
}

/// What was done for a skill.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SkillLine {
    /// `dvc`, `muasam`, `thanhtoan`, `antoan`, `diaphuong`; else the name of an own skill.
    pub skill: String,
    /// In the period.
    pub now: Tally,
    /// Persons helped in the period before, by turns.
    #[serde(default)]
    pub before: Option<i64>,
    /// The same since the reporting year began.
    #[serde(default)]
    pub cumulative: Option<i64>,
    /// The same as set out for the year.
    #[serde(default)]
    pub plan: Option<i64>,
}

/// Sessions and who was helped in them.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Tally {
    /// Buổi.
    pub sessions: i64,
    /// Lượt người: turns, not persons.
    pub turns: i64,
    /// Hộ.
    pub households: i64,
    /// Hộ kinh doanh.
    pub businesses: i64,
}

/// A figure with all that an official compares it with.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// What it counts.
    pub name: String,
    /// In what: lượt, buổi, nhóm. A figure without a unit says nothing.
    pub unit: String,
    /// In the period.
    #[serde(default)]
    pub now: Option<i64>,
    /// In the period before.
    #[serde(default)]
    pub before: Option<i64>,
    /// Since the reporting year began.
    #[serde(default)]
    pub cumulative: Option<i64>,
    /// Set out for the year.
    #[serde(default)]
    pub plan: Option<i64>,
}

/// A figure of another source.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// What it is.
    pub name: String,
    /// The figure without its decimal mark: 436 for 4,36.
    pub value: i64,
    /// Digits behind the mark.
    #[serde(default)]
    pub places: u8,
    /// In what.
    pub unit: String,
    /// Nearly, over, about.
    #[serde(default)]
    pub qualifier: Qualifier,
    /// On what day.
    #[serde(default)]
    pub as_of: Option<Date>,
    /// Who says so.
    #[serde(default)]
    pub source: Option<String>,
}
