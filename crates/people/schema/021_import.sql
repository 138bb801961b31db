-- Files of clients from another system, on their way in. A file has a key of its own, in the row of a person that is
-- nobody: whoever is in it becomes a client with a key of theirs, and the file's key is destroyed with the file. What it
-- is called, what its columns are and what was found in it is sealed by it; the file itself lies beside the database.
-- round counts what was asked of the columns; gone counts the rows that are done with, and moves with what they became.

CREATE TABLE client_import (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    name BYTEA NOT NULL,
    content BYTEA NOT NULL,
    head BYTEA NOT NULL,
    plan BYTEA,
    found BYTEA,
    size BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT client_import_state CHECK (state IN ('columns', 'checking', 'checked', 'writing', 'done', 'unread')),
    round BIGINT NOT NULL,
    skips BIGINT NOT NULL CONSTRAINT client_import_skips CHECK (skips IN (0, 1)),
    total BIGINT NOT NULL,
    gone BIGINT NOT NULL,
    fresh BIGINT NOT NULL,
    known BIGINT NOT NULL,
    faulty BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
