-- Everyone who handles something about people for a clinic: its own recipients, and those of the whole installation, which
-- every clinic has. A row is one version of an entry and is never changed; what changes is written as the next one. A version
-- counts from `effective_at` on. And how often something left for whom, as counts for each day.

CREATE TABLE recipient (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT recipient_state CHECK (state IN ('listed', 'taken_over', 'ended')),
    name TEXT NOT NULL,
    way TEXT NOT NULL,
    place TEXT NOT NULL,
    purposes TEXT NOT NULL,
    categories TEXT NOT NULL,
    region TEXT NOT NULL,
    safeguard TEXT NOT NULL,
    agreement TEXT CONSTRAINT recipient_agreement CHECK (agreement IN ('confidentiality', 'processing', 'associate')),
    reference TEXT,
    signed_on TEXT,
    ends_on TEXT,
    due_on TEXT,
    effective_at BIGINT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id, version),
    CONSTRAINT recipient_bound CHECK (state <> 'listed' OR (agreement IS NOT NULL AND signed_on IS NOT NULL)),
    CONSTRAINT recipient_due CHECK ((state = 'taken_over') = (due_on IS NOT NULL))
);

CREATE TABLE installation_recipient (
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT installation_recipient_state CHECK (state IN ('listed', 'taken_over', 'ended')),
    name TEXT NOT NULL,
    way TEXT NOT NULL,
    place TEXT NOT NULL,
    purposes TEXT NOT NULL,
    categories TEXT NOT NULL,
    region TEXT NOT NULL,
    safeguard TEXT NOT NULL,
    agreement TEXT CONSTRAINT installation_recipient_agreement CHECK (agreement IN ('confidentiality', 'processing', 'associate')),
    reference TEXT,
    signed_on TEXT,
    ends_on TEXT,
    due_on TEXT,
    effective_at BIGINT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (id, version),
    CONSTRAINT installation_recipient_bound CHECK (state <> 'listed' OR (agreement IS NOT NULL AND signed_on IS NOT NULL)),
    CONSTRAINT installation_recipient_due CHECK ((state = 'taken_over') = (due_on IS NOT NULL))
);

CREATE TABLE recipient_ask (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    day TEXT NOT NULL,
    way TEXT NOT NULL,
    place TEXT NOT NULL,
    recipient TEXT NOT NULL,
    version BIGINT NOT NULL,
    purpose TEXT NOT NULL,
    categories TEXT NOT NULL,
    outcome TEXT NOT NULL,
    asks BIGINT NOT NULL,
    PRIMARY KEY (clinic, day, way, place, recipient, version, purpose, categories, outcome)
);

-- Who keeps the register was told that something ends: once for each entry, end and step.
CREATE TABLE recipient_told (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    recipient TEXT NOT NULL,
    ends_on TEXT NOT NULL,
    days BIGINT NOT NULL,
    told_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, recipient, ends_on, days)
);

-- only: sqlite
CREATE TRIGGER recipient_stays BEFORE UPDATE ON recipient
BEGIN
    SELECT RAISE(ABORT, 'recipient_stays');
END;
CREATE TRIGGER installation_recipient_stays BEFORE UPDATE ON installation_recipient
BEGIN
    SELECT RAISE(ABORT, 'recipient_stays');
END;
-- end
-- only: postgres
-- A copy on which an upgrade is tried has it already.
CREATE OR REPLACE FUNCTION recipient_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'recipient_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER recipient_stays BEFORE UPDATE ON recipient FOR EACH ROW EXECUTE FUNCTION recipient_stays();
CREATE TRIGGER installation_recipient_stays BEFORE UPDATE ON installation_recipient
    FOR EACH ROW EXECUTE FUNCTION recipient_stays();
-- end
