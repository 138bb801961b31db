-- What whoever runs the program says of a clinic: that its pages are paused, since when, and why, in words that its
-- managers read; and what it may use, as JSON.

ALTER TABLE clinic ADD COLUMN suspended_at BIGINT;
ALTER TABLE clinic ADD COLUMN suspended_because TEXT;
ALTER TABLE clinic ADD COLUMN allowance TEXT NOT NULL DEFAULT '{}';

-- Whether a letter is among those that are counted for a day. Those about an account or its safety are not: somebody waits
-- for them at the door.
ALTER TABLE mail ADD COLUMN counted BIGINT NOT NULL DEFAULT 1;
CREATE INDEX mail_gone ON mail (clinic, sent_at) WHERE counted = 1;
