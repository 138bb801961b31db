-- Who was written to about which recipient that is announced: one letter for each account.
CREATE TABLE recipient_letter (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    recipient TEXT NOT NULL,
    version BIGINT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    mail TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);

CREATE UNIQUE INDEX recipient_letter_once ON recipient_letter (clinic, recipient, version, account);

CREATE INDEX recipient_letter_person ON recipient_letter (clinic, person);

-- How those of an incident are told whom no letter reaches: by other means, by hand, or by a public notice.
ALTER TABLE incident_person ADD COLUMN returned_at BIGINT;
ALTER TABLE incident_person ADD COLUMN otherwise TEXT CONSTRAINT incident_person_otherwise CHECK (otherwise IN ('telephone', 'spoken', 'other'));
ALTER TABLE incident_person ADD COLUMN otherwise_at BIGINT;
ALTER TABLE incident_person ADD COLUMN otherwise_by TEXT;
CREATE INDEX incident_person_returned ON incident_person (clinic, incident, person) WHERE returned_at IS NOT NULL;
CREATE INDEX incident_told_mail ON incident_told (clinic, mail) WHERE mail IS NOT NULL;

-- The public notice in each language, while it is drafted.
CREATE TABLE incident_draft (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    incident TEXT NOT NULL,
    holder TEXT NOT NULL,
    language TEXT NOT NULL,
    subject BYTEA NOT NULL,
    body BYTEA NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT incident_draft_once UNIQUE (clinic, incident, language),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_draft_holder ON incident_draft (clinic, holder);

-- The public notice as everybody reads it: published once and never changed; it can be taken down. `texts` is JSON by language.
CREATE TABLE incident_notice (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    incident TEXT NOT NULL,
    phone TEXT NOT NULL,
    toll_free BIGINT NOT NULL,
    days BIGINT NOT NULL,
    texts TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    until_at BIGINT NOT NULL,
    withdrawn_by TEXT,
    withdrawn_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_notice_incident ON incident_notice (clinic, incident, until_at);
CREATE INDEX incident_notice_until ON incident_notice (clinic, until_at);

-- only: sqlite
CREATE TRIGGER incident_notice_stays BEFORE UPDATE OF incident, phone, toll_free, days, texts, published_by, published_at, until_at ON incident_notice
BEGIN
    SELECT RAISE(ABORT, 'incident_notice_stays');
END;
-- end
-- only: postgres
CREATE OR REPLACE FUNCTION incident_notice_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'incident_notice_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER incident_notice_stays BEFORE UPDATE OF incident, phone, toll_free, days, texts, published_by, published_at, until_at ON incident_notice
    FOR EACH ROW EXECUTE FUNCTION incident_notice_stays();
-- end
