-- What a person did at one stroke, so that it can be taken back at one stroke: a cell, a paste, a fill, a bulk
-- change, a move. The values stand in the history; here is only which of its entries belong together.
CREATE TABLE acts (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    -- Made by the browser with the edit: whoever sends it again, unheard, does not do it again.
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('cell', 'paste', 'fill', 'clear', 'cut', 'bulk', 'move', 'create', 'merge', 'import')),
    -- 'over': nothing of it could be taken back.
    state text NOT NULL DEFAULT 'done' CHECK (state IN ('done', 'undoing', 'undone', 'redoing', 'over')),
    -- How often it was taken back or done again; the entries of the last time are the ones to be reversed next.
    pass integer NOT NULL DEFAULT 0,
    -- The field, where all entries are of one; empty otherwise.
    field text NOT NULL,
    -- The row, where all entries are of one; an import for the act of one.
    subject_id uuid,
    cells integer NOT NULL,
    -- What stayed the last time, and why.
    kept jsonb NOT NULL DEFAULT '[]',
    kept_n integer NOT NULL DEFAULT 0,
    made_at timestamptz NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX acts_user ON acts (organization_id, user_id, made_at, id);

-- The entries of the history that an act made. Their versions say what may have come after them.
CREATE TABLE act_changes (
    organization_id uuid NOT NULL,
    act_id uuid NOT NULL,
    subject_kind text NOT NULL,
    subject_id uuid NOT NULL,
    version bigint NOT NULL,
    field text NOT NULL,
    pass integer NOT NULL,
    PRIMARY KEY (organization_id, act_id, subject_kind, subject_id, version, field),
    FOREIGN KEY (organization_id, act_id) REFERENCES acts (organization_id, id)
);

ALTER TABLE acts ENABLE ROW LEVEL SECURITY;
ALTER TABLE acts FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON acts USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE act_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE act_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON act_changes USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON acts, act_changes TO crm_app;

-- A change of one field in all rows that a filter finds: which rows, as they were when it was tried.
CREATE TABLE bulk_changes (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    made_by uuid NOT NULL,
    field text NOT NULL,
    -- As typed, and the entry or person that was chosen.
    value text NOT NULL,
    choice uuid,
    -- The filter, as the address has it.
    query text NOT NULL,
    state text NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'ready', 'writing', 'done', 'failed')),
    n integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);

CREATE TABLE bulk_rows (
    organization_id uuid NOT NULL,
    bulk_id uuid NOT NULL,
    project_id uuid NOT NULL,
    version bigint NOT NULL,
    outcome text NOT NULL DEFAULT 'waiting' CHECK (outcome IN ('waiting', 'ready', 'done', 'same', 'conflict', 'refused')),
    -- The message and its values, for one refused.
    reason jsonb,
    PRIMARY KEY (organization_id, bulk_id, project_id),
    FOREIGN KEY (organization_id, bulk_id) REFERENCES bulk_changes (organization_id, id)
);
CREATE INDEX bulk_rows_outcome ON bulk_rows (organization_id, bulk_id, outcome, project_id);

ALTER TABLE bulk_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_changes FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON bulk_changes USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE bulk_rows ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_rows FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON bulk_rows USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_changes, bulk_rows TO crm_app;
