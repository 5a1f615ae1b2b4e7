-- Keys with which programs come without a person's password, and addresses that are told what changed.
CREATE TABLE api_keys (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    -- Of the key itself only the hash is known, and its end, by which people tell keys apart.
    key_hash bytea NOT NULL,
    ending text NOT NULL CHECK (char_length(ending) = 4),
    scope text NOT NULL CHECK (scope IN ('read', 'write', 'manage')),
    -- A key acts in the name of its maker and may never more than they.
    made_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    last_used_at timestamptz,
    ended_at timestamptz,
    PRIMARY KEY (organization_id, id),
    UNIQUE (organization_id, key_hash),
    FOREIGN KEY (organization_id, made_by) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX api_keys_maker ON api_keys (organization_id, made_by);

CREATE TABLE webhooks (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    url text NOT NULL CHECK (char_length(url) BETWEEN 1 AND 2000),
    -- Kinds of rows whose changes are told.
    kinds text[] NOT NULL,
    -- Signs what is sent; the receiver has it too, so that a hash would not do.
    secret text NOT NULL CHECK (char_length(secret) >= 32),
    active boolean NOT NULL DEFAULT true,
    made_by uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, made_by) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX webhooks_maker ON webhooks (organization_id, made_by);

CREATE TABLE webhook_deliveries (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    event text NOT NULL,
    -- As it is sent, letter by letter: the signature is over it.
    body text NOT NULL,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    -- What the receiver last answered, or why it could not be asked.
    status integer,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    tried_at timestamptz,
    PRIMARY KEY (organization_id, id),
    FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks (organization_id, id)
);
CREATE INDEX webhook_deliveries_newest ON webhook_deliveries (organization_id, webhook_id, created_at, id);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON api_keys USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE webhooks ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhooks FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON webhooks USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE webhook_deliveries ENABLE ROW LEVEL SECURITY;
ALTER TABLE webhook_deliveries FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON webhook_deliveries USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE ON api_keys TO crm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON webhooks, webhook_deliveries TO crm_app;
