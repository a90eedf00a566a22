//! Activities: what teams did, with every version of it, and their sums for reports.

use std::cell::Cell;

use super::engine::{Cells, Engine, Param};
use super::office::Papers;
use super::transaction::transaction;
use super::{Days, StoreError, activities_sql as sql};
use Param::{Int, Text};

/// Something a team did.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Activity {
    /// Id of the unit, as at its day.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// How often it was written; 0: not yet.
    pub version: i64,
    /// draft, submitted, approved or returned.
    pub state: String,
    /// Local day.
    pub day: i64,
    /// What was done.
    pub kind: String,
    /// Where.
    pub place: String,
    /// Through which channel.
    pub channel: String,
    /// Which skill it was about.
    pub skill: String,
    /// For whom.
    pub audience: String,
    /// Sessions: buổi.
    pub sessions: i64,
    /// People helped, each time counted: lượt.
    pub turns: i64,
    /// The word before the turns: '', gan, hon, tren, khoang.
    pub about: String,
    /// Households visited.
    pub households: i64,
    /// Household businesses among them.
    pub businesses: i64,
    /// Model it belongs to.
    pub model: String,
    /// Programme it is done with.
    pub programme: String,
    /// Partners, apart by commas.
    pub partners: String,
    /// Id of the campaign.
    pub campaign: String,
    /// Anything else, without names of people helped.
    pub note: String,
    /// Key of the row of a file it came from.
    pub source: String,
    /// Who wrote it last.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// How an activity once was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Version {
    /// Counts from 1.
    pub version: i64,
    /// When it was written.
    pub at: i64,
    /// By whom.
    pub account: String,
    /// What became of it.
    pub state: String,
    /// Why it was given back.
    pub remark: String,
    /// What it said, as JSON.
    pub fields: String,
}

/// Approved activities of a unit that agree in everything a report tells apart, summed.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct ActivitySum {
    /// Id of the unit, as at the day of each.
    pub unit: String,
    /// What was done.
    pub kind: String,
    /// Which skill it was about.
    pub skill: String,
    /// For whom.
    pub audience: String,
    /// Where.
    pub place: String,
    /// Through which channel.
    pub channel: String,
    /// Model.
    pub model: String,
    /// Id of the campaign.
    pub campaign: String,
    /// How many activities.
    pub n: i64,
    /// Sessions.
    pub sessions: i64,
    /// Turns.
    pub turns: i64,
    /// Households.
    pub households: i64,
    /// Household businesses.
    pub businesses: i64,
    /// Activities whose turns are not exact, so that the sum is not either.
    pub inexact: i64,
}

/// The part of the office about activities.
pub trait Activities {
    /// The activity with this id.
    fn activity(&mut self, id: &str) -> Result<Option<Activity>, StoreError>;
    /// All activities of these days, newest first.
    fn activities(&mut self, days: Days) -> Result<Vec<Activity>, StoreError>;
    /// Writes an activity whose version before was `before` (0: there was none), and keeps the version; false where
    /// somebody else has written it meanwhile: nothing is changed then.
    fn put_activity(
        &mut self,
        activity: &Activity,
        before: i64,
        remark: &str,
        fields: &str,
    ) -> Result<bool, StoreError>;
    /// All versions of an activity, newest first.
    fn versions(&mut self, unit: &str, id: &str) -> Result<Vec<Version>, StoreError>;
    /// Approved activities of these days, summed by unit and everything else a report tells apart.
    fn activity_sums(&mut self, days: Days) -> Result<Vec<ActivitySum>, StoreError>;
    /// How many activities of each unit are in each state on these days: unit, state, number.
    fn activity_states(&mut self, days: Days) -> Result<Vec<(String, String, i64)>, StoreError>;
}

fn activity(row: &dyn Cells) -> Result<Activity, StoreError> {
    Ok(Activity {
        unit: row.text(0)?,
        id: row.text(1)?,
        version: row.int(2)?,
        state: row.text(3)?,
        day: row.int(4)?,
        kind: row.text(5)?,
        place: row.text(6)?,
        channel: row.text(7)?,
        skill: row.text(8)?,
        audience: row.text(9)?,
        sessions: row.int(10)?,
        turns: row.int(11)?,
        about: row.text(12)?,
        households: row.int(13)?,
        businesses: row.int(14)?,
        model: row.text(15)?,
        programme: row.text(16)?,
        partners: row.text(17)?,
        campaign: row.text(18)?,
        note: row.text(19)?,
        source: row.text(20)?,
        author: row.text(21)?,
        changed: row.int(22)?,
    })
}

