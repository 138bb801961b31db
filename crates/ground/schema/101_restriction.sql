-- What somebody said no to, or had stopped for a while. A row is added and, when it is lifted, closed; none is removed while
-- the person is known. `purpose` is empty where all processing is restricted. Times are microseconds UTC.
CREATE TABLE restriction (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT restriction_kind CHECK (kind IN ('restricted', 'objected')),
    purpose TEXT NOT NULL,
    basis TEXT NOT NULL CONSTRAINT restriction_basis CHECK (basis IN ('wish', 'request', 'signal')),
    since BIGINT NOT NULL,
    actor TEXT NOT NULL,
    lifted_at BIGINT,
    lifted_by TEXT,
    CONSTRAINT restriction_lifted CHECK ((lifted_at IS NULL) = (lifted_by IS NULL)),
    CONSTRAINT restriction_of CHECK ((kind = 'restricted') = (purpose = '')),
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX restriction_person ON restriction (clinic, person);
-- Those that stand are asked for whenever somebody's record is to be opened.
CREATE INDEX restriction_stands ON restriction (clinic, kind, purpose) WHERE lifted_at IS NULL;

-- Each yes and each end of one, as a receipt (ISO/IEC TS 27560). Rows are added and never changed. `shown` is the text as it
-- was read; `mark` is a keyed digest of the row, which nobody can make who has the database alone.
CREATE TABLE consent_receipt (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    schema_version TEXT NOT NULL,
    consent TEXT NOT NULL,
    event TEXT NOT NULL CONSTRAINT consent_receipt_event CHECK (event IN ('given', 'withdrawn')),
    language TEXT NOT NULL,
    shown TEXT NOT NULL,
    notice BIGINT NOT NULL,
    purposes TEXT NOT NULL,
    categories TEXT NOT NULL,
    recipients TEXT NOT NULL,
    controller TEXT NOT NULL,
    contact TEXT NOT NULL,
    jurisdiction TEXT NOT NULL,
    way TEXT NOT NULL CONSTRAINT consent_receipt_way CHECK (way IN ('page', 'desk')),
    giver TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT,
    mark BYTEA NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX consent_receipt_person ON consent_receipt (clinic, person, consent, at);

-- What a letter is for, so that it is asked once more as it is sent; none in letters written before.
ALTER TABLE mail ADD COLUMN purpose TEXT;
