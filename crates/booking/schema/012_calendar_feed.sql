-- An address at which a calendar program reads somebody's visits. The address holds a secret that is shown once; what is kept
-- of it is its hash. shows says how much of a visit it tells.
CREATE TABLE calendar_feed (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    hash BYTEA NOT NULL,
    shows TEXT NOT NULL CONSTRAINT calendar_feed_shows CHECK (shows IN ('busy', 'all')),
    wards BIGINT NOT NULL CONSTRAINT calendar_feed_wards CHECK (wards IN (0, 1)),
    created_at BIGINT NOT NULL,
    read_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, hash),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX calendar_feed_person ON calendar_feed (clinic, person, id);
