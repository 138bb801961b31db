-- Documents about a client. What each is called, what kind it is and what it holds is sealed; the file itself lies beside
-- the database, and its own key stands sealed in content.

CREATE TABLE document (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    name BYTEA NOT NULL,
    kind BYTEA NOT NULL,
    content BYTEA NOT NULL,
    size BIGINT NOT NULL,
    shared BIGINT NOT NULL CONSTRAINT document_shared CHECK (shared IN (0, 1)),
    added_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT document_person_fkey FOREIGN KEY (clinic, person) REFERENCES client (clinic, id)
);
CREATE INDEX document_person ON document (clinic, person, id);
