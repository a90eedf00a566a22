-- Which unit an entry belongs to from a day on, also of entries that have left the catalog: nothing else knows those, and
-- scans of past days are counted by them. Where counts and office share a database, they share this table.
CREATE TABLE IF NOT EXISTS entry_unit (
    entry BIGINT NOT NULL,
    from_day BIGINT NOT NULL,       -- local days since 1970-01-01; 0: since ever
    unit TEXT NOT NULL,             -- '' where nobody has decided
    PRIMARY KEY (entry, from_day)
);
