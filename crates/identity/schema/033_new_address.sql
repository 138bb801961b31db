-- A new address to sign in with, that its holder asked for. It counts once both mailboxes agreed: the one it shall be, and
-- the one it is. Times are microseconds UTC.

CREATE TABLE new_address (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    email BYTEA NOT NULL,
    old_hash BYTEA NOT NULL,
    new_hash BYTEA NOT NULL,
    old_agreed_at BIGINT,
    new_agreed_at BIGINT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, account),
    UNIQUE (clinic, old_hash),
    UNIQUE (clinic, new_hash),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX new_address_person ON new_address (clinic, person);
CREATE INDEX new_address_expires ON new_address (clinic, expires_at);
