-- What a member is told in the application: somebody named them in a comment, gave them a project, handed over.
CREATE TABLE notices (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    kind text NOT NULL CHECK (kind IN ('mentioned', 'assigned', 'handed_over')),
    -- What it is about; nothing in particular where both are empty.
    subject_kind text CHECK (subject_kind IN ('client', 'project')),
    subject_id uuid,
    actor_id uuid,
    -- The beginning of the words in which they were named, or what was handed over.
    excerpt text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    read_at timestamptz,
    PRIMARY KEY (organization_id, id),
    CHECK ((subject_kind IS NULL) = (subject_id IS NULL)),
    FOREIGN KEY (organization_id, user_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX notices_user ON notices (organization_id, user_id, created_at, id);
CREATE INDEX notices_unread ON notices (organization_id, user_id) WHERE read_at IS NULL;

ALTER TABLE notices ENABLE ROW LEVEL SECURITY;
ALTER TABLE notices FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON notices USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE ON notices TO crm_app;

-- That the data of a person were erased: whose, by whom, why. Nobody changes or removes it.
CREATE TABLE erasures (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    subject_kind text NOT NULL CHECK (subject_kind IN ('client', 'contact')),
    subject_id uuid NOT NULL,
    reason text NOT NULL CHECK (char_length(reason) BETWEEN 1 AND 2000),
    erased_by uuid NOT NULL,
    erased_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (organization_id, id)
);
CREATE INDEX erasures_newest ON erasures (organization_id, erased_at, id);
CREATE INDEX erasures_subject ON erasures (organization_id, subject_id);

ALTER TABLE erasures ENABLE ROW LEVEL SECURITY;
ALTER TABLE erasures FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON erasures USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT ON erasures TO crm_app;

-- The one way in which values leave the history: of the person whom an erasure of this transaction names, of what was
-- merged into that client, and of its contacts. Who, when and which field stay.
CREATE FUNCTION erase_history(of_kind text, subjects uuid[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
    AS $$ WITH named AS (
              SELECT subject_kind, subject_id FROM erasures WHERE organization_id = app_org() AND erased_at = now()),
          clients_named AS (
              SELECT subject_id AS id FROM named WHERE subject_kind = 'client'
              UNION SELECT a.old_id FROM aliases a JOIN named n ON n.subject_kind = 'client' AND n.subject_id = a.new_id
                  WHERE a.organization_id = app_org() AND a.kind = 'client'),
          lawful AS (
              SELECT 'client' AS kind, id FROM clients_named
              UNION SELECT 'contact', subject_id FROM named WHERE subject_kind = 'contact'
              UNION SELECT 'contact', c.id FROM contacts c JOIN clients_named n ON n.id = c.client_id
                  WHERE c.organization_id = app_org()),
          those AS (SELECT l.id FROM lawful l WHERE l.kind = of_kind AND l.id = ANY (subjects)),
          emptied AS (
              UPDATE changes h SET from_value = NULL, to_value = NULL FROM those t
              WHERE h.organization_id = app_org() AND h.subject_kind = of_kind AND h.subject_id = t.id
                  AND h.field NOT IN ('deleted', 'kind', 'responsible', 'district', 'city', 'erased')),
          renamed AS (
              UPDATE changes h SET from_value = h.from_value - 'name', to_value = h.to_value - 'name' FROM those t
              WHERE of_kind = 'client' AND h.organization_id = app_org() AND h.field IN ('client', 'merged', 'merged_into',
                  'merge_undone') AND (h.from_value ->> 'id' = t.id::text OR h.to_value ->> 'id' = t.id::text)
                  AND jsonb_typeof(coalesce(h.from_value, '{}')) = 'object'
                  AND jsonb_typeof(coalesce(h.to_value, '{}')) = 'object'
                  AND NOT (h.subject_kind = 'client' AND h.subject_id = ANY (subjects)))
          UPDATE activities a SET payload = (a.payload - 'sheet' - 'cell') || '{"text": ""}' FROM those t
              WHERE a.organization_id = app_org() AND a.subject_kind = of_kind AND a.subject_id = t.id
                  AND a.payload ? 'text' $$;
REVOKE ALL ON FUNCTION erase_history(text, uuid[]) FROM public;
GRANT EXECUTE ON FUNCTION erase_history(text, uuid[]) TO crm_app;
