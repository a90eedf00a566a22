//! The privacy note: what is kept of a scan, made from the very list of what is kept.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::{Response, StatusCode};
use serde::Serialize;

use super::page::{self, shell};
use crate::app::App;
use crate::catalog::{Lang, Locale, PRIVACY_NOTES};
use crate::scan::kept::{FIELDS, Field, Values};
use crate::stats::Shell;

/// Where the note is, in each of its languages.
pub(crate) const ADDRESSES: [(&str, Note); 2] =
    [(PRIVACY_NOTES[0], Note::Vietnamese), (PRIVACY_NOTES[1], Note::English)];

/// A language of the note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Note {
    Vietnamese,
    English,
}

const TEMPLATE: &str = "dashboard/privacy.html";

/// What the template sees.
#[derive(Serialize)]
struct View {
    shell: Shell,
    fields: Vec<FieldView>,
    home: String,
}

/// A field of what is kept.
#[derive(Serialize)]
struct FieldView {
    name: String,
    what: String,
    values: String,
}

/// The note.
pub(crate) async fn note(State(app): State<Arc<App>>, note: Note) -> Response<Body> {
    let (lang, other) = match note {
        Note::Vietnamese => (Lang::vi(), ADDRESSES[1].0),
        Note::English => (Lang::en(), ADDRESSES[0].0),
    };
    let site = app.site();
    let locale = site.templates().locale(&lang);
    let home =
        site.languages().iter().find(|one| one.lang == lang).map_or("/".to_owned(), |one| format!("/{}/", one.lang));
    let view = View {
        shell: shell(site.catalog(), locale, "privacy.title", other),
        fields: FIELDS.iter().map(|field| told(field, locale)).collect(),
        home,
    };
    page::page(&site, &lang, StatusCode::OK, TEMPLATE, &view)
}

fn told(field: &Field, locale: &Locale) -> FieldView {
    let values = match field.values {
        Values::Project => locale.text("privacy.values.project").to_owned(),
        Values::Clock => locale.text("privacy.values.clock").to_owned(),
        Values::Known => locale.text("privacy.values.known").to_owned(),
        Values::List(key, names) => {
            let words: Vec<String> =
                names().iter().map(|name| locale.text(&format!("{key}.{name}")).to_owned()).collect();
            words.join(" · ")
        }
    };
    FieldView {
        name: locale.text(&format!("privacy.field.{}", field.name)).to_owned(),
        what: locale.text(&format!("privacy.what.{}", field.name)).to_owned(),
        values,
    }
}
