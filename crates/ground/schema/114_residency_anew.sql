-- The country that a receipt is about, of the consent to where it is kept; none in one of before, which named it in its text alone:
-- whoever gave that is asked anew.
ALTER TABLE consent_receipt ADD COLUMN region TEXT;
CREATE INDEX consent_receipt_consent ON consent_receipt (clinic, consent, at);

-- Somebody is told again, and agrees again, when it is kept elsewhere or their yes ran out: a row each time.
-- only: postgres
ALTER TABLE residency_told DROP CONSTRAINT residency_told_pkey;
ALTER TABLE residency_told ADD PRIMARY KEY (clinic, person, at);
-- end
-- only: sqlite
CREATE TABLE residency_told_anew (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    person TEXT NOT NULL,
    region TEXT NOT NULL,
    law TEXT,
    way TEXT NOT NULL CONSTRAINT residency_told_way CHECK (way IN ('page', 'program', 'desk')),
    language TEXT NOT NULL,
    giver TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, person, at),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
INSERT INTO residency_told_anew SELECT clinic, person, region, law, way, language, giver, actor, at FROM residency_told;
DROP TABLE residency_told;
ALTER TABLE residency_told_anew RENAME TO residency_told;
CREATE INDEX residency_told_law ON residency_told (clinic, at) WHERE law IS NOT NULL;
CREATE INDEX residency_told_at ON residency_told (clinic, at);
-- end
