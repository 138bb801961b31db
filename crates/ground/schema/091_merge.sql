-- Two records of one person made one: the merged record points to the one that stays, and what moved is noted row by row,
-- so that it can move back.

ALTER TABLE person ADD COLUMN merged_into TEXT;

CREATE TABLE person_merge (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    kept TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    undo_until BIGINT NOT NULL,
    undone_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id),
    FOREIGN KEY (clinic, kept) REFERENCES person (clinic, id)
);
CREATE INDEX person_merge_kept ON person_merge (clinic, kept, id);
CREATE INDEX person_merge_person ON person_merge (clinic, person);

CREATE TABLE person_moved (
    clinic TEXT NOT NULL,
    merge TEXT NOT NULL,
    place TEXT NOT NULL,
    part TEXT NOT NULL,
    subject TEXT NOT NULL,
    PRIMARY KEY (clinic, merge, place, part, subject)
);
