//! What both kinds of office file have beside their content: types, relations, and what the file says of itself.

use crate::report::Paper;

use super::xml::{HEAD, escape};

/// `[Content_Types].xml`: the type of each part.
pub fn content_types(parts: &[(String, &str)]) -> String {
    let mut out = String::from(HEAD);
    out.push_str("<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">");
    out.push_str(
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>",
    );
    out.push_str("<Default Extension=\"xml\" ContentType=\"application/xml\"/>");
    for (name, kind) in parts {
        let kind = format!("application/vnd.openxmlformats-{kind}+xml");
        out.push_str(&format!("<Override PartName=\"/{name}\" ContentType=\"{kind}\"/>"));
    }
    out.push_str("</Types>");
    out
}

/// A `.rels` part: targets by the end of their type's name, numbered from `rId1`.
pub fn relations(targets: &[(&str, String)]) -> String {
    let mut out = String::from(HEAD);
    out.push_str("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">");
    for (i, (kind, target)) in targets.iter().enumerate() {
        let kind = match *kind {
            "core" => {
                "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties".to_owned()
            }
            kind => format!("http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"),
        };
        out.push_str(&format!("<Relationship Id=\"rId{}\" Type=\"{kind}\" Target=\"{target}\"/>", i + 1));
    }
    out.push_str("</Relationships>");
    out
}

/// `docProps/core.xml`: title, who hands it in, and the day on the paper.
pub fn core(paper: &Paper) -> String {
    let issuer = paper.head.left.iter().find(|line| line.role == crate::report::official::HeadRole::Issuer);
    let creator = escape(issuer.map_or("", |line| &line.text));
    let title = escape(&format!("{} – {}", paper.kind, paper.subject));
    let day = paper.made_on;
    let stamp = format!("{day}T00:00:00Z");
    format!(
        "{HEAD}<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" \
         xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><dc:title>{title}</dc:title>\
         <dc:creator>{creator}</dc:creator><dc:language>{}</dc:language>\
         <dcterms:created xsi:type=\"dcterms:W3CDTF\">{stamp}</dcterms:created>\
         <dcterms:modified xsi:type=\"dcterms:W3CDTF\">{stamp}</dcterms:modified></cp:coreProperties>",
        escape(paper.lang.as_str())
    )
}
