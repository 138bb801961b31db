-- That somebody is not told of an incident, though a law asks for it or a letter came back: who said why not, and when. What they
-- said stands in the incident's history, sealed.
ALTER TABLE incident_duty ADD COLUMN waived_at BIGINT;
ALTER TABLE incident_duty ADD COLUMN waived_by TEXT;
ALTER TABLE incident_person ADD COLUMN spared_at BIGINT;
ALTER TABLE incident_person ADD COLUMN spared_by TEXT;
