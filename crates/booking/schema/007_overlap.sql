-- What is taken is looked for by the same indexes on both engines: under row-level security PostgreSQL may not ask an
-- exclusion's index for what overlaps. An exclusion leaves out who has no part in it, and is then no way to find others.
-- only: postgres
CREATE INDEX appointment_practitioner ON appointment (clinic, practitioner, busy_from) WHERE active = 1;
CREATE INDEX appointment_room ON appointment (clinic, room, busy_from) WHERE active = 1;
CREATE INDEX appointment_device ON appointment (clinic, device, busy_from) WHERE active = 1;
ALTER TABLE appointment DROP CONSTRAINT appointment_practitioner_overlap;
ALTER TABLE appointment DROP CONSTRAINT appointment_room_overlap;
ALTER TABLE appointment DROP CONSTRAINT appointment_device_overlap;
ALTER TABLE appointment ADD CONSTRAINT appointment_practitioner_overlap
    EXCLUDE USING gist (clinic WITH =, practitioner WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1 AND practitioner IS NOT NULL);
ALTER TABLE appointment ADD CONSTRAINT appointment_room_overlap
    EXCLUDE USING gist (clinic WITH =, room WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1 AND room IS NOT NULL);
ALTER TABLE appointment ADD CONSTRAINT appointment_device_overlap
    EXCLUDE USING gist (clinic WITH =, device WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1 AND device IS NOT NULL);
-- end
