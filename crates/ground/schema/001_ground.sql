-- What every room stands on. Times are microseconds UTC; truth is 0 or 1.

CREATE TABLE clinic (
    id TEXT NOT NULL PRIMARY KEY,
    slug TEXT NOT NULL UNIQUE,
    host TEXT UNIQUE,
    name TEXT NOT NULL,
    zone TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    languages TEXT NOT NULL,
    currency TEXT NOT NULL,
    brand TEXT,
    parameters TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE person (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    key TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    erased_at BIGINT,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX person_key ON person (clinic, key);

CREATE TABLE access_entry (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    actor TEXT NOT NULL,
    roles TEXT NOT NULL,
    purpose TEXT NOT NULL,
    action TEXT NOT NULL,
    outcome TEXT NOT NULL,
    begins BIGINT NOT NULL,
    at BIGINT NOT NULL,
    leaf BIGINT,
    leaf_hash BYTEA,
    leaf_mark BYTEA,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, person, actor, purpose, outcome, begins)
);
-- What the sealer has still to append, and the log in its order.
CREATE INDEX access_entry_unsealed ON access_entry (clinic, id) WHERE leaf IS NULL;
CREATE UNIQUE INDEX access_entry_clinic_leaf_key ON access_entry (clinic, leaf);

CREATE TABLE access_checkpoint (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    size BIGINT NOT NULL,
    frontier BYTEA NOT NULL,
    note TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, size)
);

CREATE TABLE job (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    run_at BIGINT NOT NULL,
    attempts BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT job_state CHECK (state IN ('due', 'stuck')),
    leased_until BIGINT,
    cause TEXT,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, kind, subject)
);
CREATE INDEX job_due ON job (run_at) WHERE state = 'due';

CREATE TABLE event (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    subject TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX event_subject ON event (clinic, subject, id);

CREATE TABLE once (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    token BYTEA NOT NULL,
    digest BYTEA NOT NULL,
    subject TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, token)
);

CREATE TABLE mail (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    voice TEXT NOT NULL,
    language TEXT NOT NULL,
    recipient BYTEA NOT NULL,
    subject BYTEA NOT NULL,
    body BYTEA NOT NULL,
    calendar BYTEA,
    state TEXT NOT NULL CONSTRAINT mail_state CHECK (state IN ('waiting', 'sent', 'shown', 'refused')),
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX mail_person ON mail (clinic, person, id);
