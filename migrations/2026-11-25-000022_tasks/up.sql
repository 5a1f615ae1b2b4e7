-- What is to be done, by whom and until when: of a deal, a project or a client.
CREATE TABLE tasks (
    organization_id uuid NOT NULL REFERENCES organizations (id),
    id uuid NOT NULL,
    deal_id uuid,
    project_id uuid,
    client_id uuid,
    title text COLLATE "ru-x-icu" NOT NULL CHECK (char_length(title) BETWEEN 1 AND 200),
    description text,
    due_date date,
    is_done boolean NOT NULL DEFAULT false,
    done_at timestamptz,
    assignee_id uuid NOT NULL,
    author_id uuid,
    -- Made by the freezing of a project until a day; goes when the project is woken.
    origin text CHECK (origin IN ('waking')),
    deleted_at timestamptz,
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    version bigint NOT NULL DEFAULT 1,
    PRIMARY KEY (organization_id, id),
    CHECK (num_nonnulls(deal_id, project_id, client_id) = 1),
    FOREIGN KEY (organization_id, deal_id) REFERENCES deals (organization_id, id),
    FOREIGN KEY (organization_id, project_id) REFERENCES projects (organization_id, id),
    FOREIGN KEY (organization_id, client_id) REFERENCES clients (organization_id, id),
    FOREIGN KEY (organization_id, assignee_id) REFERENCES memberships (organization_id, user_id)
);
CREATE INDEX tasks_deal ON tasks (organization_id, deal_id);
CREATE INDEX tasks_project ON tasks (organization_id, project_id);
CREATE INDEX tasks_client ON tasks (organization_id, client_id);
CREATE INDEX tasks_assignee ON tasks (organization_id, assignee_id, due_date);
CREATE INDEX tasks_newest ON tasks (organization_id, created_at, id);
CREATE INDEX tasks_due ON tasks (organization_id, due_date, id);

ALTER TABLE tasks ENABLE ROW LEVEL SECURITY;
ALTER TABLE tasks FORCE ROW LEVEL SECURITY;
CREATE POLICY organization ON tasks USING (organization_id = app_org()) WITH CHECK (organization_id = app_org());
GRANT SELECT, INSERT, UPDATE, DELETE ON tasks TO crm_app;
