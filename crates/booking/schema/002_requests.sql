-- Requests that wait for a yes or a no are few among many, and looked for on every page of the day.
CREATE INDEX appointment_requested ON appointment (clinic, starts_at) WHERE status = 'requested';
