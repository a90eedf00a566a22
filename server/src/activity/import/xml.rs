//! Just enough of XML to read the parts of a spreadsheet: elements, their attributes, text. No entity but the five that
//! need no declaration: a document that declares any is refused.

use super::ReadFault;

/// What comes next in a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Event<'a> {
    /// An element begins; its name without prefix, and the rest of its tag.
    Start(&'a str, &'a str),
    /// One ends.
    End(&'a str),
    /// Text between them.
    Text(String),
}

/// Reads a document from its start to its end.
pub fn events(mut rest: &str, mut take: impl FnMut(Event<'_>) -> Result<(), ReadFault>) -> Result<(), ReadFault> {
    while let Some(at) = rest.find('<') {
        if at > 0 {
            take(Event::Text(decoded(&rest[..at])))?;
        }
        rest = &rest[at..];
        let skipped = [("<?", "?>"), ("<!--", "-->")].into_iter().find(|(open, _)| rest.starts_with(open));
        if let Some((_, close)) = skipped {
            rest = &rest[rest.find(close).ok_or(ReadFault::Damaged)? + close.len()..];
            continue;
        }
        if let Some(data) = rest.strip_prefix("<![CDATA[") {
            let end = data.find("]]>").ok_or(ReadFault::Damaged)?;
            take(Event::Text(data[..end].to_owned()))?;
            rest = &data[end + 3..];
            continue;
        }
        if rest.starts_with("<!") {
            return Err(ReadFault::Damaged);
        }
        let end = rest.find('>').ok_or(ReadFault::Damaged)?;
        let tag = &rest[1..end];
        rest = &rest[end + 1..];
        match tag.strip_prefix('/') {
            Some(name) => take(Event::End(local(name.trim())))?,
            None => {
                let (tag, empty) = tag.strip_suffix('/').map_or((tag, false), |tag| (tag, true));
                let (name, attributes) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
                take(Event::Start(local(name), attributes))?;
                if empty {
                    take(Event::End(local(name)))?;
                }
            }
        }
    }
    Ok(())
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// The value of an attribute, with or without a prefix.
pub fn attribute(attributes: &str, name: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((key, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, then) = after[1..].split_once(quote)?;
        if key.trim() == name || local(key.trim()) == name && key.contains(':') {
            return Some(decoded(value));
        }
        rest = then;
    }
    None
}

fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let Some((name, then)) = after.split_once(';') else {
            out.push('&');
            rest = after;
            continue;
        };
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let found = match name {
            "amp" => Some('&'),
            "lt" => Some('<'),
            "gt" => Some('>'),
            "quot" => Some('"'),
            "apos" => Some('\''),
            _ => match name.strip_prefix("#x") {
                Some(hex) => number(hex, 16),
                None => name.strip_prefix('#').and_then(|digits| number(digits, 10)),
            },
        };
        match found {
            Some(c) => out.push(c),
            None => out.push_str(&format!("&{name};")),
        }
        rest = then;
    }
    out.push_str(rest);
    out
}

/// A text as it stands in a document.
pub fn encoded(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_text_and_attributes_are_told_apart() {
        let mut seen = Vec::new();
        let text =
            "<?xml version=\"1.0\"?><x:a r='1' q=\"&lt;&#272;&#x1EC1;\"><!-- <b> --><b/>x &amp; y<![CDATA[<z>]]></x:a>";
        events(text, |event| {
            seen.push(match event {
                Event::Start(name, attributes) => format!("+{name} {:?}", attribute(attributes, "q")),
                Event::End(name) => format!("-{name}"),
                Event::Text(text) => text,
            });
            Ok(())
        })
        .unwrap();
        assert_eq!(seen, ["+a Some(\"<Đề\")", "+b None", "-b", "x & y", "<z>", "-a"]);
        for broken in ["<a", "<!DOCTYPE x [<!ENTITY a \"b\">]><a/>", "<!-- ", "<![CDATA[x"] {
            assert_eq!(events(broken, |_| Ok(())), Err(ReadFault::Damaged), "{broken}");
        }
        assert_eq!(decoded(&encoded("a<b>&\"c\"")), "a<b>&\"c\"");
    }
}
