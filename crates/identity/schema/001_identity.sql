-- Who can sign in, and who is. Times are microseconds UTC; truth is 0 or 1.

CREATE TABLE account (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    email BYTEA NOT NULL,
    email_token BYTEA NOT NULL,
    name BYTEA,
    password TEXT,
    roles TEXT NOT NULL,
    shown_as TEXT,
    language TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT account_source CHECK (source IN ('themselves', 'staff', 'import', 'directory', 'automatic')),
    age_stated BIGINT,
    created_at BIGINT NOT NULL,
    verified_at BIGINT,
    deactivated_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, email_token),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX account_person ON account (clinic, person);
CREATE INDEX account_staff ON account (clinic, shown_as) WHERE shown_as IS NOT NULL;
-- What the sweep looks at: sign-ups that nobody confirmed.
CREATE INDEX account_unverified ON account (clinic, created_at) WHERE verified_at IS NULL;

CREATE TABLE session (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    token_hash BYTEA NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    seen_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    browser TEXT NOT NULL,
    block TEXT NOT NULL,
    staff BIGINT NOT NULL,
    PRIMARY KEY (clinic, token_hash),
    UNIQUE (clinic, id),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX session_account ON session (clinic, account);
CREATE INDEX session_person ON session (clinic, person);
CREATE INDEX session_expires ON session (clinic, expires_at);

CREATE TABLE challenge (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    hash BYTEA NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT challenge_kind CHECK (kind IN ('verification', 'reset', 'invitation')),
    password TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, hash),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX challenge_account ON challenge (clinic, account, kind, created_at);
CREATE INDEX challenge_person ON challenge (clinic, person);
CREATE INDEX challenge_expires ON challenge (clinic, expires_at);

CREATE TABLE api_token (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    label TEXT NOT NULL,
    hash BYTEA NOT NULL,
    scopes TEXT NOT NULL,
    roles TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_used_at BIGINT,
    expires_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, hash)
);
