//! A report as a picture of its main figures.

use disan_server::catalog::{Lang, Locale};
use disan_server::report::official::HeadRole;
use disan_server::report::{Cell, Paper};

use crate::microsite::FigureCard;
use crate::model::Palette;
use crate::print::Fonts;

/// Figures beside the main one, in the order of what matters.
const OTHERS: [&str; 3] = ["cumulative", "entries", "signs"];

/// The picture.
pub fn png(fonts: &Fonts<'_>, palette: &Palette, paper: &Paper, locale: &Locale) -> Option<Vec<u8>> {
    let figure = |key: &str| {
        let found = paper.headline.iter().find(|line| line.key == key)?;
        Some((found.value.words(locale), found.name.clone()))
    };
    let issuer = paper.head.left.iter().find(|line| line.role == HeadRole::Issuer);
    let change = paper.headline.iter().find(|line| line.key == "change" && line.value != Cell::Nothing);
    let (main, name) = figure("scans")?;
    let name = match change {
        Some(change) => {
            locale.fill("report.card.compared", &[("name", &name), ("change", &change.value.words(locale))])
        }
        None => name,
    };
    FigureCard {
        issuer: issuer.map_or_else(String::new, |line| line.text.clone()),
        period: paper.subject.clone(),
        mark: mark(paper),
        main: (main, name),
        others: OTHERS.into_iter().filter_map(figure).collect(),
        // How months are cut is said on the report itself.
        foot: paper.span.split(" (").next().unwrap_or_default().to_owned(),
    }
    .png(fonts, palette)
}

/// What keeps the figures from being final; that the words are a translation says nothing of them.
fn mark(paper: &Paper) -> Option<String> {
    let own = usize::from(paper.lang != Lang::vi());
    let marks = paper.marks.get(own..).unwrap_or_default().join(" ");
    (!marks.is_empty()).then_some(marks)
}
