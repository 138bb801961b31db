-- A relay that is written down while none is open counts at once and is announced afterwards ('needed'): only a relay carries
-- the letters that announce one. Of an announcement, the day it was first announced for, so that a day that moved is seen. And
-- when the first of the recipients that are announced counts, which every page says beside when the notice changes.

ALTER TABLE recipient_ahead ADD COLUMN first_at BIGINT;
ALTER TABLE clinic ADD COLUMN recipients_at BIGINT;

-- only: sqlite
DROP TRIGGER recipient_stays;
ALTER TABLE recipient ADD COLUMN basis_now TEXT NOT NULL DEFAULT 'before' CONSTRAINT recipient_basis_now CHECK (basis_now IN ('before', 'same', 'first', 'equal', 'announced', 'needed'));
UPDATE recipient SET basis_now = basis;
ALTER TABLE recipient DROP COLUMN basis;
ALTER TABLE recipient RENAME COLUMN basis_now TO basis;
CREATE TRIGGER recipient_stays BEFORE UPDATE ON recipient
BEGIN
    SELECT RAISE(ABORT, 'recipient_stays');
END;
DROP TRIGGER installation_recipient_stays;
ALTER TABLE installation_recipient ADD COLUMN basis_now TEXT NOT NULL DEFAULT 'before' CONSTRAINT installation_recipient_basis_now CHECK (basis_now IN ('before', 'same', 'first', 'equal', 'announced', 'needed'));
UPDATE installation_recipient SET basis_now = basis;
ALTER TABLE installation_recipient DROP COLUMN basis;
ALTER TABLE installation_recipient RENAME COLUMN basis_now TO basis;
CREATE TRIGGER installation_recipient_stays BEFORE UPDATE ON installation_recipient
BEGIN
    SELECT RAISE(ABORT, 'recipient_stays');
END;
-- end
-- only: postgres
ALTER TABLE recipient DROP CONSTRAINT recipient_basis;
ALTER TABLE recipient ADD CONSTRAINT recipient_basis CHECK (basis IN ('before', 'same', 'first', 'equal', 'announced', 'needed'));
ALTER TABLE installation_recipient DROP CONSTRAINT installation_recipient_basis;
ALTER TABLE installation_recipient ADD CONSTRAINT installation_recipient_basis CHECK (basis IN ('before', 'same', 'first', 'equal', 'announced', 'needed'));
-- end
