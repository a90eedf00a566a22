//! What stands on every page: whose it is, the ways to the other pages and to the other language.

use crate::catalog::{Catalog, Lang, Locale};
use crate::stats::{Ask, Choice, Link, Shell, in_language};

use super::devices;
use super::target::Target;

/// What stands on every page. The way to the other pages and to the other language keeps what was asked for.
pub fn shell(
    catalog: &Catalog,
    locale: &Locale,
    target: Target,
    ask: Option<&Ask>,
    trial: bool,
    title: String,
) -> Shell {
    let lang = locale.lang();
    let other = if lang == &Lang::en() { Lang::vi() } else { Lang::en() };
    let query = |ask: &Ask| format!("?{}", ask.to_query());
    let of_period = ask.filter(|ask| ask.choice != Choice::Today).map(query).unwrap_or_default();
    let link = |to: Target, key: &'static str| Link {
        href: format!("{}{of_period}", to.path(lang)),
        label: locale.text(key).to_owned(),
        lang: lang.to_string(),
        current: to == target,
    };
    Shell {
        lang: lang.to_string(),
        project: in_language(catalog, &catalog.title, lang).to_owned(),
        owner: in_language(catalog, &catalog.owner, lang).to_owned(),
        title,
        links: vec![
            link(Target::Statistics, "stats.title"),
            link(Target::Report, "report.link"),
            Link {
                href: devices::path(lang).to_owned(),
                label: locale.text("staff.link").to_owned(),
                lang: lang.to_string(),
                current: false,
            },
        ],
        switch: Link {
            href: format!("{}{}", target.path(&other), ask.map(query).unwrap_or_default()),
            label: locale.text("stats.other_language").to_owned(),
            lang: other.to_string(),
            current: false,
        },
        trial,
        refresh: None,
    }
}
