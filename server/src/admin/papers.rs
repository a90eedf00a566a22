//! The official report in every form, and the ways to them.

use axum::http::StatusCode;
use axum::response::Response;
use serde::Serialize;

use crate::catalog::Locale;
use crate::report::{Brief, Layout, Paper, form, paper_csv, paper_view};
use crate::stats::{Ask, Link};
use crate::template::Templates;

use super::response::{PAPER, file, html};
use super::target::{Form, Target};

/// The ways to a layout of the official report.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct Papers {
    /// What the layout is called.
    pub layout: String,
    /// One way a form.
    pub forms: Vec<Link>,
}

/// The ways to the official report of what is asked.
pub fn papers(locale: &Locale, ask: &Ask) -> Vec<Papers> {
    let lang = locale.lang();
    let way = |form: Form, union: bool| {
        let ask = Ask { union, ..ask.clone() };
        Link {
            href: format!("{}?{}", Target::Paper(form).path(lang), ask.to_query()),
            label: form.name().to_owned(),
            lang: lang.to_string(),
            current: false,
        }
    };
    let layouts = Layout::ALL.map(|layout| Papers {
        layout: locale.text(&format!("report.layout.{}", layout.id())).to_owned(),
        forms: Form::ALL.map(|form| way(form, layout == Layout::YouthUnion)).into(),
    });
    layouts.into()
}

/// What the server knows of a report besides its figures: how it is laid out.
pub fn brief(ask: &Ask) -> Brief {
    Brief { layout: if ask.union { Layout::YouthUnion } else { Layout::State }, ..Brief::default() }
}

/// The answer.
pub fn answer(templates: &Templates, locale: &Locale, paper: &Paper, form: Form) -> Response {
    let (ending, kind) = form.file();
    let name = format!("{}.{ending}", paper.file_name);
    match form {
        Form::Html => html(templates, locale.lang(), StatusCode::OK, PAPER, &paper_view(paper, locale)),
        Form::Docx => file(&name, kind, form::docx(paper, locale)),
        Form::Xlsx => file(&name, kind, form::xlsx(paper, locale)),
        Form::Csv => file(&name, kind, paper_csv(paper, locale)),
        Form::Json => file(&name, kind, form::json(paper)),
    }
}
