-- Clinics that the demo planted. Doors without keys open on these and no others.
CREATE TABLE invented (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    planted_at BIGINT NOT NULL
);
