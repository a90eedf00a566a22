//! Facts that belong to one kind: `relic.toml`, `service.toml`, `guide.toml`, `trail.toml`, `event.toml`.

use disan_server::catalog::Kind;
use jiff::civil::Date;
use toml::Spanned;

use super::table::{File, Table, choose};
use crate::model::{
    EventFacts, Festival, GuideFacts, KindFacts, LunarDay, Rank, RankLevel, RelicFacts, RelicType, ServiceCategory,
    ServiceFacts, Skill, Stop, StoreLinks, Target, TrailFacts,
};

/// Reads what belongs to `kind`.
pub fn kind_facts(kind: Kind, table: &mut Table, file: &mut File) -> KindFacts {
    match kind {
        Kind::Relic => KindFacts::Relic(relic(table, file)),
        Kind::Service => KindFacts::Service(service(table, file)),
        Kind::Guide => {
            KindFacts::Guide(GuideFacts { skill: skill(table, file), hotlines: table.texts("hotlines", file) })
        }
        Kind::Trail => KindFacts::Trail(trail(table, file)),
        Kind::Event => KindFacts::Event(event(table, file)),
    }
}

/// Facts of `kind` when its file could not be read: the entry keeps its place, so that links to it are no faults.
pub fn unread(kind: Kind) -> KindFacts {
    match kind {
        Kind::Relic => KindFacts::Relic(RelicFacts::default()),
        Kind::Service => KindFacts::Service(ServiceFacts {
            category: ServiceCategory::Place,
            skill: None,
            hours: None,
            links: StoreLinks::default(),
        }),
        Kind::Guide => KindFacts::Guide(GuideFacts::default()),
        Kind::Trail => KindFacts::Trail(TrailFacts::default()),
        Kind::Event => KindFacts::Event(EventFacts {
            starts: Date::ZERO,
            ends: Date::ZERO,
            units: Vec::new(),
            place: Default::default(),
            target: None,
        }),
    }
}

fn relic(table: &mut Table, file: &mut File) -> RelicFacts {
    let mut types = Vec::new();
    for text in table.spanned_texts("types", file) {
        if let Some(kind) = choose("types", &text, &RelicType::ALL.map(|t| (t.id(), t)), file)
            && !types.contains(&kind)
        {
            types.push(kind);
        }
    }
    let mut ranks: Vec<Rank> = table.tables("rank", file).into_iter().filter_map(|row| rank(row, file)).collect();
    ranks.sort_by_key(|rank| rank.level);
    RelicFacts {
        types,
        other_names: table.localized_texts("other_names", file),
        period: table.localized("period", file),
        venerated: table.localized("venerated", file),
        part_of: table.localized("part_of", file),
        custodian: table.localized("custodian", file),
        ranks,
        festivals: table.tables("festival", file).into_iter().map(|row| festival(row, file)).collect(),
    }
}

fn rank(mut table: Table, file: &mut File) -> Option<Rank> {
    let there = table.has("level");
    let level = table.choice("level", &RankLevel::ALL.map(|l| (l.id(), l)), file);
    if level.is_none() && !there {
        table.missing("level", file);
    }
    let rank = level.map(|level| Rank {
        level,
        year: table.integer("year", 900..=2999, file).map(|year| year as i16),
        date: table.date("date", file),
        decision: table.text("decision", file),
        authority: table.localized("authority", file),
        listed_name: table.localized("listed_name", file),
    });
    if rank.is_some() {
        table.finish(file);
    }
    rank
}

fn festival(mut table: Table, file: &mut File) -> Festival {
    let dated = table.has("lunar_from") || table.has("month_only");
    let name = table.localized("name", file);
    if name.is_empty() {
        table.missing_localized("name", file);
    }
    if !dated {
        table.missing("lunar_from", file);
    }
    let festival = Festival {
        name,
        lunar_from: lunar_day("lunar_from", &mut table, file),
        lunar_to: lunar_day("lunar_to", &mut table, file),
        main: lunar_day("main", &mut table, file),
        month_only: table.integer("month_only", 1..=12, file).map(|month| month as u8),
    };
    table.finish(file);
    festival
}

