//! From the path of a request to the sign that was scanned.

use super::{Catalog, Code, Issued};

/// What a path of digits asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CodePath {
    /// A code with a right check digit, known or not.
    Code(Code),
    /// Digits that are no code: mistyped.
    Mistyped(String),
}

/// Whether `path` (as it stands in the request, `/48217`) is the path of a code, and of which.
///
/// A slash at the end and percent-encoded digits are taken as well: some scanners add or make them.
pub fn code_path(path: &str) -> Option<CodePath> {
    let digits = path.strip_prefix('/')?;
    let digits = digits.strip_suffix('/').unwrap_or(digits);
    let digits = decode_digits(digits)?;
    Some(digits.parse().map_or(CodePath::Mistyped(digits), CodePath::Code))
}

/// The text with `%30`–`%39` decoded, when all of it is 1 to 12 digits.
fn decode_digits(text: &str) -> Option<String> {
    let mut digits = String::with_capacity(12);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let digit = match byte {
            b'0'..=b'9' => byte,
            b'%' if bytes.next() == Some(b'3') => bytes.next()?,
            _ => return None,
        };
        if !digit.is_ascii_digit() || digits.len() == 12 {
            return None;
        }
        digits.push(digit as char);
    }
    (!digits.is_empty()).then_some(digits)
}

/// Index of a catalog's codes.
///
/// Merged projects keep their number spaces: the host of the request picks, then a number that exists only once,
/// then the current host.
#[derive(Debug)]
pub struct Lookup {
    /// Numbers and where they stand, in order: one number may stand there for several hosts.
    by_code: Vec<(Code, u32)>,
}

/// A code that was issued: an index into [`Catalog::codes`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Found(pub u32);

impl Lookup {
    /// Indexes the codes of `catalog`.
    pub fn new(catalog: &Catalog) -> Lookup {
        let mut by_code: Vec<(Code, u32)> = (0..).zip(&catalog.codes).map(|(i, issued)| (issued.code, i)).collect();
        by_code.sort_unstable();
        Lookup { by_code }
    }

    /// The code as it was issued for `host` (the Host header without its port; any case).
    pub fn find(&self, catalog: &Catalog, host: Option<&str>, code: Code) -> Option<Found> {
        let rest = &self.by_code[self.by_code.partition_point(|(other, _)| *other < code)..];
        let rows = || rest.iter().take_while(|(other, _)| *other == code).map(|(_, i)| *i);
        let of_host = |host: &str| rows().find(|i| issued(catalog, *i).host.eq_ignore_ascii_case(host));
        let only = || rows().next().filter(|_| rows().count() == 1);
        host.and_then(of_host).or_else(only).or_else(|| of_host(&catalog.host)).map(Found)
    }

    /// Known codes one slip away from what was typed, at most `most`.
    pub fn near<'a>(&self, catalog: &'a Catalog, typed: &str, most: usize) -> Vec<&'a Issued> {
        Code::near(typed)
            .into_iter()
            .filter_map(|code| self.find(catalog, None, code))
            .map(|Found(i)| issued(catalog, i))
            .filter(|issued| issued.retired.is_none())
            .take(most)
            .collect()
    }
}

fn issued(catalog: &Catalog, index: u32) -> &Issued {
    &catalog.codes[index as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_digits_is_a_code_or_mistyped() {
        let code = CodePath::Code("48217".parse().unwrap());
        for path in ["/48217", "/48217/", "/%348217", "/%34%38%32%31%37"] {
            assert_eq!(code_path(path), Some(code.clone()), "{path}");
        }
        assert_eq!(code_path("/48218"), Some(CodePath::Mistyped("48218".into())));
        assert_eq!(code_path("/0"), Some(CodePath::Mistyped("0".into())));
        for path in [
            "/",
            "",
            "48217",
            "//48217",
            "/48217/x",
            "/48217.html",
            "/vi/",
            "/4821%",
            "/4821%3",
            "/%3a",
            "/1234567890123",
        ] {
            assert_eq!(code_path(path), None, "{path}");
        }
    }
}
