-- What a clinic offers, when, where and with what; and who comes. Times are microseconds UTC, minutes are whole
-- minutes, local minutes count from midnight by the clinic's clock, dates are ISO text, truth is 0 or 1.

CREATE TABLE place (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    directions TEXT NOT NULL,
    position BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (clinic, id)
);

CREATE TABLE room (
    clinic TEXT NOT NULL,
    id TEXT NOT NULL,
    place TEXT NOT NULL,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, place) REFERENCES place (clinic, id)
);

CREATE TABLE device (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    place TEXT,
    name TEXT NOT NULL,
    position BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, place) REFERENCES place (clinic, id)
);

CREATE TABLE practitioner (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT,
    person TEXT,
    name TEXT NOT NULL,
    skills TEXT NOT NULL,
    daily_limit BIGINT,
    position BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (clinic, id)
);
CREATE INDEX practitioner_person ON practitioner (clinic, person);

CREATE TABLE service (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    about TEXT NOT NULL,
    modality TEXT NOT NULL CONSTRAINT service_modality CHECK (modality IN ('clinic', 'video', 'home', 'class')),
    duration_min BIGINT NOT NULL,
    before_min BIGINT NOT NULL,
    after_min BIGINT NOT NULL,
    step_min BIGINT NOT NULL,
    grid TEXT NOT NULL CONSTRAINT service_grid CHECK (grid IN ('clock', 'opening')),
    notice_min BIGINT NOT NULL,
    horizon_days BIGINT NOT NULL,
    daily_limit BIGINT,
    price_minor BIGINT,
    needs_room BIGINT NOT NULL,
    needs_device BIGINT NOT NULL,
    approve_first BIGINT NOT NULL,
    online TEXT NOT NULL CONSTRAINT service_online CHECK (online IN ('everyone', 'known', 'nobody')),
    position BIGINT NOT NULL,
    retired_at BIGINT,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, slug),
    CONSTRAINT service_minutes CHECK (
        duration_min > 0 AND step_min > 0 AND before_min >= 0 AND after_min >= 0
        AND duration_min % 5 = 0 AND step_min % 5 = 0 AND before_min % 5 = 0 AND after_min % 5 = 0
        AND duration_min + before_min + after_min <= 1440)
);

CREATE TABLE service_practitioner (
    clinic TEXT NOT NULL,
    service TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    PRIMARY KEY (clinic, service, practitioner),
    FOREIGN KEY (clinic, service) REFERENCES service (clinic, id),
    FOREIGN KEY (clinic, practitioner) REFERENCES practitioner (clinic, id)
);

CREATE TABLE service_room (
    clinic TEXT NOT NULL,
    service TEXT NOT NULL,
    room TEXT NOT NULL,
    PRIMARY KEY (clinic, service, room),
    FOREIGN KEY (clinic, service) REFERENCES service (clinic, id),
    FOREIGN KEY (clinic, room) REFERENCES room (clinic, id)
);

CREATE TABLE service_device (
    clinic TEXT NOT NULL,
    service TEXT NOT NULL,
    device TEXT NOT NULL,
    PRIMARY KEY (clinic, service, device),
    FOREIGN KEY (clinic, service) REFERENCES service (clinic, id),
    FOREIGN KEY (clinic, device) REFERENCES device (clinic, id)
);

-- What returns every week; weekday 1 is Monday.
CREATE TABLE hours (
    clinic TEXT NOT NULL,
    id TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    place TEXT NOT NULL,
    weekday BIGINT NOT NULL CONSTRAINT hours_weekday CHECK (weekday BETWEEN 1 AND 7),
    from_min BIGINT NOT NULL,
    to_min BIGINT NOT NULL,
    since TEXT,
    until TEXT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, practitioner) REFERENCES practitioner (clinic, id),
    FOREIGN KEY (clinic, place) REFERENCES place (clinic, id),
    CONSTRAINT hours_span CHECK (from_min >= 0 AND to_min <= 1440 AND from_min < to_min)
);
CREATE INDEX hours_practitioner ON hours (clinic, practitioner);

-- A practitioner's own plan for one date in place of the weekly hours: one row a span, or one row without a place: away.
CREATE TABLE exception (
    clinic TEXT NOT NULL,
    id TEXT NOT NULL,
    practitioner TEXT NOT NULL,
    date TEXT NOT NULL,
    place TEXT,
    from_min BIGINT NOT NULL,
    to_min BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, practitioner) REFERENCES practitioner (clinic, id)
);
CREATE INDEX exception_date ON exception (clinic, date);

