-- Who may do what. Accounts are few and needed everywhere, so every node of Citus has all of them.

CREATE TABLE account (
    name TEXT NOT NULL PRIMARY KEY,  -- what one signs in with: a to z, digits, . - _
    shown TEXT NOT NULL,             -- the person's name as colleagues know it
    password TEXT NOT NULL,          -- Argon2id with its parameters and salt; '' until the person has chosen one
    created BIGINT NOT NULL,         -- seconds since 1970-01-01 UTC, here and below
    disabled BIGINT NOT NULL         -- since when nobody can sign in with it; 0: one can
);

-- A role over a unit and everything below it.
CREATE TABLE role_at (
    account TEXT NOT NULL,
    unit TEXT NOT NULL,
    role TEXT NOT NULL,              -- viewer, editor, approver, admin
    PRIMARY KEY (account, unit)
);

-- Tokens stand here as their SHA-256 only: whoever reads the file cannot sign in with what it holds.
CREATE TABLE session (
    token TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT NOT NULL
);

CREATE TABLE invitation (
    token TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,           -- '': the first account, which does not exist yet
    until BIGINT NOT NULL
);

CREATE TABLE api_token (
    token TEXT NOT NULL PRIMARY KEY,
    account TEXT NOT NULL,
    label TEXT NOT NULL,
    role TEXT NOT NULL,              -- it may do no more than this, wherever its account may do more
    created BIGINT NOT NULL,
    until BIGINT NOT NULL
);

-- What was changed, by whom, and when: only ever added to.
CREATE TABLE change (
    unit TEXT NOT NULL,              -- '' where it concerns no unit
    id TEXT NOT NULL,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    action TEXT NOT NULL,            -- words in the locales under audit.action
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY (unit, id)
);
CREATE INDEX change_by_time ON change (at);
