//! What is kept of a scan, field by field: what the privacy note tells readers.

use super::{App, Class, Device, Scan};

/// A field of [`Scan`].
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name; what it means is in the locales under `privacy.field`.
    pub name: &'static str,
    /// Where its values come from.
    pub values: Values,
}

/// Where the values of a field come from.
#[derive(Clone, Copy, Debug)]
pub enum Values {
    /// The project: its entries, codes, places and languages.
    Project,
    /// The clock.
    Clock,
    /// A closed list; the names' words are in the locales under this key.
    List(&'static str, fn() -> Vec<&'static str>),
    /// Yes, no or unknown.
    Known,
}

/// All fields.
pub const FIELDS: &[Field] = &[
    Field { name: "entry", values: Values::Project },
    Field { name: "code", values: Values::Project },
    Field { name: "placement", values: Values::Project },
    Field { name: "day", values: Values::Clock },
    Field { name: "minute", values: Values::Clock },
    Field { name: "language", values: Values::Project },
    Field { name: "device", values: Values::List("stats.device", || Device::ALL.iter().map(|x| x.name()).collect()) },
    Field { name: "app", values: Values::List("stats.app", || App::ALL.iter().map(|x| x.name()).collect()) },
    Field { name: "class", values: Values::List("stats.class", || Class::ALL.iter().map(|x| x.name()).collect()) },
    Field { name: "first", values: Values::Known },
];

/// How many fields a scan has. A field more, and this no longer compiles: then the note must tell of it.
pub const fn fields_of(scan: &Scan) -> usize {
    let Scan { entry: _, code: _, placement: _, day: _, minute: _, lang: _, device: _, app: _, class: _, first: _ } =
        scan;
    10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{EMBEDDED_LOCALES, Locale};
    use crate::scan::First;

    #[test]
    fn every_field_and_every_value_is_told_in_words() {
        let scan = Scan {
            entry: 1,
            code: 1,
            placement: 0,
            day: 0,
            minute: 0,
            lang: 0,
            device: Device::Phone,
            app: App::None,
            class: Class::Person,
            first: First::No,
        };
        assert_eq!(FIELDS.len(), fields_of(&scan));
        for (tag, _) in EMBEDDED_LOCALES {
            let locale = Locale::embedded(&tag.parse().unwrap());
            for field in FIELDS {
                assert!(locale.has(&format!("privacy.field.{}", field.name)), "{tag}: {}", field.name);
                assert!(locale.has(&format!("privacy.what.{}", field.name)), "{tag}: {}", field.name);
                if let Values::List(key, names) = field.values {
                    for name in names() {
                        assert!(locale.has(&format!("{key}.{name}")), "{tag}: {key}.{name}");
                    }
                }
            }
        }
    }
}
