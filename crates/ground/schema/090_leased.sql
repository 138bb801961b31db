-- Jobs in somebody's hands are few, however many wait: those whose lease is over are found among them.
CREATE INDEX job_leased ON job (leased_until) WHERE leased_until IS NOT NULL;
