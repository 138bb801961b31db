-- The country in which whoever runs the program says that the clinic's data lies: database, documents and backups. None where
-- they did not say it.
ALTER TABLE clinic ADD COLUMN kept_in TEXT;

-- That a person was told where it is kept before the first row about them was stored: by which form, in which language, and by
-- whom at the desk. `law` is whose law asked for their agreement; none where none did. Where one did, a receipt stands in
-- consent_receipt. Rows are added and never changed. Times are microseconds UTC.
CREATE TABLE residency_told (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    person TEXT NOT NULL,
    region TEXT NOT NULL,
    law TEXT,
    way TEXT NOT NULL CONSTRAINT residency_told_way CHECK (way IN ('page', 'program', 'desk')),
    language TEXT NOT NULL,
    giver TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, person),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
-- Those of whom a law asked for agreement are few.
CREATE INDEX residency_told_law ON residency_told (clinic, at) WHERE law IS NOT NULL;
CREATE INDEX residency_told_at ON residency_told (clinic, at);

-- A word can be given through another program, too.
-- only: postgres
ALTER TABLE consent_receipt DROP CONSTRAINT consent_receipt_way;
ALTER TABLE consent_receipt ADD CONSTRAINT consent_receipt_way CHECK (way IN ('page', 'program', 'desk'));
-- end
-- only: sqlite
CREATE TABLE consent_receipt_anew (
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
    way TEXT NOT NULL CONSTRAINT consent_receipt_way CHECK (way IN ('page', 'program', 'desk')),
    giver TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    expires_at BIGINT,
    mark BYTEA NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
INSERT INTO consent_receipt_anew SELECT clinic, id, person, schema_version, consent, event, language, shown, notice, purposes, categories,
    recipients, controller, contact, jurisdiction, way, giver, actor, at, expires_at, mark FROM consent_receipt;
DROP TABLE consent_receipt;
ALTER TABLE consent_receipt_anew RENAME TO consent_receipt;
CREATE INDEX consent_receipt_person ON consent_receipt (clinic, person, consent, at);
-- end
