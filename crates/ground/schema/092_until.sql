-- When a letter says nothing to anybody any more; none where it always does.
ALTER TABLE mail ADD COLUMN until BIGINT;
