-- Deals of the pipeline, and what is counted of contacts and deals with each write.
CREATE TABLE deals (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    contact_id uuid NOT NULL,
    title text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    amount numeric(18,2) NOT NULL DEFAULT 0 CHECK (amount >= 0),
    amount_hundredths bigint GENERATED ALWAYS AS ((amount * 100)::bigint) STORED,
    currency text NOT NULL DEFAULT 'RUB' CHECK (currency ~ '^[A-Z]{3}$'),
    status text NOT NULL DEFAULT 'new' CHECK (status IN ('new', 'in_progress', 'won', 'lost')),
    stage text NOT NULL DEFAULT 'qualification' CHECK (stage IN ('qualification', 'proposal', 'negotiation', 'closed')),
    owner_id uuid NOT NULL,
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    CHECK (status <> 'won' OR amount > 0),
    FOREIGN KEY (organization_id, contact_id) REFERENCES contacts (organization_id, id),
    FOREIGN KEY (organization_id, owner_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX deals_contact ON deals (organization_id, contact_id);
CREATE INDEX deals_owner ON deals (organization_id, owner_id, created_at, id);
CREATE INDEX deals_newest ON deals (organization_id, created_at, id);
CREATE INDEX deals_changed ON deals (organization_id, updated_at, id);
CREATE INDEX deals_amount ON deals (organization_id, amount_hundredths, id);
CREATE INDEX deals_title ON deals (organization_id, title, id);
CREATE INDEX deals_stage ON deals (organization_id, stage, created_at, id);
CREATE INDEX contacts_newest ON contacts (organization_id, created_at, id);
CREATE INDEX contacts_name ON contacts (organization_id, name, id);

-- Counters as deltas that are summed on reading and folded now and then: two writers never wait for
-- each other's row. Sums may be longer than an amount, so they are exact numbers without a limit of theirs.
CREATE TABLE deal_totals (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    status text NOT NULL,
    stage text NOT NULL,
    currency text NOT NULL,
    n bigint NOT NULL,
    hundredths numeric(40,0) NOT NULL,
    PRIMARY KEY (organization_id, id)
);
-- The same by the day in UTC on which a deal was made.
CREATE TABLE deal_days (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    day date NOT NULL,
    status text NOT NULL,
    currency text NOT NULL,
    n bigint NOT NULL,
    hundredths numeric(40,0) NOT NULL,
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX deal_days_day ON deal_days (organization_id, day);
CREATE TABLE contact_totals (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    owner_id uuid NOT NULL,
    n bigint NOT NULL,
    PRIMARY KEY (organization_id, id)
);
INSERT INTO contact_totals (organization_id, id, owner_id, n)
    SELECT organization_id, gen_random_uuid(), owner_id, count(*) FROM contacts GROUP BY organization_id, owner_id;

ALTER TABLE deals ENABLE ROW LEVEL SECURITY;
ALTER TABLE deals FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON deals USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE deal_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE deal_totals FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON deal_totals USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE deal_days ENABLE ROW LEVEL SECURITY;
ALTER TABLE deal_days FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON deal_days USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE contact_totals ENABLE ROW LEVEL SECURITY;
ALTER TABLE contact_totals FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON contact_totals USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON deals, deal_totals, deal_days, contact_totals TO crm_app;
