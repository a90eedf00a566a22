//! An official report as a document: everything that stands on it, free of any form it is handed in.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::catalog::Lang;
use crate::report::{Block, Cell};

/// The rules a report is laid out by.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Decree 30/2020/NĐ-CP, appendix I: Quốc hiệu and Tiêu ngữ, `05/BC-UBND`.
    #[default]
    State,
    /// Guidance 29-HD/TWĐTN-VP of the Youth Union: no Quốc hiệu, `12-BC/ĐTN`.
    YouthUnion,
}

impl Layout {
    /// Both.
    pub const ALL: [Layout; 2] = [Layout::State, Layout::YouthUnion];

    /// Its name in commands, addresses and locales.
    pub fn id(self) -> &'static str {
        match self {
            Layout::State => "state",
            Layout::YouthUnion => "youth-union",
        }
    }

    /// Top, right, bottom and left margin of the page in millimetres.
    pub fn margins(self) -> [f64; 4] {
        match self {
            // 20–25, 15–20, 20–25 and 30–35 are allowed.
            Layout::State => [20.0, 15.0, 20.0, 30.0],
            Layout::YouthUnion => [20.0, 20.0, 20.0, 30.0],
        }
    }
}

/// An official report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Paper {
    /// Its language.
    pub lang: Lang,
    /// How it is laid out.
    pub layout: Layout,
    /// Name of a file that holds it, without its ending.
    pub file_name: String,
    /// Who hands it in, under whom, where and when.
    pub head: Letterhead,
    /// What kind of paper it is: BÁO CÁO.
    pub kind: String,
    /// What it is about, with the name of the period.
    pub subject: String,
    /// The period with both its ends, how months are cut, and the cut-off.
    pub span: String,
    /// What keeps it from being final: an estimate, a trial, a translation.
    pub marks: Vec<String>,
    /// What it rests on: Căn cứ …
    pub basis: Vec<String>,
    /// The parts.
    pub body: Vec<Block>,
    /// Who gets it.
    pub recipients: Recipients,
    /// Who signs.
    pub signature: Signing,
    /// What is attached.
    pub annexes: Vec<Annex>,
    /// The figures a reader looks for first: a name for programs, words, and the figure.
    pub headline: Vec<Headline>,
    /// A few sentences for the team's group.
    pub digest: String,
    /// The day on the paper.
    pub made_on: Date,
    /// What the code on a frozen report says; none while it is a draft.
    pub proof: Option<String>,
}

/// One of the figures a reader looks for first.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Headline {
    /// Its name for programs: `scans`.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// The figure.
    pub value: Cell,
}

/// The two halves of the head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letterhead {
    /// Who hands it in, and its number.
    pub left: Vec<HeadLine>,
    /// The state's or the union's name, place and date.
    pub right: Vec<HeadLine>,
}

/// A line of the head.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct HeadLine {
    /// What it says.
    pub text: String,
    /// Its place in the rules.
    pub role: HeadRole,
}

/// What a line of the head is, which decides how it looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum HeadRole {
    /// The body above.
    Superior,
    /// The body that hands it in.
    Issuer,
    /// Quốc hiệu.
    Nation,
    /// Tiêu ngữ.
    Motto,
    /// The Youth Union.
    Union,
    /// The stars below the head of a youth-union body.
    Stars,
    /// Number and sign.
    Number,
    /// Place and date.
    Place,
}

/// A rule under a line of the head.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rule {
    /// None.
    None,
    /// A third to a half of the line, centred.
    Short,
    /// As long as the line.
    Full,
}

impl HeadRole {
    /// Size in points.
    pub fn size(self, layout: Layout) -> f64 {
        match (self, layout) {
            (HeadRole::Union, _) => 15.0,
            (HeadRole::Superior | HeadRole::Issuer, Layout::YouthUnion) => 14.0,
            (HeadRole::Superior | HeadRole::Issuer | HeadRole::Nation, _) => 12.0,
            (HeadRole::Motto | HeadRole::Number | HeadRole::Place | HeadRole::Stars, _) => 13.0,
        }
    }

    /// Whether it is bold.
    pub fn is_bold(self) -> bool {
        matches!(self, HeadRole::Issuer | HeadRole::Nation | HeadRole::Motto | HeadRole::Union)
    }

    /// Whether it is slanted.
    pub fn is_italic(self) -> bool {
        self == HeadRole::Place
    }

    /// The rule under it.
    pub fn rule(self, layout: Layout) -> Rule {
        match (self, layout) {
            (HeadRole::Issuer, Layout::State) => Rule::Short,
            (HeadRole::Motto | HeadRole::Union, _) => Rule::Full,
            _ => Rule::None,
        }
    }
}

/// Who gets the report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Recipients {
    /// Nơi nhận:
    pub title: String,
    /// One line each, with the dash before and the mark behind.
    pub items: Vec<String>,
}

/// The block at the lower right.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Signing {
    /// In whose name and in what capacity, a line each, in capitals.
    pub lines: Vec<String>,
    /// How to sign.
    pub hint: String,
    /// Who; empty where it is written by hand.
    pub name: String,
}

/// What is attached.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Annex {
    /// Phụ lục I …
    pub title: String,
    /// A name of at most 31 letters, for the tab of a sheet.
    pub tab: String,
    /// Its parts.
    pub blocks: Vec<Block>,
}
