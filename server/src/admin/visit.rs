//! A page being answered: the question becomes figures, read on one unchanging view, and the figures a page.

use axum::http::StatusCode;
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::{Catalog, Locale};
use crate::report::{self, Document, Paper};
use crate::scan::Class;
use crate::stats::{self, Ask, Choice, Frame, Link, Picker, Question, Scope, Shell, StatisticsPage};
use crate::store::{Store, StoreError};
use crate::template::Templates;

use super::Admin;
use super::papers::{self, Papers};
use super::response::{REPORT, bare, file, html};
use super::shell::shell;
use super::target::{Form, Target};

/// Seconds after which a page about today renews itself.
const RENEW: u32 = 30;

/// Template of the statistics.
const STATISTICS: &str = "dashboard/statistics.html";

/// What the template of the report sees.
#[derive(Serialize)]
struct ReportPage {
    shell: Shell,
    picker: Picker,
    csv: Link,
    papers: Vec<Papers>,
    report: report::DocumentView,
}

/// What was read from the store.
enum Read {
    Statistics(Box<StatisticsPage>),
    Report(Box<Document>),
    Paper(Box<Paper>, Form),
}

/// A page being answered.
pub struct Visit<'a> {
    /// The listener.
    pub admin: &'a Admin,
    /// The content.
    pub catalog: &'a Catalog,
    /// The templates.
    pub templates: &'a Templates,
    /// The words of the page.
    pub locale: &'a Locale,
    /// The page.
    pub target: Target,
    /// What it is asked.
    pub ask: &'a Ask,
    /// Today.
    pub today: Date,
}

impl Visit<'_> {
    /// Reads the figures and makes the page.
    pub fn answer(&self) -> Result<Response, StoreError> {
        let mut read = None;
        self.admin.store.snapshot(&mut |view| {
            read = Some(self.read(view)?);
            Ok(())
        })?;
        Ok(read.map_or_else(|| bare(StatusCode::INTERNAL_SERVER_ERROR), |read| self.render(read)))
    }

    fn read(&self, store: &mut dyn Store) -> Result<Read, StoreError> {
        let scope = match &self.ask.unit {
            Some(unit) => Scope::of_unit(&self.catalog.units, unit, &store.entry_units()?),
            None => Scope::whole(),
        };
        let troubles = (self.admin.troubles)();
        let question = Question {
            troubles: &troubles,
            catalog: self.catalog,
            clock: &self.admin.clock,
            now: self.admin.clock.now(),
            period: self.ask.period(self.today),
            scope: &scope,
            class: if self.admin.trial { Class::Trial } else { Class::Person },
        };
        let unit = self.ask.unit.as_deref();
        Ok(match self.target {
            Target::Statistics => {
                Read::Statistics(Box::new(stats::statistics(store, self.locale, &question, unit, self.frame())?))
            }
            Target::Paper(form) => {
                let brief = papers::brief(self.ask);
                Read::Paper(Box::new(report::official(store, self.locale, &question, unit, &brief)?), form)
            }
            Target::Report | Target::Table => {
                Read::Report(Box::new(report::scan_report(store, self.locale, &question, unit)?))
            }
        })
    }

    fn render(&self, read: Read) -> Response {
        let lang = self.locale.lang();
        let document = match read {
            Read::Statistics(page) => return html(self.templates, lang, StatusCode::OK, STATISTICS, &*page),
            Read::Paper(paper, form) => return papers::answer(self.templates, self.locale, &paper, form),
            Read::Report(document) => document,
        };
        if self.target == Target::Table {
            let name = format!("{}.csv", document.file_name);
            return file(&name, "text/csv; charset=utf-8", report::csv(&document, self.locale));
        }
        let frame = self.frame();
        let view = ReportPage {
            shell: frame.shell,
            picker: frame.picker,
            csv: self.link(format!("{}?{}", Target::Table.path(lang), self.ask.to_query()), "report.csv"),
            papers: papers::papers(self.locale, self.ask),
            report: report::view(&document, self.locale),
        };
        html(self.templates, lang, StatusCode::OK, REPORT, &view)
    }

    fn frame(&self) -> Frame {
        let path = self.target.path(self.locale.lang());
        let live = self.ask.choice == Choice::Today && self.target == Target::Statistics;
        let renew = live.then(|| {
            let other = Ask { renew: !self.ask.renew, ..self.ask.clone() };
            let key = if self.ask.renew { "stats.renew_stop" } else { "stats.renew_start" };
            self.link(format!("{path}?{}", other.to_query()), key)
        });
        let report_path = Target::Report.path(self.locale.lang());
        let report = match self.ask.choice {
            Choice::Today => report_path.to_owned(),
            Choice::Period(_) => format!("{report_path}?{}", self.ask.to_query()),
        };
        let title = self.locale.text(if self.target == Target::Statistics { "stats.title" } else { "report.link" });
        let mut shell =
            shell(self.catalog, self.locale, self.target, Some(self.ask), self.admin.trial, title.to_owned());
        shell.refresh = (live && self.ask.renew).then_some(RENEW);
        Frame {
            shell,
            picker: Picker::new(
                self.catalog,
                self.locale,
                self.ask,
                self.today,
                path,
                self.target == Target::Statistics,
            ),
            report: self.link(report, "report.link"),
            renew,
        }
    }

    fn link(&self, href: String, key: &'static str) -> Link {
        let lang = self.locale.lang().to_string();
        Link { href, label: self.locale.text(key).to_owned(), lang, current: false }
    }
}
