-- Who was written to about the uses that a version of the notice added: one letter for each account. Times are microseconds UTC.
CREATE TABLE use_letter (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    notice BIGINT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);

CREATE UNIQUE INDEX use_letter_once ON use_letter (clinic, notice, account);

CREATE INDEX use_letter_person ON use_letter (clinic, person);
