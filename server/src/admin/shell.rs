//! What stands on every page: whose it is, the ways to the other pages and to the other language.

use crate::catalog::{Catalog, Lang, Locale};
use crate::stats::{Ask, Choice, Link, Shell, in_language};

use crate::access::pages::{ACCOUNT, SIGN_IN, USERS};
use crate::access::{Caller, Role};
use crate::activity::pages::ACTIVITIES;

use super::devices::DEVICES;
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
                href: DEVICES.path(lang).to_owned(),
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

/// Adds what only somebody who is signed in can do, or the way in, and marks where one is.
pub fn for_caller(shell: &mut Shell, locale: &Locale, caller: Option<&Caller>, here: &str) {
    let lang = locale.lang();
    let link = |href: &str, key: &'static str| Link {
        href: href.to_owned(),
        label: locale.text(key).to_owned(),
        lang: lang.to_string(),
        current: false,
    };
    match caller {
        Some(caller) => {
            shell.links.insert(0, link(ACTIVITIES.path(lang), "activity.title"));
            if caller.authority.most() >= Some(Role::Admin) {
                shell.links.push(link(USERS.path(lang), "access.users"));
            }
            shell.links.push(link(ACCOUNT.path(lang), "access.account"));
        }
        None => shell.links.push(link(SIGN_IN.path(lang), "access.sign_in")),
    }
    for link in &mut shell.links {
        link.current = link.href == here;
    }
}
