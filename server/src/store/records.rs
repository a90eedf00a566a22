//! What teams are and state beside their activities: registers, figures, targets, campaigns.

use super::engine::{Cells, Engine, Param};
use super::office::Papers;
use super::transaction::transaction;
use super::{Days, StoreError, records_sql as sql};
use Param::{Int, Text};

/// A drive: đợt ra quân.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Campaign {
    /// Id of the unit that holds it.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// First local day.
    pub first_day: i64,
    /// Last local day.
    pub last_day: i64,
    /// Turns it is to reach; 0: none.
    pub target: i64,
    /// Who wrote it last.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// How many of something the teams of a unit had on a day.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Registered {
    /// Id of the unit.
    pub unit: String,
    /// Local day.
    pub day: i64,
    /// teams, members, leader, deputy …
    pub what: String,
    /// How many.
    pub n: i64,
    /// The word before the number.
    pub about: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// Whom one may call, by consent.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Contact {
    /// Id of the unit.
    pub unit: String,
    /// The person's name.
    pub name: String,
    /// The person's number.
    pub phone: String,
    /// Local day on which the person agreed.
    pub consent_day: i64,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// A figure somebody states.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Indicator {
    /// Id of the unit.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// What it says.
    pub name: String,
    /// Part of it; empty: the whole.
    pub part: String,
    /// What is counted.
    pub measure: String,
    /// The number, times 10 to the `scale`.
    pub value: i64,
    /// Decimals.
    pub scale: i64,
    /// The word before the number.
    pub about: String,
    /// N of n/N; 0: none.
    pub whole: i64,
    /// Local day it is as of.
    pub day: i64,
    /// The document it is from.
    pub origin: String,
    /// Key of the row of a file it came from.
    pub source: String,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// What a unit is to reach.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Target {
    /// Id of the unit.
    pub unit: String,
    /// Its id.
    pub id: String,
    /// What is counted: turns, sessions, households, scans, or the name of an indicator.
    pub what: String,
    /// How much, times 10 to the `scale`.
    pub value: i64,
    /// Decimals.
    pub scale: i64,
    /// In what.
    pub measure: String,
    /// First local day.
    pub first_day: i64,
    /// Last local day.
    pub last_day: i64,
    /// Who wrote it.
    pub author: String,
    /// When.
    pub changed: i64,
}

/// The part of the office about teams, figures, targets and campaigns.
pub trait Records {
    /// Campaigns that touch these days, latest first.
    fn campaigns(&mut self, days: Days) -> Result<Vec<Campaign>, StoreError>;
    /// Puts a campaign in the place of the one with its id.
    fn put_campaign(&mut self, campaign: &Campaign) -> Result<(), StoreError>;
    /// Every register up to a day, by unit and day: the latest day of a unit holds.
    fn registers(&mut self, until: i64) -> Result<Vec<Registered>, StoreError>;
    /// Puts the register of one unit and day in the place of the one before; all rows are of that unit and day.
    fn put_register(&mut self, unit: &str, day: i64, rows: &[Registered]) -> Result<(), StoreError>;
    /// Everybody who agreed to be named.
    fn contacts(&mut self) -> Result<Vec<Contact>, StoreError>;
    /// Puts a contact in the place of the unit's; without a name it only removes it.
    fn put_contact(&mut self, contact: &Contact) -> Result<(), StoreError>;
    /// Figures as of these days, by unit and name, the newest first.
    fn indicators(&mut self, days: Days) -> Result<Vec<Indicator>, StoreError>;
    /// Puts figures in the place of those with their ids, all or none.
    fn put_indicators(&mut self, indicators: &[Indicator]) -> Result<(), StoreError>;
    /// Removes a figure.
    fn remove_indicator(&mut self, unit: &str, id: &str) -> Result<(), StoreError>;
    /// Targets that touch these days.
    fn targets(&mut self, days: Days) -> Result<Vec<Target>, StoreError>;
    /// Puts a target in the place of the one with its id.
    fn put_target(&mut self, target: &Target) -> Result<(), StoreError>;
    /// Removes a target.
    fn remove_target(&mut self, unit: &str, id: &str) -> Result<(), StoreError>;
}

fn campaign(row: &dyn Cells) -> Result<Campaign, StoreError> {
    Ok(Campaign {
        unit: row.text(0)?,
        id: row.text(1)?,
        name: row.text(2)?,
        first_day: row.int(3)?,
        last_day: row.int(4)?,
        target: row.int(5)?,
        author: row.text(6)?,
        changed: row.int(7)?,
    })
}

fn registered(row: &dyn Cells) -> Result<Registered, StoreError> {
    Ok(Registered {
        unit: row.text(0)?,
        day: row.int(1)?,
        what: row.text(2)?,
        n: row.int(3)?,
        about: row.text(4)?,
        author: row.text(5)?,
        changed: row.int(6)?,
    })
}

fn contact(row: &dyn Cells) -> Result<Contact, StoreError> {
    Ok(Contact {
        unit: row.text(0)?,
        name: row.text(1)?,
        phone: row.text(2)?,
        consent_day: row.int(3)?,
        author: row.text(4)?,
        changed: row.int(5)?,
    })
}

