-- Letters that have not left, of one person: few, however many were written to them.
CREATE INDEX mail_unsent ON mail (clinic, person) WHERE state IN ('waiting', 'refused');
