-- Files of projects, clients and deals. What a file holds lies once in the store, however many files hold the same.
CREATE TABLE file_contents (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    sha256 bytea NOT NULL CHECK (octet_length(sha256) = 32),
    size bigint NOT NULL CHECK (size > 0),
    -- What it is by its own first bytes, never by its name.
    media_type text NOT NULL CHECK (char_length(media_type) BETWEEN 1 AND 100),
    -- The name under which it lies in the store.
    stored_id uuid NOT NULL,
    -- Versions of files that hold it; at none the row goes, and then what is stored.
    reference_count integer NOT NULL CHECK (reference_count >= 0),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, sha256)
);

CREATE TABLE files (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    project_id uuid,
    client_id uuid,
    deal_id uuid,
    kind text NOT NULL CHECK (kind IN ('application', 'business_plan', 'photo', 'scan', 'spending_report', 'other')),
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
    -- Number of the newest version.
    newest integer NOT NULL DEFAULT 1 CHECK (newest > 0),
    author_id uuid,
    deleted_at timestamptz,
    deleted_by uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    CHECK (num_nonnulls(project_id, client_id, deal_id) = 1),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
    FOREIGN KEY (organization_id, deal_id) REFERENCES deals (organization_id, id)
);
CREATE INDEX files_project ON files (organization_id, project_id);
CREATE INDEX files_client ON files (organization_id, client_id);
CREATE INDEX files_deal ON files (organization_id, deal_id);

-- Bringing a file anew makes a version; the ones before stay.
CREATE TABLE file_versions (
    organization_id uuid NOT NULL,
    file_id uuid NOT NULL,
    number integer NOT NULL CHECK (number > 0),
    -- Made with the form, so that a form sent twice makes one version.
    upload_id uuid NOT NULL,
    sha256 bytea NOT NULL,
    -- As it was named when it was brought.
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 255),
    author_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, file_id, number),
    UNIQUE (organization_id, upload_id),
    FOREIGN KEY (organization_id, file_id) REFERENCES files (organization_id, id),
    FOREIGN KEY (organization_id, sha256) REFERENCES file_contents (organization_id, sha256)
);
CREATE INDEX file_versions_content ON file_versions (organization_id, sha256);

-- Where an organization departs from what a state requires by default.
CREATE TABLE file_requirements (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    state text NOT NULL CHECK (state IN ('application_short', 'application_full', 'in_commission', 'on_support')),
    kind text NOT NULL CHECK (kind IN ('application', 'business_plan', 'photo', 'scan', 'spending_report', 'other')),
    is_required boolean NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, state, kind)
);

ALTER TABLE file_contents ENABLE ROW LEVEL SECURITY;
ALTER TABLE file_contents FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON file_contents USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE files ENABLE ROW LEVEL SECURITY;
ALTER TABLE files FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON files USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE file_versions ENABLE ROW LEVEL SECURITY;
ALTER TABLE file_versions FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON file_versions USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE file_requirements ENABLE ROW LEVEL SECURITY;
ALTER TABLE file_requirements FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON file_requirements USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON file_contents, files, file_versions, file_requirements TO crm_app;
