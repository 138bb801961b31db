-- Complaints about privacy, and what became of each. Times are microseconds UTC; truth is 0 or 1.

CREATE TABLE complaint (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    -- Whoever complains from their own page or at the desk; for everybody else a person of its own, joined to nobody.
    person TEXT NOT NULL,
    subject TEXT NOT NULL CONSTRAINT complaint_subject CHECK (subject IN
        ('opened', 'shared', 'wrong', 'security', 'rights', 'messages', 'conduct', 'other')),
    state TEXT NOT NULL CONSTRAINT complaint_state CHECK (state IN ('open', 'answered', 'resolved')),
    via TEXT NOT NULL CONSTRAINT complaint_via CHECK (via IN ('page', 'public', 'desk')),
    made_by TEXT NOT NULL,
    said BYTEA,
    -- How they want to be called and where we answer, where they said so.
    name BYTEA,
    email BYTEA,
    -- When whoever wrote it showed that the address is theirs.
    proved_at BIGINT,
    language TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    answer_by BIGINT NOT NULL,
    settle_by BIGINT NOT NULL,
    answered_at BIGINT,
    answered_by TEXT,
    -- Since when it waits for whoever complains to tell us more. No clock stands still for that.
    asked_at BIGINT,
    outcome TEXT CONSTRAINT complaint_outcome CHECK (outcome IN ('upheld', 'partly', 'not_upheld', 'withdrawn')),
    reason BYTEA,
    decided_at BIGINT,
    decided_by TEXT,
    resolved_at BIGINT,
    -- When whoever governs the clinic was told that its answer is late, and that it is not settled in time.
    answer_told_at BIGINT,
    settle_told_at BIGINT,
    -- When whoever complains was told so, and where else they may go.
    sorry_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id),
    CONSTRAINT complaint_resolved CHECK ((state = 'resolved') = (resolved_at IS NOT NULL)),
    CONSTRAINT complaint_settled CHECK (resolved_at IS NULL OR outcome IS NOT NULL),
    CONSTRAINT complaint_days CHECK (answer_by <= settle_by)
);
CREATE INDEX complaint_due ON complaint (clinic, state, settle_by);
CREATE INDEX complaint_received ON complaint (clinic, received_at);
CREATE INDEX complaint_person ON complaint (clinic, person, received_at);

-- What happened with a complaint, in order. Rows are added and never changed.
CREATE TABLE complaint_event (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    complaint TEXT NOT NULL,
    person TEXT NOT NULL,
    -- From 1, without a gap.
    number BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    note BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT complaint_event_once UNIQUE (clinic, complaint, number),
    FOREIGN KEY (clinic, complaint) REFERENCES complaint (clinic, id)
);
CREATE INDEX complaint_event_person ON complaint_event (clinic, person);

-- Letters about a complaint: drafted in the language of whoever complains, and as they were sent.
CREATE TABLE complaint_letter (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    complaint TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT complaint_letter_kind CHECK (kind IN
        ('receipt', 'acknowledgement', 'question', 'answer', 'outcome', 'late')),
    language TEXT NOT NULL,
    subject BYTEA,
    body BYTEA,
    drafted_at BIGINT NOT NULL,
    sent_at BIGINT,
    sent_by TEXT,
    -- By mail, or to be read on the page alone where there is no address.
    way TEXT CONSTRAINT complaint_letter_way CHECK (way IN ('mail', 'page')),
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, complaint) REFERENCES complaint (clinic, id)
);
CREATE INDEX complaint_letter_complaint ON complaint_letter (clinic, complaint);
CREATE INDEX complaint_letter_person ON complaint_letter (clinic, person);
-- Of each kind one draft at a time; of those that were sent every one stays.
CREATE UNIQUE INDEX complaint_letter_draft ON complaint_letter (clinic, complaint, kind) WHERE sent_at IS NULL;

-- Documents that came with a complaint, each a sealed file.
CREATE TABLE complaint_file (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    complaint TEXT NOT NULL,
    person TEXT NOT NULL,
    name BYTEA NOT NULL,
    kind BYTEA NOT NULL,
    content BYTEA NOT NULL,
    size BIGINT NOT NULL,
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, complaint) REFERENCES complaint (clinic, id)
);
CREATE INDEX complaint_file_complaint ON complaint_file (clinic, complaint, id);
CREATE INDEX complaint_file_person ON complaint_file (clinic, person);

-- The secrets by which whoever has no account follows a complaint: of a letter's link, or of the code shown once.
CREATE TABLE complaint_link (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    complaint TEXT NOT NULL,
    person TEXT NOT NULL,
    hash BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT complaint_link_hash UNIQUE (clinic, hash),
    FOREIGN KEY (clinic, complaint) REFERENCES complaint (clinic, id)
);
CREATE INDEX complaint_link_person ON complaint_link (clinic, person);
CREATE INDEX complaint_link_expires ON complaint_link (clinic, expires_at);

-- On which days the clinic does not work; a clinic without a row has the weekend of its country, and no holidays.
CREATE TABLE office_calendar (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    -- Names of weekdays, as "saturday sunday".
    weekend TEXT NOT NULL,
    -- Days, as "2026-12-25 2026-12-26".
    holidays TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL
);

-- The days a complaint was told when it came are not moved afterwards, and what happened stays as it happened.
-- only: sqlite
CREATE TRIGGER complaint_days_stay BEFORE UPDATE OF received_at, answer_by, settle_by ON complaint
BEGIN
    SELECT RAISE(ABORT, 'complaint_days_stay');
END;
CREATE TRIGGER complaint_event_stays BEFORE UPDATE OF complaint, number, actor, what, at ON complaint_event
BEGIN
    SELECT RAISE(ABORT, 'complaint_event_stays');
END;
-- end
-- only: postgres
-- A copy on which an upgrade is tried has them already.
CREATE OR REPLACE FUNCTION complaint_days_stay() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'complaint_days_stay' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER complaint_days_stay BEFORE UPDATE OF received_at, answer_by, settle_by ON complaint
    FOR EACH ROW EXECUTE FUNCTION complaint_days_stay();
CREATE OR REPLACE FUNCTION complaint_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'complaint_event_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER complaint_event_stays BEFORE UPDATE OF complaint, number, actor, what, at ON complaint_event
    FOR EACH ROW EXECUTE FUNCTION complaint_event_stays();
-- end
