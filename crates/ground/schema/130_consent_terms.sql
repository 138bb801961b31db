-- On which terms a consent was given, as they were then: its basis, which kinds of data are especially sensitive, where and how
-- long each is kept, and where it is taken back. JSON; none of a receipt of an earlier program. The receipt's mark covers it.
ALTER TABLE consent_receipt ADD COLUMN terms TEXT;
