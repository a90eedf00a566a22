//! What a form sends, in either of the two ways browsers write it.

use unicode_normalization::UnicodeNormalization;

/// Fields in the order they were sent, and at most one file.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Fields {
    fields: Vec<(String, String)>,
    /// The file, if one was chosen.
    pub file: Option<Upload>,
}

/// A file that was sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Upload {
    /// What it is called where it came from.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl Fields {
    /// Fields written as an address writes them: `a=b&c=d`.
    pub fn of_query(text: &str) -> Fields {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let fields = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        Fields { fields: fields.collect(), file: None }
    }

    /// What a form of this content type sent; none where it is of neither kind, or not written as its kind is.
    pub fn of_body(content_type: &str, body: &[u8]) -> Option<Fields> {
        let (kind, parameters) = content_type.split_once(';').unwrap_or((content_type, ""));
        match kind.trim().to_ascii_lowercase().as_str() {
            "application/x-www-form-urlencoded" => Some(Fields::of_query(std::str::from_utf8(body).ok()?)),
            "multipart/form-data" => {
                let boundary = parameters.trim().strip_prefix("boundary=")?.trim_matches('"');
                (!boundary.is_empty() && boundary.len() <= 70).then(|| Fields::of_parts(boundary, body))?
            }
            _ => None,
        }
    }

    /// RFC 7578: parts between lines that hold the boundary.
    fn of_parts(boundary: &str, body: &[u8]) -> Option<Fields> {
        let mut fields = Fields::default();
        let delimiter = format!("\r\n--{boundary}");
        // The first boundary stands at the very start.
        let mut rest = body.strip_prefix(&delimiter.as_bytes()[2..])?;
        while let Some(part) = rest.strip_prefix(b"\r\n") {
            let end = find(part, delimiter.as_bytes())?;
            let (part, after) = part.split_at(end);
            rest = &after[delimiter.len()..];
            let head = find(part, b"\r\n\r\n")?;
            let (head, content) = (std::str::from_utf8(&part[..head]).ok()?, &part[head + 4..]);
            let disposition =
                head.lines().find(|line| line.to_ascii_lowercase().starts_with("content-disposition:"))?;
            let name = parameter(disposition, "name")?;
            match parameter(disposition, "filename") {
                // A form whose file nobody chose sends an empty one.
                Some(file) if !file.is_empty() => {
                    fields.file.get_or_insert(Upload { name: file.nfc().collect(), bytes: content.to_vec() });
                }
                Some(_) => {}
                None => fields.fields.push((name, clean(std::str::from_utf8(content).ok()?))),
            }
        }
        rest.starts_with(b"--").then_some(fields)
    }

    /// The value of a field; empty where it was not sent.
    pub fn get(&self, name: &str) -> &str {
        self.fields.iter().find(|(of, _)| of == name).map_or("", |(_, value)| value)
    }
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

/// `name="value"` within a header.
fn parameter(header: &str, name: &str) -> Option<String> {
    let parameters = header.split(';').skip(1).filter_map(|part| part.trim().split_once('='));
    let mut of = parameters.filter(|(key, _)| key.eq_ignore_ascii_case(name));
    of.next().map(|(_, value)| value.trim_matches('"').replace("%22", "\""))
}

fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|two| std::str::from_utf8(two).ok());
        match (bytes[at], hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 2;
            }
            (b'+', _) => out.push(b' '),
            (byte, _) => out.push(byte),
        }
        at += 1;
    }
    clean(&String::from_utf8_lossy(&out))
}

/// Composed, with line ends of one kind and nothing that cannot be seen.
fn clean(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").nfc().collect();
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_decoded_composed_and_trimmed() {
        let fields = Fields::of_query("a=%C4%90%E1%BB%81n+th%E1%BB%9D&b=e%CC%82&c=%zz%4&d&a=2&%00e=+x%0D%0Ay%00+");
        assert_eq!(fields.get("a"), "Đền thờ");
        assert_eq!((fields.get("b"), fields.get("c"), fields.get("d")), ("ê", "%zz%4", ""));
        assert_eq!((fields.get("e"), fields.get("none")), ("x\ny", ""));
    }

    #[test]
    fn parts_are_told_apart_and_a_broken_body_is_none() {
        let body = b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x\r\n\
            Content-Disposition: form-data; name=\"tep\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n1\r\n--2\r\n--x--\r\n";
        let fields = Fields::of_body("multipart/form-data; boundary=x", body).unwrap();
        assert_eq!(fields.get("a"), "b");
        assert_eq!(fields.file, Some(Upload { name: "a.csv".into(), bytes: b"1\r\n--2".to_vec() }));
        for end in 1..body.len() - 4 {
            assert_eq!(Fields::of_body("multipart/form-data; boundary=x", &body[..end]), None, "{end}");
        }
        for kind in ["text/plain", "application/json", "multipart/form-data", "multipart/form-data; boundary=", ""] {
            assert_eq!(Fields::of_body(kind, b"a=b"), None, "{kind}");
        }
    }
}
