-- The counts: everything here can be rebuilt from the journal and the office.
-- One text for SQLite and PostgreSQL (and Citus): BIGINT and TEXT only; each key holds the column rows are
-- distributed by, which is its first; no foreign key touches a rollup.

CREATE TABLE scan_day (
    entry BIGINT NOT NULL,
    placement TEXT NOT NULL,
    day BIGINT NOT NULL,            -- local days since 1970-01-01
    class TEXT NOT NULL,            -- person, repeat, preview, bot, staff, trial
    n BIGINT NOT NULL,
    first BIGINT NOT NULL,          -- of these, the first of their device on that day at that entry
    PRIMARY KEY (entry, placement, day, class)
);
CREATE INDEX scan_day_by_day ON scan_day (day);

CREATE TABLE entry_half (
    entry BIGINT NOT NULL,
    half BIGINT NOT NULL,           -- (year * 12 + month - 1) * 2, plus 1 from the 15th on
    class TEXT NOT NULL,
    dim TEXT NOT NULL,              -- total, lang, device, app, hour
    value TEXT NOT NULL,            -- '' for total; hours are '00' to '23'
    n BIGINT NOT NULL,
    first BIGINT NOT NULL,
    PRIMARY KEY (entry, half, class, dim, value)
);
CREATE INDEX entry_half_by_half ON entry_half (dim, half);

CREATE TABLE unit_half (
    unit TEXT NOT NULL,             -- the unit the entry belongs to itself; '' where nobody has decided
    half BIGINT NOT NULL,
    class TEXT NOT NULL,
    dim TEXT NOT NULL,
    value TEXT NOT NULL,
    n BIGINT NOT NULL,
    first BIGINT NOT NULL,
    PRIMARY KEY (unit, half, class, dim, value)
);

-- Which unit an entry belongs to from a day on, as these counts are counted. The office keeps the same for good.
CREATE TABLE entry_unit (
    entry BIGINT NOT NULL,
    from_day BIGINT NOT NULL,
    unit TEXT NOT NULL,
    PRIMARY KEY (entry, from_day)
);

-- Numbers asked for that no sign carries, thrown into a fixed number of buckets so that nobody can fill the disk.
CREATE TABLE orphan_day (
    day BIGINT NOT NULL,
    bucket BIGINT NOT NULL,
    n BIGINT NOT NULL,
    sample TEXT NOT NULL,           -- the first number that fell into the bucket that day
    PRIMARY KEY (day, bucket)
);

-- How scans were answered. stored: on disk. late: of the stored, those answered before they were on disk.
-- lost-…: answered and never written, by reason; in no other table.
CREATE TABLE answer_day (
    day BIGINT NOT NULL,
    answer TEXT NOT NULL,
    n BIGINT NOT NULL,
    PRIMARY KEY (day, answer)
);

-- Spans of time of which the counts know nothing or too little. stopped: the server was shut down; unclean: it was
-- killed or lost power; disk: the disk refused; damaged: a part of the journal is unreadable.
CREATE TABLE gap (
    from_ts BIGINT NOT NULL,        -- seconds since 1970-01-01 00:00 UTC
    to_ts BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (from_ts, to_ts, reason)
);

-- How far each segment of the journal is counted, in bytes; always moved together with the counts.
CREATE TABLE watermark (
    segment TEXT NOT NULL PRIMARY KEY,
    "offset" BIGINT NOT NULL
);
