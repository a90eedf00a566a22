//! The layouts of the tables, step by step.

/// Where tables lie. SQLite keeps each part in a file of its own, a database server both in one database.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// What follows from the journal, and can be lost.
    Counts,
    /// What people decide and write: nothing else knows it.
    Office,
}

/// All steps, oldest first. They only ever add, so that an older program still finds what it knows.
pub(super) const LAYOUTS: [(Part, &str); 8] = [
    (Part::Counts, include_str!("schema.sql")),
    (Part::Counts, include_str!("schema_opened.sql")),
    (Part::Office, include_str!("schema_office.sql")),
    (Part::Counts, include_str!("schema_covers.sql")),
    (Part::Office, include_str!("schema_reports.sql")),
    (Part::Office, include_str!("schema_access.sql")),
    (Part::Office, include_str!("schema_activity.sql")),
    (Part::Office, include_str!("schema_office_unit.sql")),
];

impl Part {
    /// The steps of this part alone.
    pub(super) fn layouts(self) -> impl Iterator<Item = &'static str> {
        LAYOUTS.iter().filter(move |(part, _)| *part == self).map(|(_, layout)| *layout)
    }
}
