-- What whoever runs the program says of a clinic: that its pages are paused, since when, and why, in words that its
-- managers read; and what it may use, as JSON.

ALTER TABLE clinic ADD COLUMN suspended_at BIGINT;
ALTER TABLE clinic ADD COLUMN suspended_because TEXT;
ALTER TABLE clinic ADD COLUMN allowance TEXT NOT NULL DEFAULT '{}';
