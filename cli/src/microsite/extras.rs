//! What stands beside the pages: script, icons, manifests, sitemap, and rules for hosts without the server.

use std::fmt::Write as _;

use disan_server::catalog::Lang;

use super::icons::ICONS;
use super::page::Page;
use super::plan::Plan;
use super::render::put;
use super::{Error, manifest};
use crate::model::Security;
use crate::write::Stage;

/// Addresses in one sitemap file; the protocol allows 50,000.
const SITEMAP_LENGTH: usize = 20_000;

/// Writes all of it.
pub fn write(plan: &Plan, stage: &Stage) -> Result<(), Error> {
    for name in ["disan.js", "keep.js", "search.js"] {
        text(plan, stage, &format!("site/{name}"), plan.theme.script(name))?;
    }
    text(plan, stage, "site/favicon.svg", &favicon(plan))?;
    for icon in &ICONS {
        if let Some(file) = icon.file(plan) {
            put(plan, stage, &format!("site{}", icon.path), &file)?;
        }
    }
    for tongue in &plan.tongues {
        let path = manifest::path(tongue.lang.as_str());
        text(plan, stage, &format!("site{path}"), &manifest::manifest(plan, tongue))?;
    }
    if let Some(security) = security(plan) {
        text(plan, stage, &format!("site{SECURITY}"), &security)?;
    }
    text(plan, stage, "site/robots.txt", &robots(plan))?;
    sitemap(plan, stage)?;
    if plan.options.static_host {
        text(plan, stage, "site/_redirects", &redirects(plan))?;
        text(plan, stage, "hosting/nginx.conf", NGINX)?;
        text(plan, stage, "hosting/Caddyfile", &format!("{CADDY_HEAD}{} {CADDY}", plan.project.settings.host))?;
    }
    Ok(())
}

fn text(plan: &Plan, stage: &Stage, path: &str, text: &str) -> Result<(), Error> {
    put(plan, stage, path, text.as_bytes())
}

/// The mark in the project's own colours: tabs are light or dark too.
fn favicon(plan: &Plan) -> String {
    let palette = &plan.project.settings.palette;
    let style = format!(
        "<style>:root{{color:{}}}@media (prefers-color-scheme:dark){{:root{{color:{}}}}}</style>",
        palette.light.primary, palette.dark.primary
    );
    plan.theme.ornament("mark").replacen('>', &format!(">{style}"), 1)
}

/// Where those who found a hole look whom to tell.
const SECURITY: &str = "/.well-known/security.txt";

/// Whom to tell of a hole, as RFC 9116 has it; none where nobody is named, or nobody has renewed it.
fn security(plan: &Plan) -> Option<String> {
    let settings = &plan.project.settings;
    let Security { contact, expires } = settings.security.as_ref()?;
    if *expires < plan.options.today {
        return None;
    }
    let languages: Vec<&str> = settings.languages.iter().map(Lang::as_str).collect();
    let (languages, own) = (languages.join(", "), plan.project.url(SECURITY));
    Some(format!(
        "Contact: {contact}\nExpires: {expires}T00:00:00Z\nPreferred-Languages: {languages}\nCanonical: {own}\n"
    ))
}

/// A trial is kept out of search engines; the number box never answers them.
fn robots(plan: &Plan) -> String {
    if plan.project.settings.host_is_placeholder() {
        return "User-agent: *\nDisallow: /\n".to_owned();
    }
    format!("User-agent: *\nDisallow: /tra-cuu\n\nSitemap: {}\n", plan.project.url("/sitemap.xml"))
}

/// Whether search engines may keep a page. Where all is a trial anyway, robots.txt keeps them out.
fn may_be_kept(plan: &Plan, page: Page) -> bool {
    let project = plan.project;
    match page {
        Page::Entry(index) => {
            project.settings.host_is_placeholder() || !project.entries[index as usize].is_trial(project)
        }
        _ => page.is_listed(),
    }
}

