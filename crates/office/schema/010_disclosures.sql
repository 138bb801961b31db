-- What was given to somebody outside care: to whom, what for, on what ground, which kinds of data, when, by whom, and until
-- when an order forbids to tell the person (45 CFR 164.528). Nothing of it is changed afterwards.
CREATE TABLE disclosure (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT disclosure_kind
        CHECK (kind IN ('legal_order', 'business_transfer', 'rights_protection', 'public_health', 'partner', 'named')),
    recipient BYTEA,
    address BYTEA,
    purpose BYTEA,
    basis BYTEA,
    categories TEXT NOT NULL,
    form TEXT NOT NULL CONSTRAINT disclosure_form CHECK (form IN ('paper', 'post', 'hand', 'file')),
    given_at BIGINT NOT NULL,
    recorded_at BIGINT NOT NULL,
    recorded_by TEXT NOT NULL,
    -- Until when the person may not be told, and who ordered so.
    withheld_until BIGINT,
    ordered_by BYTEA,
    -- How many statements of theirs stood beside what was not corrected, all of which went along.
    statements BIGINT NOT NULL,
    -- A keyed mark over all of it that stands in clear.
    mark BYTEA NOT NULL,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX disclosure_person ON disclosure (clinic, person, given_at);
CREATE INDEX disclosure_given ON disclosure (clinic, given_at, id);

-- Which statements went along with it.
CREATE TABLE disclosure_statement (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    disclosure TEXT NOT NULL,
    person TEXT NOT NULL,
    statement TEXT NOT NULL,
    withheld_until BIGINT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT disclosure_statement_once UNIQUE (clinic, disclosure, statement),
    FOREIGN KEY (clinic, disclosure) REFERENCES disclosure (clinic, id)
);
CREATE INDEX disclosure_statement_person ON disclosure_statement (clinic, person);

-- only: sqlite
CREATE TRIGGER disclosure_stays BEFORE UPDATE OF kind, categories, form, given_at, recorded_at, recorded_by, withheld_until, statements, mark
    ON disclosure
BEGIN
    SELECT RAISE(ABORT, 'disclosure_stays');
END;
-- end
-- only: postgres
-- A copy on which an upgrade is tried has it already.
CREATE OR REPLACE FUNCTION disclosure_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'disclosure_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER disclosure_stays BEFORE UPDATE OF kind, categories, form, given_at, recorded_at, recorded_by, withheld_until, statements, mark
    ON disclosure FOR EACH ROW EXECUTE FUNCTION disclosure_stays();
-- end
