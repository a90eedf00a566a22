-- What teams did and report: counts only, no name of anybody they helped. Days are local days since 1970-01-01, times
-- seconds since 1970-01-01 UTC; `about` is the word before a number ('', gan, hon, tren, khoang); values with decimals
-- stand as value / 10^scale.

CREATE TABLE activity (
    unit TEXT NOT NULL,              -- as it was on that day
    id TEXT NOT NULL,
    version BIGINT NOT NULL,         -- grows with each change
    state TEXT NOT NULL,             -- draft, submitted, approved, returned
    day BIGINT NOT NULL,
    kind TEXT NOT NULL,
    place TEXT NOT NULL,
    channel TEXT NOT NULL,
    skill TEXT NOT NULL,
    audience TEXT NOT NULL,
    sessions BIGINT NOT NULL,        -- buổi; here and below 0 where nothing is said
    turns BIGINT NOT NULL,           -- lượt, never persons
    about TEXT NOT NULL,             -- of the turns
    households BIGINT NOT NULL,
    businesses BIGINT NOT NULL,      -- household businesses
    model TEXT NOT NULL,
    programme TEXT NOT NULL,
    partners TEXT NOT NULL,
    campaign TEXT NOT NULL,          -- id of a campaign
    note TEXT NOT NULL,
    source TEXT NOT NULL,            -- key of the row of a file it came from; '' where somebody typed it
    author TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX activity_by_day ON activity (day);
CREATE INDEX activity_by_id ON activity (id);

-- Every state an activity was ever in: only ever added to.
CREATE TABLE activity_version (
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    state TEXT NOT NULL,
    remark TEXT NOT NULL,            -- why it was given back
    fields TEXT NOT NULL,            -- what it said, as JSON
    PRIMARY KEY (unit, id, version)
);

CREATE TABLE campaign (
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    target BIGINT NOT NULL,          -- turns; 0: none
    author TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);

-- The teams of a unit on a day: how many of what.
CREATE TABLE register (
    unit TEXT NOT NULL,
    day BIGINT NOT NULL,
    what TEXT NOT NULL,              -- teams, members, leader, deputy, …; words in the locales under activity.member
    n BIGINT NOT NULL,
    about TEXT NOT NULL,
    author TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (unit, day, what)
);

-- The one person of a unit's teams who agreed to be named. Whoever takes the consent back is removed.
CREATE TABLE contact (
    unit TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    phone TEXT NOT NULL,
    consent_day BIGINT NOT NULL,
    author TEXT NOT NULL,
    changed BIGINT NOT NULL
);

-- Any figure somebody states, with where it is from.
CREATE TABLE indicator (
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    part TEXT NOT NULL,              -- '' for the whole; parts of one name and day should add up to it
    measure TEXT NOT NULL,           -- what is counted: tổ, thuê bao, %
    value BIGINT NOT NULL,
    scale BIGINT NOT NULL,
    about TEXT NOT NULL,
    whole BIGINT NOT NULL,           -- N of n/N; 0: none
    day BIGINT NOT NULL,             -- as of
    origin TEXT NOT NULL,            -- the document it is from
    source TEXT NOT NULL,
    author TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX indicator_by_day ON indicator (day);

CREATE TABLE target (
    unit TEXT NOT NULL,
    id TEXT NOT NULL,
    what TEXT NOT NULL,              -- turns, sessions, households, scans, members_trained, or the name of an indicator
    value BIGINT NOT NULL,
    scale BIGINT NOT NULL,
    measure TEXT NOT NULL,
    first_day BIGINT NOT NULL,
    last_day BIGINT NOT NULL,
    author TEXT NOT NULL,
    changed BIGINT NOT NULL,
    PRIMARY KEY (unit, id)
);
