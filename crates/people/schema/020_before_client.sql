-- What a record was before another was merged into it, by whose record it is: its owner may see that it is kept.
CREATE INDEX client_before_client ON client_before (clinic, client);
