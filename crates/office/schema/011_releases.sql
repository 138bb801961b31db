-- Releases that can no longer be led back to anybody, and answers with noise about sets of data. Times are microseconds UTC,
-- truth is 0 or 1, epsilon is in tenths.

CREATE TABLE data_release (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    data_set TEXT NOT NULL,
    purpose TEXT NOT NULL,
    recipient TEXT NOT NULL,
    -- JSON: the names of its columns, in their order.
    chosen TEXT NOT NULL,
    k BIGINT NOT NULL,
    l BIGINT NOT NULL,
    diversity TEXT NOT NULL CONSTRAINT data_release_diversity CHECK (diversity IN ('distinct', 'entropy')),
    most_suppressed BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT data_release_state CHECK (state IN ('gathering', 'weighed', 'unfit', 'released', 'refused')),
    -- It is gathered anew in another round whenever somebody who may be in it says no, or is erased.
    round BIGINT NOT NULL,
    reached TEXT NOT NULL,
    gathered BIGINT NOT NULL,
    left_out BIGINT NOT NULL,
    -- Whose key seals what was gathered: nobody's.
    keeper TEXT NOT NULL,
    -- JSON, once it is weighed.
    report TEXT,
    digest TEXT,
    bytes BIGINT,
    drafted_by TEXT NOT NULL,
    drafted_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    -- Whether the clinic had a second person then, who had to decide.
    four_eyes BIGINT NOT NULL,
    reason TEXT,
    manifest TEXT,
    expires_at BIGINT,
    gone_at BIGINT,
    -- When the file was last read again, and whether it was as signed.
    checked_at BIGINT,
    sound BIGINT,
    taken BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT data_release_decided CHECK ((decided_by IS NULL) = (decided_at IS NULL))
);
CREATE INDEX data_release_open ON data_release (clinic, id) WHERE state IN ('gathering', 'weighed', 'unfit');
CREATE INDEX data_release_kept ON data_release (clinic, id) WHERE state = 'released' AND gone_at IS NULL;

-- What was gathered, and the file, in pieces.
CREATE TABLE data_release_part (
    clinic TEXT NOT NULL,
    id TEXT NOT NULL,
    release_id TEXT NOT NULL,
    keeper TEXT NOT NULL,
    round BIGINT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT data_release_part_kind CHECK (kind IN ('rows', 'file')),
    number BIGINT NOT NULL,
    content BYTEA NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, release_id) REFERENCES data_release (clinic, id)
);
CREATE UNIQUE INDEX data_release_part_number ON data_release_part (clinic, release_id, kind, round, number);
CREATE INDEX data_release_part_keeper ON data_release_part (clinic, keeper);

-- A question about a set of data. Its row is what it spends: it is written before anything is counted.
CREATE TABLE data_question (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    data_set TEXT NOT NULL,
    -- What is asked, in one line: the same is answered once.
    question TEXT NOT NULL,
    counted_by TEXT NOT NULL,
    most BIGINT NOT NULL,
    epsilon BIGINT NOT NULL CONSTRAINT data_question_epsilon CHECK (epsilon > 0),
    -- The budget of that moment.
    budget BIGINT NOT NULL,
    -- JSON, once it is answered.
    answer TEXT,
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (clinic, id)
);
CREATE UNIQUE INDEX data_question_once ON data_question (clinic, data_set, question);
