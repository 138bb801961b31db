-- Whoever left is erased once the days of grace are over, unless a person says that they are kept. Times are microseconds UTC.

ALTER TABLE directory_user ADD COLUMN kept_at BIGINT;
ALTER TABLE directory_user ADD COLUMN kept_by TEXT;
-- When managers were written to that they will be erased: nobody is before a day has passed since.
ALTER TABLE directory_user ADD COLUMN told_at BIGINT;

-- What was decided about somebody who left, and when they were erased. No name: the account's id says who, as long as there is one.
CREATE TABLE directory_decision (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    what TEXT NOT NULL CONSTRAINT directory_decision_what CHECK (what IN ('kept', 'released', 'erased', 'parted', 'taken')),
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX directory_decision_listed ON directory_decision (clinic, made_at);

-- Somebody who was erased and whom the directory has still: a manager is asked whether they are taken in as somebody new.
ALTER TABLE directory_erased ADD COLUMN asked_at BIGINT;

-- The address that the question to a manager was about: another is another question.
ALTER TABLE directory_claim ADD COLUMN email_token BYTEA;
