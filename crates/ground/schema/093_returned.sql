-- When a letter that a relay had taken came back all the same, as another host says in a report hours later.
ALTER TABLE mail ADD COLUMN returned_at BIGINT;
