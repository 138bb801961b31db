-- When everything a clinic keeps was taken along, and why: written before the first record is opened. It is whole when it
-- has an end.
CREATE TABLE clinic_export (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    lines BIGINT,
    files BIGINT,
    PRIMARY KEY (clinic, id)
);
