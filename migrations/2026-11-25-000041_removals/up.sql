-- Specialists ask for a client or project to be removed; a manager does it or says no. The bin is found
-- without reading what is not in it.
CREATE TABLE removal_requests (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'project')),
    subject_id uuid NOT NULL,
    reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 2000),
    asked_by uuid NOT NULL,
    asked_at timestamptz NOT NULL DEFAULT now(),
    settled_by uuid,
    settled_at timestamptz,
    outcome text CHECK (outcome IN ('removed', 'kept')),
    PRIMARY KEY (organization_id, id),
    CHECK ((settled_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX removal_requests_subject ON removal_requests (organization_id, subject_kind, subject_id);
CREATE INDEX removal_requests_open ON removal_requests (organization_id, asked_at) WHERE settled_at IS NULL;

ALTER TABLE removal_requests ENABLE ROW LEVEL SECURITY;
ALTER TABLE removal_requests FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON removal_requests USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE ON removal_requests TO crm_app;

CREATE INDEX projects_in_bin ON projects (organization_id, state_changed_at) WHERE state = 'deleted';
CREATE INDEX clients_in_bin ON clients (organization_id, deleted_at) WHERE deleted_at IS NOT NULL;
