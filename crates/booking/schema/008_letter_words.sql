-- What the manager lets a kind of letter say in a language, in place of our words; nothing in a column: ours.
CREATE TABLE letter_words (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    subject TEXT,
    said TEXT,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, kind, language)
);
