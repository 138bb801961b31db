-- Since when whoever asked may read how a request stands: a refusal is theirs to read once its answer went, and not while it is a draft.
ALTER TABLE request ADD COLUMN known_at BIGINT;
UPDATE request SET known_at = received_at WHERE NOT (state = 'refused' AND EXISTS (SELECT 1 FROM request_letter l
    WHERE l.clinic = request.clinic AND l.request = request.id AND l.kind = 'answer' AND l.sent_at IS NULL));
ALTER TABLE request_event ADD COLUMN known_at BIGINT;
UPDATE request_event SET known_at = at WHERE what NOT IN ('refused', 'questioned') OR EXISTS (SELECT 1 FROM request r
    WHERE r.clinic = request_event.clinic AND r.id = request_event.request AND r.known_at IS NOT NULL
    AND r.state IN ('done', 'refused', 'withdrawn', 'expired'));
