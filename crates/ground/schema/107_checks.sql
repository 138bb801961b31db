-- What the self-audit asks of each clinic: how much work was given up.
CREATE INDEX job_stuck ON job (clinic, state) WHERE state = 'stuck';
