-- Which leaving, taking or retrying of a job an attempt belongs to: only the newest may say how it ended.
ALTER TABLE job ADD COLUMN generation BIGINT NOT NULL DEFAULT 0;
