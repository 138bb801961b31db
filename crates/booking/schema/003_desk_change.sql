-- What one of the clinic's people changed at the desk, as it stood before, for as long as it can be undone. Rows are
-- swept after a day. `version` is how the appointment stood afterwards: who comes later undoes nothing.
CREATE TABLE desk_change (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT desk_change_kind CHECK (kind IN ('booked', 'moved', 'resized', 'marked', 'cancelled', 'blocked', 'unblocked')),
    subject TEXT NOT NULL,
    version TEXT NOT NULL,
    status TEXT,
    practitioner TEXT,
    room TEXT,
    device TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT,
    told BIGINT NOT NULL,
    at BIGINT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX desk_change_actor ON desk_change (clinic, actor, at);
CREATE INDEX desk_change_at ON desk_change (clinic, at);
