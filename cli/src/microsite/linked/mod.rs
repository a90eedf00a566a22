//! What a page says to machines: schema.org as JSON-LD, and Dublin Core.
//!
//! One block of data a page, which browsers do not run and the policy for scripts does not concern. It repeats what
//! the page shows and adds nothing of its own.

mod dublin;
mod entity;
mod steps;
mod thing;

use disan_server::catalog::Lang;

use super::frame::Subject;
use super::page::Page;
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{Entry, Review, Status};
use thing::{List, ListItem, PageData, Thing};

/// The addresses a page names itself by.
#[derive(Clone, Copy, Debug)]
pub struct Addresses<'a> {
    /// Its canonical address.
    pub canonical: &'a str,
    /// The picture for links to it.
    pub image: Option<&'a str>,
}

/// The HTML of all of it for the head of `page`; empty for a page nobody is to find.
pub fn markup(plan: &Plan, tongue: &Tongue, page: Page, subject: &Subject, at: Addresses) -> String {
    if !page.is_listed() {
        return String::new();
    }
    let mut html = String::with_capacity(2048);
    if let Page::Entry(index) = page {
        dublin::markup(&mut html, plan, tongue, &plan.project.entries[index as usize], subject, at.canonical);
    }
    let Ok(json) = serde_json::to_string(&data(plan, tongue, page, subject, at)) else { return html };
    html.push_str("<script type=\"application/ld+json\">");
    // Only texts hold this letter: written so, none of them can end the block.
    html.push_str(&json.replace('<', "\\u003c"));
    html.push_str("</script>\n");
    html
}

fn data<'a>(
    plan: &'a Plan,
    tongue: &'a Tongue,
    page: Page,
    subject: &'a Subject<'a>,
    at: Addresses<'a>,
) -> PageData<'a> {
    let owner = plan.project.units.get(&plan.project.settings.owner);
    let owner = owner.and_then(|unit| Text::pick(&unit.name, tongue));
    let mut data = PageData {
        url: at.canonical,
        lang: subject.text_lang.as_str(),
        publisher: owner.map(|owner| Thing::organization(owner.text)),
        ..PageData::default()
    };
    if let Page::Entry(index) = page {
        let entry = &plan.project.entries[index as usize];
        let review = review(entry, subject.text_lang);
        data.kind = "WebPage";
        data.reviewed_on = review.map(|review| review.on);
        data.reviewed_by = review.map(|review| Thing::organization(review.office.as_str()));
        data.entity = Some(entity::entity(plan, tongue, index, subject, at));
    } else {
        data.kind = if page == Page::Home { "WebSite" } else { "CollectionPage" };
        data.name = Some(&subject.name);
        data.description = Some(&*subject.description).filter(|text| !text.is_empty());
    }
    if page != Page::Home {
        data.breadcrumb = Some(breadcrumb(plan, tongue, subject));
    }
    data
}

/// The way to a page, from the home page on; the page itself comes last, without an address.
fn breadcrumb<'a>(plan: &'a Plan, tongue: &'a Tongue, subject: &'a Subject<'a>) -> List<'a> {
    let project = plan.project;
    let home = ListItem::new(tongue.locale.text("reader.home"), Some(project.url(&project.home_path(&tongue.lang))));
    let above = subject.crumbs.iter().map(|crumb| ListItem::new(&*crumb.name, Some(project.url(&crumb.path))));
    let own = ListItem::new(&*subject.name, None);
    List::new("BreadcrumbList", std::iter::once(home).chain(above).chain([own]))
}

/// Who answers for the text of `entry` in `lang` as it stands.
fn review<'a>(entry: &'a Entry, lang: &Lang) -> Option<&'a Review> {
    entry.facts.review(lang).filter(|_| entry.words.get(lang).is_some_and(|words| words.status == Status::Reviewed))
}
