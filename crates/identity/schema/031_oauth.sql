-- Keys that are renewed while they are used, clients of OAuth 2, and tokens that people make for programs of their own.

-- A client shows its id and secret and is given a key for a quarter of an hour (RFC 6749, section 4.4); a key is shown as
-- it is.
ALTER TABLE api_token ADD COLUMN kind TEXT NOT NULL DEFAULT 'key' CONSTRAINT api_token_kind CHECK (kind IN ('key', 'client'));
-- How often the secret was made anew: whoever makes it anew says which one they saw.
ALTER TABLE api_token ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
ALTER TABLE api_token ADD COLUMN rotated_at BIGINT;
-- The secret before, until it ends.
ALTER TABLE api_token ADD COLUMN old_hash BYTEA;
ALTER TABLE api_token ADD COLUMN old_ends_at BIGINT;
ALTER TABLE api_token ADD COLUMN old_used_at BIGINT;
-- When the managers were told that it ends soon, and that nobody uses it.
ALTER TABLE api_token ADD COLUMN told_ends_at BIGINT;
ALTER TABLE api_token ADD COLUMN told_unused_at BIGINT;
CREATE UNIQUE INDEX api_token_old_hash ON api_token (clinic, old_hash);

CREATE TABLE access_token (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    hash BYTEA NOT NULL,
    client TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, hash),
    FOREIGN KEY (clinic, client) REFERENCES api_token (clinic, id)
);
CREATE INDEX access_token_client ON access_token (clinic, client);
CREATE INDEX access_token_expires ON access_token (clinic, expires_at);

-- What somebody who works here made for a program of theirs. It acts as they do, with the roles they have when it is used.
CREATE TABLE personal_token (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    name BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    scopes TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, hash),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX personal_token_account ON personal_token (clinic, account);
CREATE INDEX personal_token_person ON personal_token (clinic, person);
CREATE INDEX personal_token_expires ON personal_token (clinic, expires_at);
