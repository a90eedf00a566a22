//! The pages on which teams write down what they did.

mod activities;
mod activity;
mod campaigns;
mod field;
mod figures;
mod import;
mod targets;
mod teams;

use serde::Serialize;

use crate::access::Role;
use crate::admin::{Call, Desk, Need, Route, Spot};
use crate::stats::Link;

/// What was done.
pub(crate) const ACTIVITIES: Spot = Spot { vi: "/hoat-dong", en: "/en/activities" };
/// A new one.
pub(crate) const NEW: Spot = Spot { vi: "/hoat-dong/moi", en: "/en/activities/new" };
/// One of them.
pub(crate) const ONE: Spot = Spot { vi: "/hoat-dong/muc/{id}", en: "/en/activities/item/{id}" };
/// From a file.
pub(crate) const IMPORT: Spot = Spot { vi: "/hoat-dong/nhap", en: "/en/activities/import" };
/// The file to fill in.
pub(crate) const SAMPLE_CSV: Spot = Spot { vi: "/hoat-dong/mau.csv", en: "/en/activities/sample.csv" };
/// The same as a spreadsheet.
pub(crate) const SAMPLE_XLSX: Spot = Spot { vi: "/hoat-dong/mau.xlsx", en: "/en/activities/sample.xlsx" };
/// The teams.
pub(crate) const TEAMS: Spot = Spot { vi: "/to-doi", en: "/en/teams" };
/// Figures.
pub(crate) const FIGURES: Spot = Spot { vi: "/chi-tieu", en: "/en/figures" };
/// Targets.
pub(crate) const TARGETS: Spot = Spot { vi: "/ke-hoach", en: "/en/targets" };
/// Drives.
pub(crate) const CAMPAIGNS: Spot = Spot { vi: "/dot-ra-quan", en: "/en/drives" };

/// All of them.
pub(crate) fn routes() -> Vec<Route> {
    let page = |spot, role: Role, get: Option<Desk>, post: Option<Desk>, takes_file| Route {
        spot,
        get: get.map(|desk| (Need::Role(role), desk)),
        post: post.map(|desk| (Need::Role(Role::Editor), desk)),
        takes_file,
    };
    vec![
        page(ACTIVITIES, Role::Viewer, Some(activities::show), None, false),
        page(NEW, Role::Editor, Some(activity::show_new), Some(activity::take_new), false),
        page(ONE, Role::Viewer, Some(activity::show), Some(activity::take), false),
        page(IMPORT, Role::Editor, Some(import::show), Some(import::take), true),
        page(SAMPLE_CSV, Role::Viewer, Some(import::sample_csv), None, false),
        page(SAMPLE_XLSX, Role::Viewer, Some(import::sample_xlsx), None, false),
        page(TEAMS, Role::Viewer, Some(teams::show), Some(teams::take), false),
        page(FIGURES, Role::Viewer, Some(figures::show), Some(figures::take), true),
        page(TARGETS, Role::Viewer, Some(targets::show), Some(targets::take), false),
        page(CAMPAIGNS, Role::Viewer, Some(campaigns::show), Some(campaigns::take), false),
    ]
}

/// What stands above each of these pages: the ways between them.
#[derive(Serialize)]
pub(super) struct Tabs {
    links: Vec<Link>,
}

impl Tabs {
    fn of(call: &Call<'_>) -> Tabs {
        let lang = call.lang();
        let link = |spot: Spot, key: &'static str| Link {
            href: spot.path(lang).to_owned(),
            label: call.locale.text(key).to_owned(),
            lang: lang.to_string(),
            current: spot == call.spot,
        };
        let all = [
            link(ACTIVITIES, "activity.title"),
            link(TEAMS, "activity.teams.title"),
            link(FIGURES, "activity.figures.title"),
            link(TARGETS, "activity.targets.title"),
            link(CAMPAIGNS, "activity.campaigns.title"),
        ];
        Tabs { links: all.into() }
    }
}
