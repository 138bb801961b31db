-- Why a version of a recipient counts from when it counts, and what of the register is announced first. What gives anybody more
-- than before counts in a clinic only once it was announced there, whoever has an account was written to, and the days of
-- the notice are over. `ahead` is the version with which that was announced; `before` says that nobody asked yet when it was
-- written.

ALTER TABLE recipient ADD COLUMN basis TEXT NOT NULL DEFAULT 'before' CONSTRAINT recipient_basis CHECK (basis IN ('before', 'same', 'first', 'equal', 'announced'));
ALTER TABLE recipient ADD COLUMN ahead BIGINT;
ALTER TABLE recipient ADD COLUMN replaces TEXT;
ALTER TABLE installation_recipient ADD COLUMN basis TEXT NOT NULL DEFAULT 'before' CONSTRAINT installation_recipient_basis CHECK (basis IN ('before', 'same', 'first', 'equal', 'announced'));
ALTER TABLE installation_recipient ADD COLUMN ahead BIGINT;
ALTER TABLE installation_recipient ADD COLUMN replaces TEXT;

-- One announcement in one clinic; those of the installation are announced in each. `told_to` is the last account that was
-- written to, `told_at` when the last letter was written.
CREATE TABLE recipient_ahead (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    recipient TEXT NOT NULL,
    version BIGINT NOT NULL,
    state TEXT NOT NULL CONSTRAINT recipient_ahead_state CHECK (state IN ('announced', 'effective', 'withdrawn')),
    published_at BIGINT NOT NULL,
    effective_at BIGINT NOT NULL,
    told_to TEXT,
    told_at BIGINT,
    closed_at BIGINT,
    PRIMARY KEY (clinic, recipient, version)
);
CREATE INDEX recipient_ahead_open ON recipient_ahead (clinic) WHERE state = 'announced';
CREATE INDEX recipient_ahead_since ON recipient_ahead (clinic, published_at);

-- What the clinic posts on its home page, and until when: an address below its own and microseconds UTC on each line.
ALTER TABLE clinic ADD COLUMN posted TEXT NOT NULL DEFAULT '';
