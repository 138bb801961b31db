-- What was answered to a request, so that its repetition is told the same. No person stands in it.

ALTER TABLE once ADD COLUMN answer TEXT;
