-- Somebody said that it is an emergency, and opened a record that was not in their care. The reason is sealed under the
-- key of the person whose record it is. Who answers for data here looks at each and says whether it was in order.

CREATE TABLE emergency (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason BYTEA NOT NULL,
    began_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL,
    told_at BIGINT,
    verdict TEXT CONSTRAINT emergency_verdict CHECK (verdict IN ('in_order', 'not_in_order')),
    looked_by TEXT,
    looked_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, person) REFERENCES person (clinic, id)
);
CREATE INDEX emergency_running ON emergency (clinic, person, actor, ends_at);
CREATE INDEX emergency_began ON emergency (clinic, began_at);
CREATE INDEX emergency_unseen ON emergency (clinic, began_at) WHERE looked_at IS NULL;
