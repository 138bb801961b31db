-- The self-audit: what each found, finding by finding, chained so that a changed one shows; what was asked for and not done yet;
-- and what the officer writes beside the summary of impact, of which every version stays. `figures` and `stated` are JSON: what
-- was counted, and the values of the parameters that the finding was judged by. Times are microseconds UTC.

CREATE TABLE audit (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    number BIGINT NOT NULL,
    way TEXT NOT NULL CONSTRAINT audit_way CHECK (way IN ('schedule', 'hand', 'command')),
    run_by TEXT NOT NULL,
    days BIGINT NOT NULL,
    program TEXT NOT NULL,
    findings BIGINT NOT NULL,
    standing BIGINT NOT NULL,
    worse BIGINT NOT NULL,
    better BIGINT NOT NULL,
    digest BYTEA NOT NULL,
    at BIGINT NOT NULL,
    told_at BIGINT,
    PRIMARY KEY (clinic, number)
);

CREATE TABLE audit_finding (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    audit BIGINT NOT NULL,
    number BIGINT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT audit_finding_kind CHECK (kind IN ('promise', 'check')),
    subject TEXT NOT NULL,
    state TEXT NOT NULL CONSTRAINT audit_finding_state CHECK (state IN ('kept', 'gap', 'absent', 'off', 'well', 'wrong', 'unread')),
    wrong BIGINT NOT NULL,
    went TEXT NOT NULL CONSTRAINT audit_finding_went CHECK (went IN ('first', 'same', 'worse', 'better')),
    figures TEXT NOT NULL,
    stated TEXT NOT NULL,
    href TEXT NOT NULL,
    PRIMARY KEY (clinic, audit, number),
    FOREIGN KEY (clinic, audit) REFERENCES audit (clinic, number)
);

-- One wait at a time for each audit to come, whichever node or hand was quicker.
CREATE TABLE audit_asked (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    number BIGINT NOT NULL,
    way TEXT NOT NULL CONSTRAINT audit_asked_way CHECK (way IN ('schedule', 'hand')),
    asked_by TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, number)
);

CREATE TABLE assessment (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    section TEXT NOT NULL,
    number BIGINT NOT NULL,
    body TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, section, number)
);
