//! Links and pictures: each must lead somewhere, and say what is there.

use disan_server::catalog::Lang;

use super::descriptions::weak;
use super::place::at;
use crate::diagnostic::Diagnostic;
use crate::load::{Content, Folder};
use crate::model::{
    Entry, LINK_SCHEMES, Picture, Project, Reference, ReferenceTarget, Words, anchor, picture_path, scheme,
};
use crate::parse::{Step, suggest};

/// Faults of the links and pictures of one entry, in its texts and in its facts.
pub fn references(entry: &Entry, project: &Project, content: &Content) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    for (lang, words) in entry.words.iter() {
        for reference in &words.references {
            let rule = match reference.target {
                ReferenceTarget::Link => link(reference, lang, entry, project, content),
                ReferenceTarget::Picture => {
                    let fault = match &*reference.alt {
                        "" => Some(Diagnostic::error("missing-alt")),
                        alt => weak(alt, &reference.address, entry),
                    };
                    faults.extend(fault.map(|fault| place(fault, words, reference)));
                    picture(&reference.address, entry, content)
                }
            };
            faults.extend(rule.map(|fault| place(fault, words, reference)));
        }
    }
    let cover = entry.facts.cover.iter().map(|picture| (vec![Step::Key("cover"), Step::Key("file")], picture));
    let others = entry.facts.pictures.iter().enumerate();
    let others = others.map(|(n, p)| (vec![Step::Key("picture"), Step::Nth(n), Step::Key("file")], p));
    for (steps, picture) in cover.chain(others) {
        let fault = fact_picture(picture, entry, content);
        faults.extend(fault.and_then(|fault| at(content, &entry.facts_path, &steps, fault)));
    }
    faults
}

fn place(fault: Diagnostic, words: &Words, reference: &Reference) -> Diagnostic {
    fault.at(&*words.path).span(reference.span.clone())
}

fn link(reference: &Reference, lang: &Lang, entry: &Entry, project: &Project, content: &Content) -> Option<Diagnostic> {
    let address = &*reference.address;
    if let Some(scheme) = scheme(address) {
        let allowed = LINK_SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
        let fault = Diagnostic::error("link-scheme").with("scheme", scheme);
        return (!allowed).then(|| fault.with("allowed", LINK_SCHEMES.join(", ")));
    }
    let (name, fragment) = address.split_once('#').map_or((address, None), |(name, own)| (name, Some(own)));
    let name = name.trim_end_matches('/');
    let target = if name.is_empty() { Some(entry) } else { project.entry(name) };
    match (target, fragment) {
        // A link that is right as soon as the folder has a name that fits: that has been said of the folder.
        (None, _) if is_name_to_be(name, project) => None,
        (None, _) => Some(broken_link(address, name, project)),
        (Some(target), Some(fragment)) => broken_anchor(target, fragment, lang, project, content),
        (Some(_), None) => None,
    }
}

/// Whether a folder whose name makes no address gets `name` once it is renamed as its fault proposes.
pub fn is_name_to_be(name: &str, project: &Project) -> bool {
    project.entries.iter().any(|entry| entry.slug != name && anchor(&entry.slug) == name)
}

fn broken_link(address: &str, name: &str, project: &Project) -> Diagnostic {
    let fault = Diagnostic::error("broken-link").with("address", address);
    // `../den-suot/vi.md` names the entry in its way; `dichvucong.gov.vn` is an address without its scheme.
    let steps = name.split('/').map(|step| step.strip_suffix(".md").unwrap_or(step));
    let named = steps.rev().find(|step| project.entry(step).is_some());
    let renamed = || project.entries.iter().find(|e| e.facts.formerly.iter().any(|old| old == name));
    let slugs = || project.entries.iter().map(|e| e.slug.as_str());
    let near = named.or_else(|| renamed().map(|e| e.slug.as_str())).or_else(|| suggest(name, slugs()));
    match near {
        // A folder whose name makes no address is renamed first.
        Some(near) => fault.with("suggestion", anchor(near)),
        None if name.split('/').next().is_some_and(|host| host.contains('.') && !host.starts_with('.')) => {
            fault.with("suggestion", format!("https://{address}"))
        }
        None => fault,
    }
}

fn broken_anchor(
    target: &Entry,
    fragment: &str,
    lang: &Lang,
    project: &Project,
    content: &Content,
) -> Option<Diagnostic> {
    let (found, words) = target.words_for(project, lang)?;
    // A text that could not be read, or has no title yet, has been named already.
    let is_unread = found != lang && content.has(&format!("{}/{lang}.md", target.folder));
    if is_unread || words.title.is_empty() {
        return None;
    }
    let anchors: Vec<&str> = words.sections.iter().map(|section| &*section.anchor).collect();
    if fragment.is_empty() || anchors.contains(&fragment) {
        return None;
    }
    let fault = Diagnostic::error("broken-anchor").with("anchor", fragment).with("path", &*words.path);
    Some(match suggest(fragment, anchors.iter().copied()) {
        Some(near) => fault.with("suggestion", near),
        None if anchors.is_empty() => fault.with("cause", "no-sections"),
        None => fault.with("known", anchors.join(", ")),
    })
}

/// A picture named in a text.
fn picture(address: &str, entry: &Entry, content: &Content) -> Option<Diagnostic> {
    if scheme(address).is_some() || address.starts_with("//") {
        return Some(Diagnostic::error("remote-picture").with("address", address));
    }
    missing_picture(&picture_path(&entry.folder, address), entry, content)
}

/// A picture named in the facts.
fn fact_picture(picture: &Picture, entry: &Entry, content: &Content) -> Option<Diagnostic> {
    if picture.path.contains("://") {
        return Some(Diagnostic::error("remote-picture").with("address", &picture.path));
    }
    missing_picture(&picture.path, entry, content)
}

fn missing_picture(path: &str, entry: &Entry, content: &Content) -> Option<Diagnostic> {
    if content.has(path) {
        return None;
    }
    let fault = Diagnostic::error("broken-picture").with("path", path);
    let name = path.rsplit('/').next().unwrap_or_default();
    let names = |folder: &'_ Folder| folder.assets.iter().map(|asset| asset.name.to_string()).collect::<Vec<_>>();
    let there = content.folder(&entry.folder).map(names).unwrap_or_default();
    let same_stem = |other: &&String| {
        let stem = |name: &str| name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_lowercase();
        stem(other) == stem(name)
    };
    let near = there.iter().find(same_stem).map(String::as_str);
    Some(match near.or_else(|| suggest(name, there.iter().map(String::as_str))) {
        Some(near) => fault.with("suggestion", near),
        None => fault.with("folder", &entry.folder),
    })
}
