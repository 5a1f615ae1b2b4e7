-- Projects, the people assigned, support measures and decisions.
CREATE TABLE projects (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    number_value bigint NOT NULL,
    number text NOT NULL,
    client_id uuid,
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 2000),
    industry_id uuid,
    industry_kind text NOT NULL GENERATED ALWAYS AS ('industry') STORED,
    address_id uuid,
    own_amount numeric(18,2) CHECK (own_amount >= 0),
    own_kopecks bigint GENERATED ALWAYS AS ((own_amount * 100)::bigint) STORED,
    requested_amount numeric(18,2) CHECK (requested_amount >= 0),
    requested_kopecks bigint GENERATED ALWAYS AS ((requested_amount * 100)::bigint) STORED,
    total_amount numeric(18,2) CHECK (total_amount >= 0),
    total_kopecks bigint GENERATED ALWAYS AS ((total_amount * 100)::bigint) STORED,
    tax_amount numeric(18,2) CHECK (tax_amount >= 0),
    tax_kopecks bigint GENERATED ALWAYS AS ((tax_amount * 100)::bigint) STORED,
    jobs integer CHECK (jobs BETWEEN 0 AND 1000000),
    description text,
    application_date date,
    application_date_precision text NOT NULL DEFAULT 'day' CHECK (application_date_precision IN ('day', 'month', 'quarter', 'year')),
    state text NOT NULL DEFAULT 'application_short' CHECK (state IN ('application_short', 'application_full',
        'in_commission', 'on_support', 'frozen', 'ended', 'archived', 'deleted')),
    state_changed_at timestamptz NOT NULL DEFAULT now(),
    lead_id uuid,
    custom jsonb NOT NULL DEFAULT '{}',
    unread jsonb NOT NULL DEFAULT '{}',
    import_id uuid,
    -- Rows of that import's workbook which it was made from: sheet * 2^32 + row.
    source_rows bigint[],
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, number),
    FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
    FOREIGN KEY (organization_id, industry_kind, industry_id) REFERENCES directory_entries (organization_id, kind, id),
    FOREIGN KEY (organization_id, address_id) REFERENCES addresses (organization_id, id)
)
-- Room on each page for the next versions of its rows, so that a change of a value touches no index.
WITH (fillfactor = 85);
CREATE INDEX projects_client ON projects (organization_id, client_id);
CREATE INDEX projects_address ON projects (organization_id, address_id);
CREATE INDEX projects_industry ON projects (organization_id, industry_id);

CREATE TABLE project_people (
    organization_id uuid NOT NULL,
    project_id uuid NOT NULL,
    user_id uuid NOT NULL,
    -- Order of assignment: the first one is the lead unless another was chosen.
    position integer NOT NULL,
    PRIMARY KEY (organization_id, project_id, user_id),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    FOREIGN KEY (organization_id, user_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX project_people_user ON project_people (organization_id, user_id, project_id);

-- The lead is one of the people assigned.
ALTER TABLE projects ADD FOREIGN KEY (organization_id, id, lead_id)
    REFERENCES project_people (organization_id, project_id, user_id) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE supports (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    type text CHECK (type IN ('finance', 'credit', 'land', 'equipment', 'technical')),
    programme_id uuid,
    programme_kind text NOT NULL GENERATED ALWAYS AS ('programme') STORED,
    body_id uuid,
    body_kind text NOT NULL GENERATED ALWAYS AS ('body') STORED,
    level text CHECK (level IN ('federal', 'regional', 'municipal')),
    amount numeric(18,2) CHECK (amount >= 0),
    amount_hundredths bigint GENERATED ALWAYS AS ((amount * 100)::bigint) STORED,
    unit text CHECK (unit IN ('rub', 'pieces', 'metres', 'square_metres', 'cubic_metres', 'hectares')),
    -- In the same unit as what was asked for.
    granted numeric(18,2) CHECK (granted >= 0),
    granted_hundredths bigint GENERATED ALWAYS AS ((granted * 100)::bigint) STORED,
    paid numeric(18,2) CHECK (paid >= 0),
    paid_hundredths bigint GENERATED ALWAYS AS ((paid * 100)::bigint) STORED,
    date_start date,
    date_end date,
    description text,
    status text NOT NULL DEFAULT 'requested' CHECK (status IN ('requested', 'granted', 'refused', 'withdrawn', 'ended')),
    custom jsonb NOT NULL DEFAULT '{}',
    unread jsonb NOT NULL DEFAULT '{}',
    import_id uuid,
    -- Rows of that import's workbook which it was made from: sheet * 2^32 + row.
    source_rows bigint[],
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    -- A file may lack what a form demands; only an import may leave these empty.
    CHECK (import_id IS NOT NULL OR (type IS NOT NULL AND amount IS NOT NULL AND unit IS NOT NULL AND date_start IS NOT NULL)),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    FOREIGN KEY (organization_id, programme_kind, programme_id) REFERENCES directory_entries (organization_id, kind, id),
    FOREIGN KEY (organization_id, body_kind, body_id) REFERENCES directory_entries (organization_id, kind, id)
);
CREATE INDEX supports_project ON supports (organization_id, project_id);
CREATE INDEX supports_programme ON supports (organization_id, programme_id);
CREATE INDEX supports_body ON supports (organization_id, body_id);

CREATE TABLE decisions (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    project_id uuid NOT NULL,
    support_id uuid,
    decision_type text CHECK (decision_type IN ('expert_group', 'interdepartmental_commission')),
    decision_date date,
    protocol_number text,
    outcome text CHECK (outcome IN ('granted', 'refused', 'rework', 'postponed', 'withdrawn')),
    decision text,
    -- The meeting that made it; what a closed meeting decided is never edited.
    meeting_id uuid,
    -- The decision that this one takes the place of, and why; both stay.
    annuls_id uuid,
    annuls_reason text,
    custom jsonb NOT NULL DEFAULT '{}',
    unread jsonb NOT NULL DEFAULT '{}',
    import_id uuid,
    -- Rows of that import's workbook which it was made from: sheet * 2^32 + row.
    source_rows bigint[],
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    CHECK (import_id IS NOT NULL OR (support_id IS NOT NULL AND decision_type IS NOT NULL AND decision_date IS NOT NULL
        AND protocol_number IS NOT NULL AND outcome IS NOT NULL)),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    UNIQUE (organization_id, annuls_id),
    CHECK ((annuls_id IS NULL) = (annuls_reason IS NULL)),
    FOREIGN KEY (organization_id, support_id) REFERENCES supports (organization_id, id),
    FOREIGN KEY (organization_id, annuls_id) REFERENCES decisions (organization_id, id)
);
CREATE INDEX decisions_project ON decisions (organization_id, project_id);
CREATE INDEX decisions_support ON decisions (organization_id, support_id);

ALTER TABLE projects ENABLE ROW LEVEL SECURITY;
ALTER TABLE projects FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON projects USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE project_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE project_people FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON project_people USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE supports ENABLE ROW LEVEL SECURITY;
ALTER TABLE supports FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON supports USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON decisions USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON projects, project_people, supports, decisions TO crm_app;