fn indicator(row: &dyn Cells) -> Result<Indicator, StoreError> {
    Ok(Indicator {
        unit: row.text(0)?,
        id: row.text(1)?,
        name: row.text(2)?,
        part: row.text(3)?,
        measure: row.text(4)?,
        value: row.int(5)?,
        scale: row.int(6)?,
        about: row.text(7)?,
        whole: row.int(8)?,
        day: row.int(9)?,
        origin: row.text(10)?,
        source: row.text(11)?,
        author: row.text(12)?,
        changed: row.int(13)?,
    })
}

fn target(row: &dyn Cells) -> Result<Target, StoreError> {
    Ok(Target {
        unit: row.text(0)?,
        id: row.text(1)?,
        what: row.text(2)?,
        value: row.int(3)?,
        scale: row.int(4)?,
        measure: row.text(5)?,
        first_day: row.int(6)?,
        last_day: row.int(7)?,
        author: row.text(8)?,
        changed: row.int(9)?,
    })
}

impl<E: Engine> Records for Papers<E> {
    fn campaigns(&mut self, days: Days) -> Result<Vec<Campaign>, StoreError> {
        self.rows(sql::CAMPAIGNS, &[Int(*days.start()), Int(*days.end())], campaign)
    }

    fn put_campaign(&mut self, c: &Campaign) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            engine.run(sql::REMOVE_CAMPAIGN, &[Text(&c.unit), Text(&c.id)])?;
            let key = [Text(&c.unit), Text(&c.id), Text(&c.name), Int(c.first_day), Int(c.last_day)];
            let rest = [Int(c.target), Text(&c.author), Int(c.changed)];
            engine.run(sql::ADD_CAMPAIGN, &[&key[..], &rest].concat()).map(drop)
        })
    }

    fn registers(&mut self, until: i64) -> Result<Vec<Registered>, StoreError> {
        self.rows(sql::REGISTER, &[Int(until)], registered)
    }

    fn put_register(&mut self, unit: &str, day: i64, rows: &[Registered]) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            engine.run(sql::REMOVE_REGISTER, &[Text(unit), Int(day)])?;
            for r in rows {
                let key = [Text(unit), Int(day), Text(&r.what), Int(r.n), Text(&r.about)];
                engine.run(sql::ADD_REGISTER, &[&key[..], &[Text(&r.author), Int(r.changed)]].concat())?;
            }
            Ok(())
        })
    }

    fn contacts(&mut self) -> Result<Vec<Contact>, StoreError> {
        self.rows(sql::CONTACTS, &[], contact)
    }

    fn put_contact(&mut self, c: &Contact) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            engine.run(sql::REMOVE_CONTACT, &[Text(&c.unit)])?;
            if !c.name.is_empty() {
                let key = [Text(&c.unit), Text(&c.name), Text(&c.phone), Int(c.consent_day)];
                engine.run(sql::ADD_CONTACT, &[&key[..], &[Text(&c.author), Int(c.changed)]].concat())?;
            }
            Ok(())
        })
    }

    fn indicators(&mut self, days: Days) -> Result<Vec<Indicator>, StoreError> {
        self.rows(sql::INDICATORS, &[Int(*days.start()), Int(*days.end())], indicator)
    }

    fn put_indicators(&mut self, indicators: &[Indicator]) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            for i in indicators {
                engine.run(sql::REMOVE_INDICATOR, &[Text(&i.unit), Text(&i.id)])?;
                let key = [Text(&i.unit), Text(&i.id), Text(&i.name), Text(&i.part), Text(&i.measure)];
                let number = [Int(i.value), Int(i.scale), Text(&i.about), Int(i.whole), Int(i.day)];
                let rest = [Text(&i.origin), Text(&i.source), Text(&i.author), Int(i.changed)];
                engine.run(sql::ADD_INDICATOR, &[&key[..], &number, &rest].concat())?;
            }
            Ok(())
        })
    }

    fn remove_indicator(&mut self, unit: &str, id: &str) -> Result<(), StoreError> {
        self.write(sql::REMOVE_INDICATOR, &[Text(unit), Text(id)]).map(drop)
    }

    fn targets(&mut self, days: Days) -> Result<Vec<Target>, StoreError> {
        self.rows(sql::TARGETS, &[Int(*days.start()), Int(*days.end())], target)
    }

    fn put_target(&mut self, t: &Target) -> Result<(), StoreError> {
        transaction(&mut self.engine, |engine| {
            engine.run(sql::REMOVE_TARGET, &[Text(&t.unit), Text(&t.id)])?;
            let key = [Text(&t.unit), Text(&t.id), Text(&t.what), Int(t.value), Int(t.scale), Text(&t.measure)];
            let rest = [Int(t.first_day), Int(t.last_day), Text(&t.author), Int(t.changed)];
            engine.run(sql::ADD_TARGET, &[&key[..], &rest].concat()).map(drop)
        })
    }

    fn remove_target(&mut self, unit: &str, id: &str) -> Result<(), StoreError> {
        self.write(sql::REMOVE_TARGET, &[Text(unit), Text(id)]).map(drop)
    }
}