fn activity_sum(row: &dyn Cells) -> Result<ActivitySum, StoreError> {
    Ok(ActivitySum {
        unit: row.text(0)?,
        kind: row.text(1)?,
        skill: row.text(2)?,
        audience: row.text(3)?,
        place: row.text(4)?,
        channel: row.text(5)?,
        model: row.text(6)?,
        campaign: row.text(7)?,
        n: row.int(8)?,
        sessions: row.int(9)?,
        turns: row.int(10)?,
        households: row.int(11)?,
        businesses: row.int(12)?,
        inexact: row.int(13)?,
    })
}

/// What stands in a row between its state and its source.
fn middle(a: &Activity) -> [Param<'_>; 16] {
    [
        Int(a.day),
        Text(&a.kind),
        Text(&a.place),
        Text(&a.channel),
        Text(&a.skill),
        Text(&a.audience),
        Int(a.sessions),
        Int(a.turns),
        Text(&a.about),
        Int(a.households),
        Int(a.businesses),
        Text(&a.model),
        Text(&a.programme),
        Text(&a.partners),
        Text(&a.campaign),
        Text(&a.note),
    ]
}

impl<E: Engine> Activities for Papers<E> {
    fn activity(&mut self, id: &str) -> Result<Option<Activity>, StoreError> {
        self.row(sql::ACTIVITY, &[Text(id)], activity)
    }

    fn activities(&mut self, days: Days) -> Result<Vec<Activity>, StoreError> {
        self.rows(sql::ACTIVITIES, &[Int(*days.start()), Int(*days.end())], activity)
    }

    fn put_activity(
        &mut self,
        activity: &Activity,
        before: i64,
        remark: &str,
        fields: &str,
    ) -> Result<bool, StoreError> {
        let a = activity;
        let written = Cell::new(false);
        transaction(&mut self.engine, |engine| {
            let middle = middle(a);
            let touched = if before == 0 {
                let head = [Text(&a.unit), Text(&a.id), Int(a.version), Text(&a.state)];
                let tail = [Text(&a.source), Text(&a.author), Int(a.changed)];
                engine.run(sql::ADD_ACTIVITY, &[&head[..], &middle, &tail].concat())?
            } else {
                let head = [Int(a.version), Text(&a.state)];
                let tail = [Text(&a.author), Int(a.changed), Text(&a.unit), Text(&a.id), Int(before)];
                engine.run(sql::CHANGE_ACTIVITY, &[&head[..], &middle, &tail].concat())?
            };
            written.set(touched == 1);
            if touched == 1 {
                let key = [Text(&a.unit), Text(&a.id), Int(a.version), Int(a.changed)];
                let rest = [Text(&a.author), Text(&a.state), Text(remark), Text(fields)];
                engine.run(sql::ADD_VERSION, &[key, rest].concat())?;
            }
            Ok(())
        })?;
        Ok(written.get())
    }

    fn versions(&mut self, unit: &str, id: &str) -> Result<Vec<Version>, StoreError> {
        self.rows(sql::VERSIONS, &[Text(unit), Text(id)], |row| {
            Ok(Version {
                version: row.int(0)?,
                at: row.int(1)?,
                account: row.text(2)?,
                state: row.text(3)?,
                remark: row.text(4)?,
                fields: row.text(5)?,
            })
        })
    }

    fn activity_sums(&mut self, days: Days) -> Result<Vec<ActivitySum>, StoreError> {
        self.rows(sql::ACTIVITY_SUMS, &[Int(*days.start()), Int(*days.end())], activity_sum)
    }

    fn activity_states(&mut self, days: Days) -> Result<Vec<(String, String, i64)>, StoreError> {
        self.rows(sql::ACTIVITY_STATES, &[Int(*days.start()), Int(*days.end())], |row| {
            Ok((row.text(0)?, row.text(1)?, row.int(2)?))
        })
    }
}
