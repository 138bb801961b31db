-- A clinic that leaves the installation: since when, until when it can be taken back, and why, in words that its managers
-- read.

ALTER TABLE clinic ADD COLUMN leaving_at BIGINT;
ALTER TABLE clinic ADD COLUMN leaves_at BIGINT;
ALTER TABLE clinic ADD COLUMN leaving_because TEXT;

-- What is known of a clinic that left: counts and instants, nobody. Its address is kept as a digest, so that nobody else
-- gets it.
CREATE TABLE clinic_left (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    asked_at BIGINT,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    root TEXT NOT NULL,
    counts TEXT NOT NULL,
    key_count BIGINT NOT NULL,
    file_count BIGINT NOT NULL,
    copies_until BIGINT NOT NULL,
    receipt TEXT,
    looked_at BIGINT,
    found BIGINT NOT NULL
);
CREATE INDEX clinic_left_address ON clinic_left (address);
