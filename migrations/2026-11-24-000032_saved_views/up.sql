-- Lists that somebody named: filters, order, columns and groups as the query of an address.
CREATE TABLE saved_views (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    register text NOT NULL CHECK (register IN ('projects', 'clients', 'supports')),
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
    query text NOT NULL CHECK (char_length(query) <= 8000),
    owner_id uuid NOT NULL,
    -- Seen by everybody, not by its owner alone.
    is_shared boolean NOT NULL DEFAULT false,
    -- Roles whose people begin with it.
    default_for text[] NOT NULL DEFAULT '{}',
    -- Place among the tabs.
    position integer NOT NULL DEFAULT 0,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, owner_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX saved_views_of_register ON saved_views (organization_id, register, position, id);
CREATE INDEX saved_views_owner ON saved_views (organization_id, owner_id);

-- When somebody last had a register open, and until when they had looked at it the time before.
CREATE TABLE register_visits (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    user_id uuid NOT NULL,
    register text NOT NULL CHECK (register IN ('projects', 'clients', 'supports')),
    seen_at timestamptz NOT NULL,
    since timestamptz NOT NULL,
    PRIMARY KEY (organization_id, user_id, register),
    FOREIGN KEY (organization_id, user_id) REFERENCES memberships (organization_id, user_id)
);

ALTER TABLE saved_views ENABLE ROW LEVEL SECURITY;
ALTER TABLE saved_views FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON saved_views USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE register_visits ENABLE ROW LEVEL SECURITY;
ALTER TABLE register_visits FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON register_visits USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON saved_views, register_visits TO crm_app;
