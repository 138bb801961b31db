-- A use that a narrower edition ended and a wider one makes again is added once more, with the version of the notice that does.
-- only: postgres
ALTER TABLE added_use DROP CONSTRAINT added_use_pkey;
ALTER TABLE added_use ADD PRIMARY KEY (clinic, purpose, category, notice);
-- end
-- only: sqlite
CREATE TABLE added_use_anew (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    purpose TEXT NOT NULL,
    category TEXT NOT NULL,
    notice BIGINT NOT NULL,
    since_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, purpose, category, notice)
);
INSERT INTO added_use_anew SELECT clinic, purpose, category, notice, since_at FROM added_use;
DROP TABLE added_use;
ALTER TABLE added_use_anew RENAME TO added_use;
-- end

-- When a word was said, where a row is newer than its word: of a record that was made part of another, or parted from it.
ALTER TABLE use_answer ADD COLUMN said_at BIGINT;

-- 1 of what has a key and is nobody: a file, a setting, an incident. Nobody can be asked for it.
ALTER TABLE person ADD COLUMN nobodys BIGINT NOT NULL DEFAULT 0;
