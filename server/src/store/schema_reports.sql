-- Reports as they were handed in. A row is never changed: a correction is a row of its own, and each holds the hash of
-- the one before it, so that none can be taken out unseen.

CREATE TABLE frozen_report (
    unit TEXT NOT NULL,           -- id; empty for the whole project
    seq BIGINT NOT NULL,          -- 1, 2, 3 … of the unit
    code TEXT NOT NULL,           -- on paper: 80 bits of the hash of the figures
    hash TEXT NOT NULL,           -- of the row, with that of the row before
    previous TEXT NOT NULL,       -- hash of the row before; empty for the first
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    frozen_at BIGINT NOT NULL,    -- seconds since 1970-01-01 UTC
    scans BIGINT NOT NULL,        -- of the period, as frozen
    watermark TEXT NOT NULL,      -- how far each segment was counted
    figures TEXT NOT NULL,        -- canonical JSON
    paper TEXT NOT NULL,          -- the whole report, as JSON
    PRIMARY KEY (unit, seq)
);
CREATE INDEX frozen_report_code ON frozen_report (code);
