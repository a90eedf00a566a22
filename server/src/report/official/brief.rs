//! What only people know of a report: its head, its words, and figures nobody counts here yet. All of it can be changed
//! until the report is frozen.

use serde::{Deserialize, Serialize};

use crate::stats::Days;

use super::inputs::Inputs;
use super::paper::Layout;

/// What a report is made of besides the store. The texts are in the language of the report; a paragraph a line.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Brief {
    /// How it is laid out.
    pub layout: Layout,
    /// The body above, as the head names it.
    pub superior: Option<String>,
    /// The body that hands it in; the unit's name where none is given.
    pub issuer: Option<String>,
    /// The report's number of the year, as a clerk writes it; none leaves room for it.
    pub number: Option<String>,
    /// Short name of the body behind the number: `UBND`, `ĐTN`. Without one a team's report has no number.
    pub symbol: Option<String>,
    /// The place before the date.
    pub place: Option<String>,
    /// What the team calls itself: Tổ chuyển đổi số cộng đồng.
    pub team: Option<String>,
    /// What it is about, in the place of the usual words; the period follows.
    pub subject: Option<String>,
    /// Name of the drive it is about.
    pub campaign: Option<String>,
    /// What it rests on, one act each.
    pub basis: Vec<String>,
    /// Who gets it.
    pub recipients: Vec<String>,
    /// In whose name and in what capacity somebody signs.
    pub signed_as: Vec<String>,
    /// Who signs.
    pub signed_by: Option<String>,
    /// Scans of earlier periods as their reports were frozen: filled by the program, never by hand.
    #[serde(skip)]
    pub frozen: Vec<FrozenSum>,
    /// What is told.
    pub words: Words,
    /// What is counted elsewhere.
    pub figures: Inputs,
}

/// The scans of a period as its report was frozen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct FrozenSum {
    /// Its days.
    pub days: Days,
    /// Its scans then.
    pub scans: i64,
}

/// The parts that are told.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Words {
    /// I: the place, changes in the team.
    pub situation: Option<String>,
    /// II: acts, plans, training.
    pub direction: Option<String>,
    /// III.1, beside the table.
    pub skills: Option<String>,
    /// III.2, beside the table.
    pub models: Option<String>,
    /// III.3, after the computed sentences.
    pub codes: Option<String>,
    /// III.4, beside the table.
    pub outreach: Option<String>,
    /// IV.1.
    pub strengths: Option<String>,
    /// IV.2, by their names: `older`, `skills`, `phone`, `need`, `network`, `part-time`, `money`.
    pub barriers: Vec<Barrier>,
    /// IV.2, in words.
    pub difficulties: Option<String>,
    /// IV.3.
    pub causes: Option<String>,
    /// V.
    pub next: Option<String>,
    /// VI.1.
    pub proposals: Option<String>,
    /// VI.2: bodies, persons, households, firms to be commended.
    pub commendation: Option<String>,
}

/// What stands in the way, as teams have named it.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Barrier {
    /// Older people.
    Older,
    /// Weak or missing skills.
    Skills,
    /// No smartphone.
    Phone,
    /// No need seen.
    Need,
    /// Weak network.
    Network,
    /// Members do it beside their work.
    PartTime,
    /// No money, no rules for it.
    Money,
}

impl Barrier {
    /// Its key in the locales.
    pub fn key(self) -> &'static str {
        match self {
            Barrier::Older => "report.barrier.older",
            Barrier::Skills => "report.barrier.skills",
            Barrier::Phone => "report.barrier.phone",
            Barrier::Need => "report.barrier.need",
            Barrier::Network => "report.barrier.network",
            Barrier::PartTime => "report.barrier.part_time",
            Barrier::Money => "report.barrier.money",
        }
    }
}
