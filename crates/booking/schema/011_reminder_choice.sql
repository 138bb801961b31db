-- When somebody wants to be reminded of visits: of whose, how long before, and in which hours not. Who has no row has not
-- chosen, and is reminded the day before. Two records of one person made one can leave two rows; the newest holds.
CREATE TABLE reminder_choice (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    own BIGINT NOT NULL CONSTRAINT reminder_choice_own CHECK (own IN (0, 1)),
    wards BIGINT NOT NULL CONSTRAINT reminder_choice_wards CHECK (wards IN (0, 1)),
    -- Minutes before the start, separated by spaces.
    leads TEXT NOT NULL,
    -- Minutes of the day, by the clock of zone; both or neither.
    quiet_from BIGINT,
    quiet_to BIGINT,
    zone TEXT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id),
    CONSTRAINT reminder_choice_quiet CHECK ((quiet_from IS NULL) = (quiet_to IS NULL))
);
CREATE INDEX reminder_choice_person ON reminder_choice (clinic, person, updated_at);
