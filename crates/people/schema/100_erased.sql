-- By what a file would bring somebody back who was erased: keyed tokens, of no use without the clinic's key. A row that is
-- asked about waits for somebody's word.
CREATE TABLE client_erased (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    token BYTEA NOT NULL,
    erased_at BIGINT NOT NULL,
    asked_at BIGINT,
    PRIMARY KEY (clinic, token)
);
