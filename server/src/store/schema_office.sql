-- The office: what people decide and write. Nothing else knows it, so it is never emptied and never begun anew.
-- Each text here is somebody's word, not a reader's trace.

CREATE TABLE secret (
    name TEXT NOT NULL PRIMARY KEY, -- staff: the key of the links for the team's own devices
    value TEXT NOT NULL             -- in hexadecimal digits
);
