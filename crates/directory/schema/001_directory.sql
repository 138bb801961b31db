-- Who comes from a directory of the clinic's people, and what its groups give them. Times are microseconds UTC; truth is
-- 0 or 1. The address stands in the account; nothing else that a directory knows has a column.

CREATE TABLE directory_user (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT directory_user_source CHECK (source IN ('scim', 'google')),
    external_token BYTEA,
    external BYTEA,
    user_name_token BYTEA NOT NULL,
    user_name BYTEA,
    given_name BYTEA,
    family_name BYTEA,
    email_marks TEXT NOT NULL,
    active BIGINT NOT NULL,
    -- The directory closed the account, and so may open it again; what a manager closed stays closed.
    shut BIGINT NOT NULL DEFAULT 0,
    roles_given TEXT NOT NULL,
    digest BYTEA NOT NULL,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    left_at BIGINT,
    PRIMARY KEY (clinic, id),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
-- One person there is one person here; who left waits for their return or their erasure, and is in nobody's way.
CREATE UNIQUE INDEX directory_user_external ON directory_user (clinic, source, external_token) WHERE left_at IS NULL;
CREATE UNIQUE INDEX directory_user_name ON directory_user (clinic, source, user_name_token) WHERE left_at IS NULL;
CREATE UNIQUE INDEX directory_user_account ON directory_user (clinic, account) WHERE left_at IS NULL;
CREATE INDEX directory_user_of ON directory_user (clinic, account);
CREATE INDEX directory_user_person ON directory_user (clinic, person);
CREATE INDEX directory_user_listed ON directory_user (clinic, source, id) WHERE left_at IS NULL;
CREATE INDEX directory_user_left ON directory_user (clinic, left_at) WHERE left_at IS NOT NULL;

CREATE TABLE directory_group (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT directory_group_source CHECK (source IN ('scim', 'google')),
    external_id TEXT,
    name TEXT NOT NULL,
    folded TEXT NOT NULL,
    version BIGINT NOT NULL,
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id)
);
CREATE UNIQUE INDEX directory_group_external ON directory_group (clinic, source, external_id);
CREATE INDEX directory_group_folded ON directory_group (clinic, source, folded);
CREATE INDEX directory_group_listed ON directory_group (clinic, source, id);

CREATE TABLE directory_member (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    directory_group TEXT NOT NULL,
    directory_user TEXT NOT NULL,
    person TEXT NOT NULL,
    PRIMARY KEY (clinic, directory_group, directory_user),
    FOREIGN KEY (clinic, directory_group) REFERENCES directory_group (clinic, id),
    FOREIGN KEY (clinic, directory_user) REFERENCES directory_user (clinic, id)
);
CREATE INDEX directory_member_user ON directory_member (clinic, directory_user);
CREATE INDEX directory_member_person ON directory_member (clinic, person);

CREATE TABLE directory_subgroup (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    parent TEXT NOT NULL,
    child TEXT NOT NULL,
    PRIMARY KEY (clinic, parent, child),
    FOREIGN KEY (clinic, parent) REFERENCES directory_group (clinic, id),
    FOREIGN KEY (clinic, child) REFERENCES directory_group (clinic, id)
);
CREATE INDEX directory_subgroup_child ON directory_subgroup (clinic, child);

-- What whoever is in a group, or in a group within it, may do here.
CREATE TABLE directory_rule (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    directory_group TEXT NOT NULL,
    role TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (clinic, directory_group, role),
    FOREIGN KEY (clinic, directory_group) REFERENCES directory_group (clinic, id)
);

-- A directory spoke of somebody whose account it did not make. It is theirs to govern once a manager said so.
CREATE TABLE directory_claim (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    source TEXT NOT NULL CONSTRAINT directory_claim_source CHECK (source IN ('scim', 'google')),
    external_token BYTEA,
    asked_at BIGINT NOT NULL,
    confirmed_at BIGINT,
    confirmed_by TEXT,
    PRIMARY KEY (clinic, account, source),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id)
);
CREATE INDEX directory_claim_person ON directory_claim (clinic, person);
