//! The admin pages: an address becomes a question, the question figures, the figures a page.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::header::{
    ACCEPT_LANGUAGE, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, LOCATION, VARY,
};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::Response;
use jiff::civil::Date;
use serde::Serialize;

use crate::catalog::{Catalog, Lang, Locale};
use crate::clock::date_of;
use crate::report::{self, Document};
use crate::scan::Class;
use crate::stats::{
    self, Ask, AskError, Choice, Frame, Link, Period, Picker, Question, Reckoning, Scope, Shell, StatisticsPage,
    in_language,
};
use crate::store::{Store, StoreError};

use super::Admin;
use super::language::preferred;

/// Seconds after which a page about today renews itself.
const RENEW: u32 = 30;

/// Template of the statistics.
const STATISTICS: &str = "dashboard/statistics.html";
/// Template of the report.
const REPORT: &str = "report/report.html";

/// A page of the admin listener.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target {
    /// The statistics.
    Statistics,
    /// The scan report, to print.
    Report,
    /// The scan report, as a table file.
    Table,
}

impl Target {
    /// All of them.
    pub const ALL: [Target; 3] = [Target::Statistics, Target::Report, Target::Table];

    /// Its address in a language.
    pub fn path(self, lang: &Lang) -> &'static str {
        match (self, lang == &Lang::en()) {
            (Target::Statistics, false) => "/thong-ke",
            (Target::Report, false) => "/thong-ke/bao-cao",
            (Target::Table, false) => "/thong-ke/bao-cao.csv",
            (Target::Statistics, true) => "/en/statistics",
            (Target::Report, true) => "/en/statistics/report",
            (Target::Table, true) => "/en/statistics/report.csv",
        }
    }
}

/// The start of the listener leads to the statistics, in the language the browser asks for.
pub async fn home(headers: HeaderMap) -> Response {
    let wanted = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    let path = Target::Statistics.path(&preferred(wanted));
    response.headers_mut().insert(LOCATION, HeaderValue::from_static(path));
    response.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Language"));
    response
}

/// Answers an address that is no page.
pub async fn not_found(State(admin): State<Arc<Admin>>, uri: Uri) -> Response {
    fault(&admin, &uri, StatusCode::NOT_FOUND, "stats.fault.not_found", "")
}

/// Answers a page. The store is read on a thread of its own, so that no scan waits for it.
pub async fn page(State(admin): State<Arc<Admin>>, lang: Lang, target: Target, uri: Uri) -> Response {
    let task = tokio::task::spawn_blocking(move || answer(&admin, &lang, target, &uri));
    task.await.unwrap_or_else(|_| bare(StatusCode::INTERNAL_SERVER_ERROR))
}

fn answer(admin: &Admin, lang: &Lang, target: Target, uri: &Uri) -> Response {
    let catalog = (admin.catalog)();
    let today = date_of(admin.clock.now().day);
    let ask = match read(&catalog, uri, otherwise(admin, target, today)) {
        Ok(ask) => ask,
        Err(error) => {
            let (key, text) = error.words();
            return fault(admin, uri, StatusCode::BAD_REQUEST, key, text);
        }
    };
    // `dang=csv` asks for the table under the address of the report.
    let as_table = target == Target::Report && ask.table;
    let target = if as_table { Target::Table } else { target };
    let visit = Visit { admin, catalog: &catalog, locale: admin.templates.locale(lang), target, ask: &ask, today };
    visit.answer().unwrap_or_else(|error| {
        fault(admin, uri, StatusCode::SERVICE_UNAVAILABLE, "stats.fault.store", &error.to_string())
    })
}

/// What an address without a period means: today while trying things out, else the month that runs; for a report,
/// the last month that is over.
fn otherwise(admin: &Admin, target: Target, today: Date) -> Choice {
    let month = Period::month_of(Reckoning::Nd09, today);
    match target {
        Target::Statistics if admin.trial => Choice::Today,
        Target::Statistics => Choice::Period(month),
        Target::Report | Target::Table => Choice::Period(month.previous()),
    }
}

fn read(catalog: &Catalog, uri: &Uri, otherwise: Choice) -> Result<Ask, AskError> {
    let parameters: BTreeMap<String, String> = Query::try_from_uri(uri)
        .map(|Query(parameters)| parameters)
        .map_err(|_| AskError::Period(uri.query().unwrap_or_default().to_owned()))?;
    let ask = Ask::parse(&parameters, otherwise)?;
    match &ask.unit {
        Some(unit) if catalog.units.get(unit).is_none() => Err(AskError::Unit(unit.clone())),
        _ => Ok(ask),
    }
}

