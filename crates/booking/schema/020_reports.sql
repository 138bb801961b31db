-- Reports over the whole history read an index, not the rows: the same indexes as before, each holding besides what is
-- counted. None is added, so a booking writes as many as it did.
DROP INDEX appointment_time;
CREATE INDEX appointment_time ON appointment (clinic, starts_at, status, service, reminded, created_at, source);
DROP INDEX appointment_client;
CREATE INDEX appointment_client ON appointment (clinic, client, starts_at, status);
DROP INDEX appointment_practitioner;
CREATE INDEX appointment_practitioner ON appointment (clinic, practitioner, busy_from, busy_to, starts_at) WHERE active = 1;
DROP INDEX appointment_room;
CREATE INDEX appointment_room ON appointment (clinic, room, busy_from, busy_to, starts_at) WHERE active = 1;
