//! What surrounds the content of every page: title, addresses in all languages, what other programs show of it.

use std::borrow::Cow;

use disan_server::catalog::Lang;
use serde::Serialize;

use super::linked::{self, Addresses};
use super::page::Page;
use super::plan::Plan;
use super::stamp::Stamp;
use super::tongue::Tongue;

/// Head and surroundings of a page.
#[derive(Debug, Serialize)]
pub struct Frame<'a> {
    /// Language of the page's own words.
    lang: &'a str,
    /// `rtl` where the page's own words run from right to left.
    direction: Option<&'static str>,
    /// The entry's own path, whatever address its page was reached by.
    path: Option<String>,
    class: &'static str,
    title: String,
    name: Cow<'a, str>,
    description: Cow<'a, str>,
    canonical: String,
    kind: &'static str,
    image: Option<Image<'a>>,
    alternates: Vec<Alternate<'a>>,
    neutral: Option<String>,
    languages: Vec<Switch<'a>>,
    trial: bool,
    crumbs: Vec<Crumb<'a>>,
    /// What machines read, as HTML.
    data: String,
    /// What paper shows.
    stamp: Option<Stamp>,
}

/// The picture other programs show; all are of one size.
#[derive(Debug, Serialize)]
struct Image<'a> {
    url: String,
    alt: Cow<'a, str>,
}

impl<'a> Image<'a> {
    /// The picture of `page`, which is called `name`.
    fn of(plan: &'a Plan, tongue: &'a Tongue, page: Page, name: &Cow<'a, str>) -> Option<Image<'a>> {
        let number = plan.tongues.iter().position(|other| other.lang == tongue.lang)?;
        let (shared, cover) = match page {
            Page::Entry(index) => {
                (plan.shares.of_entry(number, index)?, plan.project.entries[index as usize].facts.cover.as_ref())
            }
            _ => (plan.shares.of_project(number)?, None),
        };
        let alt = cover.and_then(|cover| cover.alt.pick(&tongue.lang, &tongue.chain));
        // Every page that is no entry shows the project's own picture.
        let title = || plan.project.settings.title.pick(&tongue.lang, &tongue.chain).map(|(_, title)| title.as_str());
        let own = match page {
            Page::Entry(_) => name.clone(),
            _ => title().map_or_else(|| name.clone(), Cow::Borrowed),
        };
        let alt = alt.map_or(own, |(_, alt)| Cow::Borrowed(alt.as_str()));
        Some(Image { url: plan.project.url(&shared.path), alt })
    }
}

/// The same page in a language it really is in.
#[derive(Debug, Serialize)]
struct Alternate<'a> {
    lang: &'a str,
    url: String,
}

/// A way to the same page in another language.
#[derive(Debug, Serialize)]
struct Switch<'a> {
    lang: &'a str,
    name: &'a str,
    path: String,
    current: bool,
    missing: bool,
}

/// A page above this one.
#[derive(Debug, Serialize)]
pub struct Crumb<'a> {
    /// What it is called.
    pub name: Cow<'a, str>,
    /// Where it is.
    pub path: String,
}

/// What a page says of itself.
#[derive(Debug)]
pub struct Subject<'a> {
    /// Its name.
    pub name: Cow<'a, str>,
    /// A sentence or two.
    pub description: Cow<'a, str>,
    /// The language its text is in.
    pub text_lang: &'a Lang,
    /// Whether it must be seen to be a trial.
    pub trial: bool,
    /// Pages above it, the home page left out.
    pub crumbs: Vec<Crumb<'a>>,
}

impl<'a> Frame<'a> {
    /// The frame of `page` in the language of `tongue`.
    pub fn new(plan: &'a Plan, tongue: &'a Tongue, page: Page, subject: Subject<'a>) -> Frame<'a> {
        let project = plan.project;
        let home = project.settings.title.pick(&tongue.lang, &tongue.chain).map_or("", |(_, title)| title.as_str());
        let title = match page {
            Page::Home => home.to_owned(),
            _ => format!("{} · {home}", subject.name),
        };
        let translated = |lang: &Lang| page.is_written_in(plan, lang);
        let alternates = plan
            .tongues
            .iter()
            .filter(|other| translated(&other.lang))
            .map(|other| Alternate { lang: other.lang.as_str(), url: project.url(&page.path(plan, other)) });
        let languages = plan.tongues.iter().map(|other| Switch {
            lang: other.lang.as_str(),
            name: &other.endonym,
            path: page.path(plan, other),
            current: other.lang == tongue.lang,
            missing: !translated(&other.lang),
        });
        // A page in another's words is a copy of that other page: its own address says so.
        let canonical = plan.tongue(subject.text_lang).map_or_else(|| page.path(plan, tongue), |t| page.path(plan, t));
        let canonical = project.url(&canonical);
        let image = Image::of(plan, tongue, page, &subject.name);
        let at = Addresses { canonical: &canonical, image: image.as_ref().map(|image| image.url.as_str()) };
        let data = linked::markup(plan, tongue, page, &subject, at);
        Frame {
            lang: tongue.locale.lang().as_str(),
            direction: tongue.locale.lang().is_leftward().then_some("rtl"),
            path: matches!(page, Page::Entry(_)).then(|| page.path(plan, tongue)),
            class: page.class(plan),
            title,
            name: subject.name,
            description: subject.description,
            canonical,
            kind: if matches!(page, Page::Entry(_)) { "article" } else { "website" },
            image,
            alternates: if page.is_listed() { alternates.collect() } else { Vec::new() },
            neutral: page.neutral_path(plan).filter(|_| page.is_listed()).map(|path| project.url(&path)),
            languages: if plan.tongues.len() > 1 { languages.collect() } else { Vec::new() },
            trial: subject.trial,
            crumbs: subject.crumbs,
            data,
            stamp: Stamp::of(plan, tongue, page),
        }
    }
}
