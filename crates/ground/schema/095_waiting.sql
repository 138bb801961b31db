-- Letters that wait are few, however many were ever written: those that wait for too long are found among them.
CREATE INDEX mail_waiting ON mail (created_at) WHERE state = 'waiting';
