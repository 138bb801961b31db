-- Somebody of those who run the program, whom the clinic let in to help: their account ends by itself, and nothing
-- they can do makes it last longer.

ALTER TABLE account ADD COLUMN ends_at BIGINT;
