-- Groups give roles that the clinic made, beside those that are built in. The reference keeps a role from being retired while a
-- group gives it.

CREATE TABLE directory_own_rule (
    clinic TEXT NOT NULL REFERENCES clinic (id),
    directory_group TEXT NOT NULL,
    role TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (clinic, directory_group, role),
    FOREIGN KEY (clinic, directory_group) REFERENCES directory_group (clinic, id),
    FOREIGN KEY (clinic, role) REFERENCES own_role (clinic, id)
);
CREATE INDEX directory_own_rule_role ON directory_own_rule (clinic, role);

-- Of the roles that the clinic made those that groups gave, by their ids; what a manager gave by hand is not among them.
ALTER TABLE directory_user ADD COLUMN own_given TEXT NOT NULL DEFAULT '';
