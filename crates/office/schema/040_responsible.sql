-- Who answers for the clinic's data, as it is published and stands in the record of processing: whoever is answerable, who stands
-- for them in the Union where they are elsewhere, and who is asked about data protection.
CREATE TABLE responsible (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    part TEXT NOT NULL CONSTRAINT responsible_part CHECK (part IN ('controller', 'representative', 'officer')),
    name TEXT NOT NULL,
    address TEXT,
    email TEXT,
    phone TEXT,
    changed_by TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, part)
);
