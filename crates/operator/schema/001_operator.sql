-- Whoever runs the program for clinics that are not theirs: the agreement by which they may, and whom of them a clinic
-- let in. The text is the installation's; who accepted which version, and who was let in, is the clinic's.

CREATE TABLE agreement (
    id TEXT NOT NULL PRIMARY KEY,
    version TEXT NOT NULL CONSTRAINT agreement_version UNIQUE,
    digest TEXT NOT NULL,
    body TEXT NOT NULL,
    published_at BIGINT NOT NULL
);

CREATE TABLE agreement_acceptance (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    agreement TEXT NOT NULL REFERENCES agreement (id),
    version TEXT NOT NULL,
    digest TEXT NOT NULL,
    -- With whom it was agreed.
    operator TEXT NOT NULL,
    actor TEXT NOT NULL,
    signed_as TEXT NOT NULL,
    accepted_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT agreement_accepted_once UNIQUE (clinic, agreement, operator)
);

CREATE TABLE operator_grant (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    guest TEXT NOT NULL,
    guest_name TEXT NOT NULL,
    records BIGINT NOT NULL,
    everything BIGINT NOT NULL,
    reason TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    ended_at BIGINT,
    ended_by TEXT,
    told_at BIGINT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT operator_grant_ends CHECK (ends_at > granted_at)
);
CREATE INDEX operator_grant_guest ON operator_grant (clinic, guest, ends_at);
CREATE INDEX operator_grant_newest ON operator_grant (clinic, granted_at);
CREATE INDEX operator_grant_account ON operator_grant (clinic, account);
CREATE INDEX operator_grant_live ON operator_grant (clinic, ends_at);
