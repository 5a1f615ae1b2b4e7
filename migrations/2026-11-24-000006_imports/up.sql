-- A workbook on its way in: the draft, its rows as they stood, its problems, what came of them.
CREATE TABLE imports (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    file_name text NOT NULL,
    file_size bigint NOT NULL,
    file_sha256 bytea NOT NULL,
    state text NOT NULL CHECK (state IN ('reading', 'ready', 'writing', 'done', 'failed', 'undone', 'stopped')),
    progress integer NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    -- Name, rows, header row, taken and why, columns with the proposed field; one object per sheet.
    sheets jsonb NOT NULL DEFAULT '[]',
    counts jsonb NOT NULL DEFAULT '{}',
    -- What the person chose in the wizard: sheets, headers, columns, cells mended, words, who is the same.
    choices jsonb NOT NULL DEFAULT '{}',
    -- What a person should answer: words of directories, states, pairs of clients.
    questions jsonb NOT NULL DEFAULT '{}',
    -- The job at work; none where nothing is done. A job that finds another here was stopped meanwhile.
    job_id uuid,
    -- Why it failed: {"code": "...", ...}; the words are in the message files.
    error jsonb,
    -- What stayed when the import was undone: people had changed it.
    kept jsonb NOT NULL DEFAULT '[]',
    made_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    written_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX imports_newest ON imports (organization_id, created_at);

-- Some hundred rows of a sheet in one piece, a line of JSON each: [7, {"A": "text as it stood", ...}].
CREATE TABLE import_rows (
    organization_id uuid NOT NULL,
    import_id uuid NOT NULL,
    sheet integer NOT NULL,
    first_row integer NOT NULL,
    -- Packed by zlib; the database need not try again.
    packed bytea NOT NULL,
    PRIMARY KEY (organization_id, import_id, sheet, first_row),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

ALTER TABLE import_rows ALTER COLUMN packed SET STORAGE EXTERNAL;

-- Rows that completed a record which was there already; what made it stands in the record.
CREATE TABLE import_sources (
    organization_id uuid NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'project', 'support', 'decision')),
    subject_id uuid NOT NULL,
    import_id uuid NOT NULL,
    sheet integer NOT NULL,
    row integer NOT NULL,
    PRIMARY KEY (organization_id, subject_kind, subject_id, import_id, sheet, row),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

CREATE TABLE import_problems (
    organization_id uuid NOT NULL,
    import_id uuid NOT NULL,
    n integer NOT NULL,
    sheet integer NOT NULL,
    row integer,
    col integer,
    kind text NOT NULL,
    severity text NOT NULL CHECK (severity IN ('error', 'warning', 'note')),
    field text,
    raw text,
    value text,
    PRIMARY KEY (organization_id, import_id, n),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

ALTER TABLE imports ENABLE ROW LEVEL SECURITY;
ALTER TABLE imports FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON imports USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE import_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON import_rows USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE import_sources ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_sources FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON import_sources USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE import_problems ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_problems FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON import_problems USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON imports, import_rows, import_sources, import_problems TO crm_app;
