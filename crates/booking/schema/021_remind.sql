-- Whether somebody wants to be reminded of a visit is one thing, and that a reminder went out another: who wants no more of
-- them was reminded all the same. Before, 0 in reminded stood for the first.
ALTER TABLE appointment ADD COLUMN remind BIGINT NOT NULL DEFAULT 1 CONSTRAINT appointment_remind CHECK (remind IN (0, 1));
-- only: postgres
SET LOCAL keepwell.clinic = '*';
-- end
UPDATE appointment SET remind = 0, reminded = NULL WHERE reminded = 0;
