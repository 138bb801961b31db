-- The number given with a booking by somebody whose record was there already, which a form does not change: sealed.
ALTER TABLE appointment ADD COLUMN phone BYTEA;
