-- What besides a password shows who somebody is, and what stands between the password and the session meanwhile.

-- An app that makes one-time codes. One an account; it counts once a code of it was typed.
CREATE TABLE authenticator (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    seed BYTEA NOT NULL,
    -- In which session, or which second step, it is being set up: nobody confirms a seed that was shown to another.
    begun_by BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    used_at BIGINT,
    -- The step of thirty seconds whose code was taken last: no code of it or an earlier one is taken again.
    last_step BIGINT NOT NULL,
    -- Wrong codes since the last right one.
    wrong BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, account),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX authenticator_person ON authenticator (clinic, person);
CREATE INDEX authenticator_unconfirmed ON authenticator (clinic, created_at) WHERE confirmed_at IS NULL;

-- Codes on paper, each for one time, for whoever lost the rest.
CREATE TABLE recovery_code (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    mark BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, account, mark),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX recovery_code_person ON recovery_code (clinic, person);

-- The right password was typed, and the second factor is asked for. No session exists before it is given.
CREATE TABLE sign_in_step (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    hash BYTEA NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    password BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, hash),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX sign_in_step_account ON sign_in_step (clinic, account);
CREATE INDEX sign_in_step_person ON sign_in_step (clinic, person);
CREATE INDEX sign_in_step_expires ON sign_in_step (clinic, expires_at);

-- Whether a session began with a second factor, and when its holder last showed who they are.
ALTER TABLE session ADD COLUMN two_factors BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN proven_at BIGINT NOT NULL DEFAULT 0;

-- What happened with how somebody signs in, and from where: they are written to, and read it on their page.
CREATE TABLE account_alert (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    what TEXT NOT NULL,
    browser TEXT,
    block TEXT,
    -- Of many records that were opened: by whom, as in the access record, and how many.
    about TEXT,
    count BIGINT,
    at BIGINT NOT NULL,
    told_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX account_alert_account ON account_alert (clinic, account, id);
CREATE INDEX account_alert_person ON account_alert (clinic, person);
CREATE INDEX account_alert_at ON account_alert (clinic, at);

-- Wrong passwords, by the token of the address that was typed, whether or not it has an account.
CREATE TABLE sign_in_miss (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    email_token BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX sign_in_miss_at ON sign_in_miss (clinic, at);

-- Browsers and networks an account was signed in from, so that others are noticed.
CREATE TABLE known_device (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    browser TEXT NOT NULL,
    block TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, account, browser, block),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX known_device_person ON known_device (clinic, person);
CREATE INDEX known_device_seen ON known_device (clinic, seen_at);

-- Passkeys: their public halves, each for one name in DNS.
CREATE TABLE passkey (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    credential_id BYTEA NOT NULL,
    credential TEXT NOT NULL,
    host TEXT NOT NULL,
    name BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, credential_id),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX passkey_account ON passkey (clinic, account);
CREATE INDEX passkey_person ON passkey (clinic, person);

-- What a browser was asked for, until it answers. Who signs in is nobody yet.
CREATE TABLE passkey_ceremony (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    hash BYTEA NOT NULL,
    account TEXT,
    state TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, hash)
);
CREATE INDEX passkey_ceremony_expires ON passkey_ceremony (clinic, expires_at);
