-- Uses of people's data that a version of the notice added: whoever was known before is asked. A row is written with the
-- version and never changed. Times are microseconds UTC.
CREATE TABLE added_use (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    purpose TEXT NOT NULL,
    category TEXT NOT NULL,
    notice BIGINT NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, purpose, category)
);

-- What somebody said to one. A row is added, and closed when another word takes its place. `unasked` is of a record to which
-- one was made part that had to be asked. `receipt` is that of a yes, and of its end.
CREATE TABLE use_answer (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    purpose TEXT NOT NULL,
    category TEXT NOT NULL,
    answer TEXT NOT NULL CONSTRAINT use_answer_answer CHECK (answer IN ('yes', 'no', 'unasked')),
    receipt TEXT,
    way TEXT NOT NULL CONSTRAINT use_answer_way CHECK (way IN ('page', 'desk', 'merge')),
    giver TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    until BIGINT,
    ended_at BIGINT,
    CONSTRAINT use_answer_receipt CHECK (answer <> 'yes' OR receipt IS NOT NULL),
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
-- What stands is asked for whenever somebody's record is to be opened; one word stands for each use.
CREATE UNIQUE INDEX use_answer_stands ON use_answer (clinic, person, purpose, category) WHERE ended_at IS NULL;
CREATE INDEX use_answer_person ON use_answer (clinic, person);
