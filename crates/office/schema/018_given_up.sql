-- Which letters about a recipient that is announced had not left when it began to count: they waited too long, or cannot be sent.
ALTER TABLE recipient_letter ADD COLUMN given_up_at BIGINT;
