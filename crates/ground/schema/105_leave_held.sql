-- When a dispute was last seen to hold a clinic back whose time to leave is over. Whoever looks after all clinics sees their
-- holds; the evidence, which is asked for one clinic, does not.
ALTER TABLE clinic ADD COLUMN leave_held_at BIGINT;
