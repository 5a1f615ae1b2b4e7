-- What changed, what was said, what is to be sent.
CREATE TABLE changes (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'contact', 'project', 'support', 'decision',
        'directory_entry', 'custom_field', 'member', 'organization', 'import', 'address', 'deal', 'task', 'meeting',
        'commission_member', 'file', 'saved_view', 'api_key', 'webhook')),
    subject_id uuid NOT NULL,
    -- The row version that this change produced.
    version bigint NOT NULL,
    -- Empty: the making of the row, as one entry.
    field text NOT NULL DEFAULT '',
    from_value jsonb,
    to_value jsonb,
    actor_id uuid,
    door text NOT NULL CHECK (door IN ('form', 'grid', 'import', 'api', 'command', 'system')),
    -- The browser tab that wrote: one's own earlier edit is no conflict.
    tab text,
    import_id uuid,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, subject_kind, subject_id, version, field)
);

CREATE TABLE activities (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'project', 'deal')),
    subject_id uuid NOT NULL,
    type text NOT NULL CHECK (type IN ('comment', 'status_changed', 'stage_changed', 'state_changed', 'task_created',
        'file_added', 'mail_sent', 'decision_recorded', 'system')),
    payload jsonb NOT NULL,
    author_id uuid,
    import_id uuid,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX activities_subject ON activities (organization_id, subject_kind, subject_id, created_at);

CREATE TABLE outbox_messages (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    to_address text NOT NULL,
    subject text NOT NULL,
    -- May hold a gap for a link. A link that opens an account is made when the letter leaves, and is
    -- never stored: who may read the outbox of an organization must not be able to enter an account.
    body text NOT NULL,
    link_for uuid,
    state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')),
    attempts integer NOT NULL DEFAULT 0,
    error text,
    created_at timestamptz NOT NULL DEFAULT now(),
    sent_at timestamptz,
    PRIMARY KEY (organization_id, id)
);

ALTER TABLE changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE changes FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON changes USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE activities ENABLE ROW LEVEL SECURITY;
ALTER TABLE activities FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON activities USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
ALTER TABLE outbox_messages ENABLE ROW LEVEL SECURITY;
ALTER TABLE outbox_messages FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON outbox_messages USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
-- History is append-only for the application.
GRANT SELECT, INSERT ON changes, activities TO crm_app;
GRANT SELECT, INSERT, UPDATE ON outbox_messages TO crm_app;
