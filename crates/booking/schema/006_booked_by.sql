-- What somebody booked for others: it goes with their record when that is merged into another.
CREATE INDEX appointment_booked_by ON appointment (clinic, booked_by) WHERE booked_by IS NOT NULL;
