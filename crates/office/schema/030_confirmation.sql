-- What one person asked for and another has to agree to before it happens, where four eyes are asked for. Times are microseconds UTC.
CREATE TABLE confirmation (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT confirmation_kind CHECK (kind IN ('erasure', 'export', 'leaving', 'four_eyes')),
    -- Whom it is about; empty where it is the clinic, and once they are erased.
    subject TEXT NOT NULL,
    way TEXT,
    reason TEXT,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT confirmation_state CHECK (state IN ('asked', 'confirmed', 'withdrawn', 'declined', 'expired')),
    answered_by TEXT,
    answered_at BIGINT,
    -- What came of it, by its id.
    outcome TEXT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT confirmation_two CHECK (state <> 'confirmed' OR (answered_by IS NOT NULL AND answered_by <> asked_by))
);
-- One thing waits once.
CREATE UNIQUE INDEX confirmation_open ON confirmation (clinic, kind, subject) WHERE state = 'asked';
CREATE INDEX confirmation_state ON confirmation (clinic, state, expires_at);

-- Who agreed that a copy is taken by whoever asked, where another decided it.
ALTER TABLE request ADD COLUMN confirmed_by TEXT CONSTRAINT request_two CHECK (confirmed_by IS NULL OR confirmed_by <> decided_by);
ALTER TABLE request ADD COLUMN confirmed_at BIGINT;
