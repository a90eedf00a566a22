//! From roles over units, as they were given, to what somebody may do at a unit today.

use std::collections::BTreeSet;

use jiff::civil::Date;

use super::Role;
use crate::catalog::Catalog;
use crate::store::RoleAt;

/// The units somebody has a role at, as they are today.
///
/// A role given at a unit that has since become another one wholly is a role there now. One at a unit that was split is
/// none any more: nobody has decided which part it should go to, and a person must.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct Authority {
    roles: Vec<(String, Role)>,
}

impl Authority {
    /// What these roles come to on `today`; none of them exceeds `most`.
    pub fn new(roles: &[RoleAt], catalog: &Catalog, today: Date, most: Role) -> Authority {
        let of = |row: &RoleAt| {
            let role = Role::named(&row.role)?.min(most);
            let unit = catalog.units.on(&row.unit, today).map(|unit| unit.id.clone());
            // The project's own unit is what its settings say, listed or not.
            let unit = unit.or_else(|| (row.unit == catalog.owner_unit).then(|| row.unit.clone()))?;
            Some((unit, role))
        };
        Authority { roles: roles.iter().filter_map(of).collect() }
    }

    /// The role at a unit of any time; none where there is none, or no such unit.
    pub fn at(&self, catalog: &Catalog, unit: &str, today: Date) -> Option<Role> {
        let known = unit == catalog.owner_unit || catalog.units.get(unit).is_some();
        let above = above(catalog, unit, today);
        let covers = |of: &str| known && (of == catalog.owner_unit || above.contains(of));
        self.roles.iter().filter(|(of, _)| covers(of)).map(|(_, role)| *role).max()
    }

    /// Whether `role` is held at the unit.
    pub fn may(&self, role: Role, catalog: &Catalog, unit: &str, today: Date) -> bool {
        self.at(catalog, unit, today).is_some_and(|held| held >= role)
    }

    /// The greatest role held anywhere.
    pub fn most(&self) -> Option<Role> {
        self.roles.iter().map(|(_, role)| *role).max()
    }
}

/// Whether a unit of any time is `of` today or lies below it.
pub(crate) fn lies_below(catalog: &Catalog, unit: &str, of: &str, today: Date) -> bool {
    of == catalog.owner_unit || above(catalog, unit, today).contains(of)
}

