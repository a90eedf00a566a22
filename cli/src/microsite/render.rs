//! Rendering of each page and putting it in its place.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};
use rayon::prelude::*;
use serde::Serialize;
use tera::Context;

use super::alphabet::AlphabetView;
use super::borrowed;
use super::entry::EntryView;
use super::event::EventView;
use super::frame::{Frame, Subject};
use super::guide::{self, GuideView};
use super::home::{self, HomeView};
use super::list::{self, ListView, NumbersView};
use super::page::Page;
use super::plan::Plan;
use super::relic::{self, RelicView};
use super::search::SearchView;
use super::service::{self, ServiceView};
use super::tongue::Tongue;
use super::trail::TrailView;
use super::unit::{self, UnitView};
use super::{Error, Options, entry};
use crate::model::KindFacts;
use crate::write::Stage;

/// Renders every page in every language; gives back how many there are.
pub fn pages(plan: &Plan, stage: &Stage) -> Result<usize, Error> {
    let pages = Page::all(plan);
    pages
        .par_iter()
        .try_for_each(|page| plan.tongues.iter().try_for_each(|tongue| put_page(plan, tongue, *page, stage)))?;
    let moved = put_moved(plan, stage)?;
    Ok(pages.len() * plan.tongues.len() + moved)
}

fn put_page(plan: &Plan, tongue: &Tongue, page: Page, stage: &Stage) -> Result<(), Error> {
    let Some(html) = render(plan, tongue, page)? else { return Ok(()) };
    put(plan, stage, &Page::file(&page.path(plan, tongue)), &html)?;
    let is_default = tongue.lang == *plan.project.settings.default_lang();
    match page {
        Page::Home if is_default => put(plan, stage, "site/index.html", &html),
        Page::Missing if is_default => put(plan, stage, "site/404.html", &html),
        Page::Entry(index) if is_default && plan.options.static_host => {
            // A number of another host may be taken on this one: there it leads to something else.
            let settings = &plan.project.settings;
            let placements = plan.project.entries[index as usize].placements.iter();
            let here = placements.filter(|place| place.host.as_ref().is_none_or(|host| *host == settings.host));
            let mut codes = here.filter_map(|place| place.code);
            codes.try_for_each(|code| put(plan, stage, &format!("site/{code}.html"), &html))
        }
        _ => Ok(()),
    }
}

/// Endings of the files that browsers take packed; host rules and notes to crawlers are read by others.
const PACKED: [&str; 6] = [".html", ".js", ".svg", ".txt", ".xml", ".webmanifest"];

/// Fewest bytes worth packing: below, the answer fits the first packet either way.
const PACKED_FROM: usize = 512;

/// Puts a text file and, where asked for and worth it, its gzip form beside it.
pub fn put(plan: &Plan, stage: &Stage, path: &str, bytes: &[u8]) -> Result<(), Error> {
    put_file(plan.options, stage, path, bytes)
}

/// As [`put`], before there is a plan.
pub fn put_file(options: &Options, stage: &Stage, path: &str, bytes: &[u8]) -> Result<(), Error> {
    let write = |path: &str, bytes: &[u8]| {
        stage.put(path, bytes).map_err(|source| Error::Write { path: path.to_owned(), source })
    };
    write(path, bytes)?;
    let is_packed = bytes.len() >= PACKED_FROM && PACKED.iter().any(|ending| path.ends_with(ending));
    if options.compress && is_packed {
        let path = format!("{path}.gz");
        let packed = gzip(bytes).map_err(|source| Error::Write { path: path.clone(), source })?;
        write(&path, &packed)?;
    }
    Ok(())
}

/// The gzip form of `bytes`: its header names neither time nor system, so the same bytes pack to the same.
fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let packed = Vec::with_capacity(bytes.len() / 3);
    let mut encoder = GzBuilder::new().mtime(0).operating_system(255).write(packed, Compression::new(6));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// The HTML of `page`; none for an entry without any words.
