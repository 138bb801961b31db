-- Files of appointments from another system, on their way in: as client_import of the people room, which has the life of
-- such files. A file has a key of its own, in the row of a person that is nobody, and goes with it.

CREATE TABLE appointment_import (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    name BYTEA NOT NULL,
    content BYTEA NOT NULL,
    head BYTEA NOT NULL,
    plan BYTEA,
    found BYTEA,
    size BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT appointment_import_state CHECK (state IN ('columns', 'checking', 'checked', 'writing', 'done', 'unread')),
    round BIGINT NOT NULL,
    skips BIGINT NOT NULL CONSTRAINT appointment_import_skips CHECK (skips IN (0, 1)),
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
