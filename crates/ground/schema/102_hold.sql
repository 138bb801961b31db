-- A dispute holds data back: of one person, or (whole = 1) of the clinic, and then `person` is whoever placed it, because
-- the reason is sealed under somebody's key. And how far the sweep of what is over came, table by table.

CREATE TABLE legal_hold (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    whole BIGINT NOT NULL CONSTRAINT legal_hold_whole CHECK (whole IN (0, 1)),
    reason BYTEA NOT NULL,
    placed_by TEXT NOT NULL,
    since BIGINT NOT NULL,
    until BIGINT,
    lifted_by TEXT,
    lifted_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX legal_hold_person ON legal_hold (clinic, person);
CREATE INDEX legal_hold_live ON legal_hold (clinic, whole) WHERE lifted_at IS NULL;

CREATE TABLE retention_sweep (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    part TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    reached TEXT NOT NULL,
    gone BIGINT NOT NULL,
    kept BIGINT NOT NULL,
    cause TEXT,
    PRIMARY KEY (clinic, part)
);

-- What the sweep looks for: rows by the instant that their time counts from.
CREATE INDEX event_at ON event (clinic, at);
CREATE INDEX mail_sent ON mail (clinic, sent_at);
CREATE INDEX once_at ON once (clinic, at);
