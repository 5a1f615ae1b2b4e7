-- What programs sign in with, and the answers kept for requests that may be sent again.

-- Read before an organization is known; hashes and ids only. A family begins with a sign-in.
CREATE TABLE refresh_tokens (
    token_hash bytea PRIMARY KEY,
    family_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    -- A token that is used a second time was stolen: its family ends.
    used_at timestamptz
);
CREATE INDEX refresh_tokens_family ON refresh_tokens (family_id);
CREATE INDEX refresh_tokens_of_user ON refresh_tokens (user_id);

-- The organization is the nil one where a request belongs to none.
CREATE TABLE idempotency_keys (
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL REFERENCES users (id),
    key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 200),
    -- Method, path and body: the same key with another request is a mistake.
    request_hash bytea NOT NULL,
    status integer,
    headers jsonb NOT NULL DEFAULT '[]',
    body bytea NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, user_id, key)
);
ALTER TABLE idempotency_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE idempotency_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON idempotency_keys USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());

GRANT SELECT, INSERT, UPDATE, DELETE ON refresh_tokens, idempotency_keys TO crm_app;
