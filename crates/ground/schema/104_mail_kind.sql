-- Letters of one kind within a time: when the last of those that announce a change left, and which of them still wait.
CREATE INDEX mail_kind ON mail (clinic, kind, created_at);
