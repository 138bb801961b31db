-- Clients, whom they act for, and the keyed tokens by which they are found while their names stay sealed.

CREATE TABLE client (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    given_name BYTEA NOT NULL,
    family_name BYTEA NOT NULL,
    email BYTEA,
    phone BYTEA,
    birth_date BYTEA,
    note BYTEA,
    language TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT client_source CHECK (source IN ('self', 'guardian', 'desk', 'import', 'api', 'demo')),
    source_detail TEXT,
    -- The whole name as one token, and all look-up tokens in a row: removing them needs no index by client.
    name_token BYTEA NOT NULL,
    tokens BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, id) REFERENCES person (clinic, id)
);

-- No reference to client: checking one would cost a look-up for each of a dozen rows of a new client.
CREATE TABLE client_token (
    clinic TEXT NOT NULL,
    token BYTEA NOT NULL,
    client TEXT NOT NULL,
    PRIMARY KEY (clinic, token, client)
-- only: sqlite
) WITHOUT ROWID;
-- end
-- only: postgres
);
-- end

CREATE TABLE guardian (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    dependant TEXT NOT NULL,
    guardian TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT guardian_kind CHECK (kind IN ('parent', 'guardian', 'carer')),
    since BIGINT NOT NULL,
    ended_at BIGINT,
    PRIMARY KEY (clinic, dependant, guardian, since),
    FOREIGN KEY (clinic, dependant) REFERENCES client (clinic, id),
    FOREIGN KEY (clinic, guardian) REFERENCES client (clinic, id)
);
CREATE INDEX guardian_guardian ON guardian (clinic, guardian);
