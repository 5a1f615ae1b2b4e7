-- What an import would change of what is here, and what was answered in earlier imports.
CREATE TABLE import_differences (
    organization_id uuid NOT NULL,
    import_id uuid NOT NULL,
    n integer NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'project', 'support')),
    subject_id uuid NOT NULL,
    -- What the record is called.
    label text NOT NULL,
    -- Key of the field, or "custom." and the label of a custom field.
    field text NOT NULL,
    -- As shown: what is here and what the file says.
    here text NOT NULL,
    there text NOT NULL,
    outcome text NOT NULL CHECK (outcome IN ('fills', 'overwrites', 'keeps', 'left_out')),
    sheet integer,
    row integer,
    PRIMARY KEY (organization_id, import_id, n),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

CREATE TABLE import_memory (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    -- How a layout of columns is read, what a word means, whether two clients are one.
    kind text NOT NULL CHECK (kind IN ('layout', 'word', 'pair')),
    key text NOT NULL CHECK (char_length(key) <= 700),
    value jsonb NOT NULL,
    remembered_by uuid,
    remembered_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, kind, key)
);

ALTER TABLE import_differences ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_differences FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON import_differences USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE import_memory ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_memory FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON import_memory USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON import_differences, import_memory TO crm_app;
-- What an import changed of records that were here before it, for taking it back.
CREATE INDEX changes_of_import ON changes (organization_id, import_id) WHERE import_id IS NOT NULL AND field <> '';
-- The preview asks for the problems of the rows that it shows.
CREATE INDEX import_problems_row ON import_problems (organization_id, import_id, sheet, row);
