-- Which letter went to whom an incident touches. A record that is made one with another takes what it was told along, and is still
-- the one that the incident touches: so it is by the letter that we know whose came back.
ALTER TABLE incident_person ADD COLUMN mail TEXT;
UPDATE incident_person SET mail = (
    SELECT MIN(t.mail) FROM incident_told t
    WHERE t.clinic = incident_person.clinic AND t.person = incident_person.person AND t.incident = incident_person.incident
) WHERE way = 'mail';
-- Of those whose record was made one with another, the letters of that other that are nobody's yet, one for each.
WITH RECURSIVE chain (clinic, incident, person, kept) AS (
    SELECT i.clinic, i.incident, i.person, p.merged_into FROM incident_person i
    JOIN person p ON p.clinic = i.clinic AND p.id = i.person
    WHERE i.way = 'mail' AND i.mail IS NULL AND p.merged_into IS NOT NULL
    UNION SELECT c.clinic, c.incident, c.person, p.merged_into FROM chain c
    JOIN person p ON p.clinic = c.clinic AND p.id = c.kept WHERE p.merged_into IS NOT NULL
), lost AS (
    SELECT c.clinic, c.incident, c.person, c.kept,
           ROW_NUMBER() OVER (PARTITION BY c.clinic, c.incident, c.kept ORDER BY c.person) AS n
    FROM chain c JOIN person p ON p.clinic = c.clinic AND p.id = c.kept WHERE p.merged_into IS NULL
), free AS (
    SELECT t.clinic, t.incident, t.person AS kept, t.mail,
           ROW_NUMBER() OVER (PARTITION BY t.clinic, t.incident, t.person ORDER BY t.mail) AS n
    FROM incident_told t WHERE t.mail IS NOT NULL AND NOT EXISTS (SELECT 1 FROM incident_person o
        WHERE o.clinic = t.clinic AND o.incident = t.incident AND o.mail = t.mail)
)
UPDATE incident_person SET mail = free.mail FROM lost
JOIN free ON free.clinic = lost.clinic AND free.incident = lost.incident AND free.kept = lost.kept AND free.n = lost.n
WHERE incident_person.clinic = lost.clinic AND incident_person.incident = lost.incident AND incident_person.person = lost.person;
CREATE INDEX incident_person_mail ON incident_person (clinic, mail) WHERE mail IS NOT NULL;
DROP INDEX incident_told_mail;

-- When whoever governs the clinic was told that somebody whose letter came back waits too long to be told in another way.
ALTER TABLE incident ADD COLUMN returned_risen_at BIGINT;
