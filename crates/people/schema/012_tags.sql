-- Labels that the clinic makes, and who bears which. What a label says about somebody is sealed; a keyed token beside it,
-- which also stands among the client's look-up tokens, finds those who bear one.

CREATE TABLE tag (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, folded)
);

CREATE TABLE client_tag (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    client TEXT NOT NULL,
    tag BYTEA NOT NULL,
    token BYTEA NOT NULL,
    since BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, client, token),
    FOREIGN KEY (clinic, client) REFERENCES client (clinic, id)
);
