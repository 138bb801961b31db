-- A record of which a law keeps something: locked since when, until when, and by which law. Then its key ends.
ALTER TABLE person ADD COLUMN locked_at BIGINT;
ALTER TABLE person ADD COLUMN locked_until BIGINT;
ALTER TABLE person ADD COLUMN locked_by TEXT;
CREATE INDEX person_locked ON person (clinic, locked_until) WHERE locked_until IS NOT NULL;
-- Who was erased, the last first: what is left of them is evidence.
CREATE INDEX person_erased ON person (clinic, erased_at) WHERE erased_at IS NOT NULL;

-- What was erased, and the certificate of it. Nothing here says whose it was.
CREATE TABLE erasure (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    what TEXT NOT NULL CONSTRAINT erasure_what CHECK (what IN ('erased', 'anonymised', 'locked')),
    cause TEXT NOT NULL,
    at BIGINT NOT NULL,
    locked_until BIGINT,
    certificate TEXT NOT NULL,
    PRIMARY KEY (clinic, id)
);