/// The ids of everything a unit lies below today: the unit, those above it in any line, and what these became wholly.
fn above<'a>(catalog: &'a Catalog, unit: &'a str, today: Date) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::from([unit]);
    let mut next = vec![unit];
    while let Some(id) = next.pop() {
        let parent = catalog.units.get(id).and_then(|unit| unit.parent.as_deref());
        let now = catalog.units.on(id, today).map(|unit| unit.id.as_str());
        for id in parent.into_iter().chain(now) {
            if found.insert(id) {
                next.push(id);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::catalog::{Catalog, Lang, Localized, Units};

    fn catalog() -> Catalog {
        #[derive(serde::Deserialize)]
        struct File {
            unit: Vec<crate::catalog::Unit>,
        }
        let file: File = toml::from_str(
            r#"
            unit = [
            { id = "hai-duong", level = "province", kind = "tinh", name.vi = "Hải Dương", valid_to = "2025-06-30", succession = [{ to = "hai-phong", share = "whole" }] },
            { id = "hai-phong", level = "province", kind = "thanh-pho", name.vi = "Hải Phòng" },
            { id = "cong-hoa", level = "commune", kind = "phuong", name.vi = "Cộng Hòa", parent = "hai-duong", valid_to = "2025-06-30", succession = [{ to = "chu-van-an", share = "part" }, { to = "tran-hung-dao", share = "part" }] },
            { id = "hung-dao", level = "commune", kind = "xa", name.vi = "Hưng Đạo", parent = "hai-duong", valid_to = "2025-06-30", succession = [{ to = "tran-hung-dao", share = "whole" }] },
            { id = "tran-hung-dao", level = "commune", kind = "phuong", name.vi = "Trần Hưng Đạo", parent = "hai-phong", valid_from = "2025-07-01" },
            { id = "chu-van-an", level = "commune", kind = "phuong", name.vi = "Chu Văn An", parent = "hai-phong", valid_from = "2025-07-01" },
            { id = "thon-a", level = "hamlet", kind = "thon", name.vi = "Thôn A", parent = "hung-dao" },
            ]
            "#,
        )
        .unwrap();
        Catalog {
            format: 1,
            revision: "1".into(),
            project: 1,
            title: Localized::default(),
            owner: Localized::default(),
            owner_unit: "doan".into(),
            host: "disan.example".into(),
            hosts: Default::default(),
            host_is_placeholder: true,
            languages: vec![Lang::vi()],
            international: Lang::en(),
            fallback: Localized::default(),
            code_digits: 5,
            units: Units::new(file.unit),
            entries: Vec::new(),
            codes: Vec::new(),
        }
    }

    fn at(unit: &str, role: Role) -> RoleAt {
        RoleAt { account: "an".into(), unit: unit.into(), role: role.id().into() }
    }

    #[test]
    fn a_role_holds_below_its_unit_and_nowhere_else() {
        let (catalog, today) = (catalog(), date(2026, 11, 28));
        let authority = Authority::new(&[at("tran-hung-dao", Role::Editor)], &catalog, today, Role::Admin);
        for (unit, role) in [
            ("tran-hung-dao", Some(Role::Editor)),
            ("hung-dao", Some(Role::Editor)),
            ("thon-a", Some(Role::Editor)),
            ("cong-hoa", None),
            ("chu-van-an", None),
            ("hai-phong", None),
            ("doan", None),
            ("nirgends", None),
        ] {
            assert_eq!(authority.at(&catalog, unit, today), role, "{unit}");
        }
        assert!(authority.may(Role::Viewer, &catalog, "thon-a", today));
        assert!(!authority.may(Role::Approver, &catalog, "thon-a", today));
    }

    #[test]
    fn a_role_passes_to_the_whole_successor_and_to_nobody_where_a_unit_was_split() {
        let (catalog, before, after) = (catalog(), date(2025, 6, 30), date(2025, 7, 1));
        let held = |unit: &str, day, of: &str| {
            Authority::new(&[at(unit, Role::Admin)], &catalog, day, Role::Admin).at(&catalog, of, day)
        };
        assert_eq!(held("hung-dao", before, "thon-a"), Some(Role::Admin));
        assert_eq!(held("hung-dao", after, "tran-hung-dao"), Some(Role::Admin));
        assert_eq!(held("cong-hoa", before, "cong-hoa"), Some(Role::Admin));
        for unit in ["cong-hoa", "chu-van-an", "tran-hung-dao"] {
            assert_eq!(held("cong-hoa", after, unit), None, "{unit}");
        }
        assert_eq!(held("hai-duong", after, "cong-hoa"), Some(Role::Admin), "what was split is seen from above");
        assert_eq!(held("hai-duong", after, "tran-hung-dao"), Some(Role::Admin));
        assert_eq!(held("tran-hung-dao", before, "hung-dao"), None, "not before it is there");
    }

    #[test]
    fn the_projects_own_unit_stands_above_all_of_them_and_a_ceiling_holds_everywhere() {
        let (catalog, today) = (catalog(), date(2026, 11, 28));
        let owner = Authority::new(&[at("doan", Role::Admin)], &catalog, today, Role::Admin);
        assert_eq!(owner.at(&catalog, "thon-a", today), Some(Role::Admin));
        assert_eq!(owner.at(&catalog, "nirgends", today), None);
        let token = Authority::new(&[at("doan", Role::Admin)], &catalog, today, Role::Viewer);
        assert_eq!((token.at(&catalog, "thon-a", today), token.most()), (Some(Role::Viewer), Some(Role::Viewer)));
        assert_eq!(Authority::new(&[at("gone", Role::Admin)], &catalog, today, Role::Admin).most(), None);
    }
}