-- The clinic's own dates that are not ordinary: closed when from_min = to_min, else open only between them.
CREATE TABLE clinic_day (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    date TEXT NOT NULL,
    name TEXT NOT NULL,
    from_min BIGINT NOT NULL,
    to_min BIGINT NOT NULL,
    PRIMARY KEY (clinic, date)
);

-- Time taken by something that is no appointment.
CREATE TABLE block (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    practitioner TEXT,
    room TEXT,
    device TEXT,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (clinic, id),
    CONSTRAINT block_span CHECK (starts_at < ends_at AND ends_at - starts_at <= 2678400000000)
);
CREATE INDEX block_time ON block (clinic, starts_at);

CREATE TABLE booking_policy (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    change_until_min BIGINT NOT NULL,
    cancel_until_min BIGINT NOT NULL,
    ask_phone TEXT NOT NULL CONSTRAINT booking_policy_phone CHECK (ask_phone IN ('no', 'optional', 'required'))
);

-- busy_from and busy_to are what the appointment claims, buffers included; active says whether it still does.
-- An imported appointment of the past has no practitioner, and time_known = 0 when only its day is known.
CREATE TABLE appointment (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    service TEXT,
    practitioner TEXT,
    place TEXT,
    room TEXT,
    device TEXT,
    client TEXT NOT NULL,
    booked_by TEXT,
    status TEXT NOT NULL,
    active BIGINT NOT NULL CONSTRAINT appointment_active CHECK (active IN (0, 1)),
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    busy_from BIGINT NOT NULL,
    busy_to BIGINT NOT NULL,
    time_known BIGINT NOT NULL,
    sequence BIGINT NOT NULL,
    language TEXT NOT NULL,
    note BYTEA,
    source TEXT NOT NULL,
    import TEXT,
    reminded BIGINT,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, client) REFERENCES person (clinic, id),
    CONSTRAINT appointment_span CHECK (starts_at <= ends_at AND busy_from <= starts_at AND ends_at <= busy_to AND busy_to - busy_from <= 86400000000)
);
CREATE INDEX appointment_time ON appointment (clinic, starts_at);
CREATE INDEX appointment_client ON appointment (clinic, client, starts_at);
CREATE UNIQUE INDEX appointment_clinic_import_key ON appointment (clinic, import);

-- Two appointments that claim their time never overlap for one practitioner, room or device: the engine refuses it.
-- only: sqlite
CREATE INDEX appointment_practitioner ON appointment (clinic, practitioner, busy_from) WHERE active = 1;
CREATE INDEX appointment_room ON appointment (clinic, room, busy_from) WHERE active = 1;
CREATE INDEX appointment_device ON appointment (clinic, device, busy_from) WHERE active = 1;

CREATE TRIGGER appointment_overlap_insert BEFORE INSERT ON appointment WHEN NEW.active = 1
BEGIN
    SELECT RAISE(ABORT, 'appointment_practitioner_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND practitioner = NEW.practitioner AND active = 1
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
    SELECT RAISE(ABORT, 'appointment_room_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND room = NEW.room AND active = 1
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
    SELECT RAISE(ABORT, 'appointment_device_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND device = NEW.device AND active = 1
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
END;

CREATE TRIGGER appointment_overlap_update BEFORE UPDATE OF practitioner, room, device, busy_from, busy_to, active ON appointment WHEN NEW.active = 1
BEGIN
    SELECT RAISE(ABORT, 'appointment_practitioner_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND practitioner = NEW.practitioner AND active = 1 AND id <> NEW.id
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
    SELECT RAISE(ABORT, 'appointment_room_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND room = NEW.room AND active = 1 AND id <> NEW.id
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
    SELECT RAISE(ABORT, 'appointment_device_overlap') WHERE EXISTS (
        SELECT 1 FROM appointment WHERE clinic = NEW.clinic AND device = NEW.device AND active = 1 AND id <> NEW.id
        AND busy_from > NEW.busy_from - 86400000000 AND busy_from < NEW.busy_to AND busy_to > NEW.busy_from);
END;
-- end
-- only: postgres
ALTER TABLE appointment ADD CONSTRAINT appointment_practitioner_overlap
    EXCLUDE USING gist (clinic WITH =, practitioner WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1);
ALTER TABLE appointment ADD CONSTRAINT appointment_room_overlap
    EXCLUDE USING gist (clinic WITH =, room WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1);
ALTER TABLE appointment ADD CONSTRAINT appointment_device_overlap
    EXCLUDE USING gist (clinic WITH =, device WITH =, int8range(busy_from, busy_to) WITH &&) WHERE (active = 1);
-- end
