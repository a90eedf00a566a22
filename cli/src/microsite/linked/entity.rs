//! What the page of an entry is about, in the words of schema.org.

use disan_server::catalog::{Kind, Level};

use super::super::contact::tel;
use super::super::frame::Subject;
use super::super::plan::Plan;
use super::super::tongue::Tongue;
use super::Addresses;
use super::steps::steps;
use super::thing::{Address, Geo, List, ListItem, Thing};
use crate::model::{Entry, EventFacts, KindFacts, RelicFacts, ServiceCategory, ServiceFacts, TrailFacts};

/// The entry at `index`, as its page in the language of `tongue` has it.
pub fn entity<'a>(
    plan: &'a Plan,
    tongue: &'a Tongue,
    index: u32,
    subject: &'a Subject<'a>,
    at: Addresses<'a>,
) -> Thing<'a> {
    let entry = &plan.project.entries[index as usize];
    let common = Thing {
        kind: kind(&entry.kind),
        name: (&*subject.name).into(),
        description: &subject.description,
        image: at.image,
        ..Thing::default()
    };
    match &entry.kind {
        KindFacts::Relic(facts) => relic(common, plan, tongue, index, facts),
        KindFacts::Service(facts) => service(common, plan, tongue, index, facts),
        KindFacts::Guide(_) => {
            let words = entry.words.get(subject.text_lang);
            Thing { step: words.map(steps).unwrap_or_default(), ..common }
        }
        KindFacts::Trail(facts) => Thing { itinerary: itinerary(plan, tongue, facts), ..common },
        KindFacts::Event(facts) => event(common, plan, tongue, index, facts),
    }
}

/// What schema.org calls a kind.
fn kind(facts: &KindFacts) -> &'static str {
    match (facts.kind(), facts) {
        (Kind::Relic, _) => "LandmarksOrHistoricalBuildings",
        (Kind::Guide, _) => "HowTo",
        (Kind::Trail, _) => "TouristTrip",
        (Kind::Event, _) => "Event",
        (_, KindFacts::Service(facts)) => match facts.category {
            ServiceCategory::Place | ServiceCategory::Portal => "GovernmentService",
            ServiceCategory::App => "MobileApplication",
            ServiceCategory::Market => "Place",
            ServiceCategory::Course => "Course",
        },
        (Kind::Service, _) => "Service",
    }
}

fn relic<'a>(thing: Thing<'a>, plan: &'a Plan, tongue: &'a Tongue, index: u32, facts: &'a RelicFacts) -> Thing<'a> {
    let names = facts.other_names.pick(&tongue.lang, &tongue.chain);
    Thing { other_names: names.map_or(&[], |(_, names)| names.as_slice()), ..placed(thing, plan, tongue, index) }
}

/// With address and coordinates, as far as they are known.
fn placed<'a>(thing: Thing<'a>, plan: &'a Plan, tongue: &'a Tongue, index: u32) -> Thing<'a> {
    let entry = &plan.project.entries[index as usize];
    let geo = entry.facts.coordinates.map(|at| Geo { latitude: at.latitude, longitude: at.longitude });
    Thing { address: address(plan, tongue, entry, index), geo, ..thing }
}

/// The address by its parts; none where nothing of it is known.
fn address<'a>(plan: &'a Plan, tongue: &'a Tongue, entry: &'a Entry, index: u32) -> Option<Address<'a>> {
    let street = entry.facts.address.pick(&tongue.lang, &tongue.chain).map(|(_, text)| text.as_str());
    let (mut locality, mut region) = (None, None);
    let mut next = plan.territory.node_of(index);
    while let Some(node) = next.map(|node| &plan.territory.nodes[node as usize]) {
        let name = node.unit.name.pick(&tongue.lang, &tongue.chain).map(|(_, name)| name.as_str());
        match node.unit.level {
            Level::Province => region = name,
            Level::Commune => locality = name,
            Level::District | Level::Hamlet | Level::Team => {}
        }
        next = node.parent;
    }
    let known = street.is_some() || locality.is_some() || region.is_some();
    known.then_some(Address { street, locality, region, country: "VN" })
}

