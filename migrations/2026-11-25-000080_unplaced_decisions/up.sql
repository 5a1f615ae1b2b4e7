-- Decisions of a file about projects that are nowhere: kept as they were read, until a person says whose they are.
CREATE TABLE unplaced_decisions (
    organization_id uuid NOT NULL,
    import_id uuid NOT NULL,
    sheet integer NOT NULL,
    row integer NOT NULL,
    -- As the file names them.
    client_text text NOT NULL,
    project_text text NOT NULL,
    decision_type text CHECK (decision_type IN ('expert_group', 'interdepartmental_commission')),
    decision_date date,
    protocol_number text,
    outcome text CHECK (outcome IN ('granted', 'refused', 'rework', 'postponed', 'withdrawn')),
    decision text,
    custom jsonb NOT NULL DEFAULT '{}',
    unread jsonb NOT NULL DEFAULT '{}',
    -- The decision that it became.
    decision_id uuid,
    PRIMARY KEY (organization_id, import_id, sheet, row),
    FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id)
);

ALTER TABLE unplaced_decisions ENABLE ROW LEVEL SECURITY;
ALTER TABLE unplaced_decisions FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON unplaced_decisions USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON unplaced_decisions TO crm_app;
