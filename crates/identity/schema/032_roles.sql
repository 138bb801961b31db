-- Roles that a clinic makes: of which roles of staff, and what is taken away. Who holds one stands beside it; the reference
-- keeps a role from being retired while somebody does.

CREATE TABLE own_role (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    id TEXT NOT NULL,
    name TEXT NOT NULL,
    -- The name as it is compared: two that read alike are one.
    name_key TEXT NOT NULL,
    parts TEXT NOT NULL,
    taken TEXT NOT NULL,
    version BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, name_key)
);

CREATE TABLE own_role_holder (
    clinic TEXT NOT NULL,
    id TEXT NOT NULL,
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    role TEXT NOT NULL,
    given_at BIGINT NOT NULL,
    PRIMARY KEY (clinic, id),
    UNIQUE (clinic, account, role),
    FOREIGN KEY (clinic, account) REFERENCES account (clinic, id),
    FOREIGN KEY (clinic, role) REFERENCES own_role (clinic, id)
);
CREATE INDEX own_role_holder_role ON own_role_holder (clinic, role);