/// Every page that may be kept, with its other languages; in several files where there are many.
fn sitemap(plan: &Plan, stage: &Stage) -> Result<(), Error> {
    let pages: Vec<Page> = Page::all(plan).into_iter().filter(|page| may_be_kept(plan, *page)).collect();
    let chunks: Vec<&[Page]> = pages.chunks((SITEMAP_LENGTH / plan.tongues.len()).max(1)).collect();
    if let [only] = chunks.as_slice() {
        return text(plan, stage, "site/sitemap.xml", &url_set(plan, only));
    }
    let mut index = format!("{XML}<sitemapindex xmlns=\"{SITEMAP}\">\n");
    for (i, chunk) in chunks.iter().enumerate() {
        let name = format!("/sitemap-{}.xml", i + 1);
        text(plan, stage, &format!("site{name}"), &url_set(plan, chunk))?;
        let _ = writeln!(index, "<sitemap><loc>{}</loc></sitemap>", plan.project.url(&name));
    }
    index.push_str("</sitemapindex>\n");
    text(plan, stage, "site/sitemap.xml", &index)
}

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
const SITEMAP: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

fn url_set(plan: &Plan, pages: &[Page]) -> String {
    let mut xml = format!("{XML}<urlset xmlns=\"{SITEMAP}\" xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
    for page in pages {
        let written = plan.tongues.iter().filter(|tongue| page.is_written_in(plan, &tongue.lang));
        let urls: Vec<(&str, String)> =
            written.map(|tongue| (tongue.lang.as_str(), plan.project.url(&page.path(plan, tongue)))).collect();
        for (_, url) in &urls {
            let _ = write!(xml, "<url><loc>{url}</loc>");
            for (lang, other) in urls.iter().filter(|_| urls.len() > 1) {
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{other}\"/>");
            }
            if let Some(neutral) = page.neutral_path(plan).filter(|_| urls.len() > 1) {
                let neutral = plan.project.url(&neutral);
                let _ = write!(xml, "<xhtml:link rel=\"alternate\" hreflang=\"x-default\" href=\"{neutral}\"/>");
            }
            xml.push_str("</url>\n");
        }
    }
    xml.push_str("</urlset>\n");
    xml
}

/// Former addresses, as several static hosts take them.
fn redirects(plan: &Plan) -> String {
    let mut rules = String::new();
    for tongue in &plan.tongues {
        for ((kind, slug), entry) in plan.project.former_names() {
            let old = plan.project.slug_path(kind, slug, &tongue.lang);
            let _ = writeln!(rules, "{old} {} 301", plan.project.page_path(entry, &tongue.lang));
        }
    }
    rules
}

const NGINX: &str = "\
# Inside server { … }: answers codes (/48217) with their pages, without the disan server and so without counting.
root /srv/disan/site;
index index.html;
error_page 404 /404.html;
gzip_static on;
location ~ \"^/[0-9]{4,9}/?$\" {
    rewrite \"^/([0-9]+)/?$\" /$1.html break;
    add_header Cache-Control \"private, no-store\";
}
location /media/ {
    add_header Cache-Control \"public, max-age=31536000, immutable\";
    add_header Content-Security-Policy \"sandbox; default-src 'none'; style-src 'unsafe-inline'\";
}
";

const CADDY_HEAD: &str = "\
# Answers codes (/48217) with their pages, without the disan server and so without counting.
";

/// What follows the host.
const CADDY: &str = "\
{
	root * /srv/disan/site
	@code path_regexp code ^/([0-9]{4,9})/?$
	header @code Cache-Control \"private, no-store\"
	rewrite @code /{re.code.1}.html
	header /media/* Cache-Control \"public, max-age=31536000, immutable\"
	header /media/* Content-Security-Policy \"sandbox; default-src 'none'; style-src 'unsafe-inline'\"
	handle_errors {
		rewrite * /404.html
		file_server
	}
	file_server {
		precompressed gzip
	}
}
";
