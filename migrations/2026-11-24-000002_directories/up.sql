-- One table for all directories; the kind stands in the foreign keys of the rows that use an entry.
CREATE TABLE directory_entries (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('district', 'city', 'industry', 'programme', 'body')),
    name text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    -- Lower case, ё as е, single spaces: what may occur once.
    name_key text NOT NULL,
    level text CHECK (level IN ('federal', 'regional', 'municipal')),
    active boolean NOT NULL DEFAULT true,
    -- The entry that this one was merged into; its name goes on to be understood.
    merged_into uuid,
    import_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, kind, id),
    UNIQUE (organization_id, kind, name_key)
);

CREATE TABLE custom_fields (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    entity text NOT NULL CHECK (entity IN ('client', 'project', 'support')),
    key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 100),
    label text NOT NULL CHECK (char_length(label) BETWEEN 1 AND 200),
    type text NOT NULL CHECK (type IN ('text', 'number', 'money', 'date', 'boolean', 'choice', 'choices', 'user', 'url')),
    options jsonb NOT NULL DEFAULT '[]',
    active boolean NOT NULL DEFAULT true,
    import_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, entity, key)
);

ALTER TABLE directory_entries ENABLE ROW LEVEL SECURITY;
ALTER TABLE directory_entries FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON directory_entries USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE custom_fields ENABLE ROW LEVEL SECURITY;
ALTER TABLE custom_fields FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON custom_fields USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON directory_entries, custom_fields TO crm_app;
