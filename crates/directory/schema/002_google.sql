-- Asking a Google Workspace directory: how, and what came of it. Times are microseconds UTC; truth is 0 or 1.

-- The key and whom it acts for are sealed by a key that is nobody's, which ends with the row.
CREATE TABLE directory_google (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    keeper TEXT NOT NULL,
    service_key BYTEA NOT NULL,
    administrator BYTEA NOT NULL,
    client_id TEXT NOT NULL,
    token_at TEXT,
    directory_at TEXT,
    working BIGINT NOT NULL,
    minutes BIGINT NOT NULL,
    few BIGINT NOT NULL,
    share BIGINT NOT NULL,
    number BIGINT NOT NULL,
    grace_days BIGINT NOT NULL,
    asked_at BIGINT,
    asked_trial BIGINT NOT NULL,
    difference BYTEA,
    difference_of TEXT,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (clinic)
);

CREATE TABLE directory_run (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    begun_at BIGINT NOT NULL,
    ended_at BIGINT NOT NULL,
    trial BIGINT NOT NULL,
    outcome TEXT NOT NULL CONSTRAINT directory_run_outcome CHECK (outcome IN ('applied', 'unchanged', 'held', 'refused', 'failed', 'tried')),
    reasons TEXT NOT NULL,
    counts TEXT NOT NULL,
    digest TEXT,
    approved_at BIGINT,
    approved_by TEXT,
    PRIMARY KEY (clinic, id)
);

-- Whoever was erased at their own request and whom the directory has still: it does not bring them back by itself.
CREATE TABLE directory_erased (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    source TEXT NOT NULL,
    external_token BYTEA NOT NULL,
    erased_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, source, external_token)
);

-- Whoever left, and whose days of grace are over.
ALTER TABLE directory_user ADD COLUMN due_at BIGINT;