fn render(plan: &Plan, tongue: &Tongue, page: Page) -> Result<Option<Vec<u8>>, Error> {
    let mut context = Context::new();
    let (template, subject) = match page {
        Page::Home => {
            context.insert("home", &HomeView::new(plan, tongue));
            ("home.html", home::subject(plan, tongue))
        }
        Page::Entry(index) => match entry_page(plan, tongue, index, &mut context) {
            Some(page) => page,
            None => return Ok(None),
        },
        Page::Numbers(part) => {
            context.insert("list", &NumbersView::new(plan, tongue, part));
            ("numbers.html", list::subject(plan, tongue, page))
        }
        Page::Missing => ("missing.html", list::subject(plan, tongue, page)),
        Page::Offline => ("offline.html", list::subject(plan, tongue, page)),
        Page::Search => {
            context.insert("search", &SearchView::new(plan, tongue));
            ("search.html", list::subject(plan, tongue, page))
        }
        Page::Alphabet(part) => {
            context.insert("list", &AlphabetView::new(plan, tongue, part));
            ("alphabet.html", list::subject(plan, tongue, page))
        }
        Page::Topics => {
            context.insert("list", &ListView::of_topics(plan, tongue));
            ("list.html", list::subject(plan, tongue, page))
        }
        Page::Topic(index, part) => {
            context.insert("list", &ListView::of_topic(plan, tongue, index, part));
            ("list.html", list::subject(plan, tongue, page))
        }
        Page::Kind(kind, part) => {
            context.insert("list", &ListView::of_kind(plan, tongue, kind, part));
            ("list.html", list::subject(plan, tongue, page))
        }
        Page::Units => {
            context.insert("list", &ListView::of_units(plan, tongue));
            ("list.html", list::subject(plan, tongue, page))
        }
        Page::Unit(node, part) => {
            context.insert("unit", &UnitView::new(plan, tongue, node, part));
            ("unit.html", unit::subject(plan, tongue, node))
        }
    };
    context.insert("frame", &Frame::new(plan, tongue, page, subject));
    html(plan, tongue, template, context).map(Some)
}

/// Template and subject of the page of the entry at `index`, its views in `context`; none without any words.
fn entry_page<'a>(
    plan: &'a Plan,
    tongue: &'a Tongue,
    index: u32,
    context: &mut Context,
) -> Option<(&'static str, Subject<'a>)> {
    let project = plan.project;
    let each = &project.entries[index as usize];
    let words = each.words_for(project, &tongue.lang)?;
    let (template, facts) = match &each.kind {
        KindFacts::Relic(own) => {
            context.insert("relic", &RelicView::new(own, tongue));
            ("relic.html", relic::facts(own, tongue))
        }
        KindFacts::Service(own) => {
            context.insert("service", &ServiceView::new(own, tongue));
            ("service.html", service::facts(own, tongue))
        }
        KindFacts::Guide(own) => {
            context.insert("guide", &GuideView::new(own, project, tongue));
            ("guide.html", guide::facts(own, tongue))
        }
        KindFacts::Trail(own) => {
            context.insert("trail", &TrailView::new(own, plan, tongue));
            ("trail.html", Vec::new())
        }
        KindFacts::Event(own) => {
            context.insert("event", &EventView::new(own, plan, tongue));
            ("event.html", Vec::new())
        }
    };
    context.insert("entry", &EntryView::new(plan, tongue, index, words, facts));
    Some((template, entry::subject(plan, tongue, index, words)))
}

fn html(plan: &Plan, tongue: &Tongue, template: &str, mut context: Context) -> Result<Vec<u8>, Error> {
    context.insert_value("t", tongue.words.clone());
    context.insert_value("shell", tongue.shell.clone());
    let mut html = Vec::with_capacity(32 << 10);
    let done = plan.theme.tera.render_to(template, &context, &mut html);
    done.map_err(|source| Error::Template { source: source.into() })?;
    if let Some(lender) = tongue.locale.lender() {
        html = borrowed::tell(&String::from_utf8_lossy(&html), tongue.locale.lang(), lender).into_bytes();
    }
    Ok(html)
}

/// What a page at a former address says.
#[derive(Serialize)]
struct Moved<'a> {
    lang: &'a str,
    url: String,
    path: String,
    text: String,
}

/// Puts a page at every former address, for hosts without the server: it leads to the present one.
fn put_moved(plan: &Plan, stage: &Stage) -> Result<usize, Error> {
    let mut count = 0;
    for tongue in &plan.tongues {
        for ((kind, slug), entry) in plan.project.former_names() {
            let Some((_, words)) = entry.words_for(plan.project, &tongue.lang) else { continue };
            let path = plan.project.page_path(entry, &tongue.lang);
            let moved = Moved {
                lang: tongue.locale.lang().as_str(),
                url: plan.project.url(&path),
                path,
                text: tongue.locale.fill("reader.moved.text", &[("title", &words.title)]),
            };
            let mut context = Context::new();
            context.insert("moved", &moved);
            let html = html(plan, tongue, "moved.html", context)?;
            put(plan, stage, &Page::file(&plan.project.slug_path(kind, slug, &tongue.lang)), &html)?;
            count += 1;
        }
    }
    Ok(count)
}