/// A day of the lunar year: `16/8`.
fn lunar_day(key: &'static str, table: &mut Table, file: &mut File) -> Option<LunarDay> {
    let text = table.spanned_text(key, file)?;
    let day = text.get_ref().split_once('/').and_then(|(day, month)| {
        let (day, month) = (day.trim().parse::<u8>().ok()?, month.trim().parse::<u8>().ok()?);
        ((1..=30).contains(&day) && (1..=12).contains(&month)).then_some(LunarDay { day, month })
    });
    if day.is_none() {
        let fault = file.error("bad-lunar-day", text.span()).with("key", key);
        file.push(fault.with("value", text.get_ref()));
    }
    day
}

fn skill(table: &mut Table, file: &mut File) -> Option<Skill> {
    table.choice("skill", &Skill::ALL.map(|s| (s.id(), s)), file)
}

fn service(table: &mut Table, file: &mut File) -> ServiceFacts {
    let there = table.has("category");
    let category = table.choice("category", &ServiceCategory::ALL.map(|c| (c.id(), c)), file);
    if category.is_none() && !there {
        table.missing("category", file);
    }
    let hours_at = table.key_span("hours");
    let hours = table.localized("hours", file);
    let checked_there = table.has("hours_checked");
    let checked = table.date("hours_checked", file);
    if let (Some(at), false) = (hours_at, checked_there) {
        file.push(file.error("hours-unchecked", at));
    }
    let links = table.table("links", file).map(|mut links| {
        let read = StoreLinks {
            android: web_address("android", &mut links, file),
            ios: web_address("ios", &mut links, file),
            web: web_address("web", &mut links, file),
        };
        links.finish(file);
        read
    });
    ServiceFacts {
        category: category.unwrap_or(ServiceCategory::Place),
        skill: skill(table, file),
        hours: checked.filter(|_| !hours.is_empty()).map(|day| (hours, day)),
        links: links.unwrap_or_default(),
    }
}

/// An address that starts with `https://` or `http://`.
pub fn web_address(key: &'static str, table: &mut Table, file: &mut File) -> Option<String> {
    let text = table.spanned_text(key, file)?;
    if text.get_ref().starts_with("https://") || text.get_ref().starts_with("http://") {
        return Some(text.into_inner());
    }
    let fault = file.error("bad-web-address", text.span()).with("key", key);
    file.push(fault.with("value", text.get_ref()));
    None
}

fn trail(table: &mut Table, file: &mut File) -> TrailFacts {
    let stops = table.tables("stop", file);
    TrailFacts { stops: stops.into_iter().filter_map(|row| stop(row, file)).collect() }
}

fn stop(mut table: Table, file: &mut File) -> Option<Stop> {
    let entry = table.required_text("entry", file);
    let distance_km = table.number("distance_km", file);
    let minutes = table.integer("minutes", 1..=100_000, file).map(|minutes| minutes as u32);
    let note = table.localized("note", file);
    table.finish(file);
    Some(Stop { entry: entry?, distance_km, minutes, note })
}

fn event(table: &mut Table, file: &mut File) -> EventFacts {
    let mut day = |key: &'static str, file: &mut File| -> Option<Spanned<Date>> {
        let there = table.has(key);
        let day = table.spanned_date(key, file);
        if day.is_none() && !there {
            table.missing(key, file);
        }
        day
    };
    let (starts, ends) = (day("starts", file), day("ends", file));
    if let (Some(starts), Some(ends)) = (&starts, &ends)
        && ends.get_ref() < starts.get_ref()
    {
        let fault = file.error("event-ends-first", ends.span());
        let (starts, ends) = (starts.get_ref().to_string(), ends.get_ref().to_string());
        file.push(fault.with("starts", starts).with("ends", ends));
    }
    EventFacts {
        // A day that is missing is an error by now, and nothing is made of this entry.
        starts: starts.map_or(Date::ZERO, Spanned::into_inner),
        ends: ends.map_or(Date::ZERO, Spanned::into_inner),
        units: table.texts("units", file),
        place: table.localized("place", file),
        target: table.table("target", file).and_then(|t| target(t, file)),
    }
}

fn target(mut table: Table, file: &mut File) -> Option<Target> {
    let there = table.has("count");
    let count = table.integer("count", 1..=u64::from(u32::MAX), file);
    if count.is_none() && !there {
        table.missing("count", file);
    }
    let of = table.localized("of", file);
    if of.is_empty() {
        table.missing_localized("of", file);
    }
    let counted = table.localized("counted", file);
    table.finish(file);
    Some(Target { count: count?, of, counted })
}