/// What the template of the report sees.
#[derive(Serialize)]
struct ReportPage {
    shell: Shell,
    picker: Picker,
    csv: Link,
    report: report::DocumentView,
}

/// What was read from the store.
enum Read {
    Statistics(Box<StatisticsPage>),
    Report(Box<Document>),
}

/// A page being answered.
struct Visit<'a> {
    admin: &'a Admin,
    catalog: &'a Catalog,
    locale: &'a Locale,
    target: Target,
    ask: &'a Ask,
    today: Date,
}

impl Visit<'_> {
    fn answer(&self) -> Result<Response, StoreError> {
        let mut read = None;
        let mut store = self.admin.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.snapshot(&mut |view| {
            read = Some(self.read(view)?);
            Ok(())
        })?;
        drop(store);
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
            Target::Report | Target::Table => {
                Read::Report(Box::new(report::scan_report(store, self.locale, &question, unit)?))
            }
        })
    }

    fn render(&self, read: Read) -> Response {
        let lang = self.locale.lang();
        let document = match read {
            Read::Statistics(page) => return html(self.admin, lang, StatusCode::OK, STATISTICS, &*page),
            Read::Report(document) => document,
        };
        if self.target == Target::Table {
            return file(&document.file_name, report::csv(&document, self.locale));
        }
        let frame = self.frame();
        let view = ReportPage {
            shell: frame.shell,
            picker: frame.picker,
            csv: self.link(format!("{}?{}", Target::Table.path(lang), self.ask.to_query()), "report.csv"),
            report: report::view(&document, self.locale),
        };
        html(self.admin, lang, StatusCode::OK, REPORT, &view)
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
        let mut shell = shell(self.admin, self.catalog, self.locale, self.target, Some(self.ask), title.to_owned());
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

/// What stands on every page. The way to the other pages and to the other language keeps what was asked for.
fn shell(admin: &Admin, catalog: &Catalog, locale: &Locale, target: Target, ask: Option<&Ask>, title: String) -> Shell {
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
        links: vec![link(Target::Statistics, "stats.title"), link(Target::Report, "report.link")],
        switch: Link {
            href: format!("{}{}", target.path(&other), ask.map(query).unwrap_or_default()),
            label: locale.text("stats.other_language").to_owned(),
            lang: other.to_string(),
            current: false,
        },
        trial: admin.trial,
        refresh: None,
    }
}

/// A page that says what is wrong and how to go on.
pub fn fault(admin: &Admin, uri: &Uri, status: StatusCode, key: &'static str, text: &str) -> Response {
    #[derive(Serialize)]
    struct Fault {
        shell: Shell,
        message: String,
        back: &'static str,
    }
    let lang = if uri.path().starts_with("/en") { Lang::en() } else { Lang::vi() };
    let locale = admin.templates.locale(&lang);
    let catalog = (admin.catalog)();
    let target = Target::Statistics;
    let title = locale.text("stats.fault.title").to_owned();
    let mut shell = shell(admin, &catalog, locale, target, None, title);
    shell.links.iter_mut().for_each(|link| link.current = false);
    let view = Fault { shell, message: locale.fill(key, &[("text", text)]), back: target.path(&lang) };
    html(admin, &lang, status, "dashboard/fault.html", &view)
}

fn html(admin: &Admin, lang: &Lang, status: StatusCode, template: &str, view: &impl Serialize) -> Response {
    let style = if template == REPORT { &admin.templates.report } else { &admin.templates.dashboard };
    let text = match admin.templates.render(template, lang, view, style) {
        Ok(text) => text,
        Err(error) => {
            // Only a template of the project's own can fail here: a test renders each built-in one.
            eprintln!("{template}: {error}");
            return bare(StatusCode::INTERNAL_SERVER_ERROR);
        }
    };
    let policy = format!(
        "default-src 'none'; style-src {}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
        style.source
    );
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in [(CONTENT_LANGUAGE, lang.as_str()), (CONTENT_SECURITY_POLICY, &policy)] {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(name, value);
        }
    }
    response
}

/// A table file to keep. Its name is made of letters, digits and hyphens only.
fn file(name: &str, bytes: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(bytes));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

fn bare(status: StatusCode) -> Response {
    let mut response = Response::new(Body::from(status.to_string()));
    *response.status_mut() = status;
    response
}
