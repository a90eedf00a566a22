//! The words of schema.org that pages use, in the order they are written.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

/// A page.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PageData<'a> {
    /// Whose words these are.
    #[serde(rename = "@context")]
    pub context: &'static str,
    /// What kind of page.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// Its canonical address.
    pub url: &'a str,
    /// Language of its text.
    #[serde(rename = "inLanguage")]
    pub lang: &'a str,
    /// Its name; an entry's stands with the entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<&'a str>,
    /// A sentence or two.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    /// Who answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Thing<'a>>,
    /// When somebody last answered for the text.
    #[serde(rename = "lastReviewed", skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<Date>,
    /// The office that did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<Thing<'a>>,
    /// The way to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breadcrumb: Option<List<'a>>,
    /// What it is about.
    #[serde(rename = "mainEntity", skip_serializing_if = "Option::is_none")]
    pub entity: Option<Thing<'a>>,
}

impl Default for PageData<'_> {
    fn default() -> Self {
        PageData {
            context: "https://schema.org",
            kind: "WebPage",
            url: "",
            lang: "",
            name: None,
            description: None,
            publisher: None,
            reviewed_on: None,
            reviewed_by: None,
            breadcrumb: None,
            entity: None,
        }
    }
}

/// Anything else: what it has not, it does not say.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Thing<'a> {
    /// What it is.
    #[serde(rename = "@type")]
    pub kind: &'static str,
    /// What it is called.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub name: Cow<'a, str>,
    /// What else it is called.
    #[serde(rename = "alternateName", skip_serializing_if = "<[String]>::is_empty")]
    pub other_names: &'a [String],
    /// A sentence or two.
    #[serde(skip_serializing_if = "str::is_empty")]
    pub description: &'a str,
    /// Its picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<&'a str>,
    /// Where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<Address<'a>>,
    /// Where on earth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub geo: Option<Geo>,
    /// Number to call, as the network takes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<String>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_date: Option<Date>,
    /// Last day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_date: Option<Date>,
    /// Where it takes place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<Box<Thing<'a>>>,
    /// Who takes part.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub organizer: Vec<Thing<'a>>,
    /// Its stops.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub itinerary: Option<List<'a>>,
    /// Its steps.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub step: Vec<Step>,
    /// What it runs on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operating_system: Option<&'static str>,
    /// Kind of application.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_category: Option<&'static str>,
    /// Where to get it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub install_url: Vec<&'a str>,
    /// Who offers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Box<Thing<'a>>>,
    /// How to reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_channel: Option<Box<Thing<'a>>>,
    /// Where a service is online.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_url: Option<&'a str>,
    /// Where a service is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_location: Option<Box<Thing<'a>>>,
    /// Where a service answers the phone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_phone: Option<Box<Thing<'a>>>,
}

impl<'a> Thing<'a> {
    /// Something with a name.
    pub fn named(kind: &'static str, name: impl Into<Cow<'a, str>>) -> Thing<'a> {
        Thing { kind, name: name.into(), ..Thing::default() }
    }

    /// An organization.
    pub fn organization(name: impl Into<Cow<'a, str>>) -> Thing<'a> {
        Thing::named("Organization", name)
    }
}

/// A postal address.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename = "PostalAddress", rename_all = "camelCase")]
pub struct Address<'a> {
    /// Within the commune.
    #[serde(rename = "streetAddress", skip_serializing_if = "Option::is_none")]
    pub street: Option<&'a str>,
    /// The commune.
    #[serde(rename = "addressLocality", skip_serializing_if = "Option::is_none")]
    pub locality: Option<&'a str>,
    /// The province.
    #[serde(rename = "addressRegion", skip_serializing_if = "Option::is_none")]
    pub region: Option<&'a str>,
    /// ISO 3166.
    #[serde(rename = "addressCountry")]
    pub country: &'static str,
}

/// A place on earth, WGS 84.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename = "GeoCoordinates")]
pub struct Geo {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
}

/// A step of a guide.
#[derive(Debug, Serialize)]
#[serde(tag = "@type", rename = "HowToStep")]
pub struct Step {
    /// What to do.
    pub text: String,
}

/// An ordered list.
#[derive(Debug, Serialize)]
pub struct List<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "itemListElement")]
    items: Vec<ListItem<'a>>,
}

/// An item of it.
#[derive(Debug, Serialize)]
#[serde(tag = "@type")]
pub struct ListItem<'a> {
    position: usize,
    name: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
}

impl<'a> ListItem<'a> {
    /// An item, which gets its position in a list.
    pub fn new(name: impl Into<Cow<'a, str>>, item: Option<String>) -> ListItem<'a> {
        ListItem { position: 0, name: name.into(), item }
    }
}

impl<'a> List<'a> {
    /// The list of `items`, counted from 1.
    pub fn new(kind: &'static str, items: impl IntoIterator<Item = ListItem<'a>>) -> List<'a> {
        let count = |(i, item): (usize, ListItem<'a>)| ListItem { position: i + 1, ..item };
        List { kind, items: items.into_iter().enumerate().map(count).collect() }
    }
}
