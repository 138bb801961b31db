-- An administrator who is being asked to consent. The client's secret is sealed by a key that is nobody's, which ends with the row.
CREATE TABLE directory_consent (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    keeper TEXT NOT NULL,
    id TEXT NOT NULL,
    client_id TEXT NOT NULL,
    client_secret BYTEA NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (clinic)
);

-- When an administrator consented, where that is how it is asked.
ALTER TABLE directory_google ADD COLUMN consented_at BIGINT;
