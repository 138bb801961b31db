-- How requests are answered: what was decided under four eyes stays under them, an answer can be given anew, and a letter
-- knows the mail that carries it.

-- Whether four eyes held when it was decided.
ALTER TABLE request ADD COLUMN four_eyes BIGINT NOT NULL DEFAULT 0;

-- Whether several have the address that the link went to: then the link alone does not show which of them asks.
ALTER TABLE request_proof ADD COLUMN shared BIGINT NOT NULL DEFAULT 0;

-- Of each kind one draft at a time; of those that were sent every one stays.
-- only: postgres
ALTER TABLE request_letter DROP CONSTRAINT request_letter_once;
ALTER TABLE request_letter ADD COLUMN mail TEXT;
-- end
-- only: sqlite
CREATE TABLE request_letter_anew (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    kind TEXT NOT NULL CONSTRAINT request_letter_kind CHECK (kind IN ('receipt', 'extension', 'answer')),
    language TEXT NOT NULL,
    subject BYTEA,
    body BYTEA,
    drafted_at BIGINT NOT NULL,
    sent_at BIGINT,
    sent_by TEXT,
    way TEXT CONSTRAINT request_letter_way CHECK (way IN ('mail', 'hand')),
    mail TEXT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, request) REFERENCES request (clinic, id)
);
INSERT INTO request_letter_anew (clinic, id, request, person, kind, language, subject, body, drafted_at, sent_at, sent_by, way)
    SELECT clinic, id, request, person, kind, language, subject, body, drafted_at, sent_at, sent_by, way FROM request_letter;
DROP TABLE request_letter;
ALTER TABLE request_letter_anew RENAME TO request_letter;
CREATE INDEX request_letter_person ON request_letter (clinic, person);
-- end
CREATE UNIQUE INDEX request_letter_draft ON request_letter (clinic, request, kind) WHERE sent_at IS NULL;
CREATE INDEX request_letter_request ON request_letter (clinic, request);
