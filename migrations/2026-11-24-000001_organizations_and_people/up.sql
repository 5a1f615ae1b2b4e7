-- Organizations, people, memberships, sessions. Every later table follows the rules set here:
-- keys led by organization_id, no triggers, policies forced, words as text with CHECK.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

-- nullif: after a SET LOCAL the setting is left as an empty string on the pooled connection.
CREATE FUNCTION app_org() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$;
CREATE FUNCTION app_user() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.user_id', true), '')::uuid $$;
-- The address that somebody signs in with; shows that one account and no other.
CREATE FUNCTION app_email() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE
    AS $$ SELECT nullif(current_setting('app.email', true), '') $$;

CREATE TABLE organizations (
    id uuid PRIMARY KEY,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    region text NOT NULL DEFAULT '',
    time_zone text NOT NULL DEFAULT 'Europe/Moscow',
    uses_register boolean NOT NULL DEFAULT true,
    uses_pipeline boolean NOT NULL DEFAULT false,
    members_edit text NOT NULL DEFAULT 'all' CHECK (members_edit IN ('all', 'assigned')),
    number_prefix text NOT NULL DEFAULT 'ИП-' CHECK (char_length(number_prefix) <= 20),
    next_project_number bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1
);

CREATE TABLE users (
    id uuid PRIMARY KEY,
    email text NOT NULL UNIQUE CHECK (email = lower(email) AND char_length(email) BETWEEN 3 AND 254),
    password_hash text,
    name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
    last_name text,
    first_name text,
    middle_name text,
    locale text NOT NULL DEFAULT 'ru' CHECK (locale IN ('ru', 'en')),
    theme text NOT NULL DEFAULT 'system' CHECK (theme IN ('system', 'light', 'dark')),
    density text NOT NULL DEFAULT 'compact' CHECK (density IN ('compact', 'regular', 'comfortable')),
    last_organization_id uuid,
    made_by_organization_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1
);

CREATE TABLE memberships (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    user_id uuid NOT NULL REFERENCES users (id),
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer')),
    permissions text[] NOT NULL DEFAULT '{}',
    -- Colour of the person among colleagues: one of nine.
    hue smallint NOT NULL DEFAULT 1 CHECK (hue BETWEEN 1 AND 9),
    created_at timestamptz NOT NULL DEFAULT now(),
    -- A membership is ended, not removed: history keeps its names.
    ended_at timestamptz,
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX memberships_of_user ON memberships (user_id);

-- Sessions, invitations and reset links hold only hashes and ids; they are read before an
-- organization is known and so have no organization policy.
CREATE TABLE sessions (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    user_id uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    seen_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    device text NOT NULL DEFAULT ''
);
CREATE INDEX sessions_of_user ON sessions (user_id);

CREATE TABLE invitations (
    id uuid PRIMARY KEY,
    token_hash bytea NOT NULL UNIQUE,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    role text NOT NULL CHECK (role IN ('owner', 'admin', 'manager', 'member', 'viewer')),
    made_by uuid NOT NULL REFERENCES users (id),
    created_at timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);
CREATE INDEX invitations_of_organization ON invitations (organization_id);

CREATE TABLE password_resets (
    token_hash bytea PRIMARY KEY,
    user_id uuid NOT NULL REFERENCES users (id),
    expires_at timestamptz NOT NULL,
    used_at timestamptz
);

CREATE TABLE jobs (
    id uuid PRIMARY KEY,
    organization_id uuid NOT NULL REFERENCES organizations (id),
    kind text NOT NULL,
    subject_id uuid NOT NULL,
    due_at timestamptz NOT NULL DEFAULT now(),
    attempts integer NOT NULL DEFAULT 0,
    held_until timestamptz
);
CREATE INDEX jobs_due ON jobs (due_at);

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON organizations USING (id = app_org()) WITH CHECK (id = app_org());
CREATE POLICY of_user ON organizations FOR SELECT
    USING (id IN (SELECT m.organization_id FROM memberships m WHERE m.user_id = app_user() AND m.ended_at IS NULL));

-- The command line and the first visit ask which organizations there are; nothing else is shown by this.
CREATE POLICY operator ON organizations FOR SELECT USING (current_setting('app.operator', true) = 'on');

ALTER TABLE users ENABLE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
CREATE POLICY self ON users USING (id = app_user()) WITH CHECK (id = app_user());
CREATE POLICY signing_in ON users FOR SELECT USING (email = app_email());
CREATE POLICY colleague ON users FOR SELECT
    USING (EXISTS (SELECT 1 FROM memberships m WHERE m.organization_id = app_org() AND m.user_id = users.id));
CREATE POLICY made_here ON users USING (made_by_organization_id = app_org())
    WITH CHECK (made_by_organization_id = app_org());

ALTER TABLE memberships ENABLE ROW LEVEL SECURITY;
ALTER TABLE memberships FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON memberships USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
CREATE POLICY of_user ON memberships FOR SELECT USING (user_id = app_user());

GRANT SELECT, INSERT, UPDATE ON organizations, users, memberships TO crm_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON sessions, invitations, password_resets, jobs TO crm_app;
