-- Which of a provider's groups gives which role that the clinic made to somebody unknown. The reference keeps a role from being
-- retired while a group gives it.
CREATE TABLE oidc_own_rule (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    provider TEXT NOT NULL,
    group_name TEXT NOT NULL,
    role TEXT NOT NULL,
    PRIMARY KEY (clinic, provider, group_name, role),
    FOREIGN KEY (clinic, provider) REFERENCES oidc_provider (clinic, id),
    FOREIGN KEY (clinic, role) REFERENCES own_role (clinic, id)
);
CREATE INDEX oidc_own_rule_role ON oidc_own_rule (clinic, role);
