-- Signing in by another provider of identities (OpenID Connect).

-- How a clinic asks one. Its secret is sealed under the keeper, a person that is nobody.
CREATE TABLE oidc_provider (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    keeper TEXT NOT NULL,
    name TEXT NOT NULL,
    issuer TEXT NOT NULL,
    client_id TEXT NOT NULL,
    secret BYTEA NOT NULL,
    -- Domains whose people may come in, one a word; empty for any.
    domains TEXT NOT NULL,
    for_staff BIGINT NOT NULL,
    for_clients BIGINT NOT NULL,
    -- What becomes of somebody unknown: refuse, request or group.
    unknown TEXT NOT NULL,
    -- The clinic trusts it to have asked for a second factor, where its token says so.
    proves_two BIGINT NOT NULL,
    working BIGINT NOT NULL,
    -- What it last said of itself, and its public keys, each with when; and when keys were last asked for.
    discovered TEXT,
    discovered_at BIGINT NOT NULL,
    public_keys TEXT,
    keys_at BIGINT NOT NULL,
    keys_asked_at BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, issuer)
);
CREATE INDEX oidc_provider_keeper ON oidc_provider (clinic, keeper);

-- Which of the provider's groups gives which role to somebody unknown.
CREATE TABLE oidc_rule (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    provider TEXT NOT NULL,
    group_name TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (clinic, provider, group_name, role),
    FOREIGN KEY (clinic, provider) REFERENCES oidc_provider (clinic, id)
);

-- Who somebody is there. The issuer and the subject are kept as one keyed token.
CREATE TABLE oidc_identity (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    provider TEXT NOT NULL,
    subject_token BYTEA NOT NULL,
    linked_at BIGINT NOT NULL,
    used_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, subject_token),
    UNIQUE (clinic, account, provider),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id),
    FOREIGN KEY (clinic, provider) REFERENCES oidc_provider (clinic, id)
);
CREATE INDEX oidc_identity_person ON oidc_identity (clinic, person);
CREATE INDEX oidc_identity_provider ON oidc_identity (clinic, provider);

-- A browser that was sent there and is to come back: for ten minutes, once. Who signs in is nobody yet.
CREATE TABLE oidc_flow (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    state BYTEA NOT NULL,
    browser BYTEA NOT NULL,
    provider TEXT NOT NULL,
    -- Whose account it is to be linked to, and in which session; none where somebody signs in.
    account TEXT,
    session BYTEA,
    next TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, state),
    FOREIGN KEY (clinic, provider) REFERENCES oidc_provider (clinic, id)
);
CREATE INDEX oidc_flow_expires ON oidc_flow (clinic, expires_at);
CREATE INDEX oidc_flow_provider ON oidc_flow (clinic, provider);

-- Somebody unknown who asks to work here, until a manager says yes or no.
CREATE TABLE oidc_request (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    provider TEXT NOT NULL,
    subject_token BYTEA NOT NULL,
    email BYTEA NOT NULL,
    name BYTEA,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, subject_token),
    FOREIGN KEY (clinic, provider) REFERENCES oidc_provider (clinic, id)
);
CREATE INDEX oidc_request_person ON oidc_request (clinic, person);
CREATE INDEX oidc_request_provider ON oidc_request (clinic, provider);
CREATE INDEX oidc_request_asked ON oidc_request (clinic, asked_at);
