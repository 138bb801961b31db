-- What the clinic says of itself to those who come, and a count of changes, so that a page made from something older is
-- told apart.

ALTER TABLE clinic ADD COLUMN phone TEXT;
ALTER TABLE clinic ADD COLUMN email TEXT;
-- By language, as JSON: {"en": "..."}.
ALTER TABLE clinic ADD COLUMN greetings TEXT NOT NULL DEFAULT '{}';
ALTER TABLE clinic ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
