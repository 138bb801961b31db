-- A visit that is about nobody any more stands for itself: 1 if it was somebody's first that was kept, else 0; none while it is about
-- somebody. No two of one person's are known from each other.
ALTER TABLE appointment ADD COLUMN nobodys BIGINT CONSTRAINT appointment_nobodys CHECK (nobodys IN (0, 1));
CREATE INDEX appointment_nobodys ON appointment (clinic, starts_at, status, nobodys) WHERE nobodys IS NOT NULL;
DROP INDEX appointment_client;
CREATE INDEX appointment_client ON appointment (clinic, client, starts_at, status, nobodys);
-- Who all of a clinic's are about: a person who never was one.
CREATE TABLE nobody (
    clinic TEXT NOT NULL PRIMARY KEY REFERENCES clinic (id),
    client TEXT NOT NULL,
    FOREIGN KEY (clinic, client) REFERENCES person (clinic, id)
);
-- How often those came whose visits those are, added up over all of them: by class of how often, in one year of the clinic's
-- calendar, and with the year 0 in all. Which visits it were is not known.
CREATE TABLE nobodys_visits (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    year BIGINT NOT NULL,
    class BIGINT NOT NULL,
    came_first BIGINT NOT NULL,
    came_again BIGINT NOT NULL,
    visits BIGINT NOT NULL,
    PRIMARY KEY (clinic, year, class)
);
