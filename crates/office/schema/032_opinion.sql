-- What was put right by hand: what was changed, and where it stands.
ALTER TABLE request ADD COLUMN changed_what BYTEA;
ALTER TABLE request ADD COLUMN changed_where BYTEA;

-- Whether whoever treats agrees that what was written about a visit or a treatment is put right.
CREATE TABLE request_opinion (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    question BYTEA,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    -- None while it waits; nobody where nobody treats them any more.
    answer TEXT CONSTRAINT request_opinion_answer CHECK (answer IN ('agrees', 'disagrees', 'nobody')),
    reason BYTEA,
    answered_by TEXT,
    answered_at BIGINT,
    -- Since when whoever asked may read it.
    known_at BIGINT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT request_opinion_once UNIQUE (clinic, request),
    CONSTRAINT request_opinion_said CHECK ((answer IS NULL) = (answered_at IS NULL)),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX request_opinion_person ON request_opinion (clinic, person);
CREATE INDEX request_opinion_waits ON request_opinion (clinic, asked_at) WHERE answer IS NULL;
