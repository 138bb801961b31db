-- Each version of a clinic's notice, as it was read. Rows are added and never changed. `digest` covers the row and the digest
-- of the version before. Times are microseconds UTC.

CREATE TABLE notice_version (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    number BIGINT NOT NULL,
    cause TEXT NOT NULL CONSTRAINT notice_version_cause CHECK (cause IN ('first', 'settings', 'installation', 'program')),
    program TEXT NOT NULL,
    parameters TEXT NOT NULL,
    sentences TEXT NOT NULL,
    digest BYTEA NOT NULL,
    effective_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, number)
);
