//! A file that is not TOML: the cause in words that mean something to a volunteer.

use crate::diagnostic::Diagnostic;

/// The fault of a file that is not TOML. The texts of the causes are `diagnostic.bad-toml.<cause>`.
pub fn toml_fault(path: &str, text: &str, error: &toml::de::Error) -> Diagnostic {
    let span = error.span().unwrap_or(0..0);
    let start = line_start(text, span.start);
    let line = text[start..].lines().next().unwrap_or_default();
    let cause = cause(line, error.message());
    Diagnostic::error("bad-toml").at(path).span(span).with("cause", cause)
}

fn line_start(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    text[..at].rfind('\n').map_or(0, |i| i + 1)
}

/// The likeliest cause: from the line, because that is what people get wrong, then from the parser's message.
fn cause(line: &str, message: &str) -> &'static str {
    let (key, value) = line.split_once('=').unwrap_or((line, ""));
    let value = value.trim();
    if message.contains("duplicate key") {
        "duplicate-key"
    } else if value.starts_with(['“', '”', '‘', '’', '«', '„']) {
        "curly-quotes"
    } else if line.contains('\u{a0}') {
        "no-break-space"
    } else if !line.trim_start().starts_with('[') && !line.contains('=') {
        if line.contains(':') { "colon" } else { "no-equals" }
    } else if !key.is_ascii() {
        "key-with-marks"
    } else if value.is_empty() && !line.trim_start().starts_with('[') {
        "no-value"
    } else if value.starts_with(['"', '\'']) && value.matches(['"', '\'']).count() % 2 == 1 {
        "unclosed-text"
    } else if value.starts_with(|c: char| c.is_ascii_digit()) && value.contains(['/', '.']) {
        "date-form"
    } else if value.starts_with(char::is_alphabetic) {
        "unquoted"
    } else {
        "other"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cause_of(text: &str) -> String {
        let error = toml::de::DeTable::parse(text).unwrap_err();
        toml_fault("x.toml", text, &error).values[0].1.clone()
    }

    #[test]
    fn common_slips_are_told_apart() {
        for (text, cause) in [
            ("a = 1\na = 2", "duplicate-key"),
            ("name.vi = “Đền”", "curly-quotes"),
            ("unit\u{a0}= \"a\"", "no-break-space"),
            ("unit: \"a\"", "colon"),
            ("unit", "no-equals"),
            ("tên = \"a\"", "key-with-marks"),
            ("unit =", "no-value"),
            ("unit = \"a\nb = 1", "unclosed-text"),
            ("starts = 1/3/2026", "date-form"),
            ("unit = phuong-a", "unquoted"),
            ("[cover", "other"),
        ] {
            assert_eq!(cause_of(text), cause, "{text}");
        }
    }
}
