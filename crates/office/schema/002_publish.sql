-- A change of what the notice states: drafted, then published. What weakens the notice is announced and takes effect later;
-- until then the clinic's parameters are the old ones. `wanted` is JSON: the new value of each parameter that changes.
-- `told_to` is the last account that was written to, `told_at` when the last letter was written. Times are microseconds UTC.

CREATE TABLE notice_change (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    number BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT notice_change_state CHECK (state IN ('draft', 'announced', 'effective', 'withdrawn')),
    wanted TEXT NOT NULL,
    revision BIGINT NOT NULL,
    drafted_by TEXT NOT NULL,
    drafted_at BIGINT NOT NULL,
    published_by TEXT,
    published_at BIGINT,
    effective_at BIGINT,
    told_to TEXT,
    told_at BIGINT,
    closed_by TEXT,
    closed_at BIGINT,
    PRIMARY KEY (clinic, number)
);

-- One draft and one announcement at a time, whoever is quicker.
CREATE UNIQUE INDEX notice_change_draft ON notice_change (clinic) WHERE state = 'draft';
CREATE UNIQUE INDEX notice_change_announced ON notice_change (clinic) WHERE state = 'announced';

-- Who was written to about which change: one letter for each account.
CREATE TABLE notice_letter (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    change BIGINT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);

CREATE UNIQUE INDEX notice_letter_once ON notice_letter (clinic, change, account);

CREATE INDEX notice_letter_person ON notice_letter (clinic, person);

-- What each kind of data is used for, and since when: what is not there from the first is a new use.
CREATE TABLE notice_use (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    category TEXT NOT NULL,
    purpose TEXT NOT NULL,
    added BIGINT NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, category, purpose)
);
