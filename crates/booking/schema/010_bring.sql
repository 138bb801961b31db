-- What somebody should bring to a visit of this service: on the page of their visit, and in its letters.
ALTER TABLE service ADD COLUMN bring TEXT NOT NULL DEFAULT '';
