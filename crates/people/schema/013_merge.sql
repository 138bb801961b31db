-- Two records of one person: how they are noticed while their names stay sealed, and what a record was before another was
-- merged into it.

ALTER TABLE client ADD COLUMN near_token BYTEA;
ALTER TABLE client ADD COLUMN twin_token BYTEA;
ALTER TABLE client ADD COLUMN email_token BYTEA;
ALTER TABLE client ADD COLUMN phone_token BYTEA;
CREATE INDEX client_near ON client (clinic, near_token, twin_token);

-- Pairs that may be one person, by tokens alone. one sorts before other.
CREATE TABLE duplicate (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    one TEXT NOT NULL,
    other TEXT NOT NULL,
    reasons TEXT NOT NULL,
    weight BIGINT NOT NULL,
    found_at BIGINT NOT NULL,
    apart_at BIGINT,
    apart_by TEXT,
    PRIMARY KEY (clinic, one, other)
);
CREATE INDEX duplicate_other ON duplicate (clinic, other);
CREATE INDEX duplicate_open ON duplicate (clinic, weight, one, other) WHERE apart_at IS NULL;

-- How far the clients were looked through, by the newest id.
CREATE TABLE duplicate_scan (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    upto TEXT NOT NULL,
    at BIGINT NOT NULL
);

-- The details of a client before another record was merged into theirs, byte for byte; version is what the merge left.
CREATE TABLE client_before (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    client TEXT NOT NULL,
    given_name BYTEA NOT NULL,
    family_name BYTEA NOT NULL,
    email BYTEA,
    phone BYTEA,
    birth_date BYTEA,
    note BYTEA,
    language TEXT NOT NULL,
    claimed BIGINT NOT NULL,
    name_token BYTEA NOT NULL,
    near_token BYTEA,
    twin_token BYTEA,
    email_token BYTEA,
    phone_token BYTEA,
    tokens BYTEA NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
