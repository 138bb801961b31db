-- When its holder closed it: whoever comes back has another account.

ALTER TABLE account ADD COLUMN closed_at BIGINT;
CREATE INDEX account_closed ON account (clinic, closed_at) WHERE closed_at IS NOT NULL;
