-- Somebody asked for a new password: what was typed, as a keyed token, until a job has looked whose it is. The page that
-- takes it does the same for every address, so that not even its time says which have an account.

CREATE TABLE reset_request (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    email_token BYTEA NOT NULL,
    asked_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
