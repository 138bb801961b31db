-- When a change takes effect that the clinic announced in its notice; none while nothing is announced.
ALTER TABLE clinic ADD COLUMN changes_at BIGINT;