fn service<'a>(thing: Thing<'a>, plan: &'a Plan, tongue: &'a Tongue, index: u32, facts: &'a ServiceFacts) -> Thing<'a> {
    let entry = &plan.project.entries[index as usize];
    let contact = &entry.facts.contact;
    let office = contact.office.pick(&tongue.lang, &tongue.chain).map(|(_, name)| name.as_str());
    let provider = || office.map(|name| Box::new(Thing::organization(name)));
    let telephone = contact.phone.as_deref().and_then(tel).map(|href| href.replace("tel:", ""));
    let links = &facts.links;
    match facts.category {
        ServiceCategory::Market => Thing { telephone, ..placed(thing, plan, tongue, index) },
        ServiceCategory::Course => Thing { provider: provider(), ..thing },
        ServiceCategory::App => Thing {
            operating_system: match (&links.android, &links.ios) {
                (Some(_), Some(_)) => Some("Android, iOS"),
                (Some(_), None) => Some("Android"),
                (None, Some(_)) => Some("iOS"),
                (None, None) => None,
            },
            application_category: Some("UtilitiesApplication"),
            install_url: [&links.android, &links.ios].into_iter().flatten().map(String::as_str).collect(),
            ..thing
        },
        ServiceCategory::Place | ServiceCategory::Portal => {
            let place = placed(Thing { kind: "Place", ..Thing::default() }, plan, tongue, index);
            let is_place = facts.category == ServiceCategory::Place && (place.address.is_some() || place.geo.is_some());
            let phone = |number| Thing { kind: "ContactPoint", telephone: Some(number), ..Thing::default() };
            let channel = Thing {
                kind: "ServiceChannel",
                service_url: links.web.as_deref(),
                service_location: is_place.then(|| Box::new(place)),
                service_phone: telephone.map(|number| Box::new(phone(number))),
                ..Thing::default()
            };
            Thing { provider: provider(), available_channel: Some(Box::new(channel)), ..thing }
        }
    }
}

/// The stops with the addresses of their pages; none while there is no stop.
fn itinerary<'a>(plan: &'a Plan, tongue: &'a Tongue, facts: &'a TrailFacts) -> Option<List<'a>> {
    let stop = |slug: &'a str| {
        let entry = plan.project.entry(slug)?;
        let (_, words) = entry.words_for(plan.project, &tongue.lang)?;
        Some(ListItem::new(&*words.title, Some(plan.project.url(&plan.project.page_path(entry, &tongue.lang)))))
    };
    let stops: Vec<ListItem> = facts.stops.iter().filter_map(|at| stop(&at.entry)).collect();
    (!stops.is_empty()).then(|| List::new("ItemList", stops))
}

fn event<'a>(thing: Thing<'a>, plan: &'a Plan, tongue: &'a Tongue, index: u32, facts: &'a EventFacts) -> Thing<'a> {
    let entry = &plan.project.entries[index as usize];
    let place = facts.place.pick(&tongue.lang, &tongue.chain).map_or("", |(_, place)| place.as_str());
    let location = placed(Thing::named("Place", place), plan, tongue, index);
    let units = facts.units.iter().filter_map(|id| plan.project.units.get(id));
    let names = units.filter_map(|unit| unit.name.pick(&tongue.lang, &tongue.chain));
    let known = !place.is_empty() || location.address.is_some() || entry.facts.coordinates.is_some();
    Thing {
        start_date: Some(facts.starts),
        end_date: Some(facts.ends),
        location: known.then(|| Box::new(location)),
        organizer: names.map(|(_, name)| Thing::organization(name.as_str())).collect(),
        ..thing
    }
}
