-- The clinic's logo on its public pages: what pages must know of it to be drawn, as JSON, and beside it the picture.

ALTER TABLE clinic ADD COLUMN logo TEXT;

CREATE TABLE clinic_logo (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    digest TEXT NOT NULL,
    -- PNG in base64: text, so that it leaves with the clinic's data as it is.
    image TEXT NOT NULL
);
