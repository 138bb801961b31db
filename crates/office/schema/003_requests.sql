-- What people ask about their own data, and what became of it. Times are microseconds UTC; truth is 0 or 1.

CREATE TABLE request (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT request_kind CHECK (kind IN
        ('access', 'portability', 'correction', 'erasure', 'restriction', 'objection', 'disclosures')),
    state TEXT NOT NULL CONSTRAINT request_state CHECK (state IN
        ('unproved', 'questioned', 'open', 'granted', 'done', 'refused', 'withdrawn', 'expired')),
    via TEXT NOT NULL CONSTRAINT request_via CHECK (via IN ('page', 'guardian', 'letter', 'desk')),
    asked_by TEXT NOT NULL,
    -- How whoever asks showed who they are; none before they did.
    shown TEXT,
    field TEXT,
    said BYTEA,
    wanted BYTEA,
    language TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    -- Until when it may be extended, once; none where the law has no extension.
    extendable_to BIGINT,
    place TEXT NOT NULL,
    law TEXT NOT NULL,
    extended_at BIGINT,
    decided_by TEXT,
    decided_at BIGINT,
    ground TEXT,
    reason BYTEA,
    done_by TEXT,
    closed_at BIGINT,
    -- When whoever governs the clinic was told that it is late.
    told_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id),
    CONSTRAINT request_closed CHECK ((state IN ('done', 'refused', 'withdrawn', 'expired')) = (closed_at IS NOT NULL))
);
CREATE INDEX request_due ON request (clinic, state, due_at);
CREATE INDEX request_kind ON request (clinic, kind, received_at);
CREATE INDEX request_person ON request (clinic, person, received_at);

-- What was done for a request, part by part; a part that failed keeps its request from being done.
CREATE TABLE request_step (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    place TEXT NOT NULL,
    outcome TEXT NOT NULL CONSTRAINT request_step_outcome CHECK (outcome IN
        ('copied', 'changed', 'gone', 'emptied', 'kept', 'handed', 'locked', 'nothing', 'failed')),
    count BIGINT NOT NULL,
    law TEXT,
    until BIGINT,
    cause TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT request_step_once UNIQUE (clinic, request, place),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX request_step_person ON request_step (clinic, person);
CREATE INDEX request_step_failed ON request_step (clinic, outcome, request);

-- What happened with a request, in the order in which it did. Rows are added and never changed.
CREATE TABLE request_event (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    -- From 1, without a gap.
    number BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    note BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT request_event_once UNIQUE (clinic, request, number),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX request_event_person ON request_event (clinic, person);

-- Letters about a request, drafted in the language of whom they are to, and as they were sent.
CREATE TABLE request_letter (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT request_letter_kind CHECK (kind IN ('receipt', 'extension', 'answer')),
    language TEXT NOT NULL,
    subject BYTEA,
    body BYTEA,
    drafted_at BIGINT NOT NULL,
    sent_at BIGINT,
    sent_by TEXT,
    -- By mail, or handed over where there is no address.
    way TEXT CONSTRAINT request_letter_way CHECK (way IN ('mail', 'hand')),
    PRIMARY KEY (clinic, id),
    CONSTRAINT request_letter_once UNIQUE (clinic, request, kind),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX request_letter_person ON request_letter (clinic, person);

-- What somebody says beside what we hold and would not change.
CREATE TABLE statement (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    body BYTEA,
    said_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT statement_once UNIQUE (clinic, request),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX statement_person ON statement (clinic, person);

-- The link by which somebody without an account shows that an address we hold is theirs.
CREATE TABLE request_proof (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT request_proof_hash UNIQUE (clinic, hash),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
CREATE INDEX request_proof_person ON request_proof (clinic, person);
CREATE INDEX request_proof_expires ON request_proof (clinic, expires_at);

-- How a clinic answers: whether whoever decides is another than whoever carries out.
CREATE TABLE request_setting (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    four_eyes BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- only: sqlite
CREATE TRIGGER request_event_stays BEFORE UPDATE OF request, number, actor, what, at ON request_event
BEGIN
    SELECT RAISE(ABORT, 'request_event_stays');
END;
-- end
-- only: postgres
-- A copy on which an upgrade is tried has it already.
CREATE OR REPLACE FUNCTION request_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'request_event_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER request_event_stays BEFORE UPDATE OF request, number, actor, what, at ON request_event
    FOR EACH ROW EXECUTE FUNCTION request_event_stays();
-- end
