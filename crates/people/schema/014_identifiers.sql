-- Numbers that a state or an insurer gave somebody. The number is opened for a reason that is kept; beside it stands its
-- end, by which one is told from another, and a keyed token by which the same number is known again. A national number or
-- a passport belongs to one person; an insurer gives one number to a whole family.

CREATE TABLE identifier (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT identifier_kind CHECK (kind IN ('national', 'insurance', 'passport', 'other')),
    issuer BYTEA,
    number BYTEA NOT NULL,
    ending BYTEA NOT NULL,
    token BYTEA NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES client (clinic, id)
);
CREATE INDEX identifier_person ON identifier (clinic, person, id);
CREATE INDEX identifier_token ON identifier (clinic, token, person);
CREATE UNIQUE INDEX identifier_clinic_token_key ON identifier (clinic, token) WHERE kind IN ('national', 'passport');

CREATE TABLE identifier_opening (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason BYTEA NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES client (clinic, id)
);
CREATE INDEX identifier_opening_person ON identifier_opening (clinic, person, id);
