-- Until when a use was made: a narrower edition ends it, and what makes it again is a new use. Times are microseconds UTC.
ALTER TABLE notice_use ADD COLUMN until_at BIGINT;

-- What is kept under a key that is nobody's has nobody who could be asked.
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, holder FROM incident);
UPDATE person SET nobodys = 1 WHERE (clinic, id) IN (SELECT clinic, keeper FROM data_release);
