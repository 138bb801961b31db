-- Incidents: from a suspicion to closing, whom each touches, what law asks to be told, and what was told.
-- Times are microseconds UTC; truth is 0 or 1.

CREATE TABLE incident (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    -- Whose key seals what is written of it: nobody's, made with it.
    holder TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT incident_kind CHECK (kind IN
        ('misdirected', 'opened', 'lost_device', 'stolen_key', 'ransomware', 'other')),
    state TEXT NOT NULL CONSTRAINT incident_state CHECK (state IN
        ('suspected', 'confirmed', 'notifying', 'closed', 'dismissed')),
    said BYTEA NOT NULL,
    -- Kinds of data, as words between commas.
    categories TEXT NOT NULL,
    began_at BIGINT,
    ended_at BIGINT,
    reported_by TEXT NOT NULL,
    reported_at BIGINT NOT NULL,
    -- From when the clock runs: when it was known, or should have been.
    discovered_at BIGINT NOT NULL,
    decided_by TEXT,
    decided_at BIGINT,
    -- How it is found whom it touches, and of whom or what.
    reach TEXT CONSTRAINT incident_reach CHECK (reach IN
        ('actor', 'token', 'emergency', 'window', 'categories', 'everything', 'by_hand')),
    reach_of TEXT NOT NULL DEFAULT '',
    -- A count of findings; how far the one under way is: which source, and after whom or what in it.
    round BIGINT NOT NULL DEFAULT 0,
    counting BIGINT NOT NULL DEFAULT 0,
    part BIGINT NOT NULL DEFAULT 0,
    reached TEXT NOT NULL DEFAULT '',
    counted_at BIGINT,
    grade TEXT CONSTRAINT incident_grade CHECK (grade IN ('none', 'risk', 'high')),
    improbable BIGINT NOT NULL DEFAULT 0,
    unreadable BIGINT NOT NULL DEFAULT 0,
    factors BYTEA,
    assessed_by TEXT,
    assessed_at BIGINT,
    -- Until when whoever prosecutes asked that nobody be told.
    delay_until BIGINT,
    sending_by TEXT,
    sending_at BIGINT,
    -- Why it was dismissed, or what was learnt.
    outcome BYTEA,
    closed_by TEXT,
    closed_at BIGINT,
    version BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, holder) REFERENCES person (clinic, id),
    CONSTRAINT incident_closed CHECK ((state IN ('closed', 'dismissed')) = (closed_at IS NOT NULL)),
    CONSTRAINT incident_window CHECK (began_at IS NULL OR ended_at IS NULL OR began_at <= ended_at)
);
CREATE INDEX incident_open ON incident (clinic, state, discovered_at);
CREATE INDEX incident_holder ON incident (clinic, holder);

-- What happened with one, in order. Rows are added and never changed.
CREATE TABLE incident_event (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    incident TEXT NOT NULL,
    holder TEXT NOT NULL,
    number BIGINT NOT NULL,
    actor TEXT NOT NULL,
    what TEXT NOT NULL,
    note BYTEA,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT incident_event_once UNIQUE (clinic, incident, number),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_event_holder ON incident_event (clinic, holder);

-- The letter to those whom it touches, in each language.
CREATE TABLE incident_letter (
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
    CONSTRAINT incident_letter_once UNIQUE (clinic, incident, language),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_letter_holder ON incident_letter (clinic, holder);

-- How many of those whom it touches live where, as whoever answers for it counted them.
CREATE TABLE incident_place (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    incident TEXT NOT NULL,
    place TEXT NOT NULL,
    residents BIGINT NOT NULL CONSTRAINT incident_place_residents CHECK (residents > 0),
    stated_by TEXT NOT NULL,
    stated_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, incident, place),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);

-- Whom a law asks to be told, and until when.
CREATE TABLE incident_duty (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    incident TEXT NOT NULL,
    fact TEXT NOT NULL,
    place TEXT NOT NULL,
    whom TEXT NOT NULL CONSTRAINT incident_duty_whom CHECK (whom IN ('persons', 'authority', 'media')),
    law TEXT NOT NULL,
    verified BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    met_at BIGINT,
    met_by TEXT,
    -- By which it is known where it was told.
    reference TEXT,
    -- When whoever governs the clinic was told that it is late.
    risen_at BIGINT,
    PRIMARY KEY (clinic, id),
    CONSTRAINT incident_duty_once UNIQUE (clinic, incident, fact, place),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_duty_due ON incident_duty (clinic, due_at) WHERE met_at IS NULL;
CREATE INDEX incident_duty_met ON incident_duty (clinic, met_at);

-- Whom it touches, as the access record and the data map say, and as was decided by hand.
CREATE TABLE incident_person (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    incident TEXT NOT NULL,
    person TEXT NOT NULL,
    why TEXT NOT NULL,
    -- What was decided by hand stays, however often it is found anew.
    hand TEXT CONSTRAINT incident_person_hand CHECK (hand IN ('added', 'removed')),
    round BIGINT NOT NULL,
    -- One bit for each kind of data.
    categories BIGINT NOT NULL,
    place TEXT NOT NULL,
    -- How they are told: mailed; to be posted, and posted; or nobody is there to tell.
    way TEXT CONSTRAINT incident_person_way CHECK (way IN ('mail', 'post', 'posted', 'gone', 'same')),
    told_at BIGINT,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, incident, person),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX incident_person_person ON incident_person (clinic, person);
CREATE INDEX incident_person_waits ON incident_person (clinic, incident, person) WHERE way IS NULL;
CREATE INDEX incident_person_posts ON incident_person (clinic, incident, person) WHERE way = 'post';

-- What each of them was told.
CREATE TABLE incident_told (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    incident TEXT NOT NULL,
    person TEXT NOT NULL,
    language TEXT NOT NULL,
    subject BYTEA,
    body BYTEA,
    mail TEXT,
    at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, incident) REFERENCES incident (clinic, id)
);
CREATE INDEX incident_told_person ON incident_told (clinic, person, incident);

-- only: sqlite
CREATE TRIGGER incident_event_stays BEFORE UPDATE OF incident, number, actor, what, at ON incident_event
BEGIN
    SELECT RAISE(ABORT, 'incident_event_stays');
END;
-- end
-- only: postgres
-- A copy on which an upgrade is tried has it already.
CREATE OR REPLACE FUNCTION incident_event_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'incident_event_stays' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER incident_event_stays BEFORE UPDATE OF incident, number, actor, what, at ON incident_event
    FOR EACH ROW EXECUTE FUNCTION incident_event_stays();
-- end
