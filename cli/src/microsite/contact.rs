//! Ways to reach somebody, with numbers a phone can dial.

use serde::Serialize;

use super::plan::Plan;
use super::text::Text;
use super::tongue::Tongue;
use crate::model::{Contact, Entry, Hotline};

/// The contact block of a page.
#[derive(Debug, Serialize)]
pub struct ContactView {
    office: Option<Text>,
    phone: Option<Number>,
    personal: Option<Number>,
    zalo: Option<Number>,
    group: Option<Number>,
    email: Option<String>,
    placeholder: bool,
}

/// A number as shown, and where it leads.
#[derive(Debug, Serialize)]
pub struct Number {
    shown: String,
    /// None for a placeholder, which must not be dialled.
    href: Option<String>,
}

/// A public number to call.
#[derive(Debug, Serialize)]
pub struct HotlineView {
    number: Number,
    name: Option<Text>,
    checked: Option<String>,
}

impl ContactView {
    /// The contact of `entry`, else that of the project; none when neither is given.
    pub fn of(plan: &Plan, tongue: &Tongue, entry: &Entry) -> Option<ContactView> {
        let contact = [&entry.facts.contact, &plan.project.settings.contact].into_iter().find(|c| !c.is_empty())?;
        Some(ContactView::new(contact, tongue))
    }

    /// The view of `contact`.
    pub fn new(contact: &Contact, tongue: &Tongue) -> ContactView {
        let call = |number: &String| Number { href: tel(number), shown: number.clone() };
        let phone = contact.phone.as_ref().map(call);
        let personal = contact.personal_phone.as_ref().map(call);
        let zalo = contact.zalo.as_ref().map(|zalo| Number { href: zalo_href(zalo), shown: without_scheme(zalo) });
        let group =
            contact.zalo_group.as_ref().map(|link| Number { href: Some(link.clone()), shown: without_scheme(link) });
        let placeholder = [&phone, &personal, &zalo].into_iter().flatten().any(|number| number.href.is_none());
        ContactView {
            office: Text::pick(&contact.office, tongue),
            phone,
            personal,
            zalo,
            group,
            email: contact.email.clone(),
            placeholder,
        }
    }
}

impl HotlineView {
    /// `hotline` as a page of `tongue` shows it.
    pub fn new(hotline: &Hotline, tongue: &Tongue) -> HotlineView {
        let checked = hotline
            .checked_on
            .map(|date| tongue.locale.fill("reader.hotline.checked", &[("date", &tongue.locale.date(date))]));
        HotlineView {
            number: Number { shown: hotline.number.clone(), href: tel(&hotline.number) },
            name: Text::pick(&hotline.name, tongue),
            checked,
        }
    }
}

/// The `tel:` address of a number as written in Việt Nam: E.164, but for short and 1800/1900 numbers, which exist only
/// inside the country. None for a placeholder such as `09xx xxx xxx`.
pub fn tel(number: &str) -> Option<String> {
    if number.chars().any(char::is_alphabetic) {
        return None;
    }
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let national = digits.len() <= 4 || digits.starts_with("1800") || digits.starts_with("1900");
    match digits.strip_prefix('0') {
        _ if digits.is_empty() => None,
        _ if number.trim_start().starts_with('+') => Some(format!("tel:+{digits}")),
        _ if national => Some(format!("tel:{digits}")),
        Some(rest) => Some(format!("tel:+84{rest}")),
        None => Some(format!("tel:{digits}")),
    }
}

/// Where a Zalo number or link leads; none for a placeholder.
pub fn zalo_href(zalo: &str) -> Option<String> {
    if zalo.starts_with("https://") {
        return Some(zalo.to_owned());
    }
    let digits: String = zalo.chars().filter(char::is_ascii_digit).collect();
    (!digits.is_empty() && !zalo.chars().any(char::is_alphabetic)).then(|| format!("https://zalo.me/{digits}"))
}

/// An address as a person would type it.
pub fn without_scheme(address: &str) -> String {
    address.trim_start_matches("https://").trim_start_matches("http://").trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_dialled_as_the_network_takes_them() {
        for (shown, href) in [
            ("0912 345 678", Some("tel:+84912345678")),
            ("0225.3822.616", Some("tel:+842253822616")),
            ("+84 912 345 678", Some("tel:+84912345678")),
            ("156", Some("tel:156")),
            ("1900 1234", Some("tel:19001234")),
            ("1800 1091", Some("tel:18001091")),
            ("09xx xxx xxx", None),
            ("", None),
        ] {
            assert_eq!(tel(shown).as_deref(), href, "{shown}");
        }
        assert_eq!(zalo_href("0912 345 678").as_deref(), Some("https://zalo.me/0912345678"));
        assert_eq!(zalo_href("09xx xxx xxx"), None);
    }
}
