//! Days in words that machines read too: `<time datetime="2027-09-20">20/9/2027</time>`.

use disan_server::catalog::{Locale, fill};
use jiff::civil::Date;

use super::text::escape;

/// HTML of the days from one to another, said no longer than needed: 16–20/9/2027, 28 September – 2 October 2028.
pub fn html(from: Date, to: Date, locale: &Locale) -> String {
    let last = marked(to, &locale.date(to));
    if from == to {
        return last;
    }
    let (pattern, dash) = match (from.year() == to.year(), from.month() == to.month()) {
        (true, true) => ("date.in_month", "–"),
        (true, false) => ("date.in_year", " – "),
        (false, _) => ("date.short", " – "),
    };
    marked(from, &locale.dated(pattern, from)) + dash + &last
}

/// HTML of the text under `key` of the locale, whose `{names}` stand for HTML.
pub fn fill_html(locale: &Locale, key: &str, values: &[(&str, &str)]) -> String {
    let mut pattern = String::new();
    escape(&mut pattern, locale.text(key));
    fill(&pattern, values)
}

/// HTML of a day that is called `text`.
pub fn marked(day: Date, text: &str) -> String {
    let mut html = format!("<time datetime=\"{day}\">");
    escape(&mut html, text);
    html.push_str("</time>");
    html
}

#[cfg(test)]
mod tests {
    use disan_server::catalog::Lang;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn a_span_repeats_nothing_and_each_end_is_a_day_for_machines() {
        let [vi, en] = [Lang::vi(), Lang::en()].map(|lang| Locale::embedded(&lang));
        let (from, to) = (date(2027, 9, 16), date(2027, 9, 20));
        assert_eq!(
            html(from, to, &vi),
            "<time datetime=\"2027-09-16\">16</time>–<time datetime=\"2027-09-20\">20/9/2027</time>"
        );
        assert_eq!(
            html(date(2026, 12, 28), date(2027, 1, 2), &en),
            "<time datetime=\"2026-12-28\">28 December 2026</time> – <time datetime=\"2027-01-02\">2 January 2027</time>"
        );
        assert_eq!(html(to, to, &en), "<time datetime=\"2027-09-20\">20 September 2027</time>");
    }
}
