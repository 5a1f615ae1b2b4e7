-- Clients that may be one client, what people decided of them, and what a merge did.
CREATE TABLE client_pairs (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    -- The smaller id first, so that a pair stands once.
    first_id uuid NOT NULL,
    second_id uuid NOT NULL CHECK (second_id > first_id),
    -- Per cent of certainty.
    score smallint NOT NULL CHECK (score BETWEEN 0 AND 100),
    reasons text[] NOT NULL,
    state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'apart', 'merged')),
    decided_by uuid,
    decided_at timestamptz,
    found_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, first_id, second_id),
    FOREIGN KEY (organization_id, first_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, second_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX client_pairs_queue ON client_pairs (organization_id, state, score, first_id, second_id);
CREATE INDEX client_pairs_second ON client_pairs (organization_id, second_id);

-- What became what. No history moves: reading follows the alias.
CREATE TABLE aliases (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind text NOT NULL CHECK (kind IN ('client', 'project')),
    old_id uuid NOT NULL,
    new_id uuid NOT NULL,
    PRIMARY KEY (organization_id, kind, old_id)
);
CREATE INDEX aliases_new ON aliases (organization_id, kind, new_id);

CREATE TABLE merges (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    kept_id uuid NOT NULL,
    gone_id uuid NOT NULL,
    -- What it did, for taking it back: fields with from and to, ids of rows that moved, aliases that turned.
    done jsonb NOT NULL,
    by_id uuid NOT NULL,
    at timestamptz NOT NULL,
    undone_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, kept_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE,
    FOREIGN KEY (organization_id, gone_id) REFERENCES clients (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX merges_kept ON merges (organization_id, kept_id, at);
CREATE INDEX merges_gone ON merges (organization_id, gone_id);

-- A phone or an address that two clients share is found through these.
CREATE INDEX contacts_phone ON contacts (organization_id, phone);
CREATE INDEX contacts_email ON contacts (organization_id, email);

ALTER TABLE client_pairs ENABLE ROW LEVEL SECURITY;
ALTER TABLE client_pairs FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON client_pairs USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE aliases ENABLE ROW LEVEL SECURITY;
ALTER TABLE aliases FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON aliases USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE merges ENABLE ROW LEVEL SECURITY;
ALTER TABLE merges FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON merges USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON client_pairs, aliases TO crm_app;
GRANT SELECT, INSERT, UPDATE ON merges TO crm_app;
