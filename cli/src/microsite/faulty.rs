//! Telling those who look after a sign that it is faded or broken.

use serde::Serialize;

use super::borrowed::bare;
use super::contact::{tel, zalo_href};
use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{Entry, Placement};

/// How to tell: by e-mail with the number and the page already in it, else by phone or Zalo.
#[derive(Debug, Serialize)]
pub struct FaultySign {
    text: String,
    /// None for a placeholder, which leads nowhere.
    href: Option<String>,
}

impl FaultySign {
    /// For the signs of `entry`, whose title is `title`; none where no sign hangs or nobody can be told.
    pub fn of(plan: &Plan, tongue: &Tongue, entry: &Entry, title: &str) -> Option<FaultySign> {
        let signs = signs(plan, tongue, entry);
        if signs.is_empty() {
            return None;
        }
        let contact = [&entry.facts.contact, &plan.project.settings.contact].into_iter().find(|c| !c.is_empty())?;
        let locale = &tongue.locale;
        if let Some(email) = &contact.email {
            let url = plan.project.url(&plan.project.page_path(entry, &tongue.lang));
            let href = Some(mailto(email, &signs, title, &url, tongue));
            return Some(FaultySign { text: locale.text("reader.faulty.mail").to_owned(), href });
        }
        let way =
            |key: &str, to: &str, href: Option<String>| FaultySign { text: locale.fill(key, &[("to", to)]), href };
        let call = contact.phone.as_ref().map(|phone| way("reader.faulty.call", phone, tel(phone)));
        call.or_else(|| {
            let zalo = contact.zalo.as_ref()?;
            Some(way("reader.faulty.zalo", zalo.trim_start_matches("https://"), zalo_href(zalo)))
        })
    }
}

/// The signs that hang: number and place.
fn signs(plan: &Plan, tongue: &Tongue, entry: &Entry) -> Vec<(String, String)> {
    let hanging = entry.placements.iter().filter(|placement| !plan.project.is_retired(placement));
    let sign = |placement: &Placement| {
        let name = Text::pick(&placement.name, tongue).map(|name| name.text);
        let name = name.unwrap_or_else(|| tongue.locale.text("reader.placement.main").to_owned());
        Some((placement.code?.grouped(), name))
    };
    hanging.filter_map(sign).collect()
}

fn mailto(email: &str, signs: &[(String, String)], title: &str, url: &str, tongue: &Tongue) -> String {
    let locale = &tongue.locale;
    let (subject, body) = match signs {
        [(number, _)] => {
            let values = [("number", number.as_str()), ("title", title), ("url", url)];
            (locale.fill("reader.faulty.subject", &values), locale.fill("reader.faulty.body", &values))
        }
        // The page cannot know which of its signs was read: the reader keeps the line of that one.
        _ => {
            let lines: Vec<String> = signs.iter().map(|(number, name)| format!("{number} – {name}")).collect();
            let lines = lines.join("\n");
            let values = [("numbers", lines.as_str()), ("title", title), ("url", url)];
            (locale.fill("reader.faulty.subject_many", &values), locale.fill("reader.faulty.body_many", &values))
        }
    };
    format!(
        "mailto:{}?subject={}&body={}",
        encoded(email, "@"),
        encoded(&bare(&subject), ""),
        encoded(&bare(&body), "")
    )
}

/// The text as it may stand in an address: UTF-8, percent-encoded but for letters, digits, `-._~` and what is in `keep`.
/// Lines end as mail ends them.
fn encoded(text: &str, keep: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(byte as char),
            b'\n' => out.push_str("%0D%0A"),
            _ if keep.as_bytes().contains(&byte) => out.push(byte as char),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_may_stand_in_an_address() {
        assert_eq!(encoded("Đền & chùa?\n", ""), "%C4%90%E1%BB%81n%20%26%20ch%C3%B9a%3F%0D%0A");
        assert_eq!(encoded("doan.phuong@disan.example", "@"), "doan.phuong@disan.example");
        assert_eq!(encoded("a\"b?c@d", "@"), "a%22b%3Fc@d");
    }
}
