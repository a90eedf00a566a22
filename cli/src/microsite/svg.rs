//! Drawings: parsed, refused if they hold more than drawing, and written back without anything a browser could run.

use sha2::{Digest, Sha256};
use usvg::roxmltree::{Document, Node};

use super::gallery::{Derived, Fault, Files};
use super::{Options, photo};
use crate::diagnostic::Diagnostic;
use crate::write::Stage;

/// Elements that run, load or need a font.
const REFUSED: [&str; 9] = ["script", "foreignObject", "image", "text", "style", "iframe", "audio", "video", "handler"];

/// Parses the drawing at `path`, relative to the content folder.
pub fn inspect(path: &str, bytes: &[u8]) -> Result<usvg::Tree, Box<Diagnostic>> {
    photo::check_size(path, bytes)?;
    let unreadable = || Box::new(Diagnostic::error("picture-unreadable").at(path).with("file", path));
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable())?;
    let document = Document::parse(text).map_err(|_| unreadable())?;
    for node in document.descendants().filter(Node::is_element) {
        if let Some(found) = refused(&node) {
            let range = node.range();
            return Err(Box::new(Diagnostic::error("svg-script").at(path).span(range).with("found", found)));
        }
    }
    usvg::Tree::from_str(text, &usvg::Options::default()).map_err(|_| unreadable())
}

/// The tree of a drawing that was inspected already.
pub fn tree(text: &str) -> Option<usvg::Tree> {
    usvg::Tree::from_str(text, &usvg::Options::default()).ok()
}

/// What of `node` does not belong into a drawing.
fn refused(node: &Node) -> Option<String> {
    let name = node.tag_name().name();
    if REFUSED.contains(&name) {
        return Some(format!("<{name}>"));
    }
    node.attributes().find_map(|attribute| {
        let (name, value) = (attribute.name(), attribute.value().trim());
        let runs = name.len() > 2 && name.get(..2).is_some_and(|on| on.eq_ignore_ascii_case("on"));
        let leads_out = name == "href" && !value.starts_with('#');
        let loads = value.split("url(").skip(1).any(|rest| !rest.trim_start_matches(['"', '\'', ' ']).starts_with('#'));
        (runs || leads_out || loads).then(|| {
            let shown: String = value.chars().take(40).collect();
            format!("{name}=\"{shown}\"")
        })
    })
}

/// Stages the drawing at `path` under the address `name` with a hash of its content.
pub fn derive(path: &str, name: &str, bytes: &[u8], options: &Options, stage: &Stage) -> Result<Derived, Fault> {
    let tree = inspect(path, bytes).map_err(Fault::Content)?;
    let write = usvg::WriteOptions {
        // A hundredth of a unit is less than any screen shows of a drawing 1,200 units wide.
        coordinates_precision: 2,
        transforms_precision: 4,
        indent: usvg::Indent::None,
        attributes_indent: usvg::Indent::None,
        ..usvg::WriteOptions::default()
    };
    let drawing = tree.to_string(&write);
    let hash = photo::hex(&Sha256::digest(drawing.as_bytes()), 10);
    let address = format!("{name}-{hash}.svg");
    super::render::put_file(options, stage, &format!("site{address}"), drawing.as_bytes()).map_err(Fault::Machine)?;
    let size = tree.size();
    Ok(Derived {
        width: size.width().round().max(1.0) as u32,
        height: size.height().round().max(1.0) as u32,
        tint: None,
        files: Files::Vector(address),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(inner: &str) -> Option<String> {
        let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inner}</svg>");
        let fault = inspect("a.svg", svg.as_bytes()).err()?;
        fault.values.iter().find(|(name, _)| *name == "found").map(|(_, value)| value.clone())
    }

    #[test]
    fn whatever_runs_or_loads_is_named() {
        assert_eq!(found("<path d=\"M0 0h9v9z\" fill=\"url(#a)\"/>"), None);
        assert_eq!(found("<script>alert(1)</script>").as_deref(), Some("<script>"));
        assert_eq!(found("<g onload=\"alert(1)\"/>").as_deref(), Some("onload=\"alert(1)\""));
        assert_eq!(found("<text>a</text>").as_deref(), Some("<text>"));
        let outside =
            found("<use xmlns:xlink=\"http://www.w3.org/1999/xlink\" xlink:href=\"https://a.example/b.svg#c\"/>");
        assert_eq!(outside.as_deref(), Some("href=\"https://a.example/b.svg#c\""));
        assert_eq!(found("<path fill=\"url(//a.example)\"/>").as_deref(), Some("fill=\"url(//a.example)\""));
    }

    #[test]
    fn a_file_that_is_no_drawing_is_unreadable() {
        for bytes in [&b"<svg"[..], b"", b"\xff\xfe", b"<!DOCTYPE svg [<!ENTITY a \"b\">]><svg>&a;</svg>"] {
            assert_eq!(inspect("a.svg", bytes).unwrap_err().rule, "picture-unreadable");
        }
    }
}
