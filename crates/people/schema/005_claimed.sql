-- An address that the holder of an account wrote into their own record, which nobody has proved to be theirs. Letters
-- go there; but whoever books or signs up with that address is not taken for this client.
ALTER TABLE client ADD COLUMN claimed BIGINT NOT NULL DEFAULT 0 CONSTRAINT client_claimed CHECK (claimed IN (0, 1));
