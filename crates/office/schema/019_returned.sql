-- Which letter went to whom an incident touches. A record that is made one with another takes what it was told along, and is still
-- the one that the incident touches: so it is by the letter that we know whose came back.
ALTER TABLE incident_person ADD COLUMN mail TEXT;
UPDATE incident_person SET mail = (
    SELECT MIN(t.mail) FROM incident_told t
    WHERE t.clinic = incident_person.clinic AND t.person = incident_person.person AND t.incident = incident_person.incident
) WHERE way = 'mail';
-- Of those whose record was made one with another, whichever letter of that other is nobody's yet.
UPDATE incident_person SET mail = (
    WITH RECURSIVE kept (person) AS (
        SELECT p.merged_into FROM person p
        WHERE p.clinic = incident_person.clinic AND p.id = incident_person.person AND p.merged_into IS NOT NULL
        UNION SELECT p.merged_into FROM kept k JOIN person p ON p.clinic = incident_person.clinic AND p.id = k.person
        WHERE p.merged_into IS NOT NULL
    )
    SELECT MIN(t.mail) FROM kept k
    JOIN incident_told t ON t.clinic = incident_person.clinic AND t.person = k.person AND t.incident = incident_person.incident
    WHERE NOT EXISTS (SELECT 1 FROM incident_person o
        WHERE o.clinic = t.clinic AND o.incident = t.incident AND o.person = k.person AND o.mail = t.mail)
) WHERE way = 'mail' AND mail IS NULL;
CREATE INDEX incident_person_mail ON incident_person (clinic, mail) WHERE mail IS NOT NULL;
DROP INDEX incident_told_mail;

-- When whoever governs the clinic was told that somebody whose letter came back waits too long to be told in another way.
ALTER TABLE incident ADD COLUMN returned_risen_at BIGINT;
